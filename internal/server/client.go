package server

import (
	"crypto/tls"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// takeClient puts the client's own address into r.RemoteAddr, and lets r.TLS say
// whether the browser speaks HTTPS, where a reverse proxy stands between. Its
// word is taken only if it is named in the configuration: otherwise anyone could
// sign in from a thousand invented addresses, or make a pair of account and
// address wait that is not his.
func (c Config) takeClient(r *http.Request) {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !c.isProxy(peer.Addr()) {
		return
	}
	if r.TLS == nil && r.Header.Get("X-Forwarded-Proto") == "https" {
		r.TLS = &tls.ConnectionState{}
	}
	at := peer.Addr()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && c.isProxy(at); i-- { // the end is what our own proxies wrote
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = next
	}
	r.RemoteAddr = net.JoinHostPort(at.Unmap().WithZone("").String(), "0")
}

func (c Config) isProxy(a netip.Addr) bool {
	for _, p := range c.Proxies {
		if p.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

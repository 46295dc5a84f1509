package config

import (
	"cmp"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"jiufen/internal/errs"
)

// Defaults of what may be left out.
const (
	DefaultAddr = "127.0.0.1:8080"
	DefaultData = "jiufen-data"
	DefaultOps  = "127.0.0.1:9180"
	DefaultLog  = LogText
)

// Off as an address turns the operators' listener off.
const Off = "off"

// The forms of the log.
const (
	LogText = "text"
	LogJSON = "json"
)

// Config is how a server is started. The tags are read by the command line; a
// field left empty takes its environment variable, then its default (Load).
//
// Use it as a named field of a command, not embedded: the parser would call a
// promoted Validate before Load has run.
type Config struct {
	Addr        string `name:"addr" placeholder:"HOST:PORT" help:"config.flag.addr"`
	AllowRemote bool   `name:"allow-remote" help:"config.flag.allow-remote"`
	Data        string `name:"data" placeholder:"DIR" help:"config.flag.data"`
	DatabaseURL string `name:"database-url" placeholder:"URL" help:"config.flag.database-url"`
	TLSCert     string `name:"tls-cert" placeholder:"FILE" help:"config.flag.tls-cert"`
	TLSKey      string `name:"tls-key" placeholder:"FILE" help:"config.flag.tls-key"`
	Proxy       string `name:"proxy" placeholder:"ADDR,…" help:"config.flag.proxy"`
	Ops         string `name:"ops" placeholder:"HOST:PORT" help:"config.flag.ops"`
	Log         string `name:"log" placeholder:"text|json" help:"config.flag.log"`
}

// Load fills what is empty, first from the environment (JIUFEN_ADDR and so on),
// then with the defaults.
func (c Config) Load(get func(string) string) (Config, error) {
	remote := ""
	for _, f := range []struct {
		field    *string
		env      string
		fallback string
	}{
		{&c.Addr, "JIUFEN_ADDR", DefaultAddr},
		{&c.Data, "JIUFEN_DATA", DefaultData},
		{&c.DatabaseURL, "JIUFEN_DATABASE_URL", ""},
		{&c.TLSCert, "JIUFEN_TLS_CERT", ""},
		{&c.TLSKey, "JIUFEN_TLS_KEY", ""},
		{&c.Proxy, "JIUFEN_PROXY", ""},
		{&c.Ops, "JIUFEN_OPS", DefaultOps},
		{&c.Log, "JIUFEN_LOG", DefaultLog},
		{&remote, "JIUFEN_ALLOW_REMOTE", "false"},
	} {
		*f.field = cmp.Or(*f.field, get(f.env), f.fallback)
	}
	allowed, err := strconv.ParseBool(remote)
	if err != nil {
		return c, errs.Form([]errs.Field{{Name: "JIUFEN_ALLOW_REMOTE", Key: "config.bad.bool", Args: []any{"value", remote}}})
	}
	c.AllowRemote = c.AllowRemote || allowed
	return c, nil
}

// Validate names every setting that is wrong, by its flag.
func (c Config) Validate() error {
	var bad []errs.Field
	wrong := func(flag, key string, args ...any) {
		bad = append(bad, errs.Field{Name: "--" + flag, Key: key, Args: args})
	}
	if !isAddr(c.Addr) {
		wrong("addr", "config.bad.addr", "value", c.Addr)
	} else if !c.AllowRemote && !Loopback(c.Addr) {
		wrong("addr", "config.bad.remote", "value", c.Addr)
	}
	if c.Ops != Off && !isAddr(c.Ops) {
		wrong("ops", "config.bad.addr", "value", c.Ops)
	} else if c.Ops != Off && !Loopback(c.Ops) {
		wrong("ops", "config.bad.ops", "value", c.Ops)
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		wrong("tls-cert", "config.bad.tls")
	}
	if _, err := c.Proxies(); err != nil {
		wrong("proxy", "config.bad.proxy", "value", c.Proxy)
	}
	if c.Log != LogText && c.Log != LogJSON {
		wrong("log", "config.bad.log", "value", c.Log)
	}
	if u := c.DatabaseURL; u != "" && !strings.HasPrefix(u, "postgres://") && !strings.HasPrefix(u, "postgresql://") {
		wrong("database-url", "config.bad.url") // the value may hold a password
	}
	return errs.Form(bad)
}

// TLS reports whether the server itself speaks HTTPS.
func (c Config) TLS() bool { return c.TLSCert != "" }

// Remote reports whether other machines can reach the server directly.
func (c Config) Remote() bool { return !Loopback(c.Addr) }

// Warnings are the sentences of the banner, as keys: what somebody has allowed
// that is not safe by itself. None: nothing to say.
func (c Config) Warnings() []string {
	var out []string
	if c.Remote() {
		out = append(out, "config.warn.remote")
	}
	if c.Remote() && !c.TLS() {
		out = append(out, "config.warn.plain")
	}
	return out
}

// Proxies are the addresses whose word on the client's address is taken.
func (c Config) Proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range strings.Split(c.Proxy, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if a, err := netip.ParseAddr(s); err == nil {
			out = append(out, netip.PrefixFrom(a, a.BitLen()))
			continue
		}
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, err
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

// Loopback reports whether an address is of this machine only. A name other than
// localhost is not: what it resolves to can change.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.Unmap().IsLoopback()
}

func isAddr(addr string) bool {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n <= 65535
}

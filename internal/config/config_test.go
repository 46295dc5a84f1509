package config

import (
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/locale"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestLoadTakesFlagThenEnvironmentThenDefault(t *testing.T) {
	get := env("JIUFEN_ADDR", "127.0.0.1:9000", "JIUFEN_DATA", "/srv/jiufen", "JIUFEN_ALLOW_REMOTE", "1")
	c, err := Config{Data: "here"}.Load(get)
	if err != nil {
		t.Fatal(err)
	}
	want := Config{Addr: "127.0.0.1:9000", AllowRemote: true, Data: "here", Ops: DefaultOps, Log: LogText}
	if c != want {
		t.Errorf("Load = %+v, want %+v", c, want)
	}
	if _, err := (Config{}).Load(env("JIUFEN_ALLOW_REMOTE", "maybe")); !errs.Is(err, errs.Invalid) {
		t.Errorf("JIUFEN_ALLOW_REMOTE=maybe: %v", err)
	}
}

func TestDefaultsAreValidAndQuiet(t *testing.T) {
	c, err := Config{}.Load(env())
	if err != nil || c.Validate() != nil || len(c.Warnings()) != 0 || c.Remote() {
		t.Errorf("%+v, %v, %v, %v", c, err, c.Validate(), c.Warnings())
	}
}

// TestPoint02LoopbackUnlessAllowed: no address of another machine is listened on
// without --allow-remote, and with it there is a banner; the operators' listener
// answers without a password and is refused always.
func TestPoint02LoopbackUnlessAllowed(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:8080", ":8080", "[::]:8080", "192.168.1.5:8080", "jiufen.gov.example:8080", "localhost.example:8080"} {
		c, _ := Config{Addr: addr}.Load(env())
		if err := c.Validate(); !fieldIs(err, "--addr", "config.bad.remote") {
			t.Errorf("%s: %v", addr, err)
		}
		c.AllowRemote = true
		if err := c.Validate(); err != nil || len(c.Warnings()) != 2 {
			t.Errorf("%s allowed: %v, banner %v", addr, err, c.Warnings())
		}
		c.Ops = addr
		if err := c.Validate(); !fieldIs(err, "--ops", "config.bad.ops") {
			t.Errorf("operators on %s: %v", addr, err)
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "127.8.9.1:8080", "[::1]:8080", "localhost:8080", "[::ffff:127.0.0.1]:8080"} {
		c, _ := Config{Addr: addr}.Load(env())
		if err := c.Validate(); err != nil || c.Warnings() != nil {
			t.Errorf("%s: %v, %v", addr, err, c.Warnings())
		}
	}
	c := Config{Addr: "0.0.0.0:443", TLSCert: "c", TLSKey: "k"}
	if w := c.Warnings(); len(w) != 1 || w[0] != "config.warn.remote" {
		t.Errorf("with TLS: %v", w)
	}
}

func fieldIs(err error, name, key string) bool {
	if err == nil {
		return false
	}
	for _, f := range errs.Of(err).Fields {
		if f.Name == name && f.Key == key {
			return true
		}
	}
	return false
}

func TestValidateNamesEverySetting(t *testing.T) {
	c := Config{Addr: "8080", Ops: "x", TLSCert: "c", Proxy: "ten", Log: "xml", DatabaseURL: "mysql://u:geheim@h/d"}
	err := c.Validate()
	for name, key := range map[string]string{"--addr": "config.bad.addr", "--ops": "config.bad.addr", "--tls-cert": "config.bad.tls",
		"--proxy": "config.bad.proxy", "--log": "config.bad.log", "--database-url": "config.bad.url"} {
		if !fieldIs(err, name, key) {
			t.Errorf("%s: no %s in %v", name, key, err)
		}
	}
	if strings.Contains(err.Error(), "geheim") {
		t.Error("the password of the database is in the message")
	}
	for _, tag := range locale.Tags {
		m := locale.For(tag).Strict()
		for _, f := range errs.Of(err).Fields {
			m.T(f.Key, f.Args...)
		}
		for _, k := range (Config{Addr: ":80"}).Warnings() {
			m.T(k)
		}
	}
}

func TestProxies(t *testing.T) {
	got, err := Config{Proxy: "127.0.0.1, 10.1.0.0/16"}.Proxies()
	if err != nil || len(got) != 2 || !got[0].Contains(netip.MustParseAddr("127.0.0.1")) || got[0].Contains(netip.MustParseAddr("127.0.0.2")) || !got[1].Contains(netip.MustParseAddr("10.1.200.3")) {
		t.Errorf("%v, %v", got, err)
	}
}

// TestFlagsHaveHelp: every flag has its line of help in both languages.
func TestFlagsHaveHelp(t *testing.T) {
	rt := reflect.TypeFor[Config]()
	for i := range rt.NumField() {
		tag := rt.Field(i).Tag
		if tag.Get("help") != "config.flag."+tag.Get("name") {
			t.Errorf("%s: help %q", rt.Field(i).Name, tag.Get("help"))
		}
		for _, lang := range locale.Tags {
			locale.For(lang).Strict().T(tag.Get("help"))
		}
	}
}

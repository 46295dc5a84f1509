package opc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"jiufen/internal/errs"
)

func packed(t testing.TB, parts ...Part) []byte {
	var out bytes.Buffer
	if err := Write(&out, parts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSameContentSameBytes(t *testing.T) {
	parts := []Part{{"[Content_Types].xml", []byte("<Types/>")}, {"word/document.xml", []byte("<d>甲</d>")}}
	a, b := packed(t, parts...), packed(t, parts...)
	if !bytes.Equal(a, b) {
		t.Fatal("two packings differ")
	}
	again, err := Repack(a)
	if err != nil || !bytes.Equal(a, again) {
		t.Fatalf("repacked differs, %v", err)
	}
}

func TestPartNamesCompareWithoutCase(t *testing.T) {
	p, err := Open(packed(t, Part{"Word\\Document.XML", []byte("<d/>")}), Limits{})
	if err != nil || !p.Has("word/document.xml") || !p.Has("/word/document.xml") {
		t.Fatalf("%v %v", p.Names(), err)
	}
	if _, err := p.Part("word/none.xml"); !errs.Is(err, errs.NotFound) {
		t.Fatalf("missing part: %v", err)
	}
}

func TestLimits(t *testing.T) {
	b := packed(t, Part{"a", bytes.Repeat([]byte("x"), 1000)}, Part{"b", bytes.Repeat([]byte("y"), 1000)}, Part{"c", nil})
	for _, c := range []struct {
		name string
		lim  Limits
		key  string
	}{
		{"entries", Limits{Entries: 2}, "textin.zip.entries"},
		{"declared total", Limits{Total: 1500}, "textin.zip.bomb"},
	} {
		if _, err := Open(b, c.lim); errs.Of(err) == nil || errs.Of(err).Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	p, err := Open(b, Limits{Part: 999})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Part("a"); errs.Of(err) == nil || errs.Of(err).Key != "textin.zip.bomb" {
		t.Errorf("part: %v", err)
	}
}

// A directory that declares less than there is: the unpacked bytes are counted too.
func TestSizesThatLie(t *testing.T) {
	var out bytes.Buffer
	zw := zip.NewWriter(&out)
	f, _ := zw.Create("a")
	f.Write(bytes.Repeat([]byte("x"), 10_000))
	zw.Close()
	b := out.Bytes()
	at := bytes.LastIndex(b, []byte("PK\x01\x02"))
	copy(b[at+24:], []byte{5, 0, 0, 0}) // uncompressed size in the central directory
	p, err := Open(b, Limits{Part: 100})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.Part("a"); err == nil {
		t.Fatalf("a part that lies about its size was read: %d bytes", len(got))
	}
}

func TestXMLIsBounded(t *testing.T) {
	for _, c := range []struct{ name, body, key string }{
		{"depth", strings.Repeat("<a>", 300), "textin.xml.depth"},
		{"doctype", `<!DOCTYPE a><a/>`, "textin.xml.doctype"},
		{"unknown entity", `<a>&x;</a>`, "textin.xml.broken"},
		{"not closed", `<a>`, "textin.xml.broken"},
	} {
		p, err := Open(packed(t, Part{"a", []byte(c.body)}), Limits{})
		if err != nil {
			t.Fatal(err)
		}
		toks, err := p.XML("a")
		for err == nil {
			_, err = toks.Next()
		}
		if errors.Is(err, io.EOF) || errs.Of(err).Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestXMLInUTF16(t *testing.T) {
	body := []byte("\xFF\xFE")
	for _, r := range `<?xml version="1.0" encoding="UTF-16"?><a>中</a>` {
		body = append(body, byte(r), byte(r>>8))
	}
	p, err := Open(packed(t, Part{"a", body}), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	toks, err := p.XML("a")
	var text string
	for err == nil {
		var tok xml.Token
		if tok, err = toks.Next(); err == nil {
			if c, ok := tok.(xml.CharData); ok {
				text += string(c)
			}
		}
	}
	if text != "中" || !errors.Is(err, io.EOF) {
		t.Fatalf("%q, %v", text, err)
	}
}

func TestSkip(t *testing.T) {
	p, _ := Open(packed(t, Part{"a", []byte(`<r><a><b/><c>x</c></a><d/></r>`)}), Limits{})
	toks, err := p.XML("a")
	if err != nil {
		t.Fatal(err)
	}
	var seen []string
	for {
		tok, err := toks.Next()
		if err != nil {
			break
		}
		if e, ok := tok.(xml.StartElement); ok {
			seen = append(seen, e.Name.Local)
			if e.Name.Local == "a" {
				if err := toks.SkipElement(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	if strings.Join(seen, " ") != "r a d" {
		t.Fatal(seen)
	}
}

// Whatever is escaped is well-formed XML and reads back as what can be printed.
func FuzzEscape(f *testing.F) {
	f.Add("甲<&>\"\t\n\r\x0C\x00\uFFFE\xFF")
	f.Fuzz(func(t *testing.T, s string) {
		var got struct {
			A string `xml:"a,attr"`
			T string `xml:",chardata"`
		}
		e := Escape(s)
		if err := xml.Unmarshal([]byte(`<x a="`+e+`">`+e+`</x>`), &got); err != nil {
			t.Fatalf("%q: %v", e, err)
		}
		if want := Printable(s); got.T != want || got.A != want {
			t.Fatalf("%q came back as %q and %q", want, got.T, got.A)
		}
	})
}

package journal

import (
	"bytes"
	"strings"
	"testing"
)

const goodLeaf = "jiufen change v1\n42\n1767225600000\n2026-03-05\n7/8\nreport.file\n3\n" +
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"

func TestLeafText(t *testing.T) {
	l := Leaf{Seq: 42, At: 1767225600000, Day: "2026-03-05", Actor: Actor(7, 8), Act: "report.file", Rows: 3, RowsHash: RowsHash(nil)}
	b, err := l.Encode()
	if err != nil || string(b) != goodLeaf {
		t.Fatalf("%v\n%s", err, b)
	}
	back, err := ParseLeaf(b)
	if err != nil || back != l {
		t.Errorf("%v: %+v", err, back)
	}
}

func TestLeafIsSmall(t *testing.T) {
	l := Leaf{Seq: 1<<63 - 1, At: 1<<63 - 1, Day: "9999-12-31", Actor: Actor(1<<63-1, 1<<63-1), Act: strings.Repeat("政", maxAct/3), Rows: MaxRows}
	b, err := l.Encode()
	if err != nil || len(b) > 512 {
		t.Errorf("%v: %d bytes; an entry holds %d", err, len(b), MaxLeaf)
	}
}

func TestLeafRefuses(t *testing.T) {
	good := Leaf{Seq: 1, Day: "2026-03-05", Actor: "0/0", Act: "day"}
	if _, err := good.Encode(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Leaf){
		"seq 0":           func(l *Leaf) { l.Seq = 0 },
		"time before":     func(l *Leaf) { l.At = -1 },
		"rows below":      func(l *Leaf) { l.Rows = -1 },
		"rows beyond":     func(l *Leaf) { l.Rows = MaxRows + 1 },
		"no day":          func(l *Leaf) { l.Day = "" },
		"30 February":     func(l *Leaf) { l.Day = "2026-02-30" },
		"day of the year": func(l *Leaf) { l.Day = "2026-3-5" },
		"actor":           func(l *Leaf) { l.Actor = "7" },
		"actor negative":  func(l *Leaf) { l.Actor = "-7/8" },
		"actor padded":    func(l *Leaf) { l.Actor = "07/8" },
		"no act":          func(l *Leaf) { l.Act = "" },
		"act of lines":    func(l *Leaf) { l.Act = "a\nb" },
		"act too long":    func(l *Leaf) { l.Act = strings.Repeat("a", maxAct+1) },
		"act not UTF-8":   func(l *Leaf) { l.Act = "\xff" },
	} {
		l := good
		spoil(&l)
		if b, err := l.Encode(); err == nil {
			t.Errorf("%s: written as %q", name, b)
		}
	}
	for name, text := range map[string]string{
		"empty":         "",
		"no last line":  strings.TrimSuffix(goodLeaf, "\n"),
		"line more":     goodLeaf + "\n",
		"CRLF":          strings.ReplaceAll(goodLeaf, "\n", "\r\n"),
		"version 2":     strings.Replace(goodLeaf, "v1", "v2", 1),
		"plus sign":     strings.Replace(goodLeaf, "\n42\n", "\n+42\n", 1),
		"leading zero":  strings.Replace(goodLeaf, "\n42\n", "\n042\n", 1),
		"beyond int64":  strings.Replace(goodLeaf, "\n42\n", "\n99999999999999999999\n", 1),
		"capital hex":   strings.Replace(goodLeaf, "e3b0", "E3B0", 1),
		"short hash":    strings.Replace(goodLeaf, "e3b0", "", 1),
		"hash not hex":  strings.Replace(goodLeaf, "e3b0", "g3b0", 1),
		"time no digit": strings.Replace(goodLeaf, "1767225600000", "now", 1),
		"long":          goodLeaf + strings.Repeat("x", MaxLeaf),
	} {
		if l, err := ParseLeaf([]byte(text)); err == nil {
			t.Errorf("%s: read as %+v", name, l)
		}
	}
}

func FuzzParseLeaf(f *testing.F) {
	f.Add([]byte(goodLeaf))
	f.Add([]byte("jiufen change v1\n1\n0\n2026-01-01\n0/0\nday\n0\n" + strings.Repeat("0", 64) + "\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := ParseLeaf(text)
		if err != nil {
			return
		}
		back, err := l.Encode()
		if err != nil || !bytes.Equal(back, text) {
			t.Errorf("%v: %q read, %q written", err, text, back)
		}
	})
}

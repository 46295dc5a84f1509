package journal

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func TestCheckpointRoundTrip(t *testing.T) {
	k, _ := NewKey(place)
	c := Checkpoint{Place: place, Epoch: 2, Size: 1234, Root: RowsHash([]byte("x"))}
	msg, err := k.Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenCheckpoint(msg, k.Public())
	if err != nil || s.Checkpoint != c || len(s.By) != 1 || s.By[0] != "jiufen/330100/2" {
		t.Errorf("%v: %+v", err, s)
	}
	if got, err := ReadCheckpoint(msg); err != nil || got != c {
		t.Errorf("%v: %+v", err, got)
	}
}

func TestCheckpointRefuses(t *testing.T) {
	k, _ := NewKey(place)
	other, _ := NewKey(place)
	elsewhere, _ := NewKey("330200")
	c := Checkpoint{Place: place, Size: 1234}
	msg, err := k.Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string][]byte{
		"size altered":  bytes.Replace(msg, []byte("\n1234\n"), []byte("\n1235\n"), 1),
		"epoch altered": bytes.Replace(msg, []byte("jiufen/330100/0\n"), []byte("jiufen/330100/1\n"), 1),
		"no signature":  []byte(c.Text()),
		"empty":         nil,
	} {
		if s, err := OpenCheckpoint(m, k.Public()); err == nil {
			t.Errorf("%s: opened as %+v", name, s)
		}
	}
	for name, keys := range map[string]note.Verifiers{"another key": other.Public(), "another place": elsewhere.Public(), "no key": nil} {
		if _, err := OpenCheckpoint(msg, keys); err == nil {
			t.Errorf("opened with %s", name)
		}
	}
	if _, err := elsewhere.Sign(c); err == nil {
		t.Error("a key signs for another place")
	}
	if _, err := k.Sign(Checkpoint{Place: place, Size: -1}); err == nil {
		t.Error("negative size signed")
	}
	text := c.Text()
	for name, s := range map[string]string{
		"more lines":   text + "more\n",
		"no last line": strings.TrimSuffix(text, "\n"),
		"zero before":  strings.Replace(text, "\n1234\n", "\n01234\n", 1),
		"origin":       strings.Replace(text, "jiufen", "juifen", 1),
		"no epoch":     strings.Replace(text, "/0\n", "\n", 1),
		"root":         strings.Replace(text, "AAAA", "AAA", 1),
		"root CR":      strings.TrimSuffix(text, "\n") + "\r\n",
	} {
		if got, err := ParseCheckpointText(s); err == nil {
			t.Errorf("%s: read as %+v", name, got)
		}
	}
}

// A note signed by a wrong key under the place's name is refused even when a
// witness's line beside it holds.
func TestCosignVouchesOnlyForWhatThePlaceSigned(t *testing.T) {
	k, _ := NewKey(place)
	other, _ := NewKey(place)
	skey, _, err := note.GenerateKey(nil, "audit.example")
	if err != nil {
		t.Fatal(err)
	}
	witness, _ := note.NewSigner(skey)
	msg, _ := other.Sign(Checkpoint{Place: place, Size: 3})
	if _, err := Cosign(msg, k.Public(), witness); err == nil {
		t.Error("a witness signed a checkpoint of an unknown key")
	}
	msg, _ = k.Sign(Checkpoint{Place: place, Size: 3})
	out, err := Cosign(msg, k.Public(), witness)
	if err != nil || bytes.Count(out, []byte("\n— ")) != 2 {
		t.Errorf("%v\n%s", err, out)
	}
}

func FuzzParseCheckpointText(f *testing.F) {
	f.Add(Checkpoint{Place: place, Epoch: 1, Size: 42}.Text())
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := ParseCheckpointText(s); err == nil && c.Text() != s {
			t.Errorf("%q read, %q written", s, c.Text())
		}
	})
}

func FuzzOpenCheckpoint(f *testing.F) {
	k, _ := NewKey(place)
	msg, _ := k.Sign(Checkpoint{Place: place, Epoch: 1, Size: 42})
	f.Add(msg)
	f.Fuzz(func(t *testing.T, m []byte) {
		s, err := OpenCheckpoint(m, k.Public())
		if err == nil && (s.Size != 42 || s.Epoch != 1) {
			t.Errorf("forged: %+v", s)
		}
		if c, err := ReadCheckpoint(m); err == nil && !strings.HasPrefix(string(m), c.Text()) {
			t.Errorf("%q read as %+v", m, c)
		}
	})
}

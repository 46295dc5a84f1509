package journal

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

func TestKeyTexts(t *testing.T) {
	k, err := NewKey(place)
	if err != nil {
		t.Fatal(err)
	}
	back, err := ParseKey(k.Text())
	if err != nil || back.Text() != k.Text() || back.Place() != place {
		t.Errorf("private key: %v", err)
	}
	pub, err := ParsePublicKey(k.Public().Text() + "\n")
	if err != nil || pub.Text() != k.Public().Text() || pub.Place() != place {
		t.Errorf("public key: %v", err)
	}
	if got := pub.Fingerprint(); got != k.Public().Fingerprint() || !regexp.MustCompile(`^([0-9A-F]{4} ){7}[0-9A-F]{4}$`).MatchString(got) {
		t.Errorf("fingerprint %q", got)
	}
	other, _ := NewKey(place)
	if other.Public().Fingerprint() == pub.Fingerprint() {
		t.Error("two keys, one fingerprint")
	}
}

// Other tools of signed notes read our notes and we theirs: the key of an epoch
// is an ordinary note key whose name is the origin.
func TestKeyIsAnOrdinaryNoteKey(t *testing.T) {
	k, _ := NewKey(place)
	v, err := note.NewVerifier(k.Public().NoteText(3))
	if err != nil {
		t.Fatal(err)
	}
	msg, err := k.Sign(Checkpoint{Place: place, Epoch: 3, Size: 9})
	if err != nil {
		t.Fatal(err)
	}
	n, err := note.Open(msg, note.VerifierList(v))
	if err != nil || n.Sigs[0].Name != "jiufen/330100/3" || !strings.HasPrefix(n.Text, n.Sigs[0].Name+"\n9\n") {
		t.Errorf("%v\n%s", err, msg)
	}
	if _, err := note.NewSigner(strings.TrimSpace(k.Text())); err != nil {
		t.Errorf("key file: %v", err)
	}
}

func TestKeyRefuses(t *testing.T) {
	k, _ := NewKey(place)
	text, public := k.Text(), k.Public().Text()
	flip := func(s string) string { // another base64 digit in the middle of the key
		i := len(s) - 12
		c := byte('A')
		if s[i] == c {
			c = 'B'
		}
		return s[:i] + string(c) + s[i+1:]
	}
	for name, s := range map[string]string{
		"empty": "", "public": public, "damaged": flip(text), "cut": text[:len(text)-9],
		"another place": strings.Replace(text, place, "330200", 1), "no place": strings.Replace(text, place, "", 1),
		"two lines": strings.Replace(text, "+", "+\n", 4),
	} {
		if _, err := ParseKey(s); err == nil {
			t.Errorf("private %s accepted", name)
		} else if strings.Contains(err.Error(), text[len(text)-20:len(text)-4]) {
			t.Errorf("private %s: the error repeats the key", name)
		}
	}
	for name, s := range map[string]string{
		"empty": "", "private": text, "damaged": flip(public), "cut": public[:len(public)-9],
		"another place": strings.Replace(public, place, "330200", 1),
		"capital check": strings.Replace(public, "+", "+A", 1),
	} {
		if _, err := ParsePublicKey(s); err == nil {
			t.Errorf("public %s accepted", name)
		}
	}
	for _, p := range []string{"", "a/b", "a b", "a+b", "a\n", strings.Repeat("9", 65), "\xff"} {
		if _, err := NewKey(p); err == nil {
			t.Errorf("place %q accepted", p)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	k, _ := NewKey(place)
	f.Add(k.Text())
	f.Add(k.Public().Text())
	f.Fuzz(func(t *testing.T, s string) {
		if k, err := ParseKey(s); err == nil && strings.TrimSpace(s) != strings.TrimSpace(k.Text()) {
			t.Errorf("%q read, %q written", s, k.Text())
		}
		if p, err := ParsePublicKey(s); err == nil && strings.TrimSpace(s) != p.Text() {
			t.Errorf("%q read, %q written", s, p.Text())
		}
	})
}

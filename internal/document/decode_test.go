package document

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The decoder written out by hand agrees with the standard one on any bytes:
// whole words, words cut in the middle, surrogates, overlong forms.
func TestDecodeAgreesWithUTF8(t *testing.T) {
	piece := rapid.OneOf(
		rapid.Map(rapid.String(), func(s string) []byte { return []byte(s) }),
		rapid.Map(rapid.StringMatching(`[一-龥，。％Ａ]{1,4}`), func(s string) []byte { return []byte(s) }),
		rapid.SliceOfN(rapid.Byte(), 1, 3),
		rapid.SampledFrom([][]byte{{0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xED, 0x9F, 0xBF}, {0xE1, 0x80}, {0xE4, 0xB8}, {0xEF, 0xBF, 0xBD}, {0xF0, 0x9F, 0x98, 0x80}, {0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}, {0xC0, 0x80}}),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := string(slices.Concat(rapid.SliceOfN(piece, 0, 6).Draw(t, "pieces")...))
		d := Document{Text: s}
		if ok := d.decode(); ok != utf8.ValidString(s) {
			t.Fatalf("decode says %v", ok)
		} else if !ok {
			return
		}
		if !slices.Equal(d.Runes, []rune(s)) {
			t.Fatalf("%q, want %q", d.Runes, s)
		}
		for i, r := range d.Runes {
			if d.Slice(i, i+1) != string(r) || d.Fold[i] != fold(r) {
				t.Fatalf("rune %d: %q, folded %q", i, d.Slice(i, i+1), d.Fold[i])
			}
		}
	})
}

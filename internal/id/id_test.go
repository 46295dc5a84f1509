package id

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestMakeRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seq := Seq(rapid.Int64Range(1, 1<<42).Draw(t, "seq"))
		n := rapid.IntRange(0, MaxRows-1).Draw(t, "n")
		f := Make(seq, n)
		if f.Seq() != seq || f.Row() != n {
			t.Fatalf("Make(%d,%d) = %d reads back as %d,%d", seq, n, f, f.Seq(), f.Row())
		}
		if int64(f) >= Before(seq) || int64(f) < Before(seq-1) {
			t.Fatalf("fact %d is not known exactly from seq %d on", f, seq)
		}
	})
}

func TestBeforeSaturates(t *testing.T) {
	if Before(Open) != math.MaxInt64 {
		t.Fatalf("Before(Open) = %d", Before(Open))
	}
}

func TestParse(t *testing.T) {
	for _, bad := range []string{"", "0", "-1", "1.5", "abc", "9223372036854775808"} {
		if _, err := Parse[Item](bad); err == nil {
			t.Errorf("Parse(%q) gave no error", bad)
		}
	}
	if v, err := Parse[Item]("1048577"); err != nil || v != 1048577 || String(v) != "1048577" {
		t.Errorf("Parse = %v, %v", v, err)
	}
}

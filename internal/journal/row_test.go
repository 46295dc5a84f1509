package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"pgregory.net/rapid"
)

var testSalt = []byte("0123456789abcdef")

// What looks alike must not hash alike: NULL, ”, 0, "0", no bytes; and no
// border between values may be moved.
func TestRowHashTellsValuesApart(t *testing.T) {
	rows := [][]any{
		{}, {nil}, {""}, {[]byte{}}, {int64(0)}, {"0"}, {[]byte("0")}, {"\x00"}, {int64(1)}, {"1"}, {int64(-1)},
		{nil, nil}, {"", nil}, {nil, ""}, {"ab", "c"}, {"a", "bc"}, {"abc"}, {"abc", ""}, {[]byte("ab"), "c"},
	}
	seen := map[Hash][]any{}
	for _, r := range rows {
		h, err := RowHash(testSalt, "report", r)
		if err != nil {
			t.Fatal(err)
		}
		if was, ok := seen[h]; ok {
			t.Errorf("%#v and %#v hash alike", was, r)
		}
		seen[h] = r
	}
	a, _ := RowHash(testSalt, "report", []any{"x"})
	b, _ := RowHash(testSalt, "reportx", []any{""})
	c, _ := RowHash([]byte("0123456789abcdeF"), "report", []any{"x"})
	if a == b || a == c {
		t.Error("table and salt must count")
	}
}

// The encoding is published: a change of it would make every journal fail.
func TestRowHashIsFixed(t *testing.T) {
	h, err := RowHash(testSalt, "report", []any{int64(9<<20 | 2), "累计", nil, []byte{1}})
	if err != nil {
		t.Fatal(err)
	}
	want, _ := hex.DecodeString("00000010" + hex.EncodeToString(testSalt) + "00000006" + hex.EncodeToString([]byte("report")) +
		"01" + "0000000000900002" + "02" + "00000006" + hex.EncodeToString([]byte("累计")) + "00" + "03" + "00000001" + "01")
	if h != sha256.Sum256(want) {
		t.Errorf("row hash %x", h)
	}
}

func TestRowHashRefuses(t *testing.T) {
	for name, call := range map[string]func() (Hash, error){
		"float":      func() (Hash, error) { return RowHash(testSalt, "t", []any{1.5}) },
		"int":        func() (Hash, error) { return RowHash(testSalt, "t", []any{1}) },
		"bool":       func() (Hash, error) { return RowHash(testSalt, "t", []any{true}) },
		"nil bytes":  func() (Hash, error) { return RowHash(testSalt, "t", []any{[]byte(nil)}) },
		"short salt": func() (Hash, error) { return RowHash(testSalt[:15], "t", nil) },
		"no salt":    func() (Hash, error) { return RowHash(nil, "t", nil) },
	} {
		if _, err := call(); err == nil {
			t.Errorf("%s accepted", name)
		}
	}
}

// Any two different rows have different encodings, and the way Verify takes an
// encoding apart agrees with the way it was put together.
func TestRowEncodingProperty(t *testing.T) {
	value := rapid.OneOf(
		rapid.Just[any](nil),
		rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		rapid.Map(rapid.StringN(0, 5, 12), func(s string) any { return s }),
		rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 6), func(b []byte) any { return append([]byte{}, b...) }),
	)
	row := rapid.SliceOfN(value, 0, 5)
	same := func(a, b []any) bool {
		if len(a) != len(b) {
			return false
		}
		for i := range a {
			x, isX := a[i].([]byte)
			y, isY := b[i].([]byte)
			if isX != isY || isX && !bytes.Equal(x, y) || !isX && a[i] != b[i] {
				return false
			}
		}
		return true
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := row.Draw(t, "a"), row.Draw(t, "b")
		table := rapid.StringN(0, 6, 12).Draw(t, "table")
		x, err1 := appendRow(nil, testSalt, table, a)
		y, err2 := appendRow(nil, testSalt, table, b)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if bytes.Equal(x, y) != same(a, b) {
			t.Fatalf("%#v %#v", a, b)
		}
		n := 0
		for at := encValues(x); at < len(x); at += encSize(x[at:]) {
			n++
		}
		if n != len(a) || encTable(x) != table {
			t.Fatalf("%d values of %q read, %d of %q written", n, encTable(x), len(a), table)
		}
	})
}

func BenchmarkRowHash(b *testing.B) {
	values := []any{int64(9 << 20), int64(12345678), "本月完成投资三千二百万元,累计完成年度计划的百分之六十一", "", int64(20600), int64(7)}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := RowHash(testSalt, "report", values); err != nil {
			b.Fatal(err)
		}
	}
}

package web

import (
	"testing"

	"jiufen/internal/errs"
)

func TestReadDay(t *testing.T) {
	for in, want := range map[string]Day{
		"2026-07-20": civil(2026, 7, 20), "2026-7-20": civil(2026, 7, 20), "2026年7月20日": civil(2026, 7, 20),
		"2026/7/20": civil(2026, 7, 20), "7.20": civil(2026, 7, 20), "7月20日": civil(2026, 7, 20), " ７．２０ ": civil(2026, 7, 20),
		"2024-2-29": civil(2024, 2, 29), "2026年 7月 20日": civil(2026, 7, 20),
	} {
		if got, ok := readDay(in, 2026); !ok || got != want {
			t.Errorf("readDay(%q) = %d, %v; want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "九月底", "2026-02-29", "2026-13-01", "2026-7", "7.32", "0001-1-1", "9999-1-1"} {
		if got, ok := readDay(in, 2026); ok {
			t.Errorf("readDay(%q) = %d", in, got)
		}
	}
}

func TestReadFigure(t *testing.T) {
	for _, c := range []struct {
		in   string
		dec  int
		want int64
		key  string
	}{
		{"38.4", 1, 384, ""}, {"38", 1, 380, ""}, {"３８．４", 1, 384, ""}, {"1,800", 0, 1800, ""}, {"−6.6", 1, -66, ""}, {"-0.05", 2, -5, ""},
		{"38.40", 1, 384, ""}, {"38.4公里", 1, 384, ""}, {"38.4 万元", 1, 0, "err.unit"}, {"0", 0, 0, ""}, {"八处", 0, 0, "err.number"}, {"", 0, 0, "err.number"}, {"3.14", 1, 0, "err.decimals"},
		{"1e5", 0, 0, "err.number"}, {"99999999999999999999", 0, 0, "err.number"}, {".5", 1, 0, "err.number"}, {"5.", 1, 0, "err.number"}, {"1-2", 0, 0, "err.number"}, {"--1", 0, 0, "err.number"},
	} {
		got, wrong := readFigure(c.in, c.dec, "公里")
		key := ""
		if wrong != nil {
			key = wrong.Key
		}
		if got != c.want || key != c.key {
			t.Errorf("readFigure(%q, %d) = %d, %q; want %d, %q", c.in, c.dec, got, key, c.want, c.key)
		}
	}
}

func FuzzReadFigure(f *testing.F) {
	f.Add("38.4", 1)
	f.Add("−１，８００", 0)
	f.Fuzz(func(t *testing.T, s string, dec int) {
		dec = max(0, min(dec%6, 5))
		n, wrong := readFigure(s, dec, "公里")
		if wrong != nil && n != 0 {
			t.Fatalf("%q: %d and %v", s, n, wrong)
		}
	})
}

func FuzzReadDay(f *testing.F) {
	f.Add("2026年7月20日")
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := readDay(s, 2026); ok {
			if again, ok := readDay(d.String(), 2026); !ok || again != d {
				t.Fatalf("%q: %d, written %s, read %d", s, d, d.String(), again)
			}
		}
	})
}

func TestFormCollectsAllErrors(t *testing.T) {
	f := &form{year: 2026, values: map[string][]string{"value": {"八处"}, "day": {"九月底"}, "decision": {"steal"}, "text": {"长长长"}}}
	f.figure("value", 0, "处")
	f.day("day")
	f.one("decision", "accept", "return")
	f.must("words", 10)
	f.text("text", 2)
	e := errs.Of(f.err())
	if e.Kind != errs.Invalid || len(e.Fields) != 5 {
		t.Fatalf("%v", e)
	}
}

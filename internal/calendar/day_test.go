package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDayAgainstTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int32Range(-800000, 2900000).Draw(t, "n")
		d := Day(n)
		w := time.Unix(int64(n)*86400, 0).UTC()
		y, m, dd := d.YMD()
		if wy, wm, wd := w.Date(); y != wy || m != int(wm) || dd != wd || d.Weekday() != w.Weekday() {
			t.Fatalf("%d is %d-%d-%d %v, want %v", n, y, m, dd, d.Weekday(), w)
		}
		if Date(y, m, dd) != d {
			t.Fatalf("Date(%d,%d,%d) = %d", y, m, dd, Date(y, m, dd))
		}
		over := rapid.IntRange(-30, 40).Draw(t, "months")
		if got, want := Date(y, over, dd), time.Date(y, time.Month(over), dd, 0, 0, 0, 0, time.UTC); int64(got) != want.Unix()/86400 {
			t.Fatalf("Date(%d,%d,%d) = %s, want %v", y, over, dd, got, want)
		}
	})
}

func TestParseDay(t *testing.T) {
	want := Date(2026, 7, 20)
	for _, s := range []string{"2026-07-20", "2026-7-20", "2026/7/20", "2026.7.20", "2026年7月20日", "2026年7月20号", "7.20", "7-20", "7/20", "7月20日", "7月20", "20260720", "２０２６年７月２０日", " 2026-07-20 "} {
		if d, err := Parse(s, 2026); err != nil || d != want {
			t.Errorf("Parse(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "7", "2026", "2026-13-01", "2026-02-29", "2026-07-20 10:00", "二〇二六年", "2026--7", "-7-20", "7月20日后", "0-7-20", "1970-01-01", "99999-1-1"} {
		if d, err := Parse(s, 2026); err == nil {
			t.Errorf("Parse(%q) = %v", s, d)
		}
	}
	if _, err := Parse("7.20", 0); err == nil {
		t.Error("a day without its year was read where none may be assumed")
	}
	if d, err := Parse("2024-02-29", 0); err != nil || d.String() != "2024-02-29" {
		t.Errorf("leap day: %v, %v", d, err)
	}
}

func TestLabels(t *testing.T) {
	d := Date(2026, 7, 8)
	if d.Label() != "7月8日" || d.LabelYear() != "2026年7月8日" || d.String() != "2026-07-08" || None.String() != "" {
		t.Error(d.Label(), d.LabelYear(), d.String())
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2026年7月20日")
	f.Add("7.20")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s, 2026)
		if err != nil {
			return
		}
		if again, err := Parse(d.String(), 0); err != nil || again != d {
			t.Fatalf("%q is %s, which reads as %v, %v", s, d, again, err)
		}
	})
}

func TestPeriods(t *testing.T) {
	for _, r := range []struct{ s, start, end string }{
		{"2026-06", "2026-06-01", "2026-06-30"}, {"2026-02", "2026-02-01", "2026-02-28"}, {"2024-01/02", "2024-01-01", "2024-02-29"},
		{"2026-Q2", "2026-04-01", "2026-06-30"}, {"2026-H1", "2026-01-01", "2026-06-30"}, {"2026-H2", "2026-07-01", "2026-12-31"}, {"2026", "2026-01-01", "2026-12-31"},
		{"2026-06-T1", "2026-06-01", "2026-06-10"}, {"2026-06-T2", "2026-06-11", "2026-06-20"}, {"2026-02-T3", "2026-02-21", "2026-02-28"},
	} {
		p, err := ParsePeriod(r.s)
		if err != nil || p.String() != r.s || p.Start().String() != r.start || p.End().String() != r.end || !p.Valid() {
			t.Errorf("%s: %v (%s to %s), %v", r.s, p, p.Start(), p.End(), err)
		}
	}
	for _, s := range []string{"", "26", "2026-13", "2026-00", "2026-6", "2026-Q5", "2026-H0", "2026-02-T4", "2026-01/03", "2026-W01", "2026-"} {
		if p, err := ParsePeriod(s); err == nil {
			t.Errorf("ParsePeriod(%q) = %v", s, p)
		}
	}
}

func TestPeriodsSortAndFollow(t *testing.T) {
	if !(MonthOf(2026, 6) < QuarterOf(2026, 2) && QuarterOf(2026, 2) < HalfOf(2026, 1) && HalfOf(2026, 1) < MonthOf(2026, 7)) {
		t.Error("periods do not sort by their end, then length")
	}
	if MonthOf(2026, 3).Prev(StatMonth) != JanFeb(2026) || JanFeb(2026).Next(StatMonth) != MonthOf(2026, 3) || MonthOf(2025, 12).Next(StatMonth) != JanFeb(2026) {
		t.Error("statistics have a January of their own")
	}
	rapid.Check(t, func(t *rapid.T) {
		g := Grain(rapid.IntRange(int(TenDays), int(FullYear)).Draw(t, "grain"))
		d := Day(rapid.IntRange(int(Date(1980, 1, 1)), int(Date(2090, 1, 1))).Draw(t, "day"))
		p := In(d, g)
		if !p.Contains(d) || p.Next(g).Start() != p.End()+1 || p.Next(g).Prev(g) != p || p.Days() != int(p.End()-p.Start())+1 {
			t.Fatalf("%s in %v: %s", d, g, p)
		}
		if again, err := ParsePeriod(p.String()); err != nil || again != p {
			t.Fatalf("%s reads back as %v, %v", p, again, err)
		}
		if got := p.Grain(); got != g && g != StatMonth {
			t.Fatalf("grain of %s is %v, want %v", p, got, g)
		}
		if gg, err := ParseGrain(g.String()); err != nil || gg != g {
			t.Fatalf("%v reads back as %v", g, gg)
		}
	})
	var none Period
	if none.String() != "" || none.Valid() || none.Contains(0) {
		t.Error("no period")
	}
}

package calendar

import (
	"os"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"
)

// loadCal makes the calendar that ships, 2019 to 2026.
func loadCal(t testing.TB) *Cal {
	t.Helper()
	files, err := filepath.Glob("../../library/calendars/cn-*.yaml")
	if err != nil || len(files) != 8 {
		t.Fatalf("library/calendars: %d files, %v", len(files), err)
	}
	var years []Year
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		y, err := ParseYear(b)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		years = append(years, y)
	}
	c, err := New(years)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := Parse(s, 2026)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkingDaysOfTheYears(t *testing.T) {
	c := loadCal(t)
	for i, want := range []int{250, 249, 250, 249, 249, 251, 248, 248, 248} {
		y := 2019 + i
		if got := c.Between(Date(y-1, 12, 31), Date(y, 12, 31)); got != want {
			t.Errorf("%d has %d working days, want %d", y, got, want)
		}
		if c.Announced(y) != (y <= 2026) {
			t.Errorf("Announced(%d) = %v", y, c.Announced(y))
		}
	}
	byMonth := map[int][12]int{
		2025: {19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23},
		2026: {21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23},
	}
	for y, months := range byMonth {
		for m, want := range months {
			if got := c.Between(Date(y, m+1, 0), Date(y, m+2, 0)); got != want {
				t.Errorf("%d-%02d has %d working days, want %d", y, m+1, got, want)
			}
		}
	}
}

// Scenario 1.
func TestLimitsForward(t *testing.T) {
	c := loadCal(t)
	for _, r := range []struct {
		start string
		n     int
		want  string
	}{
		{"2026-02-13", 10, "2026-03-05"}, {"2026-09-18", 15, "2026-10-15"}, {"2025-09-26", 10, "2025-10-16"},
	} {
		got := c.Add(day(t, r.start), r.n)
		if got.Day != day(t, r.want) || got.Uncertain {
			t.Errorf("%s + %d = %+v (%s), want %s", r.start, r.n, got, got.Day, r.want)
		}
	}
	got := c.Add(day(t, "2026-12-21"), 20)
	if want := (Due{day(t, "2027-01-19"), day(t, "2027-01-18"), day(t, "2027-01-20"), true, 2027}); got != want {
		t.Errorf("20 working days from 2026-12-21 = %+v, want %+v", got, want)
	}
}

// Scenario 2.
func TestDueRules(t *testing.T) {
	c := loadCal(t)
	for _, r := range []struct{ rule, period, want string }{
		{"每月25日前,遇非工作日顺延", "2026-04", "2026-04-27"},
		{"每月25日前,遇非工作日顺延", "2026-09", "2026-09-28"},
		{"每月28日，遇非工作日顺延", "2026-02", "2026-02-28"},
		{"每月10日，遇非工作日顺延", "2026-10", "2026-10-10"},
		{"每月5日，遇非工作日顺延", "2026-05", "2026-05-06"},
		{"每月25日", "2026-04", "2026-04-25"},
		{"每月25日，遇非工作日提前", "2026-04", "2026-04-24"},
		{"day 31 +0 stay", "2026-02", "2026-02-28"},
		{"次月10日前，遇非工作日顺延", "2025-12", "2026-01-12"},
		{"每季度末月20日前，遇非工作日顺延", "2026-Q2", "2026-06-22"},
		{"end+5wd", "2026-06", "2026-07-07"},
		{"期末后5个工作日内", "2026-06", "2026-07-07"},
		{"每月底前，遇非工作日顺延", "2026-01", "2026-02-02"},
	} {
		rule, err := ParseRule(r.rule)
		if err != nil {
			t.Error(err)
			continue
		}
		p, err := ParsePeriod(r.period)
		if err != nil {
			t.Fatal(err)
		}
		if got := rule.On(c, p); got.Day != day(t, r.want) {
			t.Errorf("%s for %s is due %s, want %s", r.rule, r.period, got.Day, r.want)
		}
		again, err := ParseRule(rule.String())
		if err != nil || again != rule {
			t.Errorf("%s reads back as %v, %v", rule, again, err)
		}
	}
	for _, bad := range []string{"", "每月", "每月32日", "day 3", "day 3 +0 later", "end+0wd", "每月25日，看情况", "每月日"} {
		if r, err := ParseRule(bad); err == nil {
			t.Errorf("ParseRule(%q) = %v", bad, r)
		}
	}
}

// Scenario 2: late days, and limits in calendar days.
func TestLateAndReview(t *testing.T) {
	c := loadCal(t)
	if got := c.Late(day(t, "2026-04-27"), day(t, "2026-05-06")); got != 4 {
		t.Errorf("late by %d, want 4", got)
	}
	if got := c.Add(day(t, "2026-05-07"), 2).Day; got != day(t, "2026-05-09") {
		t.Errorf("two working days after 2026-05-07 are %s", got)
	}
	if got := c.AddDays(day(t, "2026-09-04"), 30, true).Day; got != day(t, "2026-10-08") {
		t.Errorf("30 days for a review end %s, want 2026-10-08", got)
	}
	decide := c.AddDays(day(t, "2026-10-08"), 30, false).Day
	if decide != day(t, "2026-11-07") || c.PrevWorking(decide) != day(t, "2026-11-06") {
		t.Errorf("decided by %s, at the desk by %s", decide, c.PrevWorking(decide))
	}
}

// Scenario 3.
func TestBackwardAndForward(t *testing.T) {
	c := loadCal(t)
	days := []int{20, 30, 10, 5}
	back := c.Backward(day(t, "2026-10-25"), days)
	want := [][2]string{{"7-21", "8-17"}, {"8-18", "9-28"}, {"9-29", "10-16"}, {"10-19", "10-23"}}
	for i, w := range want {
		if back[i] != (Task{day(t, w[0]), day(t, w[1])}) {
			t.Errorf("backward %d: %s to %s, want %v", i, back[i].Start, back[i].End, w)
		}
	}
	today := day(t, "7-28")
	if got := c.Late(back[0].Start-1, today-1); got != 5 {
		t.Errorf("tender is late by %d, want 5", got)
	}
	fwd := c.Forward(today, days)
	for i, w := range []string{"8-24", "10-10", "10-23", "10-30"} {
		if fwd[i].End != day(t, w) {
			t.Errorf("forward %d ends %s, want %s", i, fwd[i].End, w)
		}
	}
	if got := c.Late(day(t, "2026-10-25"), fwd[3].End); got != 5 {
		t.Errorf("over by %d working days, want 5", got)
	}
}

func TestHolidayNames(t *testing.T) {
	c := loadCal(t)
	if c.Holiday(day(t, "2026-02-17")) != "春节" || c.Holiday(day(t, "2026-02-28")) != "" || !c.MakeUp(day(t, "2026-02-28")) || c.MakeUp(day(t, "2026-03-02")) {
		t.Error("names of holidays or make-up days are wrong")
	}
	if c.Holiday(day(t, "2027-10-05")) != "国庆节" || c.Working(day(t, "2027-10-05")) {
		t.Error("a day of the law that falls on a weekend is made up on the next working day")
	}
	if c.Notice(2026) == "" || c.Notice(2027) != "" {
		t.Error("notices")
	}
}

func TestOtherPlacesAddToTheCountry(t *testing.T) {
	own, err := ParseYear([]byte("place: xj\nyear: 2026\nnotice: 自治区通知\nholidays:\n  - {name: 肉孜节, from: \"2026-03-20\"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	ground := Year{Place: National, Year: 2026, Notice: "n"}
	c, err := New([]Year{own, ground})
	if err != nil {
		t.Fatal(err)
	}
	if c.Working(day(t, "2026-03-20")) || c.Holiday(day(t, "2026-03-20")) != "肉孜节" {
		t.Error("the place's own day is not off")
	}
	if _, err := New([]Year{ground, ground}); err == nil {
		t.Error("one year twice gave no error")
	}
}

// Properties against a walk over days.
func TestCalAgainstAWalk(t *testing.T) {
	c := loadCal(t)
	walk := func(a, b Day) int {
		n := 0
		for d := a + 1; d <= b; d++ {
			if c.Working(d) {
				n++
			}
		}
		return n
	}
	rapid.Check(t, func(t *rapid.T) {
		a := Day(rapid.IntRange(int(Date(1998, 1, 1)), int(Date(2063, 1, 1))).Draw(t, "a"))
		b := a + Day(rapid.IntRange(0, 900).Draw(t, "len"))
		if got := c.Between(a, b); got != walk(a, b) || c.Between(b, a) != -got {
			t.Fatalf("Between(%s,%s) = %d, walk %d", a, b, got, walk(a, b))
		}
		n := rapid.IntRange(1, 400).Draw(t, "n")
		due := c.Add(a, n)
		if !c.Working(due.Day) || walk(a, due.Day) != n {
			t.Fatalf("Add(%s,%d) = %s: %d days", a, n, due.Day, walk(a, due.Day))
		}
		if due.Min > due.Day || due.Max < due.Day || !due.Uncertain && due.Min != due.Max {
			t.Fatalf("range of %+v", due)
		}
		if start := c.Back(due.Day, n); !c.Working(start) || walk(start-1, due.Day) != n {
			t.Fatalf("Back(%s,%d) = %s", due.Day, n, start)
		}
		if p := c.PrevWorking(a); p > a || !c.Working(p) || walk(p, a) != 0 {
			t.Fatalf("PrevWorking(%s) = %s", a, p)
		}
		if x := c.NextWorking(a); x < a || !c.Working(x) || walk(a-1, x) != 1 {
			t.Fatalf("NextWorking(%s) = %s", a, x)
		}
	})
}

func TestLookupsDoNotAllocate(t *testing.T) {
	c := loadCal(t)
	a, b := day(t, "2026-02-13"), day(t, "2026-12-21")
	if n := testing.AllocsPerRun(100, func() {
		_ = c.Between(a, b)
		_ = c.Working(b)
		_ = c.Add(b, 20)
		_ = c.PrevWorking(a)
		_ = c.Back(b, 20)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestParseYearRefuses(t *testing.T) {
	head := "place: cn\nyear: 2026\nnotice: n\n"
	for name, text := range map[string]string{
		"empty":          "",
		"unknown field":  head + "extra: 1\n",
		"no place":       "year: 2026\nnotice: n\n",
		"no notice":      "place: cn\nyear: 2026\n",
		"far year":       "place: cn\nyear: 1900\nnotice: n\n",
		"no such day":    head + "work: [\"2026-02-30\"]\n",
		"other year":     head + "work: [\"2025-03-01\"]\n",
		"weekday worked": head + "work: [\"2026-03-02\"]\n",
		"both":           head + "holidays:\n - {name: a, from: \"2026-03-01\"}\nwork: [\"2026-03-01\"]\n",
		"twice off":      head + "holidays:\n - {name: a, from: \"2026-03-01\"}\n - {name: b, from: \"2026-03-01\"}\n",
		"twice worked":   head + "work: [\"2026-03-01\", \"2026-03-01\"]\n",
		"backwards":      head + "holidays:\n - {name: a, from: \"2026-03-02\", to: \"2026-03-01\"}\n",
		"no name":        head + "holidays:\n - {from: \"2026-03-02\"}\n",
		"not yaml":       "\x00:",
	} {
		if y, err := ParseYear([]byte(text)); err == nil {
			t.Errorf("%s: %+v", name, y)
		}
	}
}

func FuzzParseYear(f *testing.F) {
	b, err := os.ReadFile("../../library/calendars/cn-2019.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		if y, err := ParseYear(b); err == nil {
			if _, err := New([]Year{y}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkBetween(b *testing.B) {
	c := loadCal(b)
	x, y := Date(2026, 2, 13), Date(2026, 12, 21)
	b.ReportAllocs()
	for b.Loop() {
		_ = c.Between(x, y)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := loadCal(b)
	x := Date(2026, 2, 13)
	b.ReportAllocs()
	for b.Loop() {
		_ = c.Add(x, 20)
	}
}

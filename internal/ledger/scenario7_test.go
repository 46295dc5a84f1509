package ledger

import (
	"os"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/locale"
)

// loadCal is the calendar that ships.
func loadCal(t testing.TB) *calendar.Cal {
	t.Helper()
	var years []calendar.Year
	for _, y := range []string{"2025", "2026"} {
		b, err := os.ReadFile("../../library/calendars/cn-" + y + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		year, err := calendar.ParseYear(b)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, year)
	}
	c, err := calendar.New(years)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func loadRules(t testing.TB, id string) *Rules {
	t.Helper()
	b, err := os.ReadFile("../../library/rules/" + id + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseRules(b)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func date(t testing.TB, s string) calendar.Day {
	t.Helper()
	d, err := calendar.Parse(s, 2026)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func chinese() Text { return locale.For(locale.Chinese).Strict().T }

// printed folds the full-width punctuation of the page to that of the
// scenarios, which are typed with half-width commas and brackets.
func printed(s string) string {
	return strings.NewReplacer("，", ",", "（", "(", "）", ")", "；", ";", "：", ":").Replace(s)
}

// renewal is the item of scenario 7 as known at the end of a day.
func renewal(t testing.TB, asOf string) *Input {
	d := date(t, asOf)
	in := &Input{
		Due: date(t, "12-31"), Reported: date(t, "5-25"), ReportDue: date(t, "6-25"),
		Tracks: []Track{{
			Name: "老旧小区改造", Unit: "个", Path: Amount, Dir: 1, Main: true, HasTarget: true, Target: 120,
			Nodes:  []Node{{Day: date(t, "3-31"), Expected: 12}, {Day: date(t, "6-30"), Expected: 60}, {Day: date(t, "9-30"), Expected: 96}, {Day: date(t, "12-31"), Expected: 120}},
			Values: []Value{{Period: calendar.MonthOf(2026, 5), N: 31, Standing: Accepted, Day: date(t, "5-25")}},
		}},
	}
	june := Value{Period: calendar.MonthOf(2026, 6), N: 46, Standing: Submitted, Day: date(t, "7-2")}
	if d >= date(t, "7-3") {
		june.Standing = Accepted
	}
	if d >= june.Day {
		in.Tracks[0].Values = append(in.Tracks[0].Values, june)
		in.Reported, in.ReportDue = june.Day, date(t, "7-27")
	}
	if d >= date(t, "7-8") {
		in.Tracks[0].Values = append(in.Tracks[0].Values, Value{Period: june.Period, N: 33, Standing: Checked, Day: date(t, "7-8")})
	}
	return in
}

func TestScenario7Lights(t *testing.T) {
	c := loadCal(t)
	for _, r := range []struct {
		asOf          string
		value         int64
		r1, r2, r3    Light
		mark          Mark
		shown, ofPlan string
	}{
		{"6-30", 31, Yellow, Red, Yellow, 0, "24.2", "51.7%"},
		{"7-2", 46, Yellow, Yellow, Yellow, MarkUnreviewed, "11.7", "76.7%"},
		{"7-3", 46, Yellow, Yellow, Yellow, 0, "11.7", "76.7%"},
		{"7-8", 33, Yellow, Red, Yellow, 0, "22.5", "55.0%"},
	} {
		in := renewal(t, r.asOf)
		for i, id := range []string{"yinchuan", "wuhan", "sanya"} {
			rules := loadRules(t, id)
			light, why := Judge(in, rules, c, date(t, r.asOf))
			if want := []Light{r.r1, r.r2, r.r3}[i]; light != want || why.Light != light {
				t.Errorf("%s under %s is %v, want %v", r.asOf, id, light, want)
			}
			if why.Actual != r.value || why.Expected != 60 || why.Marks&MarkUnreviewed != r.mark {
				t.Errorf("%s under %s: %+v", r.asOf, id, why)
			}
			s := Sentence(in, rules, c, date(t, r.asOf), why, chinese())
			if want := []string{r.shown, r.ofPlan, r.ofPlan}[i]; !strings.Contains(s, want) {
				t.Errorf("%s under %s: %q lacks %s", r.asOf, id, s, want)
			}
		}
	}
}

func TestScenario7Sentences(t *testing.T) {
	c := loadCal(t)
	say := func(asOf, rules string) string {
		r := loadRules(t, rules)
		in := renewal(t, asOf)
		_, why := Judge(in, r, c, date(t, asOf))
		return Sentence(in, r, c, date(t, asOf), why, chinese())
	}
	for _, r := range []struct{ asOf, rules, want string }{
		{"6-30", "yinchuan", "截至6月30日应完成60个(50.0%),最近报数31个(25.8%,5月),落后24.2个百分点。"},
		{"7-8", "wuhan", "截至6月30日应完成60个,单位报46个,7月8日核查认定33个,为序时的55.0%,低于60%,亮红灯。"},
		{"7-2", "wuhan", "截至6月30日应完成60个,最近报数46个(6月,未审),为序时的76.7%,低于80%,亮黄灯。"},
		{"7-3", "sanya", "截至6月30日应完成60个,最近报数46个(6月),为序时的76.7%,低于100%,亮黄灯。"},
		{"7-8", "yinchuan", "截至6月30日应完成60个(50.0%),单位报46个,7月8日核查认定33个(27.5%),落后22.5个百分点。"},
	} {
		if got := printed(say(r.asOf, r.rules)); got != r.want {
			t.Errorf("%s under %s:\n got %s\nwant %s", r.asOf, r.rules, got, r.want)
		}
	}
}

// The node without a number: a state to be reached.
func TestScenario7State(t *testing.T) {
	c, r := loadCal(t), loadRules(t, "wuhan")
	in := &Input{Due: date(t, "9-30"), Reported: date(t, "5-25"), States: []Node{{Day: date(t, "6-30"), State: "报市政府"}, {Day: date(t, "9-30"), State: "印发"}}}
	d := date(t, "7-8")
	light, why := Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); light != Red || got != "应于6月30日报市政府,已逾期6个工作日" {
		t.Errorf("%v, %s", light, got)
	}
	for day, want := range map[string]Light{"6-30": Green, "7-1": Yellow, "7-4": Yellow, "7-7": Yellow, "7-8": Red} {
		if l, _ := Judge(in, r, c, date(t, day)); l != want {
			t.Errorf("%s is %v, want %v", day, l, want)
		}
	}
	in.States[0].Reached = date(t, "7-9")
	if l, _ := Judge(in, r, c, date(t, "7-9")); l != Green {
		t.Errorf("reached late it is %v, want green again", l)
	}
}

// H1 GDP on 10 July, to be released about the 25th: the former colour stands.
func TestScenario7AwaitingRelease(t *testing.T) {
	c, r := loadCal(t), loadRules(t, "wuhan")
	in := &Input{Due: date(t, "12-31"), Tracks: []Track{{
		Name: "地区生产总值增速", Unit: "%", Path: Level, Dir: 1, Main: true, Published: true, Decimals: 1, HasTarget: true, Target: 60,
		Nodes:  []Node{{Day: date(t, "3-31"), Expected: 58}, {Day: date(t, "6-30"), Expected: 60}, {Day: date(t, "9-30"), Expected: 60}},
		Values: []Value{{Period: calendar.QuarterOf(2026, 1), N: 59, Standing: Accepted, Day: date(t, "4-20")}},
	}}}
	for _, d := range []string{"4-21", "6-29", "7-10", "9-30"} {
		light, why := Judge(in, r, c, date(t, d))
		if light != Green || why.Late != 0 || why.Marks.Has(MarkAwaitingRelease) != (date(t, d) >= date(t, "6-30")) {
			t.Errorf("%s: %v %+v", d, light, why)
		}
	}
	d := date(t, "7-10")
	_, why := Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); got != "按3月31日节点应不低于5.8%,一季度5.9%,达到要求,新的数据待发布。" {
		t.Error(got)
	}
	in.Tracks[0].Values = append(in.Tracks[0].Values, Value{Period: calendar.HalfOf(2026, 1), N: 55, Standing: Accepted, Day: date(t, "7-20")})
	light, why := Judge(in, r, c, date(t, "7-20"))
	if got := printed(Sentence(in, r, c, d, why, chinese())); light != Yellow || got != "按6月30日节点应不低于6.0%,上半年5.5%,低0.5个百分点。" {
		t.Errorf("%v %s", light, got)
	}
}

package ledger

import (
	"slices"
	"testing"

	"jiufen/internal/calendar"

	"pgregory.net/rapid"
)

var (
	year26  = calendar.Date(2026, 1, 1)
	lastDay = calendar.Date(2026, 12, 31)
)

func dayGen() *rapid.Generator[calendar.Day] {
	return rapid.Custom(func(t *rapid.T) calendar.Day {
		return year26 + calendar.Day(rapid.IntRange(0, 364).Draw(t, "n"))
	})
}

func days(t *rapid.T, name string, least, most int) []calendar.Day {
	ds := rapid.SliceOfNDistinct(dayGen(), least, most, rapid.ID[calendar.Day]).Draw(t, name)
	slices.Sort(ds)
	return ds
}

// aTrack draws a measure of a path with a plan and values.
func aTrack(t *rapid.T, path PathKind) Track {
	tr := Track{Name: "m", Unit: "个", Path: path, Dir: rapid.SampledFrom([]int8{1, -1}).Draw(t, "dir"), Main: true,
		Published: rapid.Bool().Draw(t, "published"), HasTarget: rapid.Bool().Draw(t, "target?"), Target: rapid.Int64Range(-50, 500).Draw(t, "target"),
		Relation: rapid.SampledFrom([]Relation{Above, Equal, Below}).Draw(t, "relation"), Margin: rapid.Int64Range(0, 3).Draw(t, "margin")}
	if path == Bound && rapid.Bool().Draw(t, "both") {
		tr.Both, tr.TargetMax = true, tr.Target+rapid.Int64Range(0, 50).Draw(t, "width")
	}
	var sum int64
	for _, d := range days(t, "nodes", 0, 4) {
		n := Node{Day: d, Expected: rapid.Int64Range(-50, 500).Draw(t, "expected"), State: "s"}
		if path.Cumulative() {
			sum += rapid.Int64Range(0, 100).Draw(t, "step")
			n.Expected = sum
		}
		if path == State && rapid.Bool().Draw(t, "reached") {
			n.Reached = d
		}
		tr.Nodes = append(tr.Nodes, n)
	}
	for range rapid.IntRange(0, 4).Draw(t, "values") {
		tr.Values = append(tr.Values, Value{
			Period: calendar.MonthOf(2026, rapid.IntRange(1, 12).Draw(t, "month")), N: rapid.Int64Range(-50, 500).Draw(t, "value"),
			Standing: Standing(rapid.IntRange(0, 4).Draw(t, "standing")), Other: rapid.Int64Range(-50, 500).Draw(t, "other"), HasOther: rapid.Bool().Draw(t, "other?"),
		})
	}
	slices.SortStableFunc(tr.Values, func(a, b Value) int { return int(a.Period - b.Period) })
	if path == Bound {
		tr.Breaches = days(t, "breaches", 0, 2)
	}
	return tr
}

// anItem draws an open item; pauses only if asked for.
func anItem(t *rapid.T, pauses bool) *Input {
	in := &Input{Await: rapid.Bool().Draw(t, "await"), Stage: rapid.SampledFrom([]Stage{Open, Applied}).Draw(t, "stage")}
	maybe := func(name string) calendar.Day {
		if rapid.Bool().Draw(t, name+"?") {
			return dayGen().Draw(t, name)
		}
		return calendar.None
	}
	in.Due, in.ReportDue, in.Reported = maybe("due"), maybe("report due"), maybe("reported")
	if rapid.IntRange(0, 5).Draw(t, "reached?") == 0 {
		in.Reached = dayGen().Draw(t, "reached")
	}
	for range rapid.IntRange(0, 2).Draw(t, "tracks") {
		in.Tracks = append(in.Tracks, aTrack(t, PathKind(rapid.IntRange(int(Amount), int(State)).Draw(t, "path"))))
	}
	for _, d := range days(t, "states", 0, 2) {
		n := Node{Day: d, State: "s"}
		if rapid.Bool().Draw(t, "done") {
			n.Reached = d
		}
		in.States = append(in.States, n)
	}
	if pauses {
		ds := days(t, "pauses", 0, 4)
		for i := 0; i+1 < len(ds); i += 2 {
			in.Pauses = append(in.Pauses, Pause{ds[i], ds[i+1]})
		}
	}
	return in
}

func someRules(t *rapid.T) *Rules {
	r := DefaultRules()
	r.Metric = rapid.SampledFrom([]Metric{Points, Ratio}).Draw(t, "metric")
	r.Yellow = Threshold{rapid.Int64Range(0, 40_00).Draw(t, "yellow"), rapid.Bool().Draw(t, "incl")}
	r.Red = Threshold{r.Yellow.Behind + rapid.Int64Range(1, 40_00).Draw(t, "red"), rapid.Bool().Draw(t, "incl red")}
	r.LevelYellow = Threshold{rapid.Int64Range(0, 20_00).Draw(t, "lyellow"), false}
	r.LevelRed = Threshold{r.LevelYellow.Behind + rapid.Int64Range(1, 40_00).Draw(t, "lred"), false}
	r.OverdueDays = rapid.IntRange(0, 10).Draw(t, "overdue")
	return r
}

// Time passing without a report never makes a light better, but for the days of
// a pause and, where a bound was broken, the turn of the year.
func TestTimeAloneNeverHelps(t *testing.T) {
	c := loadCal(t)
	rapid.Check(t, func(t *rapid.T) {
		in, r := anItem(t, true), someRules(t)
		var former Light
		var grey GreyReason
		for d := year26; d <= lastDay; d++ {
			light, why := Judge(in, r, c, d)
			if in.pausedOn(d) >= 0 {
				if light != Grey || why.Grey != Paused {
					t.Fatalf("paused on %s it is %v", d, light)
				}
				continue
			}
			if light == NoLight || (light == Grey) != (why.Grey != NotGrey) {
				t.Fatalf("%s: light %v, grey %v", d, light, why.Grey)
			}
			if former.Worse(light) {
				t.Fatalf("%s: %v after %v", d, light, former)
			}
			if light == Grey && former == Grey && grey != NotStarted && why.Grey != grey {
				t.Fatalf("%s: grey %v after %v", d, why.Grey, grey)
			}
			former, grey = light, why.Grey
		}
	})
}

// Until is the first day with another light or grey, by looking at every day.
func TestUntilIsExact(t *testing.T) {
	c := loadCal(t)
	rapid.Check(t, func(t *rapid.T) {
		in, r, d := anItem(t, true), someRules(t), dayGen().Draw(t, "day")
		most := d + calendar.Day(rapid.IntRange(0, 500).Draw(t, "ahead"))
		light, why := Judge(in, r, c, d)
		want := most + 1
		for e := d + 1; e <= most; e++ {
			if l, w := Judge(in, r, c, e); l != light || w.Grey != why.Grey {
				want = e
				break
			}
		}
		if got := Until(in, r, c, d, most); got != want {
			t.Fatalf("from %s to %s: Until %s, first change %s (%v)", d, most, got, want, light)
		}
	})
}

// Improvement in a measure's direction never makes a light worse, on every path.
func TestImprovementNeverHurts(t *testing.T) {
	c := loadCal(t)
	for path := Amount; path <= State; path++ {
		t.Run(path.String(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				in, r, d := anItem(t, false), someRules(t), dayGen().Draw(t, "day")
				tr := aTrack(t, path)
				in.Tracks = append(in.Tracks[:0:0], append(in.Tracks, tr)...)
				i := len(in.Tracks) - 1
				before, _ := Judge(in, r, c, d)
				in.Tracks[i] = better(t, tr)
				after, why := Judge(in, r, c, d)
				if before == Grey && after == Green {
					return // reaching the first state starts the item; grey is left by facts
				}
				if after.Worse(before) {
					t.Fatalf("%v after %v: %+v", after, before, why)
				}
			})
		})
	}
}

// better is a track with one figure improved.
func better(t *rapid.T, tr Track) Track {
	step := rapid.Int64Range(0, 60).Draw(t, "step")
	if tr.Path == State {
		tr.Nodes = slices.Clone(tr.Nodes)
		for n := range tr.Nodes {
			if tr.Nodes[n].Reached == 0 {
				tr.Nodes[n].Reached = tr.Nodes[n].Day
				break
			}
		}
		return tr
	}
	if len(tr.Values) == 0 {
		return tr
	}
	tr.Values = slices.Clone(tr.Values)
	v := &tr.Values[rapid.IntRange(0, len(tr.Values)-1).Draw(t, "which")]
	up := tr.Dir >= 0
	if tr.Path == Relative {
		up = tr.Relation == Above || tr.Relation == Equal && tr.Dir >= 0
	}
	switch {
	case tr.Path == Bound && tr.Both && v.N > tr.TargetMax:
		v.N = max(v.N-step, tr.TargetMax)
	case tr.Path == Bound && tr.Both && v.N < tr.Target:
		v.N = min(v.N+step, tr.Target)
	case tr.Path == Bound && tr.Both:
	case up:
		v.N += step
	default:
		v.N -= step
	}
	return tr
}

func TestShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now, was := Light(rapid.IntRange(1, 5).Draw(t, "now")), Light(rapid.IntRange(0, 5).Draw(t, "was"))
		shown := Shown(now, was)
		if shown.Worse(now) {
			t.Fatalf("shown %v is worse than judged %v", shown, now)
		}
		if !now.Worse(was) && shown != now {
			t.Fatalf("an improvement from %v to %v shows as %v", was, now, shown)
		}
		if was != NoLight && now.Worse(was) && shown != was {
			t.Fatalf("a worsening from %v to %v shows at once", was, now)
		}
	})
}

// A worsening is held for one working day, over a weekend too.
func TestEarlyLight(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := renewal(t, "6-30") // green with its second milestone until then
	in.Tracks[0].Values[0].N = 50
	in.Tracks[0].Nodes[1].Day = date(t, "7-3") // a Friday
	in.Tracks[0].Nodes[1].Expected = 100
	in.ReportDue = 0
	shown := func(s string) (Light, Light) {
		d := date(t, s)
		now, _ := Judge(in, r, c, d)
		was, _ := Judge(in, r, c, c.PrevWorking(d-1))
		return now, Shown(now, was)
	}
	for s, want := range map[string][2]Light{"7-2": {Green, Green}, "7-3": {Red, Green}, "7-4": {Red, Red}, "7-6": {Red, Red}} {
		if now, all := shown(s); now != want[0] || all != want[1] {
			t.Errorf("%s: judged %v, shown %v, want %v", s, now, all, want)
		}
	}
}

// A falling path would turn green by waiting if the value were held against
// today's milestone.
func TestFallingPathIsHeldAgainstItsOwnPeriod(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := &Input{Due: lastDay, Tracks: []Track{{Unit: "%", Decimals: 1, Path: Level, Dir: 1, Main: true, HasTarget: true, Target: 60,
		Nodes:  []Node{{Day: date(t, "2-28"), Expected: 90}, {Day: date(t, "6-30"), Expected: 70}, {Day: lastDay, Expected: 60}},
		Values: []Value{{Period: calendar.JanFeb(2026), N: 65, Standing: Accepted}}}}}
	for d := date(t, "3-20"); d <= lastDay; d++ {
		if l, _ := Judge(in, r, c, d); l != Red {
			t.Fatalf("%s: %v without a new figure", d, l)
		}
	}
}

func TestStale(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := renewal(t, "6-30")
	in.Tracks[0].Values[0].N, in.ReportDue = 60, date(t, "6-25")
	for s, want := range map[string]Light{"7-8": Green, "7-9": Green, "7-10": Yellow, "9-1": Yellow} {
		if l, why := Judge(in, r, c, date(t, s)); l != want {
			t.Errorf("%s: %v, want %v (late %d)", s, l, want, why.Late)
		}
	}
	d := date(t, "7-10")
	_, why := Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); got != "应于6月25日报送,已过11个工作日没有报数。" {
		t.Error(got)
	}
}

func TestPausesAreSkipped(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := &Input{Due: date(t, "6-12"), Final: "建成", Reported: date(t, "5-1"), Pauses: []Pause{{date(t, "6-16"), date(t, "6-30")}}}
	for s, want := range map[string]string{"6-12": "green", "6-15": "yellow", "6-20": "grey", "7-1": "yellow", "7-6": "yellow", "7-7": "red"} {
		if l, why := Judge(in, r, c, date(t, s)); l.String() != want {
			t.Errorf("%s: %v, want %s (late %d)", s, l, want, why.Late)
		}
	}
}

func TestBounds(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := &Input{Tracks: []Track{{Unit: "%", Decimals: 1, Path: Bound, Dir: -1, Main: true, HasTarget: true, Target: 55, Breaches: []calendar.Day{date(t, "5-5")},
		Values: []Value{{Period: calendar.MonthOf(2026, 2), N: 54, Standing: Accepted}}}}}
	for s, want := range map[string]Light{"2026-05-04": Green, "2026-05-05": Red, "2026-12-31": Red, "2027-01-01": Green} {
		d, _ := calendar.Parse(s, 0)
		if l, _ := Judge(in, r, c, d); l != want {
			t.Errorf("%s: %v, want %v", s, l, want)
		}
	}
	if got := Until(in, r, c, date(t, "5-5"), date(t, "5-5")+400); got != lastDay+1 {
		t.Errorf("red until %s", got)
	}
	in.Tracks[0].Breaches = nil
	in.Tracks[0].Values = append(in.Tracks[0].Values, Value{Period: calendar.MonthOf(2026, 3), N: 56, Standing: Submitted})
	d := date(t, "6-1")
	light, why := Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); light != Red || got != "3月5.6%,突破底线5.5%,年底前不变。" {
		t.Errorf("%v %s", light, got)
	}
	in.Tracks[0].Values = append(in.Tracks[0].Values, Value{Period: calendar.MonthOf(2026, 3), N: 55, Standing: Checked})
	if l, _ := Judge(in, r, c, d); l != Green {
		t.Errorf("checked at the bound it is %v", l)
	}
}

// A sum that another body publishes is never late before its release.
func TestPublishedSumsWaitForTheirRelease(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := &Input{Due: lastDay, Tracks: []Track{{Unit: "亿元", Path: Amount, Dir: 1, Main: true, Published: true, HasTarget: true, Target: 480,
		Nodes:  []Node{{Day: date(t, "3-31"), Expected: 100}, {Day: date(t, "6-30"), Expected: 240}},
		Values: []Value{{Period: calendar.QuarterOf(2026, 1), N: 101, Standing: Accepted}}}}}
	for _, s := range []string{"4-20", "6-30", "7-19", "12-31"} {
		l, why := Judge(in, r, c, date(t, s))
		if l != Green || why.Marks.Has(MarkAwaitingRelease) != (s != "4-20") {
			t.Errorf("%s: %v %+v", s, l, why)
		}
	}
	in.Tracks[0].Values = append(in.Tracks[0].Values, Value{Period: calendar.HalfOf(2026, 1), N: 120, Standing: Accepted})
	if l, _ := Judge(in, r, c, date(t, "7-20")); l != Red {
		t.Errorf("released and far behind it is %v", l)
	}
	in.Tracks[0].Values = nil
	for s, want := range map[string]GreyReason{"3-30": NotStarted, "3-31": AwaitingRelease} {
		if l, why := Judge(in, r, c, date(t, s)); l != Grey || why.Grey != want {
			t.Errorf("%s: %v %v", s, l, why.Grey)
		}
	}
}

// A pause that ends on the day asked about begins a stretch of its own.
func TestUntilAtTheEdges(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := &Input{Due: date(t, "6-12"), Reported: date(t, "5-1"), Pauses: []Pause{{date(t, "6-15"), date(t, "6-16")}, {date(t, "6-18"), date(t, "6-30")}}}
	for from, want := range map[string]string{"6-1": "2026-06-15", "6-14": "2026-06-15", "6-16": "2026-06-17", "6-17": "2026-06-18", "6-30": "2026-07-01", "7-1": "2026-07-07"} {
		if got := Until(in, r, c, date(t, from), date(t, "12-31")); got.String() != want {
			t.Errorf("from %s until %s, want %s", from, got, want)
		}
	}
}

func TestStagesAndGreys(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	d := date(t, "7-8")
	for _, x := range []struct {
		in   Input
		want Light
		grey GreyReason
		says string
	}{
		{Input{Stage: Closed, Reached: date(t, "11-16"), Due: date(t, "10-25")}, Done, NotGrey, "已办结,11月16日达到标准,比期限10月25日晚22天。"},
		{Input{Stage: Closed, Reached: date(t, "10-20"), Due: date(t, "10-25")}, Done, NotGrey, "已办结,10月20日达到标准,按期。"},
		{Input{Stage: ClosedBasic}, Done, NotGrey, "基本办结。"},
		{Input{Stage: AwaitingStrike}, Done, NotGrey, "已完成、待销号。"},
		{Input{Stage: Struck}, Done, NotGrey, "已销号。"},
		{Input{Stage: PhaseClosed}, Done, NotGrey, "阶段办结,转为常态工作。"},
		{Input{Stage: Unfinished, Due: date(t, "6-30")}, Red, NotGrey, "到年底未完成。"},
		{Input{Stage: StoppedStage}, Grey, Stopped, "已中止。"},
		{Input{}, Grey, Unknown, "无法判定:没有可以比的数。"},
		{Input{Await: true}, Grey, AwaitingEvent, "待触发:期限所依的事件还没有发生。"},
		{Input{Await: true, Tracks: []Track{{Path: Amount, Dir: 1, Main: true}}}, Grey, AwaitingEvent, "待触发:期限所依的事件还没有发生。"},
		{Input{Due: lastDay}, Grey, NotStarted, "未启动:还没有报数,也没有到期的节点。"},
		{Input{Tracks: []Track{{Path: Relative, Dir: 1, Main: true, Relation: Above}}}, Grey, AwaitingRelease, "待发布:数据还没有发布。"},
		{Input{Pauses: []Pause{{d - 1, d + 1}}}, Grey, Paused, "暂停到7月9日。"},
		{Input{Due: lastDay, Reported: d, Stage: Applied}, Green, NotGrey, "已有进展,还没有到期的节点,办结申请待核。"},
		{Input{Due: date(t, "7-7")}, Yellow, NotGrey, "应于7月7日前完成,已逾期1个工作日"},
		{Input{Due: date(t, "7-7"), Reached: date(t, "7-8")}, Green, NotGrey, "7月8日达到标准,待办结。"},
		{Input{Due: date(t, "7-7"), Waiting: date(t, "6-19"), Marks: MarkChangePending}, Yellow, NotGrey, "应于7月7日前完成,已逾期1个工作日,其中待市级答复13个工作日,延期申请中"},
	} {
		light, why := Judge(&x.in, r, c, d)
		if light != x.want || why.Grey != x.grey {
			t.Errorf("%+v is %v %v, want %v %v", x.in, light, why.Grey, x.want, x.grey)
		}
		if got := printed(Sentence(&x.in, r, c, d, why, chinese())); got != x.says {
			t.Errorf("says %s, want %s", got, x.says)
		}
	}
}

func TestUsedValue(t *testing.T) {
	may, june := calendar.MonthOf(2026, 5), calendar.MonthOf(2026, 6)
	for _, x := range []struct {
		vs   []Value
		want int
	}{
		{nil, -1},
		{[]Value{{Period: may, Standing: Returned}}, -1},
		{[]Value{{Period: may, Standing: Checked}, {Period: june, Standing: Submitted}}, 1},
		{[]Value{{Period: may, Standing: Accepted}, {Period: june, Standing: Returned}}, 0},
		{[]Value{{Period: june, Standing: Checked}, {Period: june, Standing: Accepted}}, 0},
		{[]Value{{Period: june, Standing: Accepted}, {Period: june, Standing: Accepted}}, 1},
		{[]Value{{Period: june, Standing: Submitted}, {Period: june, Standing: Returned}}, 0},
	} {
		if got := used(x.vs); got != x.want {
			t.Errorf("%+v: %d, want %d", x.vs, got, x.want)
		}
	}
}

func TestEveryLightHasASentence(t *testing.T) {
	c := loadCal(t)
	zh := chinese()
	rapid.Check(t, func(t *rapid.T) {
		in, r, d := anItem(t, true), someRules(t), dayGen().Draw(t, "day")
		_, why := Judge(in, r, c, d)
		if s := Sentence(in, r, c, d, why, zh); s == "" {
			t.Fatalf("no sentence for %+v", why)
		}
	})
}

func TestJudgeDoesNotAllocate(t *testing.T) {
	c, r, in := loadCal(t), DefaultRules(), renewal(t, "7-8")
	d := date(t, "7-8")
	if n := testing.AllocsPerRun(200, func() { Judge(in, r, c, d) }); n != 0 {
		t.Errorf("Judge: %v allocations", n)
	}
	if n := testing.AllocsPerRun(200, func() { Until(in, r, c, d, d+400) }); n != 0 {
		t.Errorf("Until: %v allocations", n)
	}
}

func BenchmarkJudge(b *testing.B) {
	c, r, in := loadCal(b), DefaultRules(), renewal(b, "7-8")
	d := date(b, "7-8")
	b.ReportAllocs()
	for b.Loop() {
		Judge(in, r, c, d)
	}
}

func BenchmarkUntil(b *testing.B) {
	c, r, in := loadCal(b), DefaultRules(), renewal(b, "7-8")
	d := date(b, "7-8")
	b.ReportAllocs()
	for b.Loop() {
		Until(in, r, c, d, d+400)
	}
}

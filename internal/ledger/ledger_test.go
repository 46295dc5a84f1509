package ledger

import (
	"errors"
	"slices"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/locale"
	"jiufen/internal/quantity"

	"pgregory.net/rapid"
)

// Scenario 10: many origins, a change, and who decides it.
func heating(t testing.TB) []Origin {
	return []Origin{
		{Sort: OriginReport, Name: "政府工作报告", Limit: date(t, "12-31")},
		{Sort: OriginLivelihood, Name: "民生实事第6项", Limit: date(t, "10-31")},
		{Sort: OriginInstruction, Name: "市长批示", Fixed: "采暖期", Limit: date(t, "10-25")},
	}
}

func TestScenario10EffectiveLimit(t *testing.T) {
	os := heating(t)
	limit, by := Effective(os)
	if limit != date(t, "10-25") || !slices.Equal(by, []int{2}) {
		t.Errorf("limit %s by %v", limit, by)
	}
	if limit, by := Effective(nil); limit != calendar.None || by != nil {
		t.Error("no origins set no limit")
	}
}

func TestScenario10Deciders(t *testing.T) {
	k, os, now := loadKind(t, "key-task"), heating(t), date(t, "10-12")
	node := Change{Sort: ChangeDefer, Node: true, From: date(t, "9-20"), To: date(t, "10-12"), Asked: date(t, "9-10")}
	if _, ok := Decide(os, Needs(k, os, node), []Decider{DeciderVice}); !ok {
		t.Error("a milestone within the limit is the vice-mayor's to move")
	}
	if node.MakeUp(loadCal(t), k.AskDays) {
		t.Error("asked ten days before is in time")
	}
	final := Change{Sort: ChangeDefer, From: date(t, "10-25"), To: date(t, "11-5"), Asked: date(t, "10-12")}
	needs := Needs(k, os, final)
	if len(needs) != 2 || needs[0].Decider != DeciderVice || needs[1].Decider != DeciderAuthor {
		t.Errorf("needs %+v", needs)
	}
	r, ok := Decide(os, needs, []Decider{DeciderVice})
	if got := printed(r.Sentence(os, now, chinese())); ok || got != "10月25日由市长批示和采暖期确定,须由批示领导决定" {
		t.Errorf("%v %s", ok, got)
	}
	if _, ok := Decide(os, needs, []Decider{DeciderVice, DeciderAuthor}); !ok {
		t.Error("each demand has its own decider here")
	}
	alone := Change{Sort: ChangeDefer, From: date(t, "12-20"), To: date(t, "12-31")}
	if _, ok := Decide(os[:1], Needs(k, os[:1], alone), nil); !ok {
		t.Error("the limit of the report can move to its own day without anybody")
	}
	os[2].Decider = DeciderNobody
	r, ok = Decide(os, Needs(k, os, final), []Decider{DeciderVice, DeciderMayor, DeciderAuthor})
	if got := printed(r.Sentence(os, now, chinese())); ok || got != "10月25日由市长批示和采暖期确定,不能变更" {
		t.Errorf("%v %s", ok, got)
	}
}

func TestDecidersByOrigin(t *testing.T) {
	task, ind := loadKind(t, "key-task"), loadKind(t, "main-indicator")
	for _, x := range []struct {
		k    *Kind
		sort OriginSort
		ch   Change
		want Decider
		note bool
	}{
		{ind, OriginReport, Change{Sort: ChangeValue}, DeciderMeeting, true},
		{task, OriginReport, Change{Sort: ChangeDefer, From: date(t, "6-30"), To: date(t, "7-30")}, DeciderVice, false},
		{task, OriginReport, Change{Sort: ChangeDefer, From: date(t, "6-30"), To: date(t, "7-31")}, DeciderMayor, false},
		{task, OriginReport, Change{Sort: ChangeDefer, From: date(t, "12-20"), To: date(t, "12-20") + 20}, DeciderMayor, false},
		{task, OriginInstruction, Change{Sort: ChangeDefer, From: date(t, "6-30"), To: date(t, "7-1")}, DeciderAuthor, false},
		{task, OriginDecision, Change{Sort: ChangeStop}, DeciderChair, false},
		{task, OriginLaw, Change{Sort: ChangeDefer, From: date(t, "6-30"), To: date(t, "7-1")}, DeciderNobody, false},
		{task, OriginReport, Change{Sort: ChangeUnit}, DeciderOffice, false},
	} {
		o := Origin{Sort: x.sort, Limit: x.ch.From}
		needs := Needs(x.k, []Origin{o}, x.ch)
		if len(needs) != 1 || needs[0].Decider != x.want || (needs[0].Note != "") != x.note {
			t.Errorf("%s %+v: %+v, want %s", x.sort, x.ch, needs, x.want)
		}
	}
	if task.MayDefer(2, DeciderVice) || !task.MayDefer(1, DeciderVice) || !task.MayDefer(5, DeciderMayor) {
		t.Error("at most two deferrals below the mayor")
	}
}

// Scenario 10: before, during and after an approved deferral of a milestone.
func TestScenario10Judged(t *testing.T) {
	c, r := loadCal(t), DefaultRules()
	in := &Input{Due: date(t, "10-25"), Final: "投用", Reported: date(t, "8-25"), Marks: MarkChangePending, States: []Node{{Day: date(t, "9-20"), State: "主体封顶"}}}
	d := date(t, "9-15")
	light, why := Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); light != Green || got != "已有进展,还没有到期的节点,延期申请中。" {
		t.Errorf("%v %s", light, got)
	}
	in.Marks, in.Deferrals, in.WasDay, in.NowDay = 0, 1, date(t, "9-20"), date(t, "10-12")
	in.States[0].Day = date(t, "10-12")
	d = date(t, "9-21")
	light, why = Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); light != Green || got != "已有进展,还没有到期的节点,经批准延期1次(原9月20日,现10月12日)。" {
		t.Errorf("%v %s", light, got)
	}
	in.States[0].Reached = date(t, "10-12")
	if l, _ := Judge(in, r, c, date(t, "10-25")); l != Green {
		t.Errorf("on its hard date, a Sunday, it is %v", l)
	}
	d = date(t, "10-26")
	light, why = Judge(in, r, c, d)
	if got := printed(Sentence(in, r, c, d, why, chinese())); light != Yellow || why.Late != 1 || got != "应于10月25日投用,已逾期1个工作日,经批准延期1次(原9月20日,现10月12日)" {
		t.Errorf("%v %s", light, got)
	}
	if n := DaysLate(date(t, "10-25"), date(t, "11-16")); n != 22 {
		t.Errorf("late by %d days, want 22", n)
	}
}

// Scenario 2: lateness by desk, and a return.
func TestScenario2Lateness(t *testing.T) {
	c, due := loadCal(t), date(t, "4-27")
	holds := []Hold{{"liaison", date(t, "4-27")}, {"head", date(t, "5-6")}}
	l := Late(c, due, holds)
	if l.Days != 4 || !slices.Equal(l.ByDesk, []int{0, 4}) {
		t.Errorf("%+v", l)
	}
	if got := printed(LateSentence(calendar.MonthOf(2026, 4), l, holds, chinese())); got != "4月进展逾期4个工作日(单位主要负责人环节滞留4个工作日)" {
		t.Error(got)
	}
	if got := ReturnDue(c, date(t, "5-7")); got != date(t, "5-9") {
		t.Errorf("returned 7 May, due %s", got)
	}
}

// Scenario 6: counties to city.
func TestScenario6(t *testing.T) {
	zh := chinese()
	names := []string{"甲", "乙", "丙", "丁", "戊"}
	parts := make([]Part, 5)
	for i, n := range []int64{18, 12, 5, 9, 2} {
		parts[i] = Part{Name: names[i], N: n, Has: true}
	}
	total, err := RollUp(RollupSum, parts)
	if err != nil || total.N != 46 || total.Parts != 5 {
		t.Errorf("%+v, %v", total, err)
	}
	if share, _ := quantity.Percent(total.N, 120, 1, quantity.HalfUp); share != 383 {
		t.Errorf("share %d", share)
	}
	if m, ok := Markup(120, []int64{40, 30, 25, 20, 11}); !ok || m != 50 {
		t.Errorf("markup %d", m)
	}
	if got := printed(DifferSentence(48, 46, 0, "个", zh)); got != "牵头单位报48个,县区合计46个,相差2个,请说明" {
		t.Error(got)
	}
	if got := printed(MarkupSentence(120, []int64{40, 30, 25, 20, 11}, 0, "个", zh)); got != "下级合计126个,比目标120个多5.0%" {
		t.Error(got)
	}
	growth := []Part{{Name: "a", N: 50, Base: 120, Has: true}, {Name: "b", N: 80, Base: 80, Has: true}, {Name: "c", N: -20, Base: 50, Has: true}, {Name: "d", N: 60, Base: 30, Has: true}}
	if n, err := WeightedFine(growth, 1); err != nil || n != 471 {
		t.Errorf("weighted %d, %v", n, err)
	}
	w, err := RollUp(RollupWeighted, growth)
	if err != nil || printed(DerivedSentence(w.N, 51, 1, zh)) != "推算4.7%,发布5.1%,相差0.4个百分点" {
		t.Errorf("%+v, %v", w, err)
	}
	sections := make([]Part, 9)
	for i := range sections {
		sections[i] = Part{Name: "断面" + string(rune('1'+i)), Met: i != 8}
	}
	least, err := RollUp(RollupLeast, sections)
	if err != nil || least.Met != 8 || least.Percent != 889 || LeastSentence(least, sections, zh) != "8个达到，9个中断面9没有达到" {
		t.Errorf("%+v, %v", least, err)
	}
	if _, err := RollUp(RollupOwn, parts); !errors.Is(err, ErrNoSum) {
		t.Error("figures of a central account were added up")
	}
	parts[1].Basis = "新口径"
	if _, err := RollUp(RollupSum, parts); err == nil {
		t.Error("two bases were added up")
	}
	growth[0].Base = 0
	if _, err := RollUp(RollupWeighted, growth); err == nil {
		t.Error("a weight is missing")
	}
	// 31 December: the city is done, 戊 stays red.
	c, r := loadCal(t), DefaultRules()
	for _, x := range []struct {
		n, target int64
		want      Light
	}{{121, 120, Green}, {6, 11, Red}} {
		in := &Input{Due: lastDay, Reported: lastDay, Tracks: []Track{{Path: Amount, Dir: 1, Main: true, HasTarget: true, Target: x.target, Values: []Value{{Period: calendar.MonthOf(2026, 12), N: x.n, Standing: Accepted}}}}}
		if l, _ := Judge(in, r, c, lastDay); l != x.want {
			t.Errorf("%d of %d is %v, want %v", x.n, x.target, l, x.want)
		}
	}
}

func TestCheckIssueAndPlan(t *testing.T) {
	k := loadKind(t, "key-task")
	zh := locale.For(locale.Chinese).Strict()
	says := func(ps []Problem) []string {
		var out []string
		for _, p := range ps {
			out = append(out, p.Field)
			zh.T(p.Key, p.Args...)
		}
		return out
	}
	if got := says(CheckIssue(&Item{}, k)); !slices.Equal(got, []string{"measure", "origin", "standard", "title", "mode", "due"}) {
		t.Errorf("an empty item lacks %v", got)
	}
	it := Item{Title: "改造老旧小区120个", Standard: "s", Start: date(t, "2-20"), Origins: []Origin{{}}, Due: Due{Sort: DueDate, Day: date(t, "12-31")},
		Measures: []Measure{{ID: 1, Name: "小区", Unit: "个", Path: Amount, Dir: 1, Main: true, HasGoal: true, Goal: quantity.Goal{Value: 120}}},
		Assign:   Assignment{Mode: LeadSingle, Parties: []Party{{Unit: 7, Role: RoleLead}}}}
	if got := says(CheckIssue(&it, k)); len(got) != 0 {
		t.Errorf("a whole item lacks %v", got)
	}
	for name, x := range map[string]struct {
		change func(*Item)
		want   string
	}{
		"by duty": {func(i *Item) { i.Assign = Assignment{Mode: LeadByDuty, Parties: []Party{{7, RoleResponsible}}} }, "collate"},
		"joint":   {func(i *Item) { i.Assign.Mode = LeadJoint }, "lead"},
		"each":    {func(i *Item) { i.Assign = Assignment{Mode: LeadEach} }, "lead"},
		"two":     {func(i *Item) { i.Assign.Parties = []Party{{7, RoleLead}, {8, RoleLead}} }, "lead"},
		"twice": {func(i *Item) {
			i.Assign.Parties = []Party{{7, RoleLead}, {8, RoleCooperate}, {8, RoleCooperate}}
		}, "cooperate"},
		"no day":    {func(i *Item) { i.Due = Due{Sort: DueDate} }, "due"},
		"no event":  {func(i *Item) { i.Due = Due{Sort: DueEvent, N: 30} }, "due"},
		"no parent": {func(i *Item) { i.Due = Due{Sort: DueInherited} }, "due"},
		"past":      {func(i *Item) { i.Due.Day = date(t, "2-1") }, "due"},
		"not main":  {func(i *Item) { i.Measures = []Measure{i.Measures[0]}; i.Measures[0].Main = false }, "measures"},
		"no unit":   {func(i *Item) { i.Measures = []Measure{i.Measures[0]}; i.Measures[0].Unit = "" }, "measures[0].unit"},
		"relative":  {func(i *Item) { i.Measures = []Measure{i.Measures[0]}; i.Measures[0].Path = Relative }, "measures[0].relation"},
	} {
		bad := it
		x.change(&bad)
		if got := says(CheckIssue(&bad, k)); !slices.Contains(got, x.want) {
			t.Errorf("%s: %v lacks %s", name, got, x.want)
		}
	}
	due := date(t, "12-31")
	ms := []Milestone{{Measure: 1, Day: date(t, "6-30"), Expected: 60}, {Measure: 1, Day: due, Expected: 120}}
	if got := says(CheckPlan(&it, Plan{Milestones: ms}, due)); len(got) != 0 {
		t.Errorf("a good plan has %v", got)
	}
	for name, x := range map[string]struct {
		ms   []Milestone
		want string
	}{
		"no middle": {ms[1:], "milestones"},
		"falls":     {[]Milestone{{Measure: 1, Day: date(t, "3-31"), Expected: 70}, ms[0], ms[1]}, "milestones[1].expected"},
		"after":     {[]Milestone{ms[0], {Measure: 1, Day: due + 1, Expected: 120}}, "milestones[1].day"},
		"before":    {[]Milestone{{Measure: 1, Day: date(t, "1-31"), Expected: 1}, ms[0]}, "milestones[0].day"},
		"target":    {[]Milestone{ms[0], {Measure: 1, Day: due, Expected: 119}}, "measures[0].plan"},
		"foreign":   {[]Milestone{{Measure: 9, Day: date(t, "6-30"), Expected: 60}}, "milestones[0].measure"},
		"no words":  {[]Milestone{{Day: date(t, "6-30")}}, "milestones[0].state"},
		"no day":    {[]Milestone{{Measure: 1}}, "milestones[0].day"},
	} {
		if got := says(CheckPlan(&it, Plan{Milestones: x.ms}, due)); !slices.Contains(got, x.want) {
			t.Errorf("%s: %v lacks %s", name, got, x.want)
		}
	}
	short := it
	short.Due.Day, short.Start = date(t, "4-20"), date(t, "2-20")
	if got := says(CheckPlan(&short, Plan{Milestones: []Milestone{{Measure: 1, Day: short.Due.Day, Expected: 120}}}, short.Due.Day)); len(got) != 0 {
		t.Errorf("an item of 59 days needs no milestone on the way: %v", got)
	}
	if len(CheckFall(it.Measures[0], 46, 33, "")) != 1 || len(CheckFall(it.Measures[0], 46, 33, FallCorrected)) != 0 || len(CheckFall(Measure{Path: Level}, 9, 7, "")) != 0 {
		t.Error("a cumulative figure that falls needs a reason")
	}
}

func TestAssignments(t *testing.T) {
	joint := Assignment{Mode: LeadJoint, Parties: []Party{{5, RoleCooperate}, {7, RoleLead}, {8, RoleLead}}}
	duty := Assignment{Mode: LeadByDuty, Parties: []Party{{7, RoleResponsible}, {9, RoleCollate}}}
	if joint.LeadUnit() != 7 || joint.CollatingUnit() != 7 || duty.LeadUnit() != 9 || duty.CollatingUnit() != 9 || len(joint.Of(RoleLead)) != 2 || (Assignment{}).LeadUnit() != 0 {
		t.Error("who answers first")
	}
}

func TestDues(t *testing.T) {
	c := loadCal(t)
	if due, await := (Due{Sort: DueEvent, N: 30}).On(c); !await || due.Day != calendar.None {
		t.Error("an event that has not happened")
	}
	if due, _ := (Due{Sort: DueEvent, N: 10, Working: true, Day: date(t, "2-13")}).On(c); due.Day != date(t, "3-5") {
		t.Error(due.Day)
	}
	if due, _ := (Due{Sort: DueEvent, N: 30, Day: date(t, "3-1")}).On(c); due.Day != date(t, "3-31") {
		t.Error(due.Day)
	}
	if due, _ := (Due{Sort: DueStanding}).On(c); due.Day != calendar.None {
		t.Error("a standing duty has no day")
	}
}

func TestStages(t *testing.T) {
	acts := []Closing{{Act: ClosingApply}, {Act: ClosingReturn}, {Act: ClosingApply}, {Act: ClosingAwait}, {Act: ClosingExternal, Number: "环督〔2026〕1号"}, {Act: ClosingReopen}}
	for i, want := range []Stage{Applied, Open, Applied, AwaitingStrike, Struck, Open} {
		if got := StageOf(acts[:i+1]); got != want {
			t.Errorf("after %d steps %v, want %v", i+1, got, want)
		}
	}
	if StageOf(nil) != Open {
		t.Error("nothing was closed")
	}
}

func TestNamesReadBack(t *testing.T) {
	for l := Done; l <= Red; l++ {
		if got, err := ParseLight(l.String()); err != nil || got != l {
			t.Error(l, got, err)
		}
	}
	for p := Amount; p <= State; p++ {
		if got, err := ParsePath(p.String()); err != nil || got != p {
			t.Error(p, got, err)
		}
	}
	for r := NoRelation; r <= Below; r++ {
		if got, err := ParseRelation(r.String()); err != nil || got != r {
			t.Error(r, got, err)
		}
	}
	for _, words := range Words() {
		if len(words) < 2 {
			t.Error(words)
		}
	}
}

// English carries the same numbers.
func TestEnglishSentence(t *testing.T) {
	c, in := loadCal(t), renewal(t, "7-8")
	r, d := loadRules(t, "wuhan"), date(t, "7-8")
	_, why := Judge(in, r, c, d)
	want := "due by 30 June: 60个, the unit reports 46个, the check of 8 July found 33个, 55.0% of what is due by then, below 60%, red light."
	if got := Sentence(in, r, c, d, why, locale.For(locale.English).Strict().T); got != want {
		t.Error(got)
	}
}

// Lateness by desk adds up to the lateness of the report.
func TestLatenessAddsUp(t *testing.T) {
	c := loadCal(t)
	rapid.Check(t, func(t *rapid.T) {
		due := dayGen().Draw(t, "due")
		ds := days(t, "holds", 1, 4)
		var holds []Hold
		for _, d := range ds {
			holds = append(holds, Hold{"section", d})
		}
		l := Late(c, due, holds)
		sum := 0
		for _, n := range l.ByDesk {
			sum += n
		}
		if sum != l.Days || l.Days != c.Late(due, ds[len(ds)-1]) {
			t.Fatalf("%+v, want %d", l, c.Late(due, ds[len(ds)-1]))
		}
	})
}

// Scenario 3.
func TestScenario3(t *testing.T) {
	c := loadCal(t)
	steps := []Step{{"招标", 20}, {"主体施工", 30}, {"调试", 10}, {"验收", 5}}
	s := ScheduleBack(c, date(t, "10-25"), date(t, "7-28"), steps)
	want := "按10月25日(不可延期)倒排,招标最迟应于7月21日启动,今天(7月28日)已晚5个工作日;按现有工期顺推10月30日投用,超期5天(5个工作日)。"
	if got := printed(s.Sentence(steps, "投用", true, chinese())); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	s = ScheduleBack(c, date(t, "10-25"), date(t, "7-20"), steps)
	if got := printed(s.Sentence(steps, "投用", true, chinese())); s.Late != 0 || s.Over != 0 || got != "按10月25日(不可延期)倒排,招标最迟应于7月21日启动" {
		t.Errorf("%+v %s", s, got)
	}
	if ScheduleBack(c, date(t, "10-25"), date(t, "7-20"), nil).Sentence(nil, "", false, chinese()) != "" {
		t.Error("no steps")
	}
}

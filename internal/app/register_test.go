package app

import (
	"bytes"
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// keep switches a register on as its signer does, with the cost that is shown.
func (w *town) keep(t *testing.T, name string, keeper id.Unit) {
	t.Helper()
	ctx, signer := context.Background(), w.who["signer"]
	c, err := w.SwitchCost(ctx, signer, name, 0, 0)
	w.ok(t, err)
	w.ok(t, w.SwitchRegister(ctx, signer, "", name, "on", keeper, c.Units, c.Objects, c.All, ""))
}

func (w *town) register(t *testing.T, who, name string, day calendar.Day) *RegisterView {
	t.Helper()
	x, err := w.Register(context.Background(), w.who[who], name, day)
	w.ok(t, err)
	return x
}

// refusedWith is the text of an error with its fields, as people read it.
func (w *town) refusedWith(err error) string {
	if err == nil {
		return ""
	}
	e := errs.Of(err)
	out := []string{w.Text.T(e.Key, e.Args...)}
	for _, f := range e.Fields {
		out = append(out, w.Text.T(f.Key, f.Args...))
	}
	return strings.Join(out, "\n")
}

func hasAlert(r *RegisterRow, name string) bool {
	return slices.ContainsFunc(r.Alerts, func(a register.Raised) bool { return a.ID == name })
}

// TestSpecialPlans walks a plan from the list to its printing (S5-05 to S5-08):
// it is an item of the ledger with its stages as the plan, the four alignments
// come before the review, and provisional figures block the final text.
func TestSpecialPlans(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		const plans = "special-plans"
		ctx, office, head := context.Background(), w.who["office"], w.who["head"]
		plan := map[string]string{"title": "住房发展规划", "class": "重点专项规划", "lead": id.String(w.house), "due": "2026-12-31"}
		if _, err := w.AddObject(ctx, office, "", plans, map[string]string{"class": "别的", "due": "快了"}); !errs.Is(err, errs.Invalid) || len(errs.Of(err).Fields) != 6 {
			t.Fatalf("an empty plan: %v", w.refusedWith(err))
		}
		if _, err := w.AddObject(ctx, head, "", plans, plan); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a bureau enters: %v", err)
		}
		n, err := w.AddObject(ctx, office, "once", plans, plan)
		w.ok(t, err)
		if again, err := w.AddObject(ctx, office, "", plans, plan); !errs.Is(err, errs.Conflict) {
			t.Errorf("entered twice: %d %v", again, err)
		}
		x := w.register(t, "head", plans, 0)
		row := x.Row(n)
		if row == nil || row.Item == 0 || row.Owner != w.house || row.Latest[4] != day(12, 31) || row.Latest[0] >= row.Latest[1] {
			t.Fatalf("%+v", row)
		}
		item, err := w.Item(ctx, head, row.Item, 0, w.Text)
		w.ok(t, err)
		if item.Row.Title != "编制住房发展规划" || len(item.Facts.Milestones) != 5 {
			t.Errorf("the item: %q, plan %+v", item.Row.Title, item.Facts.Milestones)
		}
		if from := item.Registers; len(from) != 1 || from[0].N != n || from[0].Register != plans || !from[0].Raised {
			t.Errorf("whence the item comes: %+v", from)
		}
		if x := w.register(t, "urban", plans, 0); len(x.Records) != 0 {
			t.Errorf("another bureau sees %d", len(x.Records))
		}
		w.planReaches(t, n)
		if f := w.see("head", row.Item, 0).Facts; len(f.ReachedDays()) != 6 || f.ReachedDays()[0] != w.today(t) { // five nodes and the end
			t.Errorf("the stages do not fill the item's nodes: %v", f.ReachedDays())
		}
		day := w.today(t)
		w.setDay(day+1, 9)
		w.ok(t, w.BackStage(ctx, office, "", plans, n, "登记错了"))
		if x := w.register(t, "office", plans, 0); x.Row(n).Stage != 3 || x.Stages[4].N != 1 || x.Row(n).Done(x.Def) {
			t.Errorf("taken back: %d %+v", x.Row(n).Stage, x.Stages)
		}
		if x := w.register(t, "office", plans, day); x.Row(n).Stage != 4 || x.May.Enter {
			t.Errorf("as of the day before: %d", x.Row(n).Stage)
		}
		if f := w.see("head", row.Item, 0).Facts; len(f.ReachedDays()) != 4 || f.ReachedDays()[0] != 0 {
			t.Errorf("a stage taken back stays in the item: %v", f.ReachedDays())
		}
		if f := w.see("head", row.Item, day).Facts; len(f.ReachedDays()) != 6 {
			t.Errorf("as of the day before, the item: %v", f.ReachedDays())
		}
	})
}

// planReaches brings a plan to its printing, refused at each gate first.
func (w *town) planReaches(t *testing.T, n int) {
	t.Helper()
	const plans = "special-plans"
	ctx, head, office := context.Background(), w.who["head"], w.who["office"]
	reach := func(stage string) string {
		return w.refusedWith(w.ReachStage(ctx, head, "", plans, n, stage, 0))
	}
	for _, s := range []string{"outline", "linking"} {
		if why := reach(s); why != "" {
			t.Fatal(s, why)
		}
	}
	if why := reach("draft"); !strings.Contains(why, "衔接征求意见") {
		t.Errorf("a stage that is behind: %q", why)
	}
	if why := reach("review"); !strings.Contains(why, "对标《规划纲要》、对标《政府工作报告》") {
		t.Errorf("reviewed without alignment: %q", why)
	}
	if err := w.TickPoint(ctx, head, "", plans, n, "report", "120个", "100个", ""); !errs.Is(err, errs.Invalid) {
		t.Errorf("a difference without words: %v", err)
	}
	for _, p := range []string{"suggestion", "outline", "province"} {
		w.ok(t, w.TickPoint(ctx, head, "", plans, n, p, "120个", "120个", ""))
	}
	w.ok(t, w.TickPoint(ctx, head, "", plans, n, "report", "120个", "100个", "报告只写当年"))
	if x := w.register(t, "head", plans, 0); !hasAlert(x.Row(n), "differs") || x.Alerts != 1 || x.Units[0].Alerts != 1 {
		t.Errorf("no alert of a difference: %+v", x.Row(n).Alerts)
	}
	w.ok(t, w.TickPoint(ctx, head, "", plans, n, "report", "100个", "100个", ""))
	w.ok(t, w.AddLine(ctx, head, "", plans, n, "provisional", map[string]string{"figure": "2025年常住人口", "value": "102万"}))
	if why := reach("review"); why != "" {
		t.Fatal(why)
	}
	w.ok(t, w.SetObject(ctx, head, "", plans, n, map[string]string{"number": "市政发〔2026〕3号", "waits": "全国纲要", "title": "改不了"}))
	if x := w.register(t, "head", plans, 0); x.Row(n).Values["title"] != "住房发展规划" {
		t.Error("the owner renames the plan")
	}
	if why := reach("printed"); !strings.Contains(why, "还不能定稿印发") || !strings.Contains(why, "全国纲要") {
		t.Errorf("printed on a provisional figure: %q", why)
	}
	w.ok(t, w.SetObject(ctx, head, "", plans, n, map[string]string{"released": "2026-03-01"}))
	line := w.register(t, "head", plans, 0).Row(n).Rows["provisional"][0].ID
	if err := w.SetLine(ctx, w.who["urban"], "", plans, n, line, map[string]string{"final": "1"}); !errs.Is(err, errs.NotFound) {
		t.Errorf("another bureau writes: %v", err)
	}
	if why := reach("printed"); why == "" {
		t.Error("printed on a provisional figure")
	}
	w.ok(t, w.SetLine(ctx, office, "", plans, n, line, map[string]string{"final": "101.7万"}))
	if why := reach("printed"); why != "" {
		t.Fatal(why)
	}
	if x := w.register(t, "head", plans, 0); !x.Row(n).Done(x.Def) || len(x.Row(n).Alerts) != 0 {
		t.Errorf("printed: %+v", x.Row(n).Alerts)
	}
}

// TestRegisterOfOnesOwn: a file that is not shipped is loaded, costed, switched
// on by a signature, filled from a list, checked by rounds, and a defect that is
// not cured is raised into the ledger; switched off, nothing is lost.
func TestRegisterOfOnesOwn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, signer, urban, office := context.Background(), w.who["signer"], w.who["urban"], w.who["office"]
		bridges, err := os.ReadFile("../register/testdata/bridges.yaml")
		w.ok(t, err)
		_, err = w.loadLibrary(ctx, org.Viewer{}, "", []LibraryFile{{Sort: store.LibraryRegister, Name: "bridges", Text: bridges}})
		w.ok(t, err)
		if _, err := w.Register(ctx, urban, "bridges", 0); !errs.Is(err, errs.NotFound) {
			t.Errorf("seen before it is in use: %v", err)
		}
		c, err := w.SwitchCost(ctx, office, "bridges", 2, 3)
		w.ok(t, err)
		if c.Fields != 3 || c.Rounds != 12 || c.Each != 15 || c.Unit != 45 || c.All != 90 {
			t.Fatalf("cost: %+v", c)
		}
		if err := w.SwitchRegister(ctx, office, "", "bridges", "on", w.urban, 2, 3, 90, ""); !errs.Is(err, errs.Forbidden) {
			t.Errorf("switched on without the right: %v", err)
		}
		if err := w.SwitchRegister(ctx, signer, "", "bridges", "on", w.urban, 2, 3, 80, ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("switched on at another cost than was seen: %v", err)
		}
		bare := signer
		bare.Proven = false
		if err := w.SwitchRegister(ctx, bare, "", "bridges", "on", w.urban, 2, 3, 90, ""); err == nil {
			t.Error("switched on without a password")
		}
		w.ok(t, w.SwitchRegister(ctx, signer, "", "bridges", "on", w.urban, 2, 3, 90, ""))
		w.bridgeList(t)
		w.bridgeRounds(t)
		before := len(w.register(t, "urban", "bridges", 0).Records)
		if err := w.SwitchRegister(ctx, signer, "", "bridges", "off", 0, 0, 0, 0, ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("switched off without words: %v", err)
		}
		w.ok(t, w.SwitchRegister(ctx, signer, "", "bridges", "off", 0, 0, 0, 0, "并入省系统"))
		if _, err := w.Register(ctx, urban, "bridges", 0); !errs.Is(err, errs.NotFound) {
			t.Errorf("seen after it went out of use: %v", err)
		}
		if err := w.EndObject(ctx, office, "", "bridges", 1, "撤"); !errs.Is(err, errs.Conflict) {
			t.Errorf("written to after it went out of use: %v", err)
		}
		if x := w.register(t, "office", "bridges", 0); len(x.Records) != before || x.On {
			t.Errorf("%d objects of %d are left", len(x.Records), before)
		}
	})
}

// bridgeList imports a list: errors by cell and nothing taken, then all, then
// nothing new.
func (w *town) bridgeList(t *testing.T) {
	t.Helper()
	ctx, urban := context.Background(), w.who["urban"]
	list := "桥名,管养单位,全长（米）,备注\n东桥,市城管局,120.5,\n西桥,没有这个局,长,\n东桥,市城管局,1,\n"
	l, err := w.ReadObjects(ctx, urban, "bridges", Upload{Name: "桥.csv", Bytes: []byte(list)})
	w.ok(t, err)
	if e := l.Table.Err(); e == nil || len(l.Table.Problems) != 3 {
		t.Fatalf("problems: %+v", l.Table.Problems)
	}
	if _, err := w.TakeObjects(ctx, urban, "", "bridges", Upload{Name: "桥.csv", Bytes: []byte(list)}); !errs.Is(err, errs.Invalid) {
		t.Errorf("taken with errors: %v", err)
	}
	if x := w.register(t, "urban", "bridges", 0); len(x.Records) != 0 {
		t.Fatalf("half an import: %d", len(x.Records))
	}
	good := Upload{Name: "桥.csv", Bytes: []byte("桥名,管养单位,全长\n东桥,市城管局,120.5\n西桥,市住建局,88\n")}
	for round, want := range []int{2, 0} {
		l, err := w.TakeObjects(ctx, urban, "", "bridges", good)
		w.ok(t, err)
		if l.Added != want || l.Changed != 0 {
			t.Errorf("round %d: %d added, %d changed", round, l.Added, l.Changed)
		}
	}
	l, err = w.TakeObjects(ctx, urban, "", "bridges", Upload{Name: "桥.csv", Bytes: bytes.Replace(good.Bytes, []byte("88"), []byte("90"), 1)})
	w.ok(t, err)
	if l.Added != 0 || l.Changed != 1 || len(l.Rows[1].Fields) != 1 {
		t.Errorf("changed: %+v", l)
	}
	if x := w.register(t, "head", "bridges", 0); len(x.Records) != 1 || x.Records[0].Values["span"] != "90.0" || x.Names.Show(x.Def.Fields[2], "90.0") != "90.0米" {
		t.Errorf("an owner sees %+v", x.Records)
	}
}

func (w *town) bridgeRounds(t *testing.T) {
	t.Helper()
	ctx, head, office := context.Background(), w.who["head"], w.who["office"]
	w.setDay(day(5, 8), 9)
	x := w.register(t, "head", "bridges", 0)
	n := x.Records[0].N
	if !hasAlert(x.Records[0], "unchecked") {
		t.Error("two months without a check, and no alert")
	}
	if err := w.LookAt(ctx, head, "", "bridges", n, day(5, 9), "", 0); !errs.Is(err, errs.Invalid) {
		t.Errorf("checked tomorrow: %v", err)
	}
	if err := w.LookAt(ctx, head, "", "bridges", n, 0, "", day(5, 20)); !errs.Is(err, errs.Invalid) {
		t.Errorf("a defect without words: %v", err)
	}
	w.ok(t, w.LookAt(ctx, head, "", "bridges", n, 0, "护栏松动", day(5, 20)))
	if x := w.register(t, "head", "bridges", 0); len(x.Row(n).Alerts) != 0 {
		t.Errorf("alerts after the check: %+v", x.Row(n).Alerts)
	}
	w.setDay(day(5, 21), 9)
	x = w.register(t, "head", "bridges", 0)
	if !hasAlert(x.Row(n), "uncured") {
		t.Fatal("a defect past its day, and no alert")
	}
	flaw := x.Row(n).Flaws[0].ID
	if _, err := w.RaiseDefect(ctx, head, "", "bridges", n, flaw); !errs.Is(err, errs.Forbidden) {
		t.Errorf("a bureau raises: %v", err)
	}
	item, err := w.RaiseDefect(ctx, office, "", "bridges", n, flaw)
	w.ok(t, err)
	if _, err := w.RaiseDefect(ctx, office, "", "bridges", n, flaw); !errs.Is(err, errs.Conflict) {
		t.Errorf("raised twice: %v", err)
	}
	if i := w.see("head", item, 0); i.Row.Title != "西桥：护栏松动" {
		t.Errorf("the item: %q", i.Row.Title)
	}
	w.ok(t, w.CureDefect(ctx, head, "", "bridges", n, flaw, 0))
	if err := w.CureDefect(ctx, head, "", "bridges", n, flaw, 0); !errs.Is(err, errs.NotFound) {
		t.Errorf("cured twice: %v", err)
	}
	w.ok(t, w.EndObject(ctx, office, "", "bridges", n, "拆除"))
	if err := w.LookAt(ctx, head, "", "bridges", n, 0, "", 0); !errs.Is(err, errs.Conflict) {
		t.Errorf("checked after its end: %v", err)
	}
}

// TestRegistersFilledAndCounted: next year's targets begin from this year's
// indicators (S1-66), texts are held against the text above them (S5-04), and
// what a system elsewhere keeps is counted only (practice 2.12).
func TestRegistersFilledAndCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		n := w.estates()
		n.Kind, n.Measures[0].Basis = "main-indicator", "开工套数"
		w.issue(n)
		for _, want := range []int{1, 0} {
			if got, err := w.FillRegister(ctx, office, "", "next-year-targets"); err != nil || got != want {
				t.Errorf("filled %d, %v", got, err)
			}
		}
		x := w.register(t, "head", "next-year-targets", 0)
		if len(x.Records) != 1 || !strings.Contains(x.Records[0].Values["now"], "个") || x.Records[0].Owner != w.house || !hasAlert(x.Records[0], "bare") {
			t.Errorf("%+v", x.Records)
		}
		w.texts(t)
		w.keep(t, "boilers", w.off)
		list := func(s string) error {
			_, err := w.TakeCounts(ctx, office, "", "boilers", calendar.MonthOf(2026, 2), Upload{Name: "数.csv", Bytes: []byte(s)})
			return err
		}
		if err := list("县区,在用台数,已检查,隐患未整改\n甲县,12,10,1\n丙县,1,x,0\n"); !errs.Is(err, errs.Invalid) || len(errs.Of(err).Fields) != 1 {
			t.Errorf("a county that is none: %v", w.refusedWith(err))
		}
		w.ok(t, list("县区,在用台数,已检查,隐患未整改\n甲县,12,10,1\n乙县,3,3,0\n"))
		if x := w.register(t, "office", "boilers", 0); len(x.Counts) != 6 || x.Counts[0].Value != "12" {
			t.Errorf("counts: %+v", x.Counts)
		}
		if _, err := w.AddObject(ctx, office, "", "boilers", nil); !errs.Is(err, errs.Conflict) {
			t.Errorf("typed into what is counted: %v", err)
		}
	})
}

func (w *town) texts(t *testing.T) {
	t.Helper()
	ctx, office := context.Background(), w.who["office"]
	add := func(title, level, above, value string) int {
		n, err := w.AddObject(ctx, office, "", "planning-texts", map[string]string{"title": title, "level": level, "horizon": "2030", "above": above})
		w.ok(t, err)
		w.ok(t, w.AddLine(ctx, office, "", "planning-texts", n, "targets", map[string]string{"indicator": "森林覆盖率", "value": value, "unit": "%"}))
		return n
	}
	top := add("规划建议", "市委建议", "", "40")
	above := id.String(w.register(t, "office", "planning-texts", 0).Row(top).ID)
	child := add("规划纲要", "规划纲要", above, "41")
	x := w.register(t, "urban", "planning-texts", 0)
	r := x.Row(child)
	if !hasAlert(r, "conflict") || !strings.Contains(r.Alerts[0].Says, "森林覆盖率（41.00／40.00）") {
		t.Fatalf("no conflict: %+v", r.Alerts)
	}
	if _, err := w.AddObject(ctx, office, "", "planning-texts", map[string]string{"title": "x", "level": "规划纲要", "horizon": "2030", "above": "999999"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("under a text that is not there: %v", err)
	}
}

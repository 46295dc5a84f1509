package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
	"jiufen/internal/textin"
)

// behind puts an item into the ledger whose node has passed with too little done.
func (w *town) behind(t *testing.T) (id.Item, id.Measure) {
	t.Helper()
	ctx := context.Background()
	items, err := w.IssueItems(ctx, w.who["office"], "", []NewItem{{Kind: "key-task", Title: "老旧小区改造", Standard: "全部验收", Year: 2026, Cadence: "month", Mode: "single",
		Parties: []ledger.Party{{Unit: w.house, Role: "lead"}}, Origins: []NewOrigin{{Sort: "report", Record: "政府工作报告", Demand: "改造120个", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []NewMeasure{{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120}}, Due: NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)},
		Plan: []NewNode{{MeasureAt: 1, Day: calendar.Date(2026, 3, 31), Expected: 60}, {MeasureAt: 1, Day: calendar.Date(2026, 12, 31), Expected: 120}}}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Item(ctx, w.who["office"], items[0], 0, w.Text)
	if err != nil {
		t.Fatal(err)
	}
	return items[0], v.Measures[0].ID
}

func (w *town) files(t *testing.T, item id.Item, m id.Measure, p calendar.Period, n int64) id.Report {
	t.Helper()
	out, err := w.FileReports(context.Background(), w.who["head"], "", SheetInput{Unit: w.house, Period: p, Rows: []ReportInput{{Item: item, Words: "在建", Values: []ValueInput{{Measure: m, Value: n}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return out[0]
}

// TestBulletinFromFactsToSignature: written from facts, edited, its typed numbers
// listed, frozen when submitted, named units approved by the head of government,
// numbered in the write that signs; the next one announces a correction.
func TestBulletinFromFactsToSignature(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item, m := w.behind(t)
		w.setDay(calendar.Date(2026, 4, 8), 9)
		march := w.files(t, item, m, calendar.MonthOf(2026, 3), 6)
		w.setDay(calendar.Date(2026, 4, 13), 9)
		office := w.who["office"]
		if _, err := w.NewBulletin(ctx, w.who["liaison"], Circular, 0, 0); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a liaison writes a bulletin: %v", err)
		}
		if _, err := w.NewBulletin(ctx, office, Brief, 0, 0); !errs.Is(err, errs.Invalid) {
			t.Errorf("a brief to nobody: %v", err)
		}
		n, err := w.NewBulletin(ctx, office, Circular, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		x, err := w.BulletinDraft(ctx, office, n)
		if err != nil {
			t.Fatal(err)
		}
		text := printedText(x)
		if !strings.Contains(text, "列入台账的重点工作1项") || !strings.Contains(text, "严重滞后（红灯）1项") || !strings.Contains(text, "市住建局：红灯1项，黄灯0项") || !strings.Contains(text, "老旧小区改造（牵头单位：市住建局；时限：12月31日）") {
			t.Fatalf("first text:\n%s", text)
		}
		if strings.Count(text, "老旧小区改造") != 1 {
			t.Errorf("an item is listed twice:\n%s", text)
		}
		if len(x.Typed) != 0 || len(x.Unknown) != 0 || !x.Names {
			t.Fatalf("typed %v, unknown %v, names %v", x.Typed, x.Unknown, x.Names)
		}
		words := x.Words + "\n另有3个项目【没有】开工。"
		if err := w.SaveBulletin(ctx, office, n, x.Draft.Version, BulletinTyped{Title: x.Title, To: x.To, Words: words}); err != nil {
			t.Fatal(err)
		}
		if err := w.SaveBulletin(ctx, office, n, x.Draft.Version, BulletinTyped{Title: x.Title, To: x.To, Words: "晚了一步"}); !errs.Is(err, errs.Conflict) {
			t.Errorf("two at once: %v", err)
		}
		if _, err := w.SubmitBulletin(ctx, office, "", n, x.Draft.Version+1); !errs.Is(err, errs.Invalid) {
			t.Errorf("a name that is no figure: %v", err)
		}
		words = strings.ReplaceAll(words, "【没有】", "没有")
		if err := w.SaveBulletin(ctx, office, n, x.Draft.Version+1, BulletinTyped{Title: x.Title, To: x.To, Words: words}); err != nil {
			t.Fatal(err)
		}
		p, err := w.SubmitBulletin(ctx, office, "once", n, x.Draft.Version+2)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.SubmitBulletin(ctx, office, "once", n, x.Draft.Version+2); err != nil || again != p {
			t.Errorf("sent twice: %d, %v", again, err)
		}
		if _, err := w.Bulletin(ctx, w.who["liaison"], p); !errs.Is(err, errs.NotFound) {
			t.Errorf("a unit reads what is not signed: %v", err)
		}
		got, err := w.Bulletin(ctx, w.who["approver"], p)
		if err != nil || len(got.Typed) != 1 || !strings.Contains(got.Typed[0], "另有3个项目") {
			t.Fatalf("at approval: %v, %v", got.Typed, err)
		}
		signer, mayor := w.who["signer"], w.who["mayor"]
		if _, err := w.SignBulletin(ctx, signer, "", p); !errs.Is(err, errs.Conflict) {
			t.Errorf("signed before approval: %v", err)
		}
		w.ok(t, w.ApproveBulletin(ctx, w.who["approver"], "", p))
		if _, err := w.SignBulletin(ctx, signer, "", p); errs.Of(err).Key != "err.bulletin.consent" {
			t.Errorf("signed without the head of government: %v", err)
		}
		if err := w.ConsentBulletin(ctx, signer, "", p, ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("recorded without a basis: %v", err)
		}
		w.ok(t, w.ConsentBulletin(ctx, mayor, "", p, ""))
		number, err := w.SignBulletin(ctx, signer, "s1", p)
		if err != nil || number != "样督通报〔2026〕1号" {
			t.Fatalf("%q, %v", number, err)
		}
		if again, err := w.SignBulletin(ctx, signer, "s1", p); err != nil || again != number {
			t.Errorf("sent twice: %q, %v", again, err)
		}
		name, file, err := w.BulletinFile(ctx, w.who["liaison"], p)
		if err != nil || !strings.HasSuffix(name, ".docx") {
			t.Fatal(name, err)
		}
		read, err := textin.Read(name, file, textin.Limits{})
		if err != nil || !strings.Contains(read.String, "样督通报〔2026〕1号") || !strings.Contains(read.String, "严重滞后（红灯）1项") || strings.ContainsAny(read.String, "【】") {
			t.Errorf("the paper: %v\n%s", err, read.String)
		}
		if _, slip, err := w.PaperSlip(ctx, w.who["liaison"], p); err != nil || len(slip) == 0 {
			t.Errorf("slip: %v", err)
		}

		// The figure it rested on is corrected; the next bulletin says so.
		_, err = w.AcceptReports(ctx, w.who["supervision"], "", []id.Report{march})
		w.ok(t, err)
		_, err = w.Correct(ctx, w.who["head"], "", march, ReportInput{Item: item, Words: "复核更正", Reason: "更正", Values: []ValueInput{{Measure: m, Value: 9}}})
		w.ok(t, err)
		next, err := w.NewBulletin(ctx, office, Circular, 0, 0)
		w.ok(t, err)
		y, err := w.BulletinDraft(ctx, office, next)
		w.ok(t, err)
		if s := printedText(y); !strings.Contains(s, "更正说明") || !strings.Contains(s, "样督通报〔2026〕1号中“老旧小区改造”3月老旧小区原为6个，现更正为9个") {
			t.Errorf("correction not announced:\n%s", s)
		}
		if was, err := w.Bulletin(ctx, office, p); err != nil || !strings.Contains(printedText(was), "红灯1项") || was.Words != words {
			t.Errorf("the signed one changed: %v", err)
		}
	})
}

// TestBriefSpeaksOfOnePortfolio: a brief has its leader's items alone and goes to
// him alone.
func TestBriefSpeaksOfOnePortfolio(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		w.behind(t)
		office, vice, mayor := w.who["office"], w.who["vice"], w.who["mayor"]
		n, err := w.NewBulletin(ctx, office, Brief, vice.Post, 0)
		w.ok(t, err)
		x, err := w.BulletinDraft(ctx, office, n)
		w.ok(t, err)
		if s := printedText(x); !strings.Contains(s, "副市长分管领域列入台账1项") || x.Names {
			t.Errorf("brief: names %v\n%s", x.Names, s)
		}
		p, err := w.SubmitBulletin(ctx, office, "", n, x.Draft.Version)
		w.ok(t, err)
		w.ok(t, w.ReturnBulletin(ctx, w.who["approver"], "", p, "写短些"))
		again, err := w.BulletinDraft(ctx, office, n)
		if err != nil || again.State != "open" {
			t.Fatalf("returned: %s, %v", again.State, err)
		}
		p, err = w.SubmitBulletin(ctx, office, "", n, again.Draft.Version)
		w.ok(t, err)
		w.ok(t, w.ApproveBulletin(ctx, w.who["approver"], "", p))
		_, err = w.SignBulletin(ctx, w.who["signer"], "", p)
		w.ok(t, err)
		if _, err := w.Bulletin(ctx, vice, p); err != nil {
			t.Errorf("its leader cannot read it: %v", err)
		}
		for _, v := range []org.Viewer{mayor, w.who["head"], w.who["liaison"]} {
			if _, err := w.Bulletin(ctx, v, p); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s reads another's brief: %v", v.Name, err)
			}
			list, _, err := w.Bulletins(ctx, v, "")
			if err != nil || slices.ContainsFunc(list, func(l BulletinLine) bool { return l.Sort == Brief }) {
				t.Errorf("%s is told of it: %v", v.Name, err)
			}
		}
	})
}

// TestBulletinAsOfIsWhatWasKnown: a text as of a past day says what was known
// then, however often it is asked.
func TestBulletinAsOfIsWhatWasKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item, m := w.behind(t)
		w.setDay(calendar.Date(2026, 4, 8), 9)
		w.files(t, item, m, calendar.MonthOf(2026, 3), 6)
		w.setDay(calendar.Date(2026, 4, 20), 9)
		at := func() map[string]string {
			var out map[string]string
			w.ok(t, w.DB.View(ctx, func(tx *store.Tx) error {
				b, err := w.bulletinFactsOf(tx, w.who["office"], Circular, 0, calendar.Date(2026, 4, 10), w.Text)
				if err == nil {
					out = b.figures()
				}
				return err
			}))
			return out
		}
		then := at()
		w.files(t, item, m, calendar.MonthOf(2026, 4), 70)
		w.setDay(calendar.Date(2026, 5, 6), 9)
		now := at()
		for name, text := range then {
			if now[name] != text {
				t.Errorf("%s was %q and is %q", name, text, now[name])
			}
		}
	})
}

func (w *town) ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func printedText(x *BulletinView) string {
	var b strings.Builder
	for _, l := range x.Lines {
		for _, r := range l.Runs {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	return b.String()
}

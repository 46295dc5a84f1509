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

// countyBehind gives 甲县 its people and an item whose node has passed with too
// little done.
func (w *town) countyBehind(t *testing.T) (id.Item, id.Measure) {
	t.Helper()
	ctx := context.Background()
	_, err := w.DB.Write(ctx, store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		w.post(tx, "jialiaison", w.jia, "联络员", org.CountyLiaison, org.Read, org.Receive, org.Report)
		w.post(tx, "jiahead", w.jia, "县长", org.Head, org.Read, org.Receive, org.Report, org.Sheet)
		w.post(tx, "yiliaison", w.yi, "联络员", org.CountyLiaison, org.Read, org.Receive, org.Report)
		return nil
	})
	w.ok(t, err)
	w.meet()
	items, err := w.IssueItems(ctx, w.who["office"], "", []NewItem{{Kind: "key-task", Title: "甲县改造老旧小区", Standard: "全部验收", Year: 2026, Cadence: "month", Mode: "single",
		Parties: []ledger.Party{{Unit: w.jia, Role: "lead"}}, Origins: []NewOrigin{{Sort: "report", Record: "政府工作报告", Demand: "改造40个", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []NewMeasure{{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 40}}, Due: NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)},
		Plan: []NewNode{{MeasureAt: 1, Day: calendar.Date(2026, 3, 31), Expected: 20}, {MeasureAt: 1, Day: calendar.Date(2026, 12, 31), Expected: 40}}}})
	w.ok(t, err)
	v, err := w.Item(ctx, w.who["office"], items[0], 0, w.Text)
	w.ok(t, err)
	return items[0], v.Measures[0].ID
}

func (w *town) countyFiles(t *testing.T, item id.Item, m id.Measure, p calendar.Period, n int64) {
	t.Helper()
	_, err := w.FileReports(context.Background(), w.who["jiahead"], "", SheetInput{Unit: w.jia, Period: p, Rows: []ReportInput{{Item: item, Words: "在建", Values: []ValueInput{{Measure: m, Value: n}}}}})
	w.ok(t, err)
}

// signs leads a draft through the chain to its number.
func (w *town) signs(t *testing.T, draft int64) (id.Paper, string) {
	t.Helper()
	ctx := context.Background()
	x, err := w.BulletinDraft(ctx, w.who["office"], draft)
	w.ok(t, err)
	p, err := w.SubmitBulletin(ctx, w.who["office"], "", draft, x.Draft.Version)
	w.ok(t, err)
	w.ok(t, w.ApproveBulletin(ctx, w.who["approver"], "", p))
	if x.Names {
		w.ok(t, w.ConsentBulletin(ctx, w.who["mayor"], "", p, ""))
	}
	number, err := w.SignBulletin(ctx, w.who["signer"], "", p)
	w.ok(t, err)
	return p, number
}

// heard fills in how 甲县 was heard.
func (w *town) heard(t *testing.T, draft int64) {
	t.Helper()
	ctx := context.Background()
	x, err := w.BulletinDraft(ctx, w.who["office"], draft)
	w.ok(t, err)
	w.ok(t, w.SaveBulletin(ctx, w.who["office"], draft, x.Draft.Version, BulletinTyped{Title: x.Title, To: x.To, Words: x.Words, Answer: x.Draft.Answer, Heard: "meeting", HeardDay: calendar.Date(2026, 4, 10), HeardWords: "专题会议纪要〔2026〕3号"}))
}

func fieldNames(err error) (out []string) {
	if e := errs.Of(err); e != nil {
		for _, f := range e.Fields {
			out = append(out, f.Name+" "+f.Key)
		}
	}
	return out
}

// TestLetterFromBulletinToReply (S1-73): a letter rests on a signed bulletin and
// goes to a county that lags in it; who is heard first and who is asked until when
// stands in it; it goes the way of the other papers with numbers of its own; the
// county reads and replies; what came of its items is reckoned.
func TestLetterFromBulletinToReply(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item, m := w.countyBehind(t)
		w.setDay(calendar.Date(2026, 4, 8), 9)
		w.countyFiles(t, item, m, calendar.MonthOf(2026, 3), 2)
		w.setDay(calendar.Date(2026, 4, 13), 9)
		office := w.who["office"]
		n, err := w.NewBulletin(ctx, office, Circular, 0, 0)
		w.ok(t, err)
		bx, err := w.BulletinDraft(ctx, office, n)
		w.ok(t, err)
		early, err := w.SubmitBulletin(ctx, office, "", n, bx.Draft.Version)
		w.ok(t, err)
		if _, err := w.NewLetter(ctx, office, early, w.jia, 0); errs.Of(err).Key != "err.letter.base" {
			t.Errorf("on a bulletin that is not signed: %v", err)
		}
		w.ok(t, w.ReturnBulletin(ctx, w.who["approver"], "", early, "再核"))
		base, _ := w.signs(t, n)

		// The ledger moves on after the bulletin; the letter speaks of what the bulletin had.
		w.setDay(calendar.Date(2026, 4, 14), 9)
		if x, err := w.Bulletin(ctx, office, base); err != nil || len(x.Counties) != 1 || x.Counties[0].Unit != w.jia || x.Counties[0].Red != 1 {
			t.Fatalf("who lags: %+v, %v", x.Counties, err)
		}
		for _, c := range []struct {
			name string
			unit id.Unit
			day  calendar.Day
			want string
		}{
			{"a department", w.house, 0, "unit err.letter.county"},
			{"a county that does not lag", w.yi, 0, "unit err.letter.lag"},
			{"an answer asked by today", w.jia, calendar.Date(2026, 4, 14), "answer err.letter.past"},
		} {
			if _, err := w.NewLetter(ctx, office, base, c.unit, c.day); !slices.Equal(fieldNames(err), []string{c.want}) {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if _, err := w.NewLetter(ctx, w.who["liaison"], base, w.jia, 0); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a unit writes a letter: %v", err)
		}
		draft, err := w.NewLetter(ctx, office, base, w.jia, 0)
		w.ok(t, err)
		if _, err := w.NewLetter(ctx, office, base, w.jia, 0); !slices.Equal(fieldNames(err), []string{"unit err.letter.twice"}) {
			t.Errorf("twice on one bulletin: %v", err)
		}
		x, err := w.BulletinDraft(ctx, office, draft)
		w.ok(t, err)
		if x.Draft.Answer != calendar.Date(2026, 4, 28) { // ten working days
			t.Errorf("answer asked by %v", x.Draft.Answer)
		}
		text := printedText(x)
		for _, want := range []string{"（样督通报〔2026〕1号）", "截至4月13日，甲县牵头的列入台账事项1项，其中严重滞后（红灯）1项。现将", "甲县改造老旧小区（时限：12月31日）", "4月28日前书面回复"} {
			if !strings.Contains(text, want) {
				t.Errorf("the letter does not say %s:\n%s", want, text)
			}
		}
		if x.To != "中共甲县委员会、甲县人民政府主要负责同志：" || !x.Names || len(x.Typed)+len(x.Unknown) != 0 {
			t.Errorf("to %s; names %v, typed %v, unknown %v", x.To, x.Names, x.Typed, x.Unknown)
		}
		if _, err := w.SubmitBulletin(ctx, office, "", draft, x.Draft.Version); !slices.Equal(fieldNames(err), []string{"heard err.letter.heard", "heardday err.required"}) {
			t.Errorf("submitted before the county was heard: %v", err)
		}
		w.heard(t, draft)
		x, err = w.BulletinDraft(ctx, office, draft)
		w.ok(t, err)
		p, err := w.SubmitBulletin(ctx, office, "", draft, x.Draft.Version)
		w.ok(t, err)
		county := w.who["jialiaison"]
		if _, err := w.Bulletin(ctx, county, p); !errs.Is(err, errs.NotFound) {
			t.Errorf("the county reads what is not signed: %v", err)
		}
		w.ok(t, w.ApproveBulletin(ctx, w.who["approver"], "", p))
		if _, err := w.SignBulletin(ctx, w.who["signer"], "", p); errs.Of(err).Key != "err.bulletin.consent" {
			t.Errorf("signed without the head of government: %v", err)
		}
		w.ok(t, w.ConsentBulletin(ctx, w.who["mayor"], "", p, ""))
		number, err := w.SignBulletin(ctx, w.who["signer"], "l1", p)
		if err != nil || number != "样督函〔2026〕1号" {
			t.Fatalf("%q, %v", number, err)
		}
		name, file, err := w.BulletinFile(ctx, county, p)
		w.ok(t, err)
		read, err := textin.Read(name, file, textin.Limits{})
		for _, want := range []string{"督办函", number, "中共甲县委员会、甲县人民政府主要负责同志：", "发函前，已于4月10日当面听取甲县的说明（专题会议纪要〔2026〕3号）。"} {
			if err != nil || !strings.Contains(read.String, want) {
				t.Errorf("the paper does not say %s: %v\n%s", want, err, read.String)
			}
		}
		if _, slip, err := w.PaperSlip(ctx, county, p); err != nil || len(slip) == 0 {
			t.Errorf("slip: %v", err)
		}
		w.letterIsAnswered(t, p, item, m)
	})
}

func (w *town) letterIsAnswered(t *testing.T, p id.Paper, item id.Item, m id.Measure) {
	ctx := context.Background()
	office, county := w.who["office"], w.who["jialiaison"]
	for _, who := range []string{"yiliaison", "jia", "liaison"} { // another county, a bureau of this one, a bureau of the city
		if _, err := w.Bulletin(ctx, w.who[who], p); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s reads the letter: %v", who, err)
		}
		if err := w.ReplyLetter(ctx, w.who[who], "", p, "x"); !errs.Is(err, errs.NotFound) {
			t.Errorf("%s replies: %v", who, err)
		}
		if list, _, err := w.Bulletins(ctx, w.who[who], ""); err != nil || slices.ContainsFunc(list, func(l BulletinLine) bool { return l.Sort == Letter }) {
			t.Errorf("%s is told of it: %v", who, err)
		}
	}
	desk, err := w.Desk(ctx, county, w.Text)
	w.ok(t, err)
	if len(desk.Letters) != 1 || desk.Letters[0].Number != "样督函〔2026〕1号" || desk.Letters[0].LetterReply.Read != 0 {
		t.Errorf("the county's desk: %+v", desk.Letters)
	}
	w.ok(t, w.ReadLetter(ctx, county, "", p))
	if err := w.ReadLetter(ctx, w.who["jiahead"], "", p); errs.Of(err).Key != "err.letter.read" {
		t.Errorf("read twice: %v", err)
	}
	late := func() int {
		d, err := w.Desk(ctx, office, w.Text)
		w.ok(t, err)
		return d.Queues["letterlate"]
	}
	w.setDay(calendar.Date(2026, 4, 28), 9)
	if late() != 0 {
		t.Error("late on its day")
	}
	w.setDay(calendar.Date(2026, 4, 30), 9)
	if late() != 1 {
		t.Error("a letter past its day is not told")
	}
	list, _, err := w.Bulletins(ctx, office, Letter)
	w.ok(t, err)
	if i := slices.IndexFunc(list, func(l BulletinLine) bool { return l.Paper == p }); len(list) != 1 || i < 0 || list[i].Unit != w.jia || list[i].Reply == nil || list[i].Reply.Late != 2 || list[i].Reply.Read != calendar.Date(2026, 4, 14) {
		t.Errorf("the list: %+v", list)
	}
	if err := w.ReplyLetter(ctx, county, "", p, "  "); !errs.Is(err, errs.Invalid) {
		t.Errorf("an empty reply: %v", err)
	}
	w.ok(t, w.ReplyLetter(ctx, county, "r1", p, "已倒排工期。"))
	w.ok(t, w.ReplyLetter(ctx, county, "r1", p, "已倒排工期。")) // sent twice
	if desk, err = w.Desk(ctx, county, w.Text); err != nil || len(desk.Letters) != 0 || late() != 0 {
		t.Errorf("replied, and still asked for: %+v, %v", desk.Letters, err)
	}
	w.setDay(calendar.Date(2026, 5, 7), 9)
	w.countyFiles(t, item, m, calendar.MonthOf(2026, 4), 30)
	w.ok(t, w.ReplyLetter(ctx, w.who["jiahead"], "", p, "4月底已完成30个。"))
	for _, c := range []struct {
		day     calendar.Day
		outcome string
		replies int
	}{{calendar.Date(2026, 4, 2), LetterSame, 0}, {calendar.Date(2026, 4, 29), LetterSame, 0}, {calendar.Date(2026, 4, 30), LetterSame, 1}, {0, LetterBetter, 2}} {
		x, err := w.BulletinAsOf(ctx, office, p, c.day)
		w.ok(t, err)
		l := x.Letter
		words := []string{}
		for _, a := range l.Acts {
			if a.Act == store.LetterReply {
				words = append(words, a.Words)
			}
		}
		if len(l.Items) != 1 || l.Items[0].Item != item || l.Items[0].Then != ledger.Red || l.Items[0].Outcome != c.outcome || len(words) != c.replies {
			t.Errorf("as of %v: %+v, %q", c.day, l.Items, words)
		}
		if c.replies == 2 && (words[0] != "已倒排工期。" || l.Reply.Day != calendar.Date(2026, 4, 30) || l.Reply.Late != 2) {
			t.Errorf("the first reply stands: %q, %+v", words, l.Reply)
		}
	}
}

// TestLettersHaveTheirOwnNumbers: bulletins between letters leave no gap in their
// numbers, and a letter whose day has come is not signed.
func TestLettersHaveTheirOwnNumbers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item, m := w.countyBehind(t)
		w.setDay(calendar.Date(2026, 4, 8), 9)
		w.countyFiles(t, item, m, calendar.MonthOf(2026, 3), 2)
		w.setDay(calendar.Date(2026, 4, 13), 9)
		var numbers []string
		for range 2 {
			n, err := w.NewBulletin(ctx, w.who["office"], Circular, 0, 0)
			w.ok(t, err)
			base, number := w.signs(t, n)
			numbers = append(numbers, number)
			n, err = w.NewLetter(ctx, w.who["office"], base, w.jia, 0)
			w.ok(t, err)
			w.heard(t, n)
			_, number = w.signs(t, n)
			numbers = append(numbers, number)
		}
		if want := []string{"样督通报〔2026〕1号", "样督函〔2026〕1号", "样督通报〔2026〕2号", "样督函〔2026〕2号"}; !slices.Equal(numbers, want) {
			t.Errorf("%v", numbers)
		}
		n, err := w.NewBulletin(ctx, w.who["office"], Circular, 0, 0)
		w.ok(t, err)
		base, _ := w.signs(t, n)
		n, err = w.NewLetter(ctx, w.who["office"], base, w.jia, calendar.Date(2026, 4, 15))
		w.ok(t, err)
		w.heard(t, n)
		x, err := w.BulletinDraft(ctx, w.who["office"], n)
		w.ok(t, err)
		p, err := w.SubmitBulletin(ctx, w.who["office"], "", n, x.Draft.Version)
		w.ok(t, err)
		w.ok(t, w.ApproveBulletin(ctx, w.who["approver"], "", p))
		w.ok(t, w.ConsentBulletin(ctx, w.who["mayor"], "", p, ""))
		w.setDay(calendar.Date(2026, 4, 15), 9)
		if _, err := w.SignBulletin(ctx, w.who["signer"], "", p); errs.Of(err).Key != "err.letter.past" {
			t.Errorf("signed on the day the answer is asked: %v", err)
		}
	})
}

// TestLetterOutcomes: grey and gone cannot be compared, whichever side they are on.
func TestLetterOutcomes(t *testing.T) {
	for _, c := range []struct {
		then, now ledger.Light
		want      string
	}{
		{ledger.Red, ledger.Yellow, LetterBetter}, {ledger.Red, ledger.Done, LetterBetter}, {ledger.Yellow, ledger.Yellow, LetterSame}, {ledger.Yellow, ledger.Red, LetterWorse},
		{ledger.Red, ledger.Grey, LetterUnjudged}, {ledger.Grey, ledger.Green, LetterUnjudged}, {ledger.Red, ledger.NoLight, LetterUnjudged}, {ledger.NoLight, ledger.Red, LetterUnjudged},
	} {
		if got := letterOutcome(c.then, c.now); got != c.want {
			t.Errorf("%v to %v: %s", c.then, c.now, got)
		}
	}
}

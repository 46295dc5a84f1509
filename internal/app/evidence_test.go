package app

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// TestEvidence: nothing is asked until somebody asks it of an item; what was given
// is looked into; declared and proven are counted apart, as of any day; a file is
// for who sees the item, and taken back only before its period is reported.
func TestEvidence(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		office, head, liaison := w.who["office"], w.who["head"], w.who["liaison"]
		items, err := w.IssueItems(ctx, office, "", []NewItem{{Kind: "key-task", Title: "改造老旧小区", Standard: "改造老旧小区", Year: 2026, Mode: "single", Cadence: "month", Parties: []ledger.Party{{Unit: w.house, Role: "lead"}},
			Origins: []NewOrigin{{Sort: "report", Demand: "改造老旧小区", Limit: calendar.Date(2026, 12, 31)}}, Measures: []NewMeasure{{Name: "小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120}}, Due: NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)}}})
		w.ok(t, err)
		item := items[0]
		view := func() *ItemView {
			v, err := w.Item(ctx, office, item, 0, w.Text)
			w.ok(t, err)
			return v
		}
		measure := view().Measures[0].ID
		refused := func(key string, err error) {
			t.Helper()
			if e := errs.Of(err); err == nil || e.Key != key && !slices.ContainsFunc(e.Fields, func(f errs.Field) bool { return f.Key == key }) {
				t.Errorf("%v, not %s", err, key)
			}
		}
		first := calendar.In(view().Point.Day, calendar.Month)
		second := first.Next(calendar.Month)
		give := func(v org.Viewer, p calendar.Period, name string, b []byte) error {
			return w.GiveEvidence(ctx, v, "", EvidenceInput{Item: item, Period: p, Upload: Upload{Name: name, Bytes: b}, Words: "24个小区"})
		}
		report := func(p calendar.Period, n int64, paper string) {
			t.Helper()
			_, err := w.FileReports(ctx, head, "", SheetInput{Unit: w.house, Period: p, Rows: []ReportInput{{Item: item, Words: "按计划推进", Values: []ValueInput{{Measure: measure, Value: n}}, Evidence: paper}}})
			w.ok(t, err)
		}
		proof := func(day calendar.Day, asked, proven, declared int) {
			t.Helper()
			o, err := w.Overview(ctx, office, day, w.Text)
			w.ok(t, err)
			if p := o.Proof; p.Asked != asked || p.Proven != proven || p.Declared != declared || len(p.Bare) != declared {
				t.Errorf("asked %d, proven %d, declared %d; not %d, %d, %d", p.Asked, p.Proven, p.Declared, asked, proven, declared)
			}
		}
		paper := func(first string) []byte {
			b, err := docx.Render(docx.Document{Sections: []docx.Section{{Blocks: []docx.Block{docx.Paragraph{Text: first, Flush: true}, docx.Paragraph{Text: "二十四个小区通过验收。"}}}}})
			w.ok(t, err)
			return b
		}
		page, secret := paper("竣工验收备案表"), paper("机密★1年")

		proof(0, 0, 0, 0)
		refused("err.evidence.notasked", give(liaison, first, "a.docx", page))
		refused("err.evidence.photo", w.AskEvidence(ctx, office, "", item, store.EvidencePhoto, "现场", ""))
		refused("err.required", w.AskEvidence(ctx, office, "", item, store.EvidencePaper, " ", ""))
		refused("err.right", w.AskEvidence(ctx, head, "", item, store.EvidencePaper, "备案表", ""))
		w.ok(t, w.AskEvidence(ctx, office, "", item, store.EvidencePaper, "竣工验收备案表", ""))
		refused("err.evidence.same", w.AskEvidence(ctx, office, "", item, store.EvidencePaper, "竣工验收备案表", ""))
		refused("err.evidence.notasked", give(liaison, first, "a.docx", page))
		proof(0, 1, 0, 0)

		report(first, 10, "样建验〔2026〕6号，3月2日")
		proof(0, 1, 1, 0)
		if list := view().Facts.EvidenceFor(first); len(list) != 1 || list[0].Words != "样建验〔2026〕6号，3月2日" || list[0].Sort != store.EvidencePaper {
			t.Errorf("what was given: %+v", list)
		}

		before := view().Point.Day
		w.setDay(second.End(), 9)
		report(second, 30, "")
		proof(0, 1, 0, 1)
		proof(before, 1, 1, 0) // as it was known then
		w.ok(t, w.AskEvidence(ctx, office, "", item, store.EvidenceFile, "竣工验收备案表", ""))
		for name, x := range map[string]struct {
			key  string
			file string
			b    []byte
		}{
			"a program":       {"err.evidence.type", "a.html", []byte("<script>")},
			"another content": {"err.evidence.bytes", "a.pdf", page},
			"a photograph":    {"err.evidence.nophoto", "a.png", []byte("\x89PNG\r\n\x1a\n....")},
			"a broken file":   {"textin.zip.broken", "a.docx", page[:200]},
			"a secret":        {"decompose.secret", "a.docx", secret},
			"too large":       {"err.evidence.large", "a.ofd", append([]byte("PK\x03\x04"), make([]byte, 9<<20)...)},
		} {
			t.Run(name, func(t *testing.T) { refused(x.key, give(liaison, second, x.file, x.b)) })
		}
		proof(0, 1, 0, 1)
		w.ok(t, give(liaison, second, `C:\桌面\备案表.docx`, page))
		proof(0, 1, 1, 0)
		file := view().Facts.EvidenceFor(second)[0]
		name, b, err := w.EvidenceBytes(ctx, office, item, file.ID)
		if w.ok(t, err); name != "备案表.docx" || !bytes.Equal(b, page) {
			t.Errorf("%s, %d bytes", name, len(b))
		}
		refused("err.evidence.stands", w.WithdrawEvidence(ctx, liaison, "", item, file.ID, "传错了"))

		third := second.Next(calendar.Month)
		w.setDay(third.End(), 9)
		w.ok(t, give(liaison, third, "备案表.docx", page))
		early := view().Facts.EvidenceFor(third)[0]
		for who, v := range map[string]org.Viewer{"office": office, "another unit": w.who["urban"]} {
			if _, _, err := w.EvidenceBytes(ctx, v, item, early.ID); !errs.Is(err, errs.NotFound) {
				t.Errorf("%s sees a file of a period that was not reported: %v", who, err)
			}
		}
		if _, _, err := w.EvidenceBytes(ctx, liaison, item, early.ID); err != nil {
			t.Error(err)
		}
		if _, _, err := w.EvidenceBytes(ctx, liaison, item, id.Fact(item)); !errs.Is(err, errs.NotFound) {
			t.Errorf("a number that is no evidence: %v", err)
		}
		refused("err.required", w.WithdrawEvidence(ctx, liaison, "", item, early.ID, " "))
		w.ok(t, w.WithdrawEvidence(ctx, liaison, "", item, early.ID, "传错了"))
		refused("err.notfound", w.WithdrawEvidence(ctx, liaison, "", item, early.ID, "传错了"))
		if list := view().Facts.EvidenceFor(third); len(list) != 0 {
			t.Errorf("taken back: %+v", list)
		}
		w.ok(t, w.AskEvidence(ctx, office, "", item, store.NoEvidence, "", ""))
		proof(0, 0, 0, 0)
	})
}

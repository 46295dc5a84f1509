package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/docx"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/opc"
	"jiufen/internal/store"
)

// TestUrgentMattersGoOutTheSameDay: an urgent instruction that is not given out, and
// one that is given out and not signed for, stand on the desk of the office; its
// limit runs from the day it was given out.
func TestUrgentMattersGoOutTheSameDay(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		office := w.who["office"]
		doc, err := w.TakeIn(ctx, office, "", Upload{Name: "批示件.txt", Sort: "instruction", Year: 2026, Bytes: []byte("市长批示件\n一、桥梁病害\n请市住建局尽快核查桥梁病害并处置到位。\n")})
		w.ok(t, err)
		v := w.view(doc)
		for _, d := range v.Drafts {
			if d.Body.Kind != "instruction" || d.Body.Urgency != "" {
				t.Errorf("a draft of an instruction is %s, class %q", d.Body.Kind, d.Body.Urgency)
			}
		}
		clause := -1
		for _, c := range v.Clauses {
			if strings.Contains(v.Words(c.Start, c.End), "桥梁病害并处置") {
				clause = int(c.N)
			}
		}
		n, err := w.DraftFromClause(ctx, office, doc, clause)
		w.ok(t, err)
		urgent := func() []Urgent {
			t.Helper()
			d, err := w.Desk(ctx, office, w.Text)
			w.ok(t, err)
			if d.Queues["urgent"] != len(d.Urgent) {
				t.Errorf("%d and %d", d.Queues["urgent"], len(d.Urgent))
			}
			return d.Urgent
		}
		if u := urgent(); len(u) != 0 {
			t.Errorf("urgent without a class: %+v", u)
		}
		s, err := w.EditDraft(ctx, office, DraftEdit{Draft: n, Version: 1, State: DraftAccepted, Fields: map[string]json.RawMessage{"title": raw("处置桥梁病害"), "urgency": raw("urgent"), "mode": raw("single"), "parties": raw([]DraftParty{{Unit: w.house, Role: "lead"}})}})
		w.ok(t, err)
		for _, x := range w.view(doc).Drafts { // what else was read out of it
			if x.ID != n {
				_, err := w.DropDraft(ctx, office, x.ID, x.Version, "同一句")
				w.ok(t, err)
			}
		}
		now, _, err := w.DraftNow(ctx, office, n)
		if w.ok(t, err); len(now.Problems) != 0 || now.Body.Kind != "instruction" || s.Version == 0 {
			t.Errorf("%s: %+v", now.Body.Kind, now.Problems)
		}
		if u := urgent(); len(u) != 1 || u[0].Draft != n || u[0].Late != 0 {
			t.Errorf("the same day: %+v", u)
		}
		w.setDay(calendar.Date(2026, 3, 4), 9)
		if u := urgent(); len(u) != 1 || u[0].Late == 0 {
			t.Errorf("the next day: %+v", u)
		}
		p, err := w.SubmitPaper(ctx, office, "", doc, "")
		w.ok(t, err)
		w.ok(t, w.ApprovePaper(ctx, w.who["approver"], "", p))
		signed, err := w.SignPaper(ctx, w.who["signer"], "", p)
		w.ok(t, err)
		_, file, err := w.PaperFile(ctx, office, p, "docx")
		w.ok(t, err)
		text, err := docx.Read(file, opc.Limits{})
		if w.ok(t, err); !strings.Contains(text.String, "急件，交办后5个工作日内") {
			t.Errorf("the notice does not say the limit:\n%s", text.String)
		}
		it, err := w.Item(ctx, office, signed.Items[0], 0, w.Text)
		w.ok(t, err)
		a, _ := it.Facts.Assignment()
		if it.Row.Input.Due != calendar.Date(2026, 3, 11) || a.SignBy != calendar.Date(2026, 3, 4) {
			t.Errorf("due %s, to be signed for by %s", it.Row.Input.Due, a.SignBy)
		}
		if u := urgent(); len(u) != 1 || u[0].Item != signed.Items[0] || len(u[0].Units) != 1 || u[0].Units[0] != w.house {
			t.Errorf("given out: %+v", u)
		}
		if d, err := w.Desk(ctx, w.who["liaison"], w.Text); err != nil || len(d.Urgent) != 0 || len(d.ToSign) != 1 || d.ToSign[0].By != calendar.Date(2026, 3, 4) {
			t.Errorf("the unit: %v %+v", err, d.Urgent)
		}
		w.ok(t, w.SignFor(ctx, w.who["liaison"], "", []id.Item{signed.Items[0]}))
		if u := urgent(); len(u) != 0 {
			t.Errorf("signed for: %+v", u)
		}
	})
}

// TestClassesOfUrgency: a class gives a limit where nobody gave one; a date of the
// text stands.
func TestClassesOfUrgency(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		day := calendar.Date(2026, 3, 2)
		var lib *store.Library
		w.ok(t, w.DB.View(context.Background(), func(tx *store.Tx) (err error) {
			lib, err = tx.Library(tx.Now())
			return err
		}))
		for _, x := range []struct {
			class   string
			due     NewDue
			want    calendar.Day
			sameDay bool
		}{
			{"urgent", NewDue{Sort: "date"}, calendar.Date(2026, 3, 9), true},
			{"ordinary", NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31), Assumed: true}, calendar.Date(2026, 3, 17), false},
			{"hard", NewDue{Sort: "date", Day: calendar.Date(2026, 3, 20)}, calendar.Date(2026, 3, 20), false},
			{"nowhere", NewDue{Sort: "date"}, 0, false},
			{"urgent", NewDue{Sort: "standing"}, 0, true},
		} {
			n := NewItem{Kind: "instruction", Urgency: x.class, Due: x.due, Origins: []NewOrigin{{Sort: string(ledger.OriginInstruction), Limit: x.due.Day, Assumed: x.due.Assumed}}}
			n.urge(lib, day)
			if n.effective() != x.want || n.sameDay != x.sameDay {
				t.Errorf("%s %v: %s %v", x.class, x.due, n.effective(), n.sameDay)
			}
		}
	})
}

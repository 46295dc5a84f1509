package app

import (
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// urge gives an item of a class of urgency the limit of its class, from the day of
// 交办, unless its sources set one (practice E.3), and has it signed for on that
// day where the class says so (practice B.2).
func (n *NewItem) urge(lib *store.Library, day calendar.Day) {
	k := lib.Kinds[n.Kind]
	if k == nil || n.Urgency == "" {
		return
	}
	l, ok := k.Limit(n.Urgency)
	if !ok {
		return
	}
	n.sameDay = l.SameDay
	if n.Due.Sort != string(ledger.DueDate) || n.Due.Day != 0 && !n.Due.Assumed {
		return
	}
	n.Due.Day, n.Due.Assumed = l.Ends(lib.Cal, day).Day, false
	n.Origins = slices.Clone(n.Origins)
	for i := range n.Origins {
		if n.Origins[i].Assumed {
			n.Origins[i].Limit, n.Origins[i].Assumed = 0, false
		}
	}
}

// ClassOf is the class of urgency of a draft whose limit runs from 交办; false if
// it has none, or a limit of its own.
func (b DraftBody) ClassOf(lib *store.Library) (ledger.Limit, bool) {
	k := lib.Kinds[b.Kind]
	if k == nil || b.DueSort != string(ledger.DueDate) || b.DueDay != "" && !b.Assumed {
		return ledger.Limit{}, false
	}
	return k.Limit(b.Urgency)
}

// ofSort makes a task of a paper an item of the kind that has the paper's name and
// classes of urgency (批示件, 议定事项); a class that is the only one is proposed.
func (b *DraftBody) ofSort(lib *store.Library, sort string) {
	k := lib.Kinds[sort]
	if k == nil || len(k.Limits) == 0 || b.Kind != "key-task" {
		return
	}
	b.Kind = k.ID
	if len(k.Limits) == 1 {
		b.Urgency = k.Limits[0].ID
	}
}

// Urgent is a matter that has to be given out and signed for on the day it came in
// (事不过夜, S5-17) and is not yet: a draft, or an item with units that have not
// signed.
type Urgent struct {
	Document id.Document
	Draft    id.Draft // of a document, not given out; 0: an item
	Item     id.Item
	Number   string
	Title    string
	Units    []id.Unit // that have not signed for it
	Since    calendar.Day
	Late     int // working days since; 0: it came in today
}

// urgent collects what is to be done the same day and is not, the oldest first,
// for those who make, approve and sign papers of the whole place.
func (d *DeskView) urgent(tx *store.Tx, v org.Viewer) error {
	if mayPapers(v) != nil || officeView(v) != nil {
		return nil
	}
	if err := d.urgentDrafts(tx); err != nil {
		return err
	}
	if err := d.urgentItems(tx); err != nil {
		return err
	}
	slices.SortStableFunc(d.Urgent, func(a, b Urgent) int { return int(a.Since - b.Since) })
	for i := range d.Urgent {
		d.Urgent[i].Late = max(d.Lib.Cal.Late(d.Urgent[i].Since, d.Today), 0)
	}
	d.Queues["urgent"] = len(d.Urgent)
	return nil
}

func (d *DeskView) urgentDrafts(tx *store.Tx) error {
	var sorts []string
	for name, k := range d.Lib.Kinds {
		if slices.ContainsFunc(k.Limits, func(l ledger.Limit) bool { return l.SameDay }) {
			sorts = append(sorts, name)
		}
	}
	if len(sorts) == 0 {
		return nil
	}
	drafts, err := tx.PendingDrafts(slices.Sorted(slices.Values(sorts)))
	if err != nil || len(drafts) == 0 {
		return err
	}
	of := make([]id.Document, len(drafts))
	for i, x := range drafts {
		of[i] = x.Document
	}
	docs, err := tx.DocumentsBy(of)
	if err != nil {
		return err
	}
	for _, x := range drafts {
		b, err := decodeDraft(x.Body)
		if err != nil {
			return err
		}
		k := d.Lib.Kinds[b.Kind]
		if k == nil {
			continue
		}
		if l, ok := k.Limit(b.Urgency); ok && l.SameDay {
			d.Urgent = append(d.Urgent, Urgent{Document: x.Document, Draft: x.ID, Title: b.Title, Since: docs[x.Document].AdoptedDay})
		}
	}
	return nil
}

func (d *DeskView) urgentItems(tx *store.Tx) error {
	items, err := tx.SameDayItems(d.Today - toldDays)
	if err != nil || len(items) == 0 {
		return err
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return err
	}
	for _, n := range items {
		f := facts[n]
		if f == nil || f.Stage() != ledger.Open {
			continue
		}
		a, units := f.Assignment()
		u := Urgent{Item: n, Number: f.Item.Number, Since: a.AssignDay}
		h, _ := f.Head()
		u.Title = h.Title
		for _, x := range units {
			if to := d.Dir.Successor(x.UnitID); !f.Handled(a.ID, to) && !f.Handled(a.ID, x.UnitID) {
				u.Units = append(u.Units, to)
			}
		}
		if a.SignBy == a.AssignDay && len(u.Units) > 0 {
			d.Urgent = append(d.Urgent, u)
		}
	}
	return nil
}

package app

import (
	"strings"

	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/paper"
	"jiufen/internal/store"
)

// joinedDraft is a draft that joined an item of the ledger: the notice lists it with
// the number of the item, so that every promise of the document stands in it.
type joinedDraft struct {
	draft store.Draft
	body  DraftBody
	facts *store.Facts
}

// joinedSince are the drafts that joined items since the last notice of a document
// was signed, in its order; what an earlier notice listed is not listed again.
func joinedSince(tx *store.Tx, doc id.Document, views []DraftView) (out []joinedDraft, err error) {
	var items []id.Item
	for _, v := range views {
		if v.State == DraftJoined {
			out = append(out, joinedDraft{draft: v.Draft, body: v.Body})
			items = append(items, v.ItemID)
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	papers, err := tx.Papers(doc, 200)
	if err != nil {
		return nil, err
	}
	steps, err := tx.StepsOf(papers)
	if err != nil {
		return nil, err
	}
	last := id.Fact(0)
	for _, p := range papers {
		for _, s := range steps[p.ID] {
			if s.Act == "sign" {
				last = max(last, s.ID)
			}
		}
	}
	facts, err := tx.ItemFacts(tx.Now().Before(), items...)
	if err != nil {
		return nil, err
	}
	kept := out[:0]
	for _, j := range out {
		if j.facts = facts[j.draft.ItemID]; j.facts == nil {
			continue
		}
		for _, s := range j.facts.Sames {
			if s.Draft == j.draft.ID && s.Undone == 0 && s.ID > last {
				kept = append(kept, j)
				break
			}
		}
	}
	return kept, nil
}

// joinedTask is the row of a sentence that joined an item: its own words, with the
// units and the limit of the item.
func (a *App) joinedTask(j joinedDraft, lib *store.Library, dir *org.Directory) paper.Task {
	_, units := j.facts.Assignment()
	of := func(r ledger.Role) string {
		var out []string
		for _, u := range units {
			if u.Role == string(r) {
				out = append(out, dir.Unit(dir.Successor(u.UnitID)).Name)
			}
		}
		return strings.Join(out, "、")
	}
	as, _ := j.facts.Assignment()
	leader, _ := dir.Leader(dir.Successor(as.LeadID))
	t := paper.Task{Text: a.Text.T("paper.joined", "text", strings.TrimRight(j.body.Standard, "。"), "number", j.facts.Item.Number), Target: j.body.goals(a.Text),
		Roles: paper.Roles{Leader: dir.PersonName(dir.Post(leader).Holder), Lead: of(ledger.RoleLead), Responsible: of(ledger.RoleResponsible), Cooperating: of(ledger.RoleCooperate), Collating: of(ledger.RoleCollate)}}
	due, _ := j.facts.DueFact()
	if day := lib.Input(j.facts).Due; day != 0 {
		t.Due.Text = day.Label()
	} else if due.Sort != "" {
		t.Due.Text = a.Text.T("word.due." + due.Sort)
	}
	return t
}

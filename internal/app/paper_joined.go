package app

import (
	"cmp"
	"strings"

	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/opc"
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
	t := paper.Task{Text: a.Text.T("paper.joined", "text", strings.TrimRight(j.body.Standard, "。"), "number", j.facts.Item.Number), Target: j.body.quotes(),
		Roles: paper.Roles{Leader: dir.PersonName(dir.Post(leader).Holder), Lead: of(ledger.RoleLead), Responsible: of(ledger.RoleResponsible), Cooperating: of(ledger.RoleCooperate), Collating: of(ledger.RoleCollate)}}
	due, _ := j.facts.DueFact()
	if day := lib.Input(j.facts).Due; day != 0 {
		t.Due.Text = day.Label()
	} else if due.Sort != "" {
		t.Due.Text = a.Text.T("word.due." + due.Sort)
	}
	return t
}

// basis is the basis of the draft's measures, each once.
func (b DraftBody) basis() string {
	var out []string
	for _, m := range b.Measures {
		if m.Basis != "" && !strings.Contains(strings.Join(out, "、"), m.Basis) {
			out = append(out, m.Basis)
		}
	}
	return strings.Join(out, "、")
}

// wordOf is a value in words, ” for none.
func wordOf(m *locale.Messages, prefix, value string) string {
	if value == "" || !m.Has(prefix+value) {
		return value
	}
	return m.T(prefix + value)
}

func (a *App) noticeOf(p store.Paper, doc store.Document, set draftSet, lib *store.Library, dir *org.Directory) paper.Notice {
	days := lib.Int(SettingPlanDays, defaultPlanDays)
	n := paper.Notice{Head: cmp.Or(lib.Settings[SettingHead], defaultHead), Number: opc.Later(paper.FieldNumber), Day: opc.Later(paper.FieldDay), Title: p.Title,
		To: cmp.Or(lib.Settings[SettingTo], defaultTo), Issuer: cmp.Or(lib.Settings[SettingIssuer], defaultIssuer), Year: int(doc.Year),
		Text: paper.Standard(a.Text, int(doc.Year), doc.Title, "", days)}
	for _, b := range set.bodies {
		it := b.item(doc, dir)
		roles := paper.Roles{Lead: b.names(dir, "lead"), Responsible: b.names(dir, "responsible"), Cooperating: b.names(dir, "cooperate"), Collating: b.names(dir, "collate")}
		leader, _ := dir.Leader(it.ledger().Assign.LeadUnit())
		roles.Leader = dir.PersonName(dir.Post(leader).Holder)
		due := paper.Due{Text: it.Due.Day.Label(), Assumed: b.Assumed}
		if it.Due.Sort != "date" {
			due.Text = a.Text.T("word.due." + it.Due.Sort)
		}
		if b.Kind == "main-indicator" {
			n.Indicators = append(n.Indicators, paper.Indicator{Name: b.Title, Target: b.quotes(), Nature: wordOf(a.Text, "word.nature.", b.Nature), Strength: wordOf(a.Text, "word.strength.", b.Strength), Basis: b.basis(), Roles: roles, Due: due})
			continue
		}
		n.Tasks = append(n.Tasks, paper.Task{Text: b.Standard, Target: b.quotes(), Roles: roles, Due: due})
	}
	for _, j := range set.joined {
		n.Tasks = append(n.Tasks, a.joinedTask(j, lib, dir))
	}
	return n
}

package app

import (
	"cmp"
	"strings"

	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/opc"
	"jiufen/internal/org"
	"jiufen/internal/paper"
	"jiufen/internal/store"
)

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

// noticeOf is the notice with its annexes, made of the accepted drafts and of those
// that joined items.
func (a *App) noticeOf(p store.Paper, doc store.Document, set draftSet, lib *store.Library, dir *org.Directory) paper.Notice {
	days := lib.Int(SettingPlanDays, defaultPlanDays)
	n := paper.Notice{Head: cmp.Or(lib.Settings[SettingHead], defaultHead), Number: opc.Later(paper.FieldNumber), Day: opc.Later(paper.FieldDay), Title: p.Title,
		To: cmp.Or(lib.Settings[SettingTo], defaultTo), Issuer: cmp.Or(lib.Settings[SettingIssuer], defaultIssuer), Year: int(doc.Year),
		Text: paper.Standard(a.Text, int(doc.Year), doc.Title, lib.Settings[SettingLeadRule], days)}
	for _, b := range set.bodies {
		it := b.item(doc, dir)
		roles := paper.Roles{Lead: b.names(dir, "lead"), Responsible: b.names(dir, "responsible"), Cooperating: b.names(dir, "cooperate"), Collating: b.names(dir, "collate")}
		leader, _ := dir.Leader(it.ledger().Assign.LeadUnit())
		roles.Leader = dir.PersonName(dir.Post(leader).Holder)
		due := paper.Due{Text: it.Due.Day.Label(), Assumed: b.Assumed}
		if l, ok := b.ClassOf(lib); ok {
			due = paper.Due{Text: ClassWords(a.Text, l)}
		}
		if it.Due.Sort != "date" {
			due.Text = a.Text.T("word.due." + it.Due.Sort)
		}
		if b.Kind == MainIndicator {
			n.Indicators = append(n.Indicators, paper.Indicator{Name: b.Title, Target: b.goals(a.Text), Nature: a.Text.Word("word.nature.", b.Nature), Strength: a.Text.Word("word.strength.", b.Strength), Basis: b.basis(), Roles: roles, Due: due})
			continue
		}
		n.Tasks = append(n.Tasks, paper.Task{Text: b.Standard, Target: b.goals(a.Text), Roles: roles, Due: due})
	}
	for _, j := range set.joined {
		n.Tasks = append(n.Tasks, a.joinedTask(j, lib, dir))
	}
	return n
}

// ClassWords is a class of urgency with its limit: 急件，交办后5个工作日内.
func ClassWords(m *locale.Messages, l ledger.Limit) string {
	key := "draft.class"
	if l.Working {
		key = "draft.classworking"
	}
	return m.T(key, "name", l.Name, "days", l.Days)
}

package web

import (
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// legendOf says what the lights mean under a rule: the lines of cumulative
// figures, which most items have, and the way to all others.
func legendOf(m *locale.Messages, lib *store.Library) Legend {
	r := lib.Rules
	l := amountLine(m, r)
	return Legend{
		Lights: []Option{{Value: LightDone, Name: m.T("rule.legend.done")}, {Value: LightGreen, Name: l.Green}, {Value: LightYellow, Name: l.Yellow}, {Value: LightRed, Name: l.Red}, {Value: LightGrey, Name: m.T("rule.legend.grey")}},
		Rule:   ruleName(m, lib), URL: "/rules/" + r.ID,
	}
}

// ruleName is a rule with its version: the change of the journal that recorded
// its file.
func ruleName(m *locale.Messages, lib *store.Library) string {
	for _, f := range lib.Files {
		if f.Sort == store.LibraryRules && f.Name == lib.Rules.ID {
			return m.T("rule.version", "name", lib.Rules.Name, "n", m.Count(int64(f.ID.Seq())))
		}
	}
	return lib.Rules.Name
}

// ruleLines are the lines of a rule, one for each way of counting.
func ruleLines(m *locale.Messages, r *ledger.Rules) []RuleLine {
	state := RuleLine{What: m.T("rule.state"), Green: m.T("rule.ontime"), Yellow: m.T("rule.never"), Red: m.T("rule.overduered", "n", r.OverdueDays)}
	if r.OverdueDays > 0 {
		state.Yellow = m.T("rule.overdue", "n", r.OverdueDays)
	}
	return []RuleLine{
		amountLine(m, r),
		levelLine(m, r),
		state,
		{What: m.T("rule.bound"), Green: m.T("rule.held"), Yellow: m.T("rule.never"), Red: m.T("rule.broken")},
		{What: m.T("rule.stale"), Green: m.T("rule.stalegreen", "n", r.StaleDays), Yellow: m.T("rule.staleyellow", "n", r.StaleDays), Red: m.T("rule.never")},
	}
}

func amountLine(m *locale.Messages, r *ledger.Rules) RuleLine {
	l := RuleLine{What: m.T("rule.amount")}
	if r.Metric == ledger.Points {
		lo, hi := quantity.Short(r.Yellow.Behind, 2), quantity.Short(r.Red.Behind, 2)
		l.Green, l.Yellow, l.Red = m.T("rule.behind", "n", lo), m.T("rule.behindto", "lo", lo, "hi", hi), m.T("rule.behindover", "n", hi)
		return l
	}
	hi, lo := share(100_00-r.Yellow.Behind), share(100_00-r.Red.Behind)
	l.Green, l.Yellow, l.Red = m.T("rule.atleast", "n", hi), m.T("rule.between", "hi", hi, "lo", lo), m.T("rule.below", "n", lo)
	return l
}

func levelLine(m *locale.Messages, r *ledger.Rules) RuleLine {
	l := RuleLine{What: m.T("rule.level"), Green: m.T("rule.short"), Yellow: m.T("rule.shortto", "n", share(r.LevelRed.Behind)), Red: m.T("rule.shortover", "n", share(r.LevelRed.Behind))}
	if r.LevelYellow.Behind > 0 {
		l.Green = m.T("rule.atleast", "n", share(100_00-r.LevelYellow.Behind))
	}
	return l
}

// share writes hundredths of a percent: 8000 is 80%.
func share(n int64) string { return quantity.Short(n, 2) + "%" }

package app

import (
	"errors"

	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// rollUp sets what the children come to beside the item's own figures (scenario
// 6): each is judged on its own target, nothing is adjusted, differences are
// said. What the children's own figures may not tell is not added up either.
func (out *ItemView) rollUp(v org.Viewer, all map[id.Item]*store.Facts, m *locale.Messages) {
	if len(out.Children) == 0 {
		return
	}
	main := mainMeasure(out.Measures)
	parts := make([]ledger.Part, len(out.Children))
	for i := range out.Children {
		c := &out.Children[i]
		parts[i].Name = c.Lead
		if f := all[c.ItemID]; f != nil && c.Level == store.SeesAll {
			told(f, v)
			c.count(out.Lib, f, main, &parts[i])
		}
	}
	out.Rollup = out.rolled(main, parts, m)
}

func mainMeasure(list []MeasureLine) *MeasureLine {
	for i := range list {
		if list[i].Main == 1 {
			return &list[i]
		}
	}
	if len(list) > 0 {
		return &list[0]
	}
	return nil
}

// count takes the figure of a child that is of the parent's measure: the same
// name and unit, else its main one with the same unit.
func (c *ChildLine) count(lib *store.Library, f *store.Facts, main *MeasureLine, part *ledger.Part) {
	in := lib.Input(f)
	best := -1
	for i, x := range f.LiveMeasures() {
		switch {
		case main != nil && (x.Unit != main.Unit || x.Decimals != main.Decimals):
		case main != nil && x.Name == main.Name:
			best = i
		case best < 0 || x.Main == 1 && (main == nil || f.LiveMeasures()[best].Name != main.Name):
			best = i
		}
	}
	if best < 0 {
		return
	}
	c.Measure = f.LiveMeasures()[best]
	part.Basis = c.Measure.Basis
	t := in.Tracks[best]
	if used := ledger.Used(t.Values); used != nil {
		n := used.N
		c.Value, part.N, part.Has = &n, n, true
		part.Met = t.HasTarget && (t.Dir >= 0 && n >= t.Target || t.Dir < 0 && n <= t.Target)
	}
}

// rolled says what the children come to by the item's rule.
func (out *ItemView) rolled(main *MeasureLine, parts []ledger.Part, m *locale.Messages) (says []string) {
	if main == nil {
		return nil
	}
	var targets []int64
	for _, c := range out.Children {
		if c.Measure.ID != 0 {
			targets = append(targets, c.Measure.Target)
		}
	}
	rule := ledger.Rollup(out.Facts.Item.Rollup)
	total, err := ledger.RollUp(rule, parts)
	switch {
	case errors.Is(err, ledger.ErrNoSum):
		return []string{m.T("judge.rollup.nosum")}
	case errors.Is(err, ledger.ErrBasis):
		return []string{m.T("item.rollup.basis")}
	case errors.Is(err, ledger.ErrWeight):
		return []string{m.T("item.rollup.weight")}
	case err != nil:
		return []string{m.T("item.rollup.large")}
	case rule == ledger.RollupLeast:
		if len(total.NotMet) > 0 {
			says = append(says, ledger.LeastSentence(total, parts, m.T))
		}
		return append(says, m.T("item.rollup.least", "met", total.Met, "all", total.All, "share", quantity.Format(total.Percent, 1)))
	}
	decimals := int(main.Decimals)
	own := ledger.Used(main.Track.Values)
	if rule == ledger.RollupWeighted {
		if own != nil {
			says = append(says, ledger.DerivedSentence(total.N, own.N, decimals, m.T))
		}
		return says
	}
	says = append(says, m.T("item.rollup.sum", "n", quantity.Format(total.N, decimals)+main.Unit, "parts", total.Parts, "all", total.All))
	if _, marked := ledger.Markup(main.Target, targets); marked && len(targets) == len(parts) && ledger.Sum(targets) != main.Target {
		says = append(says, ledger.MarkupSentence(main.Target, targets, decimals, main.Unit, m.T))
	}
	if own != nil {
		if s := ledger.DifferSentence(own.N, total.N, decimals, main.Unit, m.T); s != "" {
			says = append(says, s)
		}
	}
	return says
}

package web

import (
	"slices"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/quantity"
	"jiufen/internal/register"
)

// sourcedCell is a value with where it comes from: the ledger, with the figure it
// rests on and how the year was projected, or a person, with his reason.
func sourcedCell(v *visit, x *app.RegisterView, r *app.RegisterRow, line id.Fact, f register.Field, values, whys map[string]string) RegisterCell {
	c := registerCell(x, f, x.Value(r, line, values, f.Name))
	if !f.Sourced() {
		return c
	}
	s, ok := x.SourcedOf(r, line, f.Name)
	switch {
	case values[f.Name] != "" && ok:
		c.Note = v.m.T("source.typedbeside", "why", orDash(whys[f.Name]), "value", x.Names.Show(f, s.Value))
	case values[f.Name] != "":
		c.Note = v.m.T("source.typed", "why", orDash(whys[f.Name]))
	case ok:
		key, args := s.Period.LabelKey()
		args = []any{"number", s.Number, "period", v.m.T(key, args...), "figure", s.From, "standing", v.m.Word("word.standing.", s.Stands.String())}
		if s.Method != "" {
			args = append(args, "method", v.m.T("source.method."+string(s.Method)))
			c.Note = v.m.T("source.forecast", args...)
		} else {
			c.Note = v.m.T("source.result", args...)
		}
		c.URL = "/items/" + id.String(s.Item)
	}
	return c
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

// footOf adds up the numbers of a group that its file says are added up, those that
// come from the ledger with them.
func footOf(v *visit, x *app.RegisterObjectView, g register.Group) (out []RegisterCell) {
	summed := slices.ContainsFunc(g.Fields, func(f register.Field) bool { return f.Sum })
	if !summed || len(x.Row.Rows[g.Name]) < 2 {
		return nil
	}
	for i, f := range g.Fields {
		c := RegisterCell{Name: f.Label, Number: f.Sum}
		switch {
		case f.Sum:
			sum := int64(0)
			for _, row := range x.Row.Rows[g.Name] {
				if n, err := quantity.ParseScaled(x.Value(x.Row, row.ID, row.Values, f.Name), f.Decimals, ""); err == nil {
					sum += n
				}
			}
			c.Text = quantity.Format(sum, f.Decimals) + f.Unit
		case i == 0:
			c.Text = v.m.T("register.sum")
		}
		out = append(out, c)
	}
	return out
}

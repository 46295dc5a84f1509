package web

import (
	"cmp"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/quantity"
)

// toldRows say what others ask of the unit's items since lately.
func toldRows(v *visit, view *app.DeskView) []ToldRow {
	m, year := v.m, view.Today.Year()
	var out []ToldRow
	for _, t := range view.Told {
		key := "desk.toldnew"
		if t.Undone {
			key = "desk.toldgone"
		}
		demand := strings.TrimRight(strings.TrimSpace(t.Origin.Demand), "。")
		if demand == "" {
			demand = cmp.Or(t.Origin.Record, m.T("item.hidden"))
		}
		parts := []string{m.T(key, "day", m.DateIn(int32(t.Day), year), "origin", m.T("word.origin."+t.Origin.Sort), "demand", demand)}
		if t.Due != 0 {
			parts = append(parts, m.T("desk.tolddue", "day", m.DateIn(int32(t.Due), year)))
		}
		if t.Raised != nil {
			parts = append(parts, m.T("desk.toldvalue", "name", t.Raised.Name, "value", quantity.Short(t.Raised.Target, int(t.Raised.Decimals))+t.Raised.Unit))
		}
		out = append(out, ToldRow{No: t.Number, URL: "/items/" + id.String(t.Item), Title: t.Title, Says: strings.Join(parts, m.T("same.and"))})
	}
	return out
}

package web

import (
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
)

// UrgentRow is a matter of the same day that is not given out or not signed for.
type UrgentRow struct {
	No, Title, URL string
	State          string // 还没有交办, or who has not signed
	Since          string
}

func urgentRows(v *visit, view *app.DeskView) []UrgentRow {
	var out []UrgentRow
	for _, x := range view.Urgent {
		r := UrgentRow{No: x.Number, Title: x.Title, State: v.m.T("urgent.open"), URL: "/documents/" + id.String(x.Document) + "?draft=" + id.String(x.Draft) + "#d" + id.String(x.Draft)}
		if x.Item != 0 {
			var names []string
			for _, u := range x.Units {
				names = append(names, unitName(view.Dir, u))
			}
			r.URL, r.State = "/items/"+id.String(x.Item), v.m.T("urgent.unsigned", "units", strings.Join(names, v.m.T("item.comma")))
		}
		day := v.m.DateWeekday(int32(x.Since), view.Today.Year())
		if r.Since = v.m.T("urgent.today", "day", day); x.Late > 0 {
			r.Since = v.m.T("urgent.late", "day", day, "days", v.m.WorkingDays(x.Late))
		}
		out = append(out, r)
	}
	return out
}

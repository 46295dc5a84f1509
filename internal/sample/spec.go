package sample

import (
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
	"jiufen/internal/quantity"
)

// measure is a measure as a table of this package writes it.
type measure struct {
	app.NewMeasure
	path ledger.PathKind
}

// parseMeasures reads «name|unit|target|words…», several parted by ;.
func parseMeasures(s string) []measure {
	var out []measure
	for _, one := range strings.Split(s, ";") {
		if one == "" {
			continue
		}
		f := strings.Split(one, "|")
		m := measure{path: ledger.Amount}
		m.Name, m.Unit, m.Direction, m.Comparator = f[0], strings.TrimSpace(f[1]), 1, "at_least"
		for _, w := range f[3:] {
			switch w {
			case "shown":
				m.Shown = true
			case "down":
				m.Direction = -1
			case "most":
				m.Comparator = "at_most"
			case "about":
				m.Comparator = "about"
			default:
				p, err := ledger.ParsePath(w)
				if err != nil {
					panic("sample: " + one + ": " + err.Error())
				}
				m.path = p
			}
		}
		m.Path = m.path.String()
		switch m.path {
		case ledger.State:
			m.Comparator = ""
		case ledger.Relative:
			m.Comparator, m.Relation, m.RelativeTo = "relative", "equal", "全省平均水平"
		}
		m.Decimals, m.Target = parseFigure(f[2])
		out = append(out, m)
	}
	return out
}

func parseFigure(s string) (decimals int, n int64) {
	if strings.TrimSpace(s) == "" {
		return 0, 0
	}
	if _, frac, ok := strings.Cut(s, "."); ok {
		decimals = len(frac)
	}
	n, err := quantity.ParseScaled(s, decimals, "")
	if err != nil {
		panic("sample: " + s + ": " + err.Error())
	}
	return decimals, n
}

// parseDue reads «12-31», «always», «standing» and «event 30».
func parseDue(s string) app.NewDue {
	if n, ok := strings.CutPrefix(s, "event "); ok {
		days, _ := strconv.Atoi(n)
		return app.NewDue{Sort: "event", N: days}
	}
	if s == "always" || s == "standing" {
		return app.NewDue{Sort: s}
	}
	d, err := calendar.Parse("2026-"+pad(s), 2026)
	if err != nil {
		panic("sample: " + s + ": " + err.Error())
	}
	return app.NewDue{Sort: "date", Day: d}
}

func pad(s string) string {
	m, d, _ := strings.Cut(s, "-")
	if len(m) == 1 {
		m = "0" + m
	}
	if len(d) == 1 {
		d = "0" + d
	}
	return m + "-" + d
}

// parties reads who leads and who cooperates: «甲、乙» lead jointly; a list of
// cooperating units that begins with @ answers by duty, and the lead collates.
func (b *builder) parties(n *app.NewItem, lead, with string) {
	leads := strings.Split(lead, "、")
	role := ledger.RoleCooperate
	n.Mode = string(ledger.LeadSingle)
	first := ledger.RoleLead
	switch {
	case strings.HasPrefix(with, "@"):
		with, role, first, n.Mode = with[1:], ledger.RoleResponsible, ledger.RoleCollate, string(ledger.LeadByDuty)
		n.Words = strings.Join(strings.Split(with, "、"), "、") + "按职责分工负责，" + lead + "汇总"
	case len(leads) > 1:
		n.Mode = string(ledger.LeadJoint)
		n.Words = strings.Join(leads, "、") + "共同牵头"
	}
	for _, u := range leads {
		n.Parties = append(n.Parties, ledger.Party{Unit: b.ground.unit(u), Role: first})
	}
	for _, u := range strings.Split(with, "、") {
		if u != "" && !slices.Contains(leads, u) {
			n.Parties = append(n.Parties, ledger.Party{Unit: b.ground.unit(u), Role: role})
		}
	}
}

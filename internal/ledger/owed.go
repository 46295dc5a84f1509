package ledger

import "jiufen/internal/calendar"

// A year's fillings of a cadence, for the page that shows the burden.
func perYear(g calendar.Grain) int {
	switch g {
	case calendar.TenDays:
		return 36
	case calendar.Month:
		return 12
	case calendar.StatMonth:
		return 11
	case calendar.Quarter:
		return 4
	case calendar.Half:
		return 2
	case calendar.FullYear:
		return 1
	}
	return 0
}

// Fillings is what a request costs in a year: fields to fill by hand × units ×
// times a year.
func Fillings(fields, units int, g calendar.Grain) int { return fields * units * perYear(g) }

// Hold is one desk on the way of a report inside the unit and the day it let go.
type Hold struct {
	Desk string // liaison, section, deputy, head
	Done calendar.Day
}

// Lateness is by how many working days a report was late, and how many of them
// at each desk: holding time is kept so that lateness names the desk, not the
// liaison.
type Lateness struct {
	Days   int
	ByDesk []int // as long as the holds
}

// Late measures the way of a report against its due day. The last hold is the
// head's signature, or, while it is missing, the day asked about.
func Late(c *calendar.Cal, due calendar.Day, holds []Hold) Lateness {
	l := Lateness{ByDesk: make([]int, len(holds))}
	from := due
	for i, h := range holds {
		if h.Done > from {
			l.ByDesk[i] = c.Late(from, h.Done)
			from = h.Done
		}
		l.Days += l.ByDesk[i]
	}
	return l
}

// returnDays is the clock of a returned report, in working days.
const returnDays = 2

// ReportState is how a report stands towards its due day, a column of its own
// and never a colour.
type ReportState uint8

// The states of a report.
const (
	ReportOnTime ReportState = iota
	ReportCured              // in time, returned and put right in time
	ReportLate               // 迟报
)

// ReturnDue is the new due day of a returned report.
func ReturnDue(c *calendar.Cal, returned calendar.Day) calendar.Day {
	return c.Add(returned, returnDays).Day
}

// LateSentence says how late a report is and where it lay: 4月进展逾期4个工作日（单位主
// 要负责人环节滞留4个工作日）. The desk named is the one that held it longest.
func LateSentence(p calendar.Period, l Lateness, holds []Hold, t Text) string {
	period := periodText(t, p)
	if l.Days == 0 {
		return t("judge.report.ontime", "period", period)
	}
	worst := 0
	for i, n := range l.ByDesk {
		if n > l.ByDesk[worst] {
			worst = i
		}
	}
	return t("judge.report.late", "period", period, "late", l.Days, "desk", t("judge.desk."+holds[worst].Desk), "held", l.ByDesk[worst])
}

package ledger

import (
	"iter"
	"slices"

	"jiufen/internal/calendar"
)

// Duty is an item's duty to report: one report a period of the cadence, from
// the day of 交办 to the end of the item.
type Duty struct {
	Grain  calendar.Grain // NoGrain: nothing is owed (bounds, published values)
	Rule   calendar.Rule
	Start  calendar.Day // day of 交办; a period due on or before it is not owed
	End    calendar.Day // limit or day of closing; 0: no end
	Pauses []Pause      // what falls due in a pause is not owed
}

// Owed is one period's report.
type Owed struct {
	Period calendar.Period
	Opens  calendar.Day // five working days before it is due
	Due    calendar.Due
}

// openBefore is how many working days before its due day a report opens.
const openBefore = 5

// Each gives the reports owed, oldest first, without end where the duty has none.
func (du Duty) Each(c *calendar.Cal) iter.Seq[Owed] {
	return func(yield func(Owed) bool) {
		if du.Grain == calendar.NoGrain || du.Start == calendar.None {
			return
		}
		for p := calendar.In(du.Start, du.Grain); du.End == calendar.None || p.Start() <= du.End; p = p.Next(du.Grain) {
			due := du.Rule.On(c, p)
			if due.Day <= du.Start || du.paused(due.Day) {
				continue
			}
			if !yield(Owed{p, c.Back(due.Day, openBefore+1), due}) {
				return
			}
		}
	}
}

func (du Duty) paused(d calendar.Day) bool {
	return slices.ContainsFunc(du.Pauses, func(p Pause) bool { return p.From <= d && d <= p.To })
}

// horizon bounds the search of a duty without end.
const horizon = 400

// Missing is the oldest report owed that is not among those in; ok is false if
// there is none within the time the duty runs. It may lie ahead.
func (du Duty) Missing(c *calendar.Cal, in []calendar.Period) (Owed, bool) {
	n := 0
	for o := range du.Each(c) {
		if !slices.Contains(in, o.Period) {
			return o, true
		}
		if n++; n > horizon+len(in) {
			break
		}
	}
	return Owed{}, false
}

// Open lists the reports that are open on a day: not in, and at or past the day
// they open.
func (du Duty) Open(c *calendar.Cal, in []calendar.Period, d calendar.Day) []Owed {
	var out []Owed
	for o := range du.Each(c) {
		if o.Opens > d {
			break
		}
		if !slices.Contains(in, o.Period) {
			out = append(out, o)
		}
	}
	return out
}

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

// missingAfter is after how many working days a late report counts as missing
// (缺报); returnDays is the clock of a returned one.
const (
	missingAfter = 5
	returnDays   = 2
)

// ReportState is how a report stands towards its due day, a column of its own
// and never a colour.
type ReportState uint8

// The states of a report.
const (
	ReportDueLater ReportState = iota // not due yet
	ReportOnTime
	ReportCured   // in time, returned and put right in time
	ReportLate    // 迟报
	ReportMissing // 缺报
)

var reportStateNames = [...]string{"due", "on_time", "cured", "late", "missing"}

// String is the state's name in columns.
func (s ReportState) String() string { return reportStateNames[s] }

// Timeliness says how a report stands on a day. first is when it first came in
// with the head's signature, 0 if it did not; returned and cured are the newest
// return and the day it came in again, 0 if none. What was late at first stays
// late; what was in time and is put right within two working days of a return
// is in time.
func Timeliness(c *calendar.Cal, due, first, returned, cured, d calendar.Day) ReportState {
	if first == calendar.None {
		return open(c, due, d)
	}
	if first > due {
		return ReportLate
	}
	if returned == calendar.None {
		return ReportOnTime
	}
	again := ReturnDue(c, returned)
	switch {
	case cured == calendar.None:
		if s := open(c, again, d); s != ReportDueLater {
			return s
		}
		return ReportOnTime
	case cured > again:
		return ReportLate
	}
	return ReportCured
}

func open(c *calendar.Cal, due, d calendar.Day) ReportState {
	switch late := c.Late(due, d); {
	case d <= due || late == 0:
		return ReportDueLater
	case late <= missingAfter:
		return ReportLate
	}
	return ReportMissing
}

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

// DueSentence is the column 报送 of an owed report that is not in: 6月进展应于6月25日
// 报送，已逾期3个工作日.
func DueSentence(c *calendar.Cal, o Owed, d calendar.Day, t Text) string {
	args := []any{"period", periodText(t, o.Period), "day", dayText(t, o.Due.Day, d)}
	if late := c.Late(o.Due.Day, d); late > 0 {
		return t("judge.report.overdue", append(args, "late", late)...)
	}
	return t("judge.report.due", args...)
}

// UncertainSentence says that a limit reaches into a year that is not announced:
// 2027年放假安排尚未公布，按法定节假日推算为1月19日，公布后重新计算.
func UncertainSentence(due calendar.Due, t Text) string {
	return t("judge.due.uncertain", "year", due.Year, "day", dayText(t, due.Day, calendar.None))
}

// DeskSentence is the last working day on which something can be done before a
// limit that ends on any day: 最迟11月6日（周五）.
func DeskSentence(c *calendar.Cal, limit calendar.Day, t Text) string {
	d := c.PrevWorking(limit)
	week := t("judge.weekday." + string('0'+rune(d.Weekday())))
	return t("judge.due.desk", "day", t("judge.dayweek", "day", dayText(t, d, calendar.None), "weekday", week))
}

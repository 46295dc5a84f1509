package locale

import (
	"strconv"
	"strings"
	"time"
)

// Minus is the sign of negative figures, None stands for a figure that is not
// known; nothing that is unknown is left empty.
const (
	Minus = "−"
	None  = "—"
)

// civil gives year, month and day of a count of days since 1970-01-01.
func civil(day int32) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// Date writes a civil day in a sentence: 2026年7月8日, 8 Jul 2026.
func (m *Messages) Date(day int32) string {
	t := civil(day)
	if m.tag == English {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2006年1月2日")
}

// DateIn writes a civil day in a column: without the year when it is this
// year, 7月8日, 8 Jul.
func (m *Messages) DateIn(day int32, thisYear int) string {
	t := civil(day)
	if t.Year() != thisYear {
		return m.Date(day)
	}
	if m.tag == English {
		return t.Format("2 Jan")
	}
	return t.Format("1月2日")
}

// Weekday writes the day of the week: 周五, Fri.
func (m *Messages) Weekday(day int32) string {
	t := civil(day)
	if m.tag == English {
		return t.Format("Mon")
	}
	return "周" + string([]rune("日一二三四五六")[t.Weekday()])
}

// DateWeekday writes a day that is due soon: 7月10日（周五）, Fri 10 Jul.
func (m *Messages) DateWeekday(day int32, thisYear int) string {
	if m.tag == English {
		return m.Weekday(day) + " " + m.DateIn(day, thisYear)
	}
	return m.DateIn(day, thisYear) + "（" + m.Weekday(day) + "）"
}

// Month writes a month of the year on an axis: 7月, Jul.
func (m *Messages) Month(month int) string {
	if m.tag == English {
		return time.Month(month).String()[:3]
	}
	return strconv.Itoa(month) + "月"
}

// DateTime writes a moment in the given place's clock: 2026年7月8日 09:00.
func (m *Messages) DateTime(t time.Time) string {
	if m.tag == English {
		return t.Format("2 Jan 2006, 15:04")
	}
	return t.Format("2006年1月2日 15:04")
}

// Number writes v scaled by 10^decimals, without grouping, as it stands in
// tables: Number(384, 1) is 38.4.
func (m *Messages) Number(v int64, decimals int) string {
	neg := v < 0
	var s string
	if neg {
		s = strconv.FormatUint(uint64(-(v+1))+1, 10) // also for the smallest int64
	} else {
		s = strconv.FormatInt(v, 10)
	}
	if decimals > 0 {
		if len(s) <= decimals {
			s = strings.Repeat("0", decimals+1-len(s)) + s
		}
		s = s[:len(s)-decimals] + "." + s[len(s)-decimals:]
	}
	if neg {
		return Minus + s
	}
	return s
}

// Signed writes a difference: +0.3, −6.6, 0.
func (m *Messages) Signed(v int64, decimals int) string {
	if v > 0 {
		return "+" + m.Number(v, decimals)
	}
	return m.Number(v, decimals)
}

// Percent writes v scaled by 10^decimals as a share of a hundred: 35%.
func (m *Messages) Percent(v int64, decimals int) string { return m.Number(v, decimals) + "%" }

// Count writes a large whole number grouped by thousands: 48,213.
func (m *Messages) Count(n int64) string {
	s := m.Number(n, 0)
	sign := ""
	if strings.HasPrefix(s, Minus) {
		sign, s = Minus, s[len(Minus):]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// WorkingDays writes a number of working days: 2个工作日, 2 working days.
func (m *Messages) WorkingDays(n int) string { return m.T("common.workdays", "n", n) }

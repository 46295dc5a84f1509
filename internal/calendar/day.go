package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Day is a civil day: days since 1970-01-01. Days before it are negative.
type Day int32

// None is no day. It costs 1970-01-01, which no record of the ledger needs.
const None Day = 0

// Date is the day of a year, month and day of the month. Months and days beyond
// their range run on, as in time.Date: Date(2026, 2, 30) is 2 March.
func Date(year, month, day int) Day {
	if month < 1 || month > 12 {
		year += (month - 1) / 12
		if month = (month-1)%12 + 1; month < 1 {
			month += 12
			year--
		}
	}
	return fromCivil(year, month) + Day(day-1)
}

// fromCivil is the first day of a month. Years are counted from March so that
// the leap day comes last (Hinnant, «chrono-Compatible Low-Level Date Algorithms»).
func fromCivil(y, m int) Day {
	if m <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	doy := (153*((m+9)%12) + 2) / 5
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return Day(era*146097 + doe - 719468)
}

// YMD is the year, month and day of the month.
func (d Day) YMD() (year, month, day int) {
	z := int(d) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// Year is the year of the day.
func (d Day) Year() int { y, _, _ := d.YMD(); return y }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday {
	w := (int(d) + 4) % 7
	if w < 0 {
		w += 7
	}
	return time.Weekday(w)
}

// Weekend reports whether it is a Saturday or Sunday.
func (d Day) Weekend() bool { w := d.Weekday(); return w == time.Saturday || w == time.Sunday }

// String writes the day as 2026-07-08; None is empty.
func (d Day) String() string {
	if d == None {
		return ""
	}
	y, m, dd := d.YMD()
	return fmt.Sprintf("%04d-%02d-%02d", y, m, dd)
}

// Label is the day as it stands in a Chinese sentence: 7月8日.
func (d Day) Label() string {
	_, m, dd := d.YMD()
	return strconv.Itoa(m) + "月" + strconv.Itoa(dd) + "日"
}

// LabelYear is the day with its year: 2026年7月8日.
func (d Day) LabelYear() string { return strconv.Itoa(d.Year()) + "年" + d.Label() }

// WeekdayLabel is a day of the week in Chinese: 周三.
func WeekdayLabel(w time.Weekday) string { return "周" + string([]rune("日一二三四五六")[w]) }

// Parse reads a day as people write it: 2026-07-08, 2026-7-8, 2026/7/8,
// 2026.7.8, 20260708, 2026年7月8日 and, with the year to be assumed, 7.8, 7-8,
// 7/8, 7月8日. A year of 0 allows no day without its own year. A trailing 号 is
// taken for 日; full-width digits are read as digits.
func Parse(s string, year int) (Day, error) {
	nums, ok := dateNumbers(s)
	if ok && len(nums) == 1 && nums[0] >= 1000_01_01 && nums[0] <= 9999_12_31 {
		nums = []int{nums[0] / 10000, nums[0] / 100 % 100, nums[0] % 100}
	}
	if ok && len(nums) == 2 && year != 0 {
		nums = append([]int{year}, nums...)
	}
	if !ok || len(nums) != 3 {
		return None, fmt.Errorf("calendar: %q is not a day; write it as 2026-07-08", s)
	}
	d := Date(nums[0], nums[1], nums[2])
	if y, m, dd := d.YMD(); y != nums[0] || m != nums[1] || dd != nums[2] || y < 1900 || y > 9999 || d == None {
		return None, fmt.Errorf("calendar: %q: there is no such day; write it as 2026-07-08", s)
	}
	return d, nil
}

// dateNumbers gives the numbers of a day between its separators.
func dateNumbers(s string) ([]int, bool) {
	var nums []int
	cur, digits := 0, 0
	ended := false
	for _, r := range strings.TrimSpace(s) {
		if r >= '０' && r <= '９' {
			r = r - '０' + '0'
		}
		switch {
		case r >= '0' && r <= '9':
			if digits++; digits > 8 || ended {
				return nil, false
			}
			cur = cur*10 + int(r-'0')
		case strings.ContainsRune("-/.年月日号－．／", r):
			if digits == 0 || ended {
				return nil, false
			}
			nums = append(nums, cur)
			cur, digits = 0, 0
			ended = r == '日' || r == '号'
		default:
			return nil, false
		}
	}
	if digits > 0 {
		nums = append(nums, cur)
	} else if !ended {
		return nil, false
	}
	return nums, len(nums) > 0
}

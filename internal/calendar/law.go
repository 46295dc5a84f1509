package calendar

// lunar holds the days of the four holidays that follow the moon and the sun,
// for years whose arrangement may not be announced yet: month and day of the
// first day of the Spring Festival, Qingming, Dragon Boat and Mid-Autumn.
var lunar = map[int][4][2]int{
	2018: {{2, 16}, {4, 5}, {6, 18}, {9, 24}},
	2019: {{2, 5}, {4, 5}, {6, 7}, {9, 13}},
	2020: {{1, 25}, {4, 4}, {6, 25}, {10, 1}},
	2021: {{2, 12}, {4, 4}, {6, 14}, {9, 21}},
	2022: {{2, 1}, {4, 5}, {6, 3}, {9, 10}},
	2023: {{1, 22}, {4, 5}, {6, 22}, {9, 29}},
	2024: {{2, 10}, {4, 4}, {6, 10}, {9, 17}},
	2025: {{1, 29}, {4, 4}, {5, 31}, {10, 6}},
	2026: {{2, 17}, {4, 5}, {6, 19}, {9, 25}},
	2027: {{2, 6}, {4, 5}, {6, 9}, {9, 15}},
	2028: {{1, 26}, {4, 4}, {5, 28}, {10, 3}},
	2029: {{2, 13}, {4, 4}, {6, 16}, {9, 22}},
	2030: {{2, 3}, {4, 5}, {6, 5}, {9, 12}},
	2031: {{1, 23}, {4, 5}, {6, 24}, {10, 1}},
	2032: {{2, 11}, {4, 4}, {6, 12}, {9, 19}},
	2033: {{1, 31}, {4, 4}, {6, 1}, {9, 8}},
	2034: {{2, 19}, {4, 5}, {6, 20}, {9, 27}},
	2035: {{2, 8}, {4, 5}, {6, 10}, {9, 16}},
	2036: {{1, 28}, {4, 4}, {5, 30}, {10, 4}},
}

// lawDays are the days all citizens have off by law in a year (全国年节及纪念日放
// 假办法 of 2024, Art. 2: 1 January, New Year's Eve and three days of the Spring
// Festival, Qingming, 1 and 2 May, Dragon Boat, Mid-Autumn, 1 to 3 October), and
// for each that falls on a weekend or on another holiday the next working day
// in its place (Art. 6). Years without lunar days here have only the days of
// the sun; their answers are uncertain in any case.
func lawDays(year int) []OffDay {
	days := []OffDay{{Date(year, 1, 1), "元旦"}}
	moon, known := lunar[year]
	at := func(i int) Day { return Date(year, moon[i][0], moon[i][1]) }
	if known {
		for d := at(0) - 1; d <= at(0)+2; d++ {
			days = append(days, OffDay{d, "春节"})
		}
		days = append(days, OffDay{at(1), "清明节"})
	}
	days = append(days, OffDay{Date(year, 5, 1), "劳动节"}, OffDay{Date(year, 5, 2), "劳动节"})
	if known {
		days = append(days, OffDay{at(2), "端午节"}, OffDay{at(3), "中秋节"})
	}
	for d := 1; d <= 3; d++ {
		days = append(days, OffDay{Date(year, 10, d), "国庆节"})
	}
	return makeUp(days)
}

// makeUp moves the rest of days that fall on a weekend, or twice on one day, to
// the next working day.
func makeUp(days []OffDay) []OffDay {
	off := map[Day]bool{}
	var owed []OffDay
	for _, h := range days {
		if h.Day.Weekend() || off[h.Day] {
			owed = append(owed, h)
		}
		off[h.Day] = true
	}
	for _, h := range owed {
		d := h.Day
		for d.Weekend() || off[d] {
			d++
		}
		off[d] = true
		days = append(days, OffDay{d, h.Name})
	}
	return days
}

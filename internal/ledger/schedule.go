package ledger

import "jiufen/internal/calendar"

// Step is one step of a backward schedule (倒排工期) with its length in working
// days, both ends counted.
type Step struct {
	Name string
	Days int
}

// Schedule is what a hard date allows: the latest days of the steps, and what
// comes of it when the first step begins today.
type Schedule struct {
	Hard          calendar.Day
	Today         calendar.Day
	Back, Forward []calendar.Task
	Late          int // working days by which the first step is late today, 0 if it is not
	Over          int // calendar days after the hard date at which it would end
	OverWorking   int // the same in working days
}

// ScheduleBack lays steps back from a date that cannot be put off. A plan that
// comes too late is saved with its warning, never refused.
func ScheduleBack(c *calendar.Cal, hard, today calendar.Day, steps []Step) Schedule {
	days := make([]int, len(steps))
	for i, s := range steps {
		days[i] = s.Days
	}
	s := Schedule{Hard: hard, Today: today, Back: c.Backward(hard, days)}
	if len(steps) == 0 {
		return s
	}
	s.Late = c.Late(s.Back[0].Start-1, today-1)
	s.Forward = c.Forward(max(today, s.Back[0].Start), days)
	end := s.Forward[len(steps)-1].End
	s.Over = DaysLate(hard, end)
	s.OverWorking = c.Late(hard, end)
	return s
}

// Sentence says whether the schedule holds (scenario 3): end names what the last
// step brings (投用), firm says that the date cannot be put off.
func (s Schedule) Sentence(steps []Step, end string, firm bool, t Text) string {
	if len(steps) == 0 {
		return ""
	}
	day := func(d calendar.Day) string { return dayText(t, d, s.Today) }
	hard := day(s.Hard)
	if firm {
		hard = t("judge.back.firm", "hard", hard)
	}
	args := []any{"hard", hard, "step", steps[0].Name, "start", day(s.Back[0].Start)}
	if s.Late == 0 {
		return t("judge.back.fits", args...)
	}
	return t("judge.back.late", append(args, "today", day(s.Today), "late", s.Late, "done", end, "end", day(s.Forward[len(steps)-1].End), "over", s.Over, "overwd", s.OverWorking)...)
}

package ledger

import "jiufen/internal/calendar"

// Until is the first day after d, up to max, on which the item has another
// light or another grey if nothing is reported until then; max+1 if none.
// Between the days on which a pause begins or ends and the turn of a year, a
// light only goes one way, so each stretch is searched by halving.
func Until(in *Input, r *Rules, c *calendar.Cal, d, max calendar.Day) calendar.Day {
	light, why := Judge(in, r, c, d)
	same := func(e calendar.Day) bool {
		l, w := Judge(in, r, c, e)
		return l == light && w.Grey == why.Grey
	}
	for lo := d + 1; lo <= max; {
		if !same(lo) { // a stretch can begin better than the one before
			return lo
		}
		hi := in.stretch(lo, max)
		if same(hi) {
			lo = hi + 1
			continue
		}
		for lo < hi {
			if m := lo + (hi-lo)/2; same(m) {
				lo = m + 1
			} else {
				hi = m
			}
		}
		return lo
	}
	return max + 1
}

// stretch is the last day from lo, up to max, before something begins or ends
// by its days.
func (in *Input) stretch(lo, max calendar.Day) calendar.Day {
	hi := max
	for _, p := range in.Pauses {
		if p.From > lo {
			hi = min(hi, p.From-1)
		}
		if p.To+1 > lo {
			hi = min(hi, p.To)
		}
	}
	for i := range in.Tracks {
		if t := &in.Tracks[i]; t.Path == Bound && t.Main && len(t.Breaches)+len(t.Values) > 0 {
			return min(hi, calendar.Date(lo.Year(), 12, 31))
		}
	}
	return hi
}

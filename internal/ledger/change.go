package ledger

import (
	"slices"

	"jiufen/internal/calendar"
)

// Change is a change asked for (变更).
type Change struct {
	Sort     ChangeSort
	Node     bool         // moves a milestone, not the limit
	From, To calendar.Day // of a deferral
	Asked    calendar.Day
}

// Need is a decision a change needs: one for every origin whose demand it moves.
type Need struct {
	Origin  int // index in the item's origins
	Decider Decider
	Note    string // what else has to be done: 向人大常委会报告
}

// Needs are the decisions a change of an item needs. A deferral of the limit
// moves every origin whose own limit lies before the new day; a deferral of a
// milestone within the limit moves none of them and is decided by the rule for
// nodes; so is a limit brought forward. Other changes touch every origin.
func Needs(k *Kind, origins []Origin, ch Change) []Need {
	var out []Need
	limit, by := Effective(origins)
	if ch.Sort == ChangeAdvance || ch.Sort == ChangeDefer && ch.Node && (limit == calendar.None || ch.To <= limit) {
		o := 0
		if len(by) > 0 {
			o = by[0]
		}
		ch.Sort, ch.Node = ChangeDefer, true
		d, note := k.decider(OriginSort(""), ch)
		return []Need{{Origin: o, Decider: d, Note: note}}
	}
	for i, o := range origins {
		if ch.Sort == ChangeDefer && (o.Limit == calendar.None || o.Limit >= ch.To) {
			continue
		}
		n := Need{Origin: i, Decider: o.Decider}
		if n.Decider == "" {
			moved := ch
			if ch.Sort == ChangeDefer {
				moved.From = o.Limit
			}
			moved.Node = false
			n.Decider, n.Note = k.decider(o.Sort, moved)
		}
		out = append(out, n)
	}
	return out
}

// decider is the first rule of the kind that fits.
func (k *Kind) decider(sort OriginSort, ch Change) (Decider, string) {
	for _, r := range k.Changes {
		if r.fits(sort, ch) {
			return r.Decider, r.Note
		}
	}
	return DeciderNobody, ""
}

func (r ChangeRule) fits(sort OriginSort, ch Change) bool {
	switch {
	case len(r.Sorts) > 0 && !slices.Contains(r.Sorts, ch.Sort):
		return false
	case len(r.Origins) > 0 && !slices.Contains(r.Origins, sort):
		return false
	case r.NodeOnly && !ch.Node:
		return false
	case r.WithinDays > 0 && (ch.From == calendar.None || ch.To-ch.From > calendar.Day(r.WithinDays)):
		return false
	case r.SameYear && ch.From.Year() != ch.To.Year():
		return false
	}
	return true
}

// Refusal is a change that the person who would decide may not decide.
type Refusal struct {
	Day     calendar.Day // what is to be moved, 0 if it is no day
	Origins []int
	Decider Decider // who may
}

// Decide reports whether somebody with the given duties may decide a change;
// if not, why. Nobody decides a statutory or external date. Where several
// origins are moved each needs its own decider; what is refused first is the
// strictest.
func Decide(origins []Origin, needs []Need, duties []Decider) (Refusal, bool) {
	var worst Refusal
	refused := false
	for _, n := range needs {
		if n.Decider != DeciderNobody && slices.Contains(duties, n.Decider) {
			continue
		}
		day := calendar.None
		if n.Origin < len(origins) {
			day = origins[n.Origin].Limit
		}
		switch {
		case !refused || day != calendar.None && (worst.Day == calendar.None || day < worst.Day):
			worst, refused = Refusal{Day: day, Origins: []int{n.Origin}, Decider: n.Decider}, true
		case day == worst.Day:
			worst.Origins = append(worst.Origins, n.Origin)
			if n.Decider == DeciderNobody {
				worst.Decider = DeciderNobody
			}
		}
	}
	return worst, !refused
}

// Sentence says why the change is refused: 10月25日由市长批示和采暖期确定，须由批示领导
// 决定 (scenario 10).
func (r Refusal) Sentence(origins []Origin, now calendar.Day, t Text) string {
	by := OriginNames(origins, r.Origins, t)
	who := t("judge.decider." + string(r.Decider))
	switch {
	case r.Day == calendar.None:
		return t("judge.refused.other", "origins", by, "decider", who)
	case r.Decider == DeciderNobody:
		return t("judge.refused.nobody", "day", dayText(t, r.Day, now), "origins", by)
	}
	return t("judge.refused.decider", "day", dayText(t, r.Day, now), "origins", by, "decider", who)
}

// OriginNames joins the names of origins and what else fixes their limits.
func OriginNames(origins []Origin, by []int, t Text) string {
	out := ""
	for _, i := range by {
		for _, name := range []string{origins[i].Name, origins[i].Fixed} {
			switch {
			case name == "":
			case out == "":
				out = name
			default:
				out = t("judge.both", "a", out, "b", name)
			}
		}
	}
	return out
}

// MakeUp reports whether a change is asked for too late (补办): it does not undo
// lateness. ask is how many working days before the date it has to be asked.
func (ch Change) MakeUp(c *calendar.Cal, ask int) bool {
	return ch.From != calendar.None && c.Between(ch.Asked, ch.From) < ask
}

// MayDefer reports whether one more deferral may be decided below the mayor.
func (k *Kind) MayDefer(done int, d Decider) bool {
	return k.Deferrals == 0 || done < k.Deferrals || d == DeciderMayor || d == DeciderMeeting || d == DeciderAuthor
}

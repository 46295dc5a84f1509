package register

import "jiufen/internal/calendar"

// Cost is what keeping a register takes: fillings by hand, per object and year,
// and altogether for so many objects and units (design.md §4: shown before it is
// switched on).
type Cost struct {
	Fields int // when an object is entered
	Way    int // stages and points of the checklist
	Lines  int
	Rounds int // checks a year
	Each   int // their sum: fillings an object and year
	Unit   int // a unit and year
	All    int // all units
}

// Cost counts the fillings of a register in which each of so many units keeps so
// many objects. A register of a competent system elsewhere costs nothing: its
// counts are imported.
func (d *Definition) Cost(units, objects int) Cost {
	if d.System != "" {
		return Cost{}
	}
	var c Cost
	filled := map[string]bool{}
	if d.Fill != nil {
		for f := range d.Fill.Fields {
			filled[f] = true
		}
	}
	for _, f := range d.Fields {
		if !filled[f.Name] && f.From == nil {
			c.Fields++
		}
	}
	c.Way = len(d.Stages)
	for _, t := range d.Ticks {
		c.Way++
		if t.Values {
			c.Way++ // two values are typed
		}
	}
	lines := 0
	for _, g := range d.Groups {
		for _, f := range g.Fields {
			if f.From == nil { // what the ledger fills nobody types
				lines++
			}
		}
	}
	c.Lines = lines * d.Lines
	c.Rounds = perYear(d.Cadence)
	c.Each = c.Fields + c.Way + c.Lines + c.Rounds
	c.Unit = c.Each * objects
	c.All = c.Unit * units
	return c
}

func perYear(g calendar.Grain) (n int) {
	if g == calendar.NoGrain {
		return 0
	}
	y := calendar.YearOf(2026)
	for p := calendar.In(y.Start(), g); p.End() <= y.End(); p = p.Next(g) {
		n++
	}
	return n
}

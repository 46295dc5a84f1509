package app

import (
	"jiufen/internal/errs"
	"jiufen/internal/locale"
	"jiufen/internal/register"
)

// In has a register speak a reader's language: its labels, the names of its stages
// and views, its alerts, and choices and days as they are shown. What is kept stays
// what it is.
func (x *RegisterView) In(m *locale.Messages) error {
	x.Names.m = m
	d := x.Def.In(m.Tag())
	if d == x.Def {
		return nil
	}
	x.Def = d
	for i := range x.Stages {
		if at := x.Def.StageAt(x.Stages[i].Stage); at >= 0 {
			x.Stages[i].Name = x.Def.Stages[at].Name
		}
	}
	for _, r := range x.Records {
		var err error
		if r.Alerts, err = x.Def.Warn(r.Record, x.world, x.Names.Show); err != nil {
			return errs.Wrap(err, errs.Internal, "err.internal")
		}
	}
	return nil
}

// refused tells in both languages why a stage cannot be reached now.
func (w *registerWrite) refused(stage string) (why register.Term, err error) {
	world := register.World{Today: w.tx.Day, Cal: w.x.Lib.Cal}
	if why.Zh, err = w.x.Def.Refused(w.row.Record, world, stage, w.x.Names.Show); err == nil && why.Zh != "" {
		names := *w.x.Names
		names.m = locale.For(locale.English)
		why.En, err = w.x.Def.In(locale.English).Refused(w.row.Record, world, stage, names.Show)
	}
	if err != nil {
		err = errs.Wrap(err, errs.Internal, "err.internal")
	}
	return why, err
}

// stageTerm is the name of a stage in both languages.
func stageTerm(d *register.Definition, at int) register.Term {
	return register.Term{Zh: d.Stages[at].Name, En: d.In(locale.English).Stages[at].Name}
}

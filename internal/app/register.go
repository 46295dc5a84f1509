package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RegisterLine is a register in the list of registers.
type RegisterLine struct {
	Def     *register.Definition
	On      bool
	Switch  store.RegisterSwitch // the last, zero if it was never switched here
	Keeper  string               // unit that keeps it
	May     bool                 // may the viewer switch it
	Objects int                  // that the viewer sees
	Alerts  int
}

// RegisterView is a register with the objects that the viewer sees.
type RegisterView struct {
	RegisterLine
	Records []*RegisterRow
	Stages  []RegisterTally // objects by the stage they stand at
	Units   []RegisterTally // by owner: objects, and those with an alert
	Counts  []store.RegisterCount
	May     RegisterMay
	Point   asof.Point
	Dir     *org.Directory
	Lib     *store.Library
	Names   *RegisterNames
	world   register.World
	sourced map[sourceKey]Sourced // what the ledger gives
}

// RegisterMay is what the viewer may do in a register.
type RegisterMay struct {
	Enter  bool // objects of any unit: the keeper and the office
	Own    bool // objects of his own unit
	Raise  bool // items from objects
	Write  bool // lines from the ledger: the whole of it is his to see
	Switch bool
}

// RegisterRow is an object with what is to be said of it.
type RegisterRow struct {
	*register.Record
	Owner  id.Unit
	Stage  int
	Latest []calendar.Day
	Views  []string // of the register's, that it stands in
	Alerts []register.Raised
}

// RegisterTally is a count of objects.
type RegisterTally struct {
	Name   string
	Unit   id.Unit
	Stage  string
	N      int
	Alerts int
}

// registerSight is who sees and keeps what in a register.
type registerSight struct {
	v      org.Viewer
	dir    *org.Directory
	def    *register.Definition
	keeper id.Unit
}

// keeps tells whether the viewer keeps the register: a liaison or the office of
// the keeper, or whoever drafts in the government's office.
func (s registerSight) keeps() bool {
	if s.v.Can(org.Draft) && officeView(s.v) == nil {
		return true
	}
	return s.keeper != 0 && s.v.Unit == s.keeper && s.v.Can(org.Report)
}

// sees tells whether an object is the viewer's to see: all of it for the office
// and the keeper, the objects of their branch for others (law and rights:
// design.md §5).
func (s registerSight) sees(r *register.Record) bool {
	if s.def.SeenBy == "all" || officeView(s.v) == nil || s.keeper != 0 && slices.Contains(s.v.Sees, s.keeper) {
		return true
	}
	return s.owns(r)
}

func (s registerSight) owns(r *register.Record) bool {
	owner := r.Owner(s.def)
	return owner != 0 && slices.ContainsFunc(s.dir.Upward(s.dir.Successor(owner)), func(u id.Unit) bool { return slices.Contains(s.v.Sees, u) })
}

// switchesOf are the last switches of each register.
func switchesOf(tx *store.Tx, p asof.Point) (map[string]store.RegisterSwitch, error) {
	list, err := tx.Switches(p)
	out := map[string]store.RegisterSwitch{}
	for _, s := range list {
		out[s.Register] = s
	}
	return out, err
}

func isOn(d *register.Definition, s store.RegisterSwitch) bool {
	if s.ID == 0 {
		return d.On
	}
	return s.Act == "on"
}

func maySwitch(v org.Viewer) bool { return v.Can(org.Sign) && officeView(v) == nil }

// Registers lists the registers: those in use for all who read, the others for
// who may switch them on.
func (a *App) Registers(ctx context.Context, v org.Viewer, day calendar.Day) (out []RegisterLine, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, err := at(tx, day)
		if err != nil {
			return err
		}
		out, err = a.registers(tx, v, p)
		return err
	})
	return out, err
}

func (a *App) registers(tx *store.Tx, v org.Viewer, p asof.Point) (out []RegisterLine, err error) {
	lib, err := tx.Library(p)
	if err != nil {
		return nil, err
	}
	switches, err := switchesOf(tx, p)
	if err != nil {
		return nil, err
	}
	for _, d := range lib.Registers {
		l := RegisterLine{Def: d, Switch: switches[d.ID], May: maySwitch(v)}
		if l.On = isOn(d, l.Switch); !l.On && officeView(v) != nil {
			continue
		}
		if l.On {
			x, err := a.registerView(tx, v, d.ID, p)
			if err != nil {
				return nil, err
			}
			l = x.RegisterLine
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b RegisterLine) int {
		if a.On != b.On {
			return cmp.Compare(flag(b.On), flag(a.On))
		}
		return cmp.Or(cmp.Compare(b.Alerts, a.Alerts), strings.Compare(a.Def.ID, b.Def.ID))
	})
	return out, nil
}

// Register shows a register as of a day with the objects that the viewer sees. A
// register that is not in use is there for the office alone.
func (a *App) Register(ctx context.Context, v org.Viewer, name string, day calendar.Day) (out *RegisterView, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, err := at(tx, day)
		if err != nil {
			return err
		}
		if out, err = a.registerView(tx, v, name, p); err != nil {
			return err
		}
		if err := out.Names.load(tx, v, out); err != nil {
			return err
		}
		return out.source(tx, v)
	})
	return out, err
}

// registerView lays a register together for a viewer.
func (a *App) registerView(tx *store.Tx, v org.Viewer, name string, p asof.Point) (*RegisterView, error) {
	out := &RegisterView{Point: p, Names: &RegisterNames{}}
	var err error
	if out.Lib, err = tx.Library(p); err != nil {
		return nil, err
	}
	if out.Dir, err = tx.Directory(p); err != nil {
		return nil, err
	}
	if out.Def = out.Lib.Registers[name]; out.Def == nil {
		return nil, errNotThere()
	}
	switches, err := switchesOf(tx, p)
	if err != nil {
		return nil, err
	}
	out.Switch = switches[name]
	out.On, out.RegisterLine.May = isOn(out.Def, out.Switch), maySwitch(v)
	if out.Switch.Keeper != 0 {
		out.Keeper = out.Dir.Unit(out.Dir.Successor(out.Switch.Keeper)).Short
	}
	if !out.On && officeView(v) != nil {
		return nil, errNotThere()
	}
	sight := registerSight{v, out.Dir, out.Def, out.Dir.Successor(out.Switch.Keeper)}
	out.May = RegisterMay{Enter: out.On && p.Now && sight.keeps(), Switch: maySwitch(v) && p.Now}
	out.May.Own = out.On && p.Now && v.Can(org.Report) && out.Def.Owner != "" && out.Def.Obliges == nil
	out.May.Raise = out.On && p.Now && v.Can(org.Assign) && officeView(v) == nil
	out.May.Write = out.On && p.Now && officeView(v) == nil
	if err := out.gather(tx, sight); err != nil {
		return nil, err
	}
	if out.Def.System != "" {
		out.Counts, err = tx.RegisterCounts(name, p)
	}
	return out, err
}

func (x *RegisterView) gather(tx *store.Tx, sight registerSight) error {
	all, err := tx.Register(x.Def.ID, x.Point)
	if err != nil {
		return err
	}
	x.Names.fill(x.Dir, x.Def, all)
	x.world = register.World{Today: x.Point.Day, Cal: x.Lib.Cal, Parent: parentIn(x.Def, all)}
	for _, r := range all {
		if !sight.sees(r) {
			continue
		}
		row := &RegisterRow{Record: r, Owner: x.Dir.Successor(r.Owner(x.Def)), Stage: r.Stage(x.Def), Latest: r.Latest(x.Def, x.Lib.Cal)}
		if row.Alerts, err = x.Def.Warn(r, x.world, x.Names.Show); err != nil {
			return errs.Wrap(err, errs.Internal, "err.internal")
		}
		if row.Views, err = x.Def.Within(r, x.world); err != nil {
			return errs.Wrap(err, errs.Internal, "err.internal")
		}
		x.Records = append(x.Records, row)
		if r.Ended == 0 {
			x.Objects++
			x.Alerts += min(len(row.Alerts), 1)
		}
	}
	x.tally()
	return nil
}

// tally counts the objects by stage and by owner (S5-05: the counts come from the
// list, so that they cannot differ from it).
func (x *RegisterView) tally() {
	if len(x.Def.Stages) > 0 {
		x.Stages = make([]RegisterTally, len(x.Def.Stages)+1)
		for i, s := range x.Def.Stages {
			x.Stages[i+1] = RegisterTally{Name: s.Name, Stage: s.ID}
		}
	}
	at := map[id.Unit]int{}
	for _, r := range x.Records {
		if r.Ended != 0 {
			continue
		}
		if len(x.Stages) > 0 {
			x.Stages[r.Stage+1].N++
			x.Stages[r.Stage+1].Alerts += min(len(r.Alerts), 1)
		}
		if r.Owner == 0 {
			continue
		}
		i, ok := at[r.Owner]
		if !ok {
			i = len(x.Units)
			at[r.Owner] = i
			x.Units = append(x.Units, RegisterTally{Name: x.Dir.Unit(r.Owner).Short, Unit: r.Owner})
		}
		x.Units[i].N++
		x.Units[i].Alerts += min(len(r.Alerts), 1)
	}
	slices.SortStableFunc(x.Units, func(a, b RegisterTally) int {
		return cmp.Or(cmp.Compare(b.Alerts, a.Alerts), cmp.Compare(b.N, a.N), cmp.Compare(a.Unit, b.Unit))
	})
}

// Row is an object by its number in the register, nil if the viewer does not see
// it.
func (x *RegisterView) Row(n int) *RegisterRow {
	for _, r := range x.Records {
		if r.N == n {
			return r
		}
	}
	return nil
}

// registerAlerts counts the objects with an alert that are the unit's to answer
// for: those it owns, and those of a register it keeps that no unit owns.
func (a *App) registerAlerts(tx *store.Tx, v org.Viewer, d *DeskView) (n int, err error) {
	if len(d.Lib.Registers) == 0 {
		return 0, nil
	}
	switches, err := switchesOf(tx, tx.Now())
	if err != nil {
		return 0, err
	}
	for _, def := range d.Lib.Registers {
		if !isOn(def, switches[def.ID]) || len(def.Alerts) == 0 {
			continue
		}
		all, err := tx.Register(def.ID, tx.Now())
		if err != nil {
			return 0, err
		}
		names := &RegisterNames{}
		names.fill(d.Dir, def, nil)
		world := register.World{Today: d.Today, Cal: d.Lib.Cal, Parent: parentIn(def, all)}
		keeper := d.Dir.Successor(switches[def.ID].Keeper)
		for _, r := range all {
			owner := d.Dir.Successor(r.Owner(def))
			if owner != v.Unit && (owner != 0 || keeper != v.Unit) {
				continue
			}
			alerts, err := def.Warn(r, world, names.Show)
			if err != nil {
				return 0, errs.Wrap(err, errs.Internal, "err.internal")
			}
			n += min(len(alerts), 1)
		}
	}
	return n, nil
}

// parentIn finds the parent that an object names among those of its register.
func parentIn(d *register.Definition, all []*register.Record) func(*register.Record) *register.Record {
	var by map[string]*register.Record
	return func(r *register.Record) *register.Record {
		if by == nil {
			by = make(map[string]*register.Record, len(all))
			for _, x := range all {
				by[id.String(x.ID)] = x
			}
		}
		return by[r.Values[d.Parent]]
	}
}

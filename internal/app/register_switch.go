package app

import (
	"context"
	"slices"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RegisterCost is what a register would take, shown before it is switched on
// (design.md §4).
type RegisterCost struct {
	register.Cost
	Units   int
	Objects int
	Filled  int             // fields that are on file already
	Same    []register.Term // registers in use that keep the same sort of object
}

// mostRegister bounds the objects a register can be switched on for.
const mostRegister = 10_000

// SwitchCost counts what a register takes if each of so many units keeps so many
// objects; zeros take what its file expects of all departments and counties.
func (a *App) SwitchCost(ctx context.Context, v org.Viewer, name string, units, objects int) (out RegisterCost, err error) {
	if err := officeView(v); err != nil {
		return out, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		x, err := a.registerView(tx, v, name, tx.Now())
		if err == nil {
			out, err = costOf(tx, x, units, objects)
		}
		return err
	})
	return out, err
}

func costOf(tx *store.Tx, x *RegisterView, units, objects int) (out RegisterCost, err error) {
	if units == 0 {
		for _, u := range x.Dir.Units {
			if u.EndDay == 0 && (u.Sort == org.Department || u.Sort == org.County || u.Sort == org.Zone) {
				units++
			}
		}
		if x.Def.Owner == "" {
			units = 1
		}
	}
	if objects == 0 {
		objects = max(x.Def.Expected, 1)
	}
	out = RegisterCost{Cost: x.Def.Cost(units, objects), Units: units, Objects: objects}
	if x.Def.Fill != nil {
		out.Filled = len(x.Def.Fill.Fields)
	}
	switches, err := switchesOf(tx, x.Point)
	for _, d := range x.Lib.Registers {
		if d.ID != x.Def.ID && d.Called == x.Def.Called && isOn(d, switches[d.ID]) {
			out.Same = append(out.Same, register.Term{Zh: d.Name, En: d.In(locale.English).Name})
		}
	}
	slices.SortFunc(out.Same, func(a, b register.Term) int { return strings.Compare(a.Zh, b.Zh) })
	return out, err
}

// SwitchRegister switches a register on, under a keeper and with the burden that
// was seen, or off. It is signed: the number of fillings must be the one that was
// shown, and the signer gives the password again.
func (a *App) SwitchRegister(ctx context.Context, v org.Viewer, req Request, name, act string, keeper id.Unit, units, objects, seen int, words string) error {
	if err := need(v, org.Sign); err != nil {
		return err
	}
	if err := officeView(v); err != nil {
		return err
	}
	if err := proven(v); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "register_switch", req, func(tx *store.Tx) error {
		x, err := a.registerView(tx, v, name, tx.Now())
		if err != nil {
			return err
		}
		row := store.RegisterSwitch{Register: name, Act: act, Keeper: keeper, Units: int64(units), Objects: int64(objects), Words: strings.TrimSpace(words)}
		var wrong []errs.Field
		switch act {
		case "off":
			row.Keeper, row.Units, row.Objects = x.Switch.Keeper, 0, 0
			if row.Words == "" {
				wrong = append(wrong, errs.Field{Name: "words", Key: "err.required"})
			}
		case "on":
			if u := x.Dir.Unit(keeper); u.Code == "" || u.EndDay != 0 {
				wrong = append(wrong, errs.Field{Name: "keeper", Key: "err.choice"})
			}
			for _, f := range []struct {
				name string
				n    int
			}{{"units", units}, {"objects", objects}} {
				if f.n < 1 || f.n > mostRegister {
					wrong = append(wrong, errs.Field{Name: f.name, Key: "err.register.many", Args: []any{"most", mostRegister}})
				}
			}
			cost := x.Def.Cost(units, objects)
			if row.Fillings = int64(cost.All); cost.All != seen && len(wrong) == 0 {
				return errs.E(errs.Conflict, "err.register.cost", "seen", seen, "now", cost.All)
			}
		default:
			wrong = append(wrong, errs.Field{Name: "act", Key: "err.choice"})
		}
		if err := errs.Form(wrong); err != nil {
			return err
		}
		return store.Add(tx, row)
	})
	return err
}

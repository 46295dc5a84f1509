package app

import (
	"maps"
	"slices"

	"jiufen/internal/asof"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RegisterLink is an object of a register that names an item: the one it was
// raised from, or one that points at it.
type RegisterLink struct {
	Register string
	Name     register.Term // of the register
	N        int
	Title    string
	Raised   bool
}

// registerLinks are the objects that name an item, as far as the viewer sees
// them.
func (a *App) registerLinks(tx *store.Tx, v org.Viewer, item id.Item, p asof.Point) (out []RegisterLink, err error) {
	found, err := tx.PointsAt(item, p)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		x, err := a.registerView(tx, v, name, p)
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, r := range x.Records {
			if !slices.Contains(found[name], r.ID) {
				continue
			}
			raised, points := pointsAt(x.Def, r.Record, item)
			if raised || points {
				out = append(out, RegisterLink{Register: name, Name: register.Term{Zh: x.Def.Name, En: x.Def.In(locale.English).Name}, N: r.N, Title: r.Values[x.Def.Title], Raised: raised})
			}
		}
	}
	return out, nil
}

// pointsAt tells whether an object was raised into an item, and whether a value
// of it names the item now.
func pointsAt(d *register.Definition, r *register.Record, item id.Item) (raised, points bool) {
	raised = r.Item == item || slices.ContainsFunc(r.Flaws, func(f register.Flaw) bool { return f.Item == item })
	names := func(fields []register.Field, values map[string]string) bool {
		return slices.ContainsFunc(fields, func(f register.Field) bool {
			return f.Type == register.Item && values[f.Name] == id.String(item)
		})
	}
	points = names(d.Fields, r.Values)
	for _, g := range d.Groups {
		for _, row := range r.Rows[g.Name] {
			points = points || names(g.Fields, row.Values)
		}
	}
	return raised, points
}

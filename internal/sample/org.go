package sample

import (
	"context"
	"fmt"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// ground is the place's organisation with its numbers.
type ground struct {
	specs   []unitSpec
	units   map[string]id.Unit // by short name
	posts   map[string]id.Post // by key
	persons map[string]id.Person
	holder  map[string]string // post key → who
	title   map[string]string
}

func (g *ground) unit(short string) id.Unit {
	u, ok := g.units[short]
	if !ok {
		panic("sample: no unit " + short) // the tables of this package name only units they have
	}
	return u
}

// actor is the holder of a post; a key without a post is the machine.
func (g *ground) actor(key string) store.Actor {
	return store.Actor{Post: g.posts[key], Person: g.persons[g.holder[key]]}
}

// settle founds all units, posts and people in one change, gives the posts
// their rights and the vice-mayors their portfolios.
func (b *builder) settle(ctx context.Context) error {
	g := &ground{specs: unitSpecs(), units: map[string]id.Unit{}, posts: map[string]id.Post{}, persons: map[string]id.Person{}, holder: map[string]string{}, title: map[string]string{}}
	b.ground = g
	_, err := b.app.DB.Write(ctx, store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		for i, s := range g.specs {
			if err := g.found(tx, i, s); err != nil {
				return fmt.Errorf("unit %s: %w", s.short, err)
			}
		}
		n := &names{step: b.step}
		for i, p := range postSpecs(g.specs) {
			if err := g.fill(tx, n, i, p); err != nil {
				return fmt.Errorf("post %s: %w", p.key, err)
			}
		}
		if err := g.portfolios(tx); err != nil {
			return err
		}
		return g.grants(tx)
	})
	return err
}

func (g *ground) found(tx *store.Tx, i int, s unitSpec) error {
	u, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: unitCode(i)})
	if err != nil {
		return err
	}
	g.units[s.short] = u
	return store.Add(tx, store.UnitFact{UnitID: u, Name: s.name, Short: s.short, Sort: string(s.sort), Parent: g.units[s.under], Rank: int64(i + 1), FromDay: calendar.Date(2022, 1, 1)})
}

func (g *ground) fill(tx *store.Tx, n *names, i int, p postSpec) error {
	post, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: g.units[p.unit], Title: p.title, Duty: string(p.duty), Rank: int64(i + 1)})
	if err != nil {
		return err
	}
	g.posts[p.key], g.holder[p.key], g.title[p.key] = post, p.who, p.title
	for _, r := range slices.Concat(rightsOf[p.duty], moreRights[p.key]) {
		if err := store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 1}); err != nil {
			return err
		}
	}
	if p.who == "" {
		return nil
	}
	if g.persons[p.who] == 0 {
		if g.persons[p.who], err = store.Insert[store.Person, id.Person](tx, store.Person{Name: n.next()}); err != nil {
			return err
		}
	}
	return store.Add(tx, store.PostHolder{PostID: post, Person: g.persons[p.who], FromDay: calendar.Date(2025, 3, 1)})
}

// portfolios gives each unit its vice-mayor (分管) and the deputy
// secretary-general who follows it (协管).
func (g *ground) portfolios(tx *store.Tx) error {
	for _, s := range g.specs {
		f := s.field
		if s.sort == org.County || s.sort == org.Zone {
			f = 0 // counties are followed by the executive vice-mayor
		}
		if f < 0 {
			continue
		}
		for _, l := range []store.PortfolioLine{{PostID: g.posts[viceKey(f)], Relation: "lead"}, {PostID: g.posts[deputyKey(f)], Relation: "follow"}} {
			l.UnitID, l.Field, l.FromDay = g.unit(s.short), viceMayors[f], calendar.Date(2025, 3, 1)
			if err := store.Add(tx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// grants lets the development commission and the statistics bureau see what
// they collate, which lies outside their branches.
func (g *ground) grants(tx *store.Tx) error {
	for _, w := range [][2]string{{"市发改委", programmeProjects}, {"市统计局", programmeTargets}} {
		if err := store.Add(tx, store.GrantFact{UnitID: g.unit(w[0]), Programme: w[1], Level: "collate", FromDay: firstDay}); err != nil {
			return err
		}
	}
	return nil
}

// movesOn writes what happens to the organisation on a day.
func (b *builder) movesOn(ctx context.Context, d calendar.Day) error {
	var act string
	var fn func(*store.Tx) error
	g := b.ground
	switch d {
	case mergeDay:
		act, fn = "merge_unit", g.merge
	case swapTold:
		act, fn = "portfolio", g.swap
	case vacantDay:
		act, fn = "post", g.vacate
	case handoverDay:
		act, fn = "post", b.handover
	default:
		return nil
	}
	_, err := b.app.DB.Write(ctx, g.actor(postKey(cityDesk, org.Accounts)), act, "", fn)
	return err
}

// merge ends 市乡村振兴局; its items go over in takeOver.
func (g *ground) merge(tx *store.Tx) error {
	old := g.unit(mergedUnit)
	for i, s := range g.specs {
		if s.short == mergedUnit {
			if err := store.Add(tx, store.UnitFact{UnitID: old, Name: s.name, Short: s.short, Sort: string(s.sort), Parent: g.units[s.under], Rank: int64(i + 1), FromDay: calendar.Date(2022, 1, 1), EndDay: mergeDay - 1}); err != nil {
				return err
			}
		}
	}
	return store.Add(tx, store.UnitSuccession{UnitID: old, IntoID: g.unit(mergedInto), Act: "merge", FromDay: mergeDay, Words: "机构改革，职责并入市农业农村局"})
}

// swap exchanges the portfolios of education and transport.
func (g *ground) swap(tx *store.Tx) error {
	from := map[string]int{swappedA: 4, swappedB: 2}
	for _, unit := range []string{swappedA, swappedB} {
		old, now := from[unit], 6-from[unit]
		for _, l := range []store.PortfolioLine{
			{PostID: g.posts[viceKey(old)], Relation: "lead", Field: viceMayors[old], FromDay: calendar.Date(2025, 3, 1), EndDay: swapDay - 1},
			{PostID: g.posts[viceKey(now)], Relation: "lead", Field: viceMayors[now], FromDay: swapDay},
		} {
			l.UnitID = g.unit(unit)
			if err := store.Add(tx, l); err != nil {
				return err
			}
		}
	}
	return nil
}

// vacate ends a head's term; his deputy signs in the post's name.
func (g *ground) vacate(tx *store.Tx) error {
	head, deputy := postKey(vacantUnit, org.Head), postKey(vacantUnit, org.DeputyHead)
	if err := store.Add(tx, store.PostHolder{PostID: g.posts[head], Person: g.persons[g.holder[head]], FromDay: calendar.Date(2025, 3, 1), EndDay: vacantDay - 1}); err != nil {
		return err
	}
	for _, r := range []org.Right{org.Sheet, org.Receive} {
		if err := store.Add(tx, store.PostRight{PostID: g.posts[deputy], Right: string(r), Given: 1}); err != nil {
			return err
		}
	}
	return store.Add(tx, store.StandIn{PostID: g.posts[deputy], ForPost: g.posts[head], FromDay: vacantDay})
}

// handover gives a liaison's post to somebody new; its history stays.
func (b *builder) handover(tx *store.Tx) error {
	g := b.ground
	key := postKey(handoverUnit, org.Liaison)
	if err := store.Add(tx, store.PostHolder{PostID: g.posts[key], Person: g.persons[g.holder[key]], FromDay: calendar.Date(2025, 3, 1), EndDay: handoverDay - 1}); err != nil {
		return err
	}
	p, err := store.Insert[store.Person, id.Person](tx, store.Person{Name: "程例新"})
	if err != nil {
		return err
	}
	g.persons["new"], g.holder[key] = p, "new"
	return store.Add(tx, store.PostHolder{PostID: g.posts[key], Person: p, FromDay: handoverDay})
}

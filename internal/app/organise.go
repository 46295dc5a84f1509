package app

import (
	"context"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// NewUnit is a unit to be founded. Code is unique; the unit above is named by
// number, or by the code of one founded before it in the same list.
type NewUnit struct {
	Code, Name, Short string
	Sort              org.Sort
	Parent            id.Unit
	ParentCode        string
	Rank              int64
}

// NewPost is a post to be made, with the rights it carries and who holds it.
type NewPost struct {
	Unit   id.Unit
	Title  string
	Duty   org.Duty
	Rank   int64
	Rights []org.Right
	Person id.Person // 0 with Name '': vacant
	Name   string    // of a new person
}

func addUnits(tx *store.Tx, units []NewUnit) ([]id.Unit, error) {
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return nil, err
	}
	var fields []errs.Field
	founded := map[string]id.Unit{}
	var out []id.Unit
	for i, u := range units {
		at := func(field, key string, args ...any) {
			fields = append(fields, errs.Field{Name: "units[" + itoa(i) + "]." + field, Key: key, Args: append([]any{"row", i + 1}, args...)})
		}
		parent := u.Parent
		if u.ParentCode != "" {
			if parent = founded[u.ParentCode]; parent == 0 {
				parent = dir.UnitByCode(u.ParentCode)
			}
			if parent == 0 {
				at("parent", "err.unit.parent", "code", u.ParentCode)
			}
		}
		switch {
		case u.Code == "" || u.Name == "":
			at("code", "err.required")
		case dir.UnitByCode(u.Code) != 0 || founded[u.Code] != 0:
			at("code", "err.unit.code", "code", u.Code)
		}
		if len(fields) > 0 {
			continue
		}
		n, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: u.Code})
		if err != nil {
			return nil, err
		}
		short := u.Short
		if short == "" {
			short = u.Name
		}
		if err := store.Add(tx, store.UnitFact{UnitID: n, Name: u.Name, Short: short, Sort: string(u.Sort), Parent: parent, Rank: u.Rank, FromDay: tx.Day}); err != nil {
			return nil, err
		}
		founded[u.Code] = n
		out = append(out, n)
	}
	return out, errs.Form(fields)
}

func itoa(i int) string { return id.String(id.Fact(i)) }

// AddPosts makes posts with their rights and holders in one change. Rights that
// need two persons are proposed where two administrators are at work, as
// everywhere.
func (a *App) AddPosts(ctx context.Context, v org.Viewer, req Request, posts []NewPost) (out []id.Post, people []id.Person, err error) {
	if err := need(v, org.Organise); err != nil {
		return nil, nil, err
	}
	_, err = a.write(ctx, v, "posts_add", req, func(tx *store.Tx) error {
		out, people, err = addPosts(tx, v, posts)
		return err
	})
	return out, people, err
}

func addPosts(tx *store.Tx, v org.Viewer, posts []NewPost) (out []id.Post, people []id.Person, err error) {
	for _, p := range posts {
		n, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: p.Unit, Title: p.Title, Duty: string(p.Duty), Rank: p.Rank})
		if err != nil {
			return nil, nil, err
		}
		for _, r := range p.Rights {
			if err := giveRight(tx, v, n, r); err != nil {
				return nil, nil, err
			}
		}
		if p.Person == 0 && p.Name != "" {
			if p.Person, err = store.Insert[store.Person, id.Person](tx, store.Person{Name: p.Name}); err != nil {
				return nil, nil, err
			}
		}
		if p.Person != 0 {
			if err := store.Add(tx, store.PostHolder{PostID: n, Person: p.Person, FromDay: tx.Day}); err != nil {
				return nil, nil, err
			}
		}
		out, people = append(out, n), append(people, p.Person)
	}
	return out, people, nil
}

// Hand is a change of hands: the holder of today leaves the post at the end of
// the day before From, and Person takes it; Person 0 leaves it vacant.
type Hand struct {
	Post   id.Post
	Person id.Person
	From   calendar.Day
}

// HandOver changes hands. Work, history and reminders stay with the post.
func (a *App) HandOver(ctx context.Context, v org.Viewer, req Request, hands []Hand) error {
	if err := need(v, org.Organise); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "hand_over", req, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for _, h := range hands {
			if err := handOver(tx, dir, h); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func handOver(tx *store.Tx, dir *org.Directory, h Hand) error {
	for _, x := range dir.Holdings {
		if x.Post != h.Post || x.EndDay != 0 {
			continue
		}
		if err := store.Add(tx, store.PostHolder{PostID: h.Post, Person: x.Person, FromDay: x.FromDay, EndDay: h.From - 1}); err != nil {
			return err
		}
	}
	if h.Person == 0 {
		return nil
	}
	if err := entrust(tx, dir.Post(h.Post), h.Person); err != nil {
		return err
	}
	return store.Add(tx, store.PostHolder{PostID: h.Post, Person: h.Person, FromDay: h.From})
}

// SetPortfolio gives units to leaders' posts under a field of work (分管), or has
// a deputy secretary-general follow them (协管). The line that held before ends
// the day before.
func (a *App) SetPortfolio(ctx context.Context, v org.Viewer, req Request, lines []org.Line) error {
	if err := need(v, org.Organise); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "portfolio", req, func(tx *store.Tx) error { return setPortfolio(tx, lines) })
	return err
}

func setPortfolio(tx *store.Tx, lines []org.Line) error {
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return err
	}
	for _, l := range lines {
		relation := "lead"
		if l.Follow {
			relation = "follow"
		}
		for _, old := range dir.Lines {
			if old.Unit == l.Unit && old.Follow == l.Follow && old.EndDay == 0 && old.Post != l.Post {
				if err := store.Add(tx, store.PortfolioLine{PostID: old.Post, UnitID: old.Unit, Field: old.Field, Relation: relation, FromDay: old.FromDay, EndDay: l.FromDay - 1}); err != nil {
					return err
				}
			}
		}
		if err := store.Add(tx, store.PortfolioLine{PostID: l.Post, UnitID: l.Unit, Field: l.Field, Relation: relation, FromDay: l.FromDay, EndDay: l.EndDay}); err != nil {
			return err
		}
	}
	return nil
}

// SetStandIn lets a post sign visibly in another's name for a time (AB角).
func (a *App) SetStandIn(ctx context.Context, v org.Viewer, req Request, s org.StandIn) error {
	if err := need(v, org.Organise); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "stand_in", req, func(tx *store.Tx) error {
		return store.Add(tx, store.StandIn{PostID: s.Post, ForPost: s.For, FromDay: s.FromDay, EndDay: s.EndDay})
	})
	return err
}

// Grant lets a unit see items beyond its branch, by programme, for a time.
func (a *App) Grant(ctx context.Context, v org.Viewer, req Request, g org.Grant) error {
	if err := need(v, org.Organise); err != nil {
		return err
	}
	level := "read"
	if g.Collate {
		level = "collate"
	}
	_, err := a.write(ctx, v, "grant", req, func(tx *store.Tx) error {
		return store.Add(tx, store.GrantFact{UnitID: g.Unit, OfUnit: g.OfUnit, Programme: g.Programme, Level: level, FromDay: g.FromDay, EndDay: g.EndDay})
	})
	return err
}

// MergeUnit lets a unit go over into another from a day on: its items, rights and
// history are found through the successor, past pages keep the old name.
func (a *App) MergeUnit(ctx context.Context, v org.Viewer, req Request, unit, into id.Unit, from calendar.Day, words string) error {
	if err := need(v, org.Organise); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "unit_merge", req, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		u := dir.Unit(unit)
		if u.Code == "" || dir.Unit(into).Code == "" || unit == into {
			return errs.Form([]errs.Field{{Name: "into", Key: "err.unit.into"}})
		}
		if err := store.Add(tx, store.UnitFact{UnitID: unit, Name: u.Name, Short: u.Short, Sort: string(u.Sort), Parent: u.Parent, Rank: u.Rank, FromDay: u.FromDay, EndDay: from - 1}); err != nil {
			return err
		}
		return store.Add(tx, store.UnitSuccession{UnitID: unit, IntoID: into, Act: "merge", FromDay: from, Words: words})
	})
	return err
}

// Directory is the organisation for whoever is signed in, as known at a day.
func (a *App) Directory(ctx context.Context, v org.Viewer, day calendar.Day) (dir *org.Directory, err error) {
	if v.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "err.signin")
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, err := at(tx, day)
		if err != nil {
			return err
		}
		dir, err = tx.Directory(p)
		return err
	})
	return dir, err
}

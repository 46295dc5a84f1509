package org

import (
	"cmp"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Unit is a unit as it stands: its names of the day asked for.
type Unit struct {
	ID      id.Unit
	Code    string
	Name    string
	Short   string
	Sort    Sort
	Parent  id.Unit
	Rank    int64
	FromDay calendar.Day
	EndDay  calendar.Day // last day, 0 while it stands
	Into    id.Unit      // the unit it went over into, 0 if none
}

// Sort is what a unit is in the order of government.
type Sort string

// The sorts of units. Body is what the Regulation on government supervision does
// not cover (督查条例 Art. 5): Party organs, congress, courts, mass organisations,
// enterprises. It can lead and cooperate, but is never the object of a case.
const (
	Government Sort = "government"
	Office     Sort = "office"
	Department Sort = "department"
	County     Sort = "county"
	Zone       Sort = "zone"
	Town       Sort = "town"
	Section    Sort = "section"
	Body       Sort = "body"
	Group      Sort = "group" // named in notices («各县区»), not itself a unit
)

// Sorts lists all sorts, in the order of lists.
var Sorts = []Sort{Government, Office, Department, County, Zone, Town, Section, Body, Group}

// Duty is what a post is for the line of work.
type Duty string

// The duties.
const (
	Mayor         Duty = "mayor"
	ViceMayor     Duty = "vice-mayor"
	Secretary     Duty = "secretary-general"
	Deputy        Duty = "deputy-secretary-general"
	OfficeClerk   Duty = "office"
	Supervision   Duty = "supervision"
	Head          Duty = "head"
	DeputyHead    Duty = "deputy-head"
	SectionChief  Duty = "section"
	Liaison       Duty = "liaison"
	Statistics    Duty = "statistics"
	Auditor       Duty = "auditor"
	Accounts      Duty = "accounts"
	CountyLiaison Duty = "county-liaison"
)

// Post is a post in a unit, and who holds it on the day of the Directory.
type Post struct {
	ID     id.Post
	UnitID id.Unit
	Title  string
	Duty   Duty
	Rank   int64
	Holder id.Person // 0: vacant
	Rights []Right   // sorted
}

// Person is a person who holds or held posts.
type Person struct {
	ID   id.Person
	Name string
}

// Holding is one term of a post.
type Holding struct {
	Post    id.Post
	Person  id.Person
	FromDay calendar.Day
	EndDay  calendar.Day
}

// Line is a line of a portfolio: a leader's post answers for a unit.
type Line struct {
	Post    id.Post
	Unit    id.Unit
	Field   string // name of the field of work (分管领域)
	Follow  bool   // 协管, not 分管
	FromDay calendar.Day
	EndDay  calendar.Day
}

// StandIn lets Post sign in the name of For (AB角).
type StandIn struct {
	Post, For       id.Post
	FromDay, EndDay calendar.Day
}

// Grant lets a unit see items beyond its branch.
type Grant struct {
	Unit            id.Unit
	OfUnit          id.Unit // 0: any
	Programme       string  // '': any
	Collate         bool
	FromDay, EndDay calendar.Day
}

// Directory is the organisation as known at a point, on a day.
type Directory struct {
	Day      calendar.Day
	Units    []Unit // by rank, then number
	Posts    []Post // by unit's order, then rank, then number
	Lines    []Line
	StandIns []StandIn
	Grants   []Grant
	Holdings []Holding

	unit    map[id.Unit]*Unit
	post    map[id.Post]*Post
	person  map[id.Person]*Person
	code    map[string]id.Unit
	name    map[string]id.Unit
	lead    map[id.Unit]*Line
	follow  map[id.Unit]*Line
	byOwner map[id.Person][]id.Post
}

// Parts is what a Directory is made of; the newest of each as known.
type Parts struct {
	Units    []Unit
	Posts    []Post
	Persons  []Person
	Holdings []Holding
	Lines    []Line
	StandIns []StandIn
	Grants   []Grant
}

// on reports whether a dated thing holds on a day.
func on(day, from, end calendar.Day) bool { return from <= day && (end == 0 || day <= end) }

// New makes a Directory for a day.
func New(day calendar.Day, p Parts) *Directory {
	d := &Directory{Day: day, Units: p.Units, Posts: p.Posts, Holdings: p.Holdings,
		unit: map[id.Unit]*Unit{}, post: map[id.Post]*Post{}, person: map[id.Person]*Person{},
		code: map[string]id.Unit{}, name: map[string]id.Unit{}, lead: map[id.Unit]*Line{}, follow: map[id.Unit]*Line{},
		byOwner: map[id.Person][]id.Post{}}
	slices.SortFunc(d.Units, func(a, b Unit) int { return cmp.Or(cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID)) })
	for i := range d.Units {
		u := &d.Units[i]
		d.unit[u.ID], d.code[u.Code] = u, u.ID
		for _, n := range []string{u.Short, u.Name} {
			if n != "" && (u.EndDay == 0 || d.name[n] == 0) {
				d.name[n] = u.ID
			}
		}
	}
	for i := range p.Persons {
		d.person[p.Persons[i].ID] = &p.Persons[i]
	}
	d.fillPosts()
	for _, l := range p.Lines {
		if on(day, l.FromDay, l.EndDay) {
			d.addLine(l)
		}
	}
	d.StandIns = keep(p.StandIns, func(s StandIn) bool { return on(day, s.FromDay, s.EndDay) })
	d.Grants = keep(p.Grants, func(g Grant) bool { return on(day, g.FromDay, g.EndDay) })
	return d
}

func keep[T any](all []T, ok func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(all), func(v T) bool { return !ok(v) })
}

func (d *Directory) fillPosts() {
	order := map[id.Unit]int{}
	for i, u := range d.Units {
		order[u.ID] = i
	}
	slices.SortFunc(d.Posts, func(a, b Post) int {
		return cmp.Or(cmp.Compare(order[a.UnitID], order[b.UnitID]), cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.ID, b.ID))
	})
	for i := range d.Posts {
		d.post[d.Posts[i].ID] = &d.Posts[i]
	}
	for _, h := range d.Holdings {
		if p := d.post[h.Post]; p != nil && on(d.Day, h.FromDay, h.EndDay) {
			p.Holder = h.Person
		}
	}
	for i := range d.Posts {
		if h := d.Posts[i].Holder; h != 0 {
			d.byOwner[h] = append(d.byOwner[h], d.Posts[i].ID)
		}
	}
}

// addLine keeps the line; among several leaders of a unit the last recorded holds.
func (d *Directory) addLine(l Line) {
	d.Lines = append(d.Lines, l)
	m := d.lead
	if l.Follow {
		m = d.follow
	}
	m[l.Unit] = &d.Lines[len(d.Lines)-1]
}

// Unit gives a unit; one that is not known is a zero Unit with the number.
func (d *Directory) Unit(u id.Unit) Unit {
	if p := d.unit[u]; p != nil {
		return *p
	}
	return Unit{ID: u}
}

// UnitByName finds a unit by its full or short name, 0 if none is called so.
func (d *Directory) UnitByName(name string) id.Unit { return d.name[name] }

// UnitByCode finds a unit by its code, 0 if none has it.
func (d *Directory) UnitByCode(code string) id.Unit { return d.code[code] }

// Post gives a post; one that is not known is a zero Post with the number.
func (d *Directory) Post(p id.Post) Post {
	if q := d.post[p]; q != nil {
		return *q
	}
	return Post{ID: p}
}

// PersonName is the name of a person, ” if not known.
func (d *Directory) PersonName(p id.Person) string {
	if q := d.person[p]; q != nil {
		return q.Name
	}
	return ""
}

// Persons lists all persons, by number.
func (d *Directory) Persons() []Person {
	out := make([]Person, 0, len(d.person))
	for _, p := range d.person {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Person) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// PostsOf lists the posts that a person holds on the day, in the order of Posts.
func (d *Directory) PostsOf(p id.Person) []id.Post { return d.byOwner[p] }

// Leader is the post that answers for a unit by portfolio (分管), with the name
// of the field; a unit without a line takes that of the unit above it.
func (d *Directory) Leader(u id.Unit) (id.Post, string) { return d.upward(d.lead, u) }

// Follower is the deputy secretary-general's post that follows a unit (协管).
func (d *Directory) Follower(u id.Unit) id.Post {
	p, _ := d.upward(d.follow, u)
	return p
}

func (d *Directory) upward(m map[id.Unit]*Line, u id.Unit) (id.Post, string) {
	for range 16 {
		if l := m[u]; l != nil {
			return l.Post, l.Field
		}
		p := d.unit[u]
		if p == nil || p.Parent == 0 {
			break
		}
		u = p.Parent
	}
	return 0, ""
}

// Upward lists a unit and the units above it whose branch it belongs to. A
// county closes its branch: what lies above it does not see in.
func (d *Directory) Upward(u id.Unit) []id.Unit {
	out := []id.Unit{u}
	for range 16 {
		p := d.unit[u]
		if p == nil || p.Parent == 0 || p.Sort == County || p.Sort == Zone {
			break
		}
		u = p.Parent
		out = append(out, u)
	}
	return out
}

// Below lists a unit and all units below it, by rank.
func (d *Directory) Below(u id.Unit) []id.Unit {
	out := []id.Unit{u}
	for i := 0; i < len(out); i++ {
		for j := range d.Units {
			if d.Units[j].Parent == out[i] && !slices.Contains(out, d.Units[j].ID) {
				out = append(out, d.Units[j].ID)
			}
		}
	}
	return out
}

// Space is the county in whose space a unit lies, 0 for the city's own.
func (d *Directory) Space(u id.Unit) id.Unit {
	for range 16 {
		p := d.unit[u]
		if p == nil {
			return 0
		}
		if p.Sort == County || p.Sort == Zone {
			return p.ID
		}
		u = p.Parent
	}
	return 0
}

// Successor follows merges and renamings to the unit that stands today.
func (d *Directory) Successor(u id.Unit) id.Unit {
	for range 16 {
		p := d.unit[u]
		if p == nil || p.Into == 0 || p.Into == u {
			break
		}
		u = p.Into
	}
	return u
}

// PostWith finds the first post of a unit with a duty, 0 if there is none.
func (d *Directory) PostWith(u id.Unit, duty Duty) id.Post {
	for i := range d.Posts {
		if d.Posts[i].UnitID == u && d.Posts[i].Duty == duty {
			return d.Posts[i].ID
		}
	}
	return 0
}

// SignsFor reports whether post may sign in the name of other on the day.
func (d *Directory) SignsFor(post, other id.Post) bool {
	return post == other || slices.ContainsFunc(d.StandIns, func(s StandIn) bool { return s.Post == post && s.For == other })
}

// Vacant lists the posts with a duty in the line of work that nobody holds.
func (d *Directory) Vacant() []Post {
	return keep(d.Posts, func(p Post) bool { return p.Holder == 0 && d.Unit(p.UnitID).EndDay == 0 })
}

package sample

import (
	"context"
	_ "embed"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
	"jiufen/library"
)

// Options say which city, how large, and on what clock: the clock that the
// app's database was opened with.
type Options struct {
	Seed     uint64
	Scale    int // 300 items each; 0 is 1
	Clock    *Clock
	Progress func(done, all int) // days; may be nil
}

// City is a city that was made.
type City struct {
	Roles []Role
	Items int
}

// Role gives the one-click role with a key.
func (c *City) Role(key string) Role {
	i := slices.IndexFunc(c.Roles, func(r Role) bool { return r.Key == key })
	if i < 0 {
		return Role{}
	}
	return c.Roles[i]
}

// bulkScale is the scale from which all reports of a day are one change, whoever
// signed them: with a change for every sheet the writing of the leaves would
// take most of the time.
const bulkScale = 4

// builder makes one city.
type builder struct {
	app    *app.App
	clock  *Clock
	dice   *rand.Rand
	step   int
	bulk   bool
	ground *ground
	order  map[string]int // posts in their order
	lib    *store.Library

	doc     id.Document
	next    id.Document // next year's report, first draft
	clauses []clause
	events  map[string]id.Event
	lives   []*life
	issues  map[calendar.Day][]*life
	days    [][]deed
	sheets  map[sheetKey]sheetTimes
	signed  map[sheetKey]id.Sheet

	bulletin id.Paper            // the half-year's
	letters  map[string]id.Paper // that rest on it, by county
}

//go:embed report.txt
var reportText string

// Build makes a city in an empty place and leaves the clock on the morning of
// its last day, running on from there.
func Build(ctx context.Context, a *app.App, o Options) (*City, error) {
	if o.Clock == nil {
		return nil, fmt.Errorf("sample: no clock; give the one the database was opened with")
	}
	b := &builder{app: a, clock: o.Clock, dice: rand.New(rand.NewPCG(o.Seed, 0x9e3779b97f4a7c15)), bulk: o.Scale >= bulkScale,
		events: map[string]id.Event{}, issues: map[calendar.Day][]*life{}, sheets: map[sheetKey]sheetTimes{}, signed: map[sheetKey]id.Sheet{}, letters: map[string]id.Paper{}}
	b.step = []int{605, 715, 1045, 1105, 1265}[o.Seed%5]
	o.Clock.set(moment(firstDay, 0, 30))
	if _, err := a.DB.Tick(ctx); err != nil {
		return nil, err
	}
	if err := b.begin(ctx); err != nil {
		return nil, err
	}
	b.planAll(max(o.Scale, 1))
	b.days = make([][]deed, lastDay-firstDay+1)
	for _, l := range b.lives {
		b.issues[l.issued] = append(b.issues[l.issued], l)
		b.schedule(l)
	}
	for d := firstDay; d <= lastDay; d++ {
		if err := b.live(ctx, d); err != nil {
			return nil, fmt.Errorf("sample: %s: %w", d, err)
		}
		if o.Progress != nil {
			o.Progress(int(d-firstDay)+1, int(lastDay-firstDay)+1)
		}
	}
	o.Clock.set(moment(lastDay, 9, 30))
	o.Clock.Run()
	return &City{Roles: b.roles(), Items: len(b.lives)}, nil
}

// begin lays the ground: library, organisation, the report and the events.
func (b *builder) begin(ctx context.Context) error {
	b.clock.set(moment(firstDay, 8, 30))
	if err := b.loadLibrary(ctx); err != nil {
		return err
	}
	if err := b.settle(ctx); err != nil {
		return err
	}
	b.order = map[string]int{}
	for i, p := range postSpecs(b.ground.specs) {
		b.order[p.key] = i
	}
	if err := b.app.DB.View(ctx, func(tx *store.Tx) (err error) {
		b.lib, err = tx.Library(tx.Now())
		return err
	}); err != nil {
		return err
	}
	if err := b.takeReport(ctx); err != nil {
		return err
	}
	return b.foundEvents(ctx)
}

func (b *builder) loadLibrary(ctx context.Context) error {
	if err := b.app.ShipLibrary(ctx, library.FS); err != nil {
		return err
	}
	// Sheets open early here, so that there is one to fill in on the morning the city is looked at.
	_, err := b.app.DB.Write(ctx, store.Actor{}, "setting", "", func(tx *store.Tx) error {
		if err := store.Add(tx, store.SettingFact{Name: app.SettingPlace, Value: "样例市"}); err != nil {
			return err
		}
		return store.Add(tx, store.SettingFact{Name: app.SettingOpens, Value: "15"})
	})
	return err
}

// foundEvents makes the events that limits hang on, and lets one happen.
func (b *builder) foundEvents(ctx context.Context) error {
	_, err := b.app.DB.Write(ctx, b.ground.actor(supervisor), "event", "", func(tx *store.Tx) error {
		for _, e := range []store.Event{{Name: "省国土空间规划批复", OwnerID: b.ground.unit("市自然资源局"), Expected: day(9, 30)}} {
			num, err := store.Insert[store.Event, id.Event](tx, e)
			if err != nil {
				return err
			}
			b.events[e.Name] = num
		}
		return nil
	})
	return err
}

func (b *builder) event(name, _ string) id.Event { return b.events[name] }

// live plays one day: the tick, what moves in the organisation, items issued,
// and everything that happens to items.
func (b *builder) live(ctx context.Context, d calendar.Day) error {
	b.clock.set(moment(d, 0, 5))
	if _, err := b.app.DB.Tick(ctx); err != nil {
		return err
	}
	b.clock.set(moment(d, 8, 40))
	if err := b.movesOn(ctx, d); err != nil {
		return err
	}
	if err := b.issueOn(ctx, d); err != nil {
		return err
	}
	if err := b.perform(ctx, d); err != nil {
		return err
	}
	if err := b.basesOn(ctx, d); err != nil {
		return err
	}
	if err := b.evidenceOn(ctx, d); err != nil {
		return err
	}
	if err := b.bulletinsOn(ctx, d); err != nil {
		return err
	}
	if err := b.lettersOn(ctx, d); err != nil {
		return err
	}
	if err := b.sameOn(ctx, d); err != nil {
		return err
	}
	if err := b.urgentOn(ctx, d); err != nil {
		return err
	}
	if err := b.registersOn(ctx, d); err != nil {
		return err
	}
	return b.opinionsOn(ctx, d)
}

// momentOf is a time of day for a deed; on the last day everything is done
// before the city is looked at.
func (b *builder) momentOf(d calendar.Day, h hour, n int) time.Time {
	if d == lastDay {
		return moment(d, 9, 0)
	}
	return moment(d, int(h), min(n, 59))
}

func (b *builder) roles() []Role {
	var out []Role
	for _, r := range roleSpecs {
		a := b.ground.actor(r[1])
		out = append(out, Role{Key: r[0], Person: a.Person, Post: a.Post, Label: "sample.role." + r[0]})
	}
	return out
}

func (b *builder) liaisonOf(unit string) string { return postKey(unit, org.Liaison) }

package sample

import (
	"context"
	"fmt"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// bulletinDay is when the half-year's bulletin went out, as of the last of June.
var bulletinDay = calendar.Date(2026, 7, 3)

// bulletinsOn has the half-year's bulletin (通报) written, approved, signed, and on
// the last day a brief (专报) begun: the office's own work of the month.
func (b *builder) bulletinsOn(ctx context.Context, d calendar.Day) error {
	if d != bulletinDay && d != lastDay {
		return nil
	}
	who, err := b.viewers(ctx)
	if err != nil {
		return err
	}
	if d == lastDay {
		b.clock.set(moment(d, 9, 10))
		_, err := b.app.NewBulletin(ctx, who["office"], app.Brief, who["vice-mayor"].Post, 0)
		return err
	}
	b.clock.set(moment(d, 14, 0))
	n, err := b.app.NewBulletin(ctx, who["office"], app.Circular, 0, calendar.Date(2026, 6, 30))
	if err != nil {
		return err
	}
	b.bulletin, err = b.signBulletin(ctx, who, who["office"], n)
	return err
}

// viewers are the roles of the city as they stand today, each sure of himself.
func (b *builder) viewers(ctx context.Context) (map[string]org.Viewer, error) {
	out := map[string]org.Viewer{}
	err := b.app.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		sg := b.ground.actor(postKey(cityDesk, org.Secretary))
		for _, r := range append(b.roles(), Role{Key: "secretary-general", Person: sg.Person, Post: sg.Post}) {
			v, ok := dir.ViewerOf(r.Person, r.Post)
			if !ok {
				return fmt.Errorf("nobody is %s", r.Key)
			}
			v.Proven = true
			out[r.Key] = v
		}
		return nil
	})
	return out, err
}

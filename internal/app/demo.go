package app

import (
	"context"

	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// DemoRole is a post of the sample city that can be entered with one click.
type DemoRole struct {
	Duty   org.Duty
	Unit   string
	Title  string
	Person id.Person
	Post   id.Post
}

// demoDuties are the duties offered, in the order of the page.
var demoDuties = []org.Duty{org.Mayor, org.ViceMayor, org.Secretary, org.Deputy, org.OfficeClerk, org.Supervision, org.Head, org.Liaison, org.CountyLiaison, org.Statistics, org.Auditor, org.Accounts}

// DemoRoles lists one post for each duty that somebody holds. On a real place
// there are none.
func (a *App) DemoRoles(ctx context.Context) (out []DemoRole, err error) {
	if !a.Demo {
		return nil, nil
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for _, duty := range demoDuties {
			for _, p := range dir.Posts {
				if p.Duty == duty && p.Holder != 0 {
					u := dir.Unit(p.UnitID)
					out = append(out, DemoRole{Duty: duty, Unit: u.Short, Title: p.Title, Person: p.Holder, Post: p.ID})
					break
				}
			}
		}
		return nil
	})
	return out, err
}

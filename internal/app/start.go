package app

import (
	"context"
	"slices"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// StartStep is one step from an empty place to the first notice. N is what is
// there, or what is still missing, as its sentence says.
type StartStep struct {
	Key  string
	Done bool
	N    int
}

// MayStep reports whether a viewer can do a step himself.
func MayStep(v org.Viewer, key string) bool {
	switch key {
	case "calendar":
		return v.Can(org.Read)
	case "accounts", "second":
		return v.Can(org.Manage)
	case "document", "notice":
		return v.Can(org.Draft)
	}
	return v.Can(org.Organise)
}

// Start says what stands and what is missing on the way to the first notice, in
// the order in which it is done. Whoever is signed in may read it.
func (a *App) Start(ctx context.Context, v org.Viewer) (out []StartStep, err error) {
	if v.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "err.signin")
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		docs, err := tx.Documents(1)
		if err != nil {
			return err
		}
		papers, err := tx.Papers(0, 20)
		if err != nil {
			return err
		}
		steps, err := tx.StepsOf(papers)
		signed := slices.ContainsFunc(papers, func(p store.Paper) bool { state, _ := paperState(steps[p.ID]); return state == "signed" })
		out = startSteps(dir, lib, tx.Day.Year(), len(docs), signed)
		return err
	})
	return out, err
}

func startSteps(dir *org.Directory, lib *store.Library, year, docs int, signed bool) []StartStep {
	units, leaderless, mute := 0, 0, 0
	for _, u := range dir.Units {
		if u.EndDay != 0 || u.Sort != org.Department && u.Sort != org.County && u.Sort != org.Zone {
			continue
		}
		if dir.Unit(u.Parent).Sort != org.Government { // of a county: its own matter
			continue
		}
		units++
		if post, _ := dir.Leader(u.ID); post == 0 {
			leaderless++
		}
		if dir.PostWith(u.ID, org.Liaison) == 0 && dir.PostWith(u.ID, org.CountyLiaison) == 0 || dir.PostWith(u.ID, org.Head) == 0 {
			mute++
		}
	}
	leaders, signers, admins, people := 0, 0, 0, map[id.Person]bool{}
	for _, p := range dir.Posts {
		if p.Holder != 0 {
			people[p.Holder] = true
		}
		if p.Holder != 0 && slices.Contains(p.Rights, org.Manage) {
			admins++
		}
		if p.Duty == org.Mayor || p.Duty == org.ViceMayor {
			leaders++
		}
		if p.Holder != 0 && (slices.Contains(p.Rights, org.Sign) || slices.Contains(p.Rights, org.Approve)) {
			signers++
		}
	}
	return []StartStep{
		{Key: "calendar", Done: lib.Cal.Announced(year), N: year},
		{Key: "second", Done: admins > 1, N: admins},
		{Key: "units", Done: units > 0, N: units},
		{Key: "leaders", Done: leaders > 0, N: leaders},
		{Key: "portfolio", Done: units > 0 && leaderless == 0, N: leaderless},
		{Key: "liaisons", Done: units > 0 && mute == 0, N: mute},
		{Key: "accounts", Done: signers > 1, N: len(people)},
		{Key: "document", Done: docs > 0, N: docs},
		{Key: "notice", Done: signed},
	}
}

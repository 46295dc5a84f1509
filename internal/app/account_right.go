package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// giveRight gives a right to a post; one that needs two persons is proposed and
// waits for another administrator. The one exception is the first second
// administrator. It counts who ever was one, not who is: whoever has got rid of
// the other does not become the founder again, who could appoint a puppet.
func giveRight(tx *store.Tx, v org.Viewer, post id.Post, r org.Right) error {
	if !slices.Contains(org.Rights, r) {
		return errs.E(errs.Invalid, "err.right.unknown", "right", string(r))
	}
	if slices.Contains(org.TwoPersons, r) {
		ever, err := tx.EverGiven(org.Manage)
		if err != nil {
			return err
		}
		if r != org.Manage || ever > 1 {
			return store.Add(tx, store.AccountFact{Act: "propose", Words: proposal(post, r), Second: v.Post})
		}
	}
	return store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 1})
}

func proposal(post id.Post, r org.Right) string { return id.String(post) + " " + string(r) }

// GiveRight gives a right to a post, or proposes it where two persons are needed.
func (a *App) GiveRight(ctx context.Context, v org.Viewer, req Request, post id.Post, r org.Right) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "right_give", req, func(tx *store.Tx) error { return giveRight(tx, v, post, r) })
	return err
}

// TakeRight takes a right from a post; one administrator can.
func (a *App) TakeRight(ctx context.Context, v org.Viewer, req Request, post id.Post, r org.Right) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "right_take", req, func(tx *store.Tx) error {
		return store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 0})
	})
	return err
}

// Proposed is a right that waits for a second administrator.
type Proposed struct {
	Fact   id.Fact
	Post   id.Post
	Right  org.Right
	By     id.Post
	Person id.Person
}

// Proposals lists the rights that wait for a second administrator.
func (a *App) Proposals(ctx context.Context, v org.Viewer) (out []Proposed, err error) {
	if err := need(v, org.Manage); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		out, err = proposals(tx)
		return err
	})
	return out, err
}

func proposals(tx *store.Tx) ([]Proposed, error) {
	facts, err := tx.AccountFacts()
	if err != nil {
		return nil, err
	}
	var out []Proposed
	for _, f := range facts {
		switch f.Act {
		case "propose":
			post, right, ok := strings.Cut(f.Words, " ")
			n, err := strconv.ParseInt(post, 10, 64)
			if ok && err == nil {
				out = append(out, Proposed{Fact: f.ID, Post: id.Post(n), Right: org.Right(right), By: f.Second, Person: f.By})
			}
		case "granted", "declined":
			out = slices.DeleteFunc(out, func(p Proposed) bool { return proposal(p.Post, p.Right) == f.Words })
		}
	}
	return out, nil
}

// ConfirmRight is the second person's yes (or no) to a right proposed by another.
func (a *App) ConfirmRight(ctx context.Context, v org.Viewer, req Request, fact id.Fact, yes bool) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "right_confirm", req, func(tx *store.Tx) error {
		all, err := proposals(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p Proposed) bool { return p.Fact == fact })
		if i < 0 {
			return errNotThere()
		}
		p := all[i]
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if yes && (p.Person == v.Person || slices.Contains(dir.PostsOf(v.Person), p.Post)) { // nor who gains by it
			return errs.E(errs.Forbidden, "err.second")
		}
		act := "declined"
		if yes {
			act = "granted"
			if err := store.Add(tx, store.PostRight{PostID: p.Post, Right: string(p.Right), Given: 1, Second: p.By}); err != nil {
				return err
			}
		}
		return store.Add(tx, store.AccountFact{Act: act, Words: proposal(p.Post, p.Right), Second: p.By})
	})
	return err
}

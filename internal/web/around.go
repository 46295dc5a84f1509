package web

import (
	"context"

	"jiufen/internal/app"
	"jiufen/internal/org"
)

// entries are the bar, in the order of the work. An entry stands there for those
// who have one of its rights.
var entries = []struct {
	key, url string
	phone    bool
	rights   []org.Right
}{
	{"desk", "/desk", true, []org.Right{org.Receive, org.Report, org.Sheet, org.Accept, org.Assign, org.Decide, org.Close, org.Approve, org.Sign}},
	{"overview", "/overview", true, []org.Right{org.Read}},
	{"documents", "/documents", false, []org.Right{org.Draft}},
	{"ledger", "/ledger", true, []org.Right{org.Read}},
	{"registers", "/registers", false, []org.Right{org.Read}},
	{"supervise", "/reviews", true, []org.Right{org.Accept}},
	{"bulletins", "/bulletins", false, []org.Right{org.Read}},
	{"journal", "/journal", false, []org.Right{org.Audit}},
	{"library", "/library", false, []org.Right{org.Library}},
	{"accounts", "/accounts", false, []org.Right{org.Manage}},
	{"organisation", "/organisation", false, []org.Right{org.Organise}},
	{"start", "/start", false, []org.Right{org.Manage, org.Organise}},
}

// Around fills the bar of a viewer: what he may open and how much waits for him
// there, and the state of the journal the page rests on.
func Around(a *app.App) func(context.Context, org.Viewer, *Page) error {
	return func(ctx context.Context, v org.Viewer, p *Page) error {
		for _, e := range entries {
			if canOne(v, e.rights) {
				p.Nav = append(p.Nav, NavLink{Key: e.key, URL: e.url, Phone: e.phone})
			}
		}
		w, err := a.Waits(ctx, v, p.seq)
		if err != nil {
			return err
		}
		for i := range p.Nav {
			switch p.Nav[i].Key {
			case "desk":
				p.Nav[i].Count = w.Desk
			case "documents":
				p.Nav[i].Count = w.Opinions
			case "supervise":
				p.Nav[i].Count = w.Reviews
			}
		}
		if w.Size > 0 {
			p.Check = Checkpoint{Size: w.Size, At: w.At.In(a.DB.Zone()), Hash: shortHash(w.Root)}
		}
		return nil
	}
}

func canOne(v org.Viewer, rights []org.Right) bool {
	for _, r := range rights {
		if v.Can(r) {
			return true
		}
	}
	return false
}

// shortHash is as much of a hash as one compares by eye.
func shortHash(s string) string { return s[:min(len(s), 12)] }

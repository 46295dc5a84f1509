package app

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// viewsMost is how many views a person keeps: what fits in a line of words.
const viewsMost = 12

// ViewFilters are what a view can hold of the ledger's address; where one is on a
// list and as of when is no part of it.
var ViewFilters = []string{"unit", "leader", "field", "kind", "light", "due", "q", "sort"}

// viewsKept are the views of those who looked lately. They are work in progress of
// one server; a change goes through it.
type viewsKept struct {
	mu sync.Mutex
	by map[id.Person][]store.SavedView
}

// SavedViews are the viewer's own views of the ledger.
func (a *App) SavedViews(ctx context.Context, v org.Viewer) ([]store.SavedView, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	a.views.mu.Lock()
	list, ok := a.views.by[v.Person]
	a.views.mu.Unlock()
	if ok {
		return list, nil
	}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.SavedViews(v.Person)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.views.mu.Lock()
	defer a.views.mu.Unlock()
	if a.views.by == nil || len(a.views.by) >= waitsMost {
		a.views.by = map[id.Person][]store.SavedView{}
	}
	a.views.by[v.Person] = list
	return list, nil
}

// SaveView keeps a filter of the ledger under a name of the viewer's own.
func (a *App) SaveView(ctx context.Context, v org.Viewer, name string, q url.Values) error {
	if err := need(v, org.Read); err != nil {
		return err
	}
	name = strings.TrimSpace(name)
	kept := url.Values{}
	for _, k := range ViewFilters {
		if x := q.Get(k); x != "" {
			kept.Set(k, x)
		}
	}
	var wrong []errs.Field
	if name == "" || len([]rune(name)) > 20 {
		wrong = append(wrong, errs.Field{Name: "name", Key: "err.view.name"})
	}
	if len(kept) == 0 || len(kept.Encode()) > 500 {
		wrong = append(wrong, errs.Field{Name: "name", Key: "err.view.nothing"})
	}
	if err := errs.Form(wrong); err != nil {
		return err
	}
	return a.changeViews(ctx, v, func(tx *store.Tx, have []store.SavedView) error {
		if len(have) >= viewsMost && !slices.ContainsFunc(have, func(x store.SavedView) bool { return x.Name == name }) {
			return errs.Form([]errs.Field{{Name: "name", Key: "err.view.many", Args: []any{"n", viewsMost}}})
		}
		return tx.SaveView(v.Person, store.SavedView{Name: name, Query: kept.Encode()})
	})
}

// DropView takes one of the viewer's views away.
func (a *App) DropView(ctx context.Context, v org.Viewer, name string) error {
	if err := need(v, org.Read); err != nil {
		return err
	}
	return a.changeViews(ctx, v, func(tx *store.Tx, _ []store.SavedView) error {
		ok, err := tx.DropView(v.Person, name)
		if err == nil && !ok {
			err = errNotThere()
		}
		return err
	})
}

func (a *App) changeViews(ctx context.Context, v org.Viewer, f func(*store.Tx, []store.SavedView) error) error {
	a.views.mu.Lock()
	defer a.views.mu.Unlock()
	delete(a.views.by, v.Person)
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		have, err := tx.SavedViews(v.Person)
		if err != nil {
			return err
		}
		return f(tx, have)
	})
}

package app

import (
	"context"
	"slices"

	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// PaperLine is a paper in the list, with where its steps have led it.
type PaperLine struct {
	store.Paper
	State, Number string
}

// papersListed is how many papers a list shows; a place signs a few dozen
// notices a year.
const papersListed = 30

// mayPapers lets in whoever makes, approves or signs papers.
func mayPapers(v org.Viewer) error {
	if v.Can(org.Draft) || v.Can(org.Approve) || v.Can(org.Sign) {
		return nil
	}
	return need(v, org.Draft)
}

// Papers lists the papers under way and signed, the newest first, for those who
// make, approve or sign them.
func (a *App) Papers(ctx context.Context, v org.Viewer) ([]PaperLine, error) {
	if err := mayPapers(v); err != nil {
		return nil, err
	}
	var out []PaperLine
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		ps, err := tx.Papers(0, papersListed)
		if err != nil {
			return err
		}
		steps, err := tx.StepsOf(ps)
		for _, p := range ps {
			line := PaperLine{Paper: p}
			line.State, line.Number = paperState(steps[p.ID])
			out = append(out, line)
		}
		return err
	})
	return out, err
}

// Coverage accounts for the sentences of a document, for whoever approves or
// signs a paper made of it.
func (a *App) Coverage(ctx context.Context, v org.Viewer, n id.Document) (Coverage, error) {
	if err := mayPapers(v); err != nil {
		return Coverage{}, err
	}
	var d DocumentView
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if _, err = tx.Document(n); err != nil {
			return err
		}
		if d.Clauses, err = tx.Clauses(n); err != nil {
			return err
		}
		drafts, err := tx.Drafts(n)
		for _, x := range drafts {
			body, err := decodeDraft(x.Body)
			if err != nil {
				return err
			}
			d.Drafts = append(d.Drafts, DraftView{Draft: x, Body: body})
		}
		return err
	})
	d.account()
	return d.Cover, err
}

// issuedRows are the items of a signed paper in the words it was signed with.
func issuedRows(tx *store.Tx, items []id.Item, doc store.Document, dir *org.Directory) ([]NewItem, error) {
	drafts, err := tx.Drafts(doc.ID)
	if err != nil {
		return nil, err
	}
	out := make([]NewItem, len(items))
	for _, d := range drafts {
		if i := slices.Index(items, d.ItemID); i >= 0 && d.State == DraftIssued {
			body, err := decodeDraft(d.Body)
			if err != nil {
				return nil, err
			}
			out[i] = body.item(doc, dir)
		}
	}
	return out, nil
}

package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/journal"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// JournalPage is a page of the journal, the newest entries first.
type JournalPage struct {
	Size    int64   `json:"size" doc:"changes there are"`
	Entries []Entry `json:"entries"`
	Next    int64   `json:"next,omitempty" doc:"below of the next page; none: this is the last"`
}

func (a *API) addJournal() {
	read := []org.Right{org.Read, org.Audit}
	add(a, Operation{ID: "journal.list", Method: http.MethodGet, Path: "/journal/entries", Needs: []org.Right{org.Audit}}, a.listJournal)
	add(a, Operation{ID: "journal.checkpoint", Method: http.MethodGet, Path: "/journal/checkpoint", Needs: read, media: "text/plain"}, a.checkpoint)
	add(a, Operation{ID: "journal.tile", Method: http.MethodGet, Path: "/journal/tile/{path...}", Needs: read, media: "application/octet-stream"}, a.tile)
}

type journalOut struct{ Body JournalPage }

func (a *API) listJournal(ctx context.Context, c *call, in *struct {
	Below  int64  `query:"below" minimum:"0" doc:"entries with a smaller number; the newest if left out"`
	Act    string `query:"act" maxLength:"50"`
	Person string `query:"person"`
	From   string `query:"from" format:"date"`
	To     string `query:"to" format:"date"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*journalOut, error) {
	q := app.JournalQuery{Limit: in.Limit, JournalFilter: store.JournalFilter{Below: id.Seq(in.Below), Act: in.Act}}
	var err error
	if q.Person, err = named[id.Person]("query.person", in.Person); err != nil {
		return nil, err
	}
	if q.From, err = day("query.from", in.From); err != nil {
		return nil, err
	}
	if q.To, err = day("query.to", in.To); err != nil {
		return nil, err
	}
	v, err := a.App.JournalOf(ctx, c.v, q)
	if err != nil {
		return nil, err
	}
	out := JournalPage{Size: int64(v.Size), Next: int64(v.Next), Entries: make([]Entry, len(v.Leaves))}
	for i, l := range v.Leaves {
		out.Entries[i] = a.entry(l)
	}
	return &journalOut{out}, nil
}

type textOut struct {
	Type string `header:"Content-Type"`
	Body []byte
}

// checkpoint is the newest signed checkpoint, as kept. It holds a size and a
// hash, nothing that was recorded, so whoever reads the ledger may keep it
// outside and hold the place to it later.
func (a *API) checkpoint(ctx context.Context, _ *call, _ *struct{}) (*textOut, error) {
	var note string
	err := a.App.DB.View(ctx, func(tx *store.Tx) (err error) {
		note, err = tx.LastNote()
		return err
	})
	if err == nil && note == "" {
		err = errs.E(errs.NotFound, "err.notfound")
	}
	return &textOut{Type: "text/plain; charset=utf-8", Body: []byte(note)}, err
}

// tile is a tile of hashes in the address C2SP tlog-tiles gives it, for proofs
// that a checkpoint continues another. Leaves are not given here: who acted and
// when is the auditor's to read.
func (a *API) tile(ctx context.Context, _ *call, in *struct {
	Path string `path:"path" doc:"level and number, as 0/000 or 0/001.p/17"`
}) (*textOut, error) {
	t, err := journal.ParseTilePath("tile/" + in.Path)
	if err != nil || t.Entries {
		return nil, errs.E(errs.NotFound, "err.notfound")
	}
	out := &textOut{Type: "application/octet-stream"}
	err = a.App.DB.View(ctx, func(tx *store.Tx) (err error) {
		if !t.In(int64(tx.Seq)) {
			return errs.E(errs.NotFound, "err.notfound")
		}
		out.Body, err = journal.HashTile(t, int64(tx.Seq), tx.Nodes())
		return err
	})
	return out, err
}

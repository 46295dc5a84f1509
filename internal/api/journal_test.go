package api

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"jiufen/internal/journal"
)

func TestJournal(t *testing.T) {
	w := newTown(t)
	w.issue()
	p := into[JournalPage](w.call("auditor", "GET", "/journal/entries", nil).is(200))
	if p.Size < 5 || len(p.Entries) == 0 || p.Entries[0].Seq != p.Size || p.Entries[0].Act != "paper_sign" || !strings.HasSuffix(p.Entries[0].At, "+08:00") {
		t.Errorf("%+v", p)
	}
	if q := into[JournalPage](w.call("auditor", "GET", "/journal/entries?below=3", nil).is(200)); len(q.Entries) != 2 || q.Entries[0].Seq != 2 {
		t.Errorf("%+v", q)
	}
	w.call("office", "GET", "/journal/entries", nil).problem(403)
	w.call("office", "GET", "/journal/checkpoint", nil).problem(404)
	key, err := journal.NewKey("样例市")
	if err != nil {
		t.Fatal(err)
	}
	note, err := w.DB.Checkpoint(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	if got := w.call("office", "GET", "/journal/checkpoint", nil).is(200); string(got.Body) != string(note) {
		t.Errorf("checkpoint %q, want %q", got.Body, note)
	}
}

// TestTilesProveTheCheckpoint makes the root of the checkpoint out of the tiles.
func TestTilesProveTheCheckpoint(t *testing.T) {
	w := newTown(t)
	w.issue()
	size := into[JournalPage](w.call("auditor", "GET", "/journal/entries", nil).is(200)).Size
	var hashes [][]byte
	for tile := range journal.Tiles(size) {
		a := w.call("head", "GET", "/journal/"+tile.Path(), nil)
		if tile.Entries {
			a.problem(404)
			continue
		}
		hashes = append(hashes, a.is(200).Body)
	}
	stack := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			tile := tlog.TileForIndex(8, x)
			tile.W = int(size) // the one tile of a small journal
			h, err := tlog.HashFromTile(tile, hashes[0], x)
			if err != nil {
				return nil, err
			}
			out[i] = h
		}
		return out, nil
	})
	got, err := tlog.TreeHash(size, stack)
	if err != nil {
		t.Fatal(err)
	}
	want, err := w.root(size)
	if err != nil || got != want {
		t.Errorf("root out of tiles %v, of the store %v, %v", got, want, err)
	}
	for _, bad := range []string{"9/000", "0/001", "0/000.p/255", "x", "0/000.p/0", "0/../entries/000"} {
		a := w.call("head", "GET", "/journal/tile/"+bad, nil)
		if a.Status != 404 && a.Status != 307 && a.Status != 301 {
			t.Errorf("%s: %d", bad, a.Status)
		}
	}
}

func TestDecompositionKeepsNothing(t *testing.T) {
	w := newTown(t)
	a := w.call("office", "POST", "/decompositions?name=r.txt", []byte(report)).is(200)
	var r struct {
		Format  int
		Drafts  []json.RawMessage
		Clauses []json.RawMessage
	}
	if err := json.Unmarshal(a.Body, &r); err != nil || r.Format != 1 || len(r.Drafts) == 0 || len(r.Clauses) == 0 {
		t.Errorf("%v %+v", err, r)
	}
	if n := len(into[struct{ Documents []DocumentLine }](w.call("office", "GET", "/documents", nil).is(200)).Documents); n != 0 {
		t.Errorf("%d documents kept", n)
	}
	w.call("office", "POST", "/decompositions?name=a.txt", []byte("秘密★5年\n"+report)).problem(422)
}

package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/journal"
)

// exportFormat is the version of the layout of an export.
const exportFormat = 1

// Manifest says what an export holds. It depends on the point alone.
type Manifest struct {
	Format int             `json:"format"`
	Place  string          `json:"place"` // as in the origin of checkpoints
	Epoch  int64           `json:"epoch"`
	Seq    int64           `json:"seq"` // changes, the size of the checkpoint
	Day    string          `json:"day"`
	Schema int64           `json:"schema"`
	Engine int64           `json:"engine"`
	Tables []ManifestTable `json:"tables"`
}

// ManifestTable is one table of facts: fact/<name>.jsonl.
type ManifestTable struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"` // in the order they are hashed, after id and salt
	Rows    int64    `json:"rows"`
}

// Export writes everything known at the end of a day (0: now) into the archive:
// the facts of every table, the changes with their leaves, the contents still
// kept that those facts name, the tree as C2SP tiles and the checkpoint. The
// same point gives the same bytes, but for contents erased lawfully since. by
// may be nil: then a checkpoint is in it only if one of this size is kept.
func (db *DB) Export(ctx context.Context, a *Archive, place string, asOf calendar.Day, by Signer, progress func(rows int64)) (Manifest, error) {
	m := Manifest{Format: exportFormat, Place: place, Schema: SchemaVersion()}
	err := db.Snapshot(ctx, func(s *Snapshot) error {
		if err := s.point(&m, asOf); err != nil {
			return err
		}
		x := &exporter{s: s, a: a, m: &m, before: id.Before(id.Seq(m.Seq)), progress: progress}
		for _, step := range []func() error{x.facts, x.changes, x.bodies, x.tiles} {
			if err := step(); err != nil {
				return err
			}
		}
		if err := x.checkpoint(by); err != nil {
			return err
		}
		text, err := json.MarshalIndent(m, "", "  ")
		if err != nil {
			return err
		}
		return a.Put("manifest.json", append(text, '\n'))
	})
	return m, err
}

// point resolves a day and reads epoch and engine as they were then.
func (s *Snapshot) point(m *Manifest, asOf calendar.Day) error {
	m.Seq, m.Day = int64(s.Seq), s.Day.String()
	if s.Seq == 0 {
		return errs.E(errs.NotFound, "err.empty")
	}
	if asOf != 0 && asOf < s.Day {
		row, err := s.pages("SELECT seq FROM change WHERE place = $1 AND day <= $2 ORDER BY day DESC, seq DESC LIMIT $3", 1, int64(asOf)).next()
		if err != nil {
			return err
		}
		if row == nil {
			return errs.E(errs.NotFound, "err.asof", "day", asOf)
		}
		m.Seq, m.Day = intOf(row[0]), asOf.String()
	}
	m.Epoch = 1
	before := id.Before(id.Seq(m.Seq))
	for _, last := range []struct {
		query string
		into  *int64
	}{
		{"SELECT epoch FROM epoch_fact WHERE place = $1 AND id < $2 ORDER BY id DESC LIMIT $3", &m.Epoch},
		{"SELECT engine FROM day_fact WHERE place = $1 AND id < $2 ORDER BY id DESC LIMIT $3", &m.Engine},
	} {
		row, err := s.pages(last.query, 1, before).next()
		if err != nil {
			return err
		}
		if row != nil {
			*last.into = intOf(row[0])
		}
	}
	return nil
}

type exporter struct {
	s        *Snapshot
	a        *Archive
	m        *Manifest
	before   int64
	rows     int64
	line     []byte
	progress func(int64)
}

func (x *exporter) step() {
	if x.rows++; x.rows%pageRows == 0 && x.progress != nil {
		x.progress(x.rows)
	}
}

func (x *exporter) facts() error {
	_, list := tables()
	for _, t := range list {
		w, err := x.a.File("fact/" + t.name + ".jsonl")
		if err != nil {
			return err
		}
		columns := append([]string{"id", "salt"}, t.columns...)
		n := int64(0)
		p := x.s.pages(factQuery(t), len(columns), int64(-1<<63))
		for row, err := range p.seq() {
			if err != nil {
				return err
			}
			if intOf(row[0]) >= x.before {
				break
			}
			x.line = appendRow(x.line[:0], columns, row)
			if _, err := w.Write(x.line); err != nil {
				return err
			}
			n++
			x.step()
		}
		x.m.Tables = append(x.m.Tables, ManifestTable{Name: t.name, Columns: t.columns, Rows: n})
	}
	return nil
}

var changeColumns = []string{"seq", "at", "day", "post_id", "person_id", "act", "n", "row_hashes", "leaf"}

func (x *exporter) changes() error {
	w, err := x.a.File("change.jsonl")
	if err != nil {
		return err
	}
	p := x.s.pages("SELECT "+strings.Join(changeColumns, ", ")+" FROM change WHERE place = $1 AND seq > $2 ORDER BY seq LIMIT $3", len(changeColumns), int64(-1<<63))
	for row, err := range p.seq() {
		if err != nil {
			return err
		}
		if intOf(row[0]) > x.m.Seq {
			break
		}
		row[2] = calendar.Day(intOf(row[2])).String()
		if leaf, ok := row[8].([]byte); ok {
			row[8] = string(leaf)
		}
		x.line = appendRow(x.line[:0], changeColumns, row)
		if _, err := w.Write(x.line); err != nil {
			return err
		}
		x.step()
	}
	return nil
}

var bodyFields = []string{"hash", "salt", "bytes"}

// bodies writes the contents that the facts of the export name, in the order of
// the facts.
func (x *exporter) bodies() error {
	w, err := x.a.File("body.jsonl")
	if err != nil {
		return err
	}
	for _, c := range bodyColumns {
		p := x.s.pages("SELECT id, "+c[1]+" FROM "+c[0]+" WHERE place = $1 AND id > $2 AND "+c[1]+" <> '' ORDER BY id LIMIT $3", 2, int64(-1<<63))
		for row, err := range p.seq() {
			if err != nil {
				return err
			}
			if intOf(row[0]) >= x.before {
				break
			}
			for _, name := range strings.Fields(textOf(row[1])) {
				body, err := x.s.pages("SELECT hash, salt, bytes FROM body WHERE place = $1 AND hash = $2 LIMIT $3", 3, name).next()
				if err != nil {
					return err
				}
				if body == nil {
					continue // erased
				}
				x.line = appendRow(x.line[:0], bodyFields, body)
				if _, err := w.Write(x.line); err != nil {
					return err
				}
				x.step()
			}
		}
	}
	return nil
}

func (x *exporter) tiles() error {
	for t := range journal.Tiles(x.m.Seq) {
		var b []byte
		var err error
		if t.Entries {
			b, err = journal.EntryTile(t, x.m.Seq, x.s.leaves)
		} else {
			b, err = journal.HashTile(t, x.m.Seq, x.s)
		}
		if err != nil {
			return err
		}
		if err := x.a.Put(t.Path(), b); err != nil {
			return err
		}
	}
	return nil
}

// leaves reads leaves one after another.
func (s *Snapshot) leaves(seq int64, count int) ([][]byte, error) {
	p := s.pages("SELECT seq, leaf FROM change WHERE place = $1 AND seq > $2 ORDER BY seq LIMIT $3", 2, seq-1)
	p.most = count
	var out [][]byte
	for len(out) < count {
		row, err := p.next()
		if err != nil {
			return nil, err
		}
		if row == nil || intOf(row[0]) != seq+int64(len(out)) {
			return nil, fmt.Errorf("store: change %d is missing", seq+int64(len(out)))
		}
		out = append(out, bytesOf(row[1]))
	}
	return out, nil
}

// checkpoint puts the note of the point into the export: signed anew, which
// gives the same bytes each time, or the one kept.
func (x *exporter) checkpoint(by Signer) error {
	row, err := x.s.pages("SELECT size, note FROM checkpoint WHERE place = $1 AND size = $2 LIMIT $3", 2, x.m.Seq).next()
	if err != nil {
		return err
	}
	if row != nil {
		return x.a.Put("checkpoint", []byte(textOf(row[1])))
	}
	if by == nil {
		return nil
	}
	c := journal.Checkpoint{Place: by.Place(), Epoch: x.m.Epoch, Size: x.m.Seq}
	if c.Root, err = x.s.Root(id.Seq(x.m.Seq)); err != nil {
		return err
	}
	note, err := by.Sign(c)
	if err != nil {
		return err
	}
	return x.a.Put("checkpoint", note)
}

var errNoExport = errors.New("store: not an export: manifest.json is missing or of another format")

func (m *Manifest) check() error {
	if m.Format != exportFormat || m.Place == "" || m.Seq < 1 {
		return errNoExport
	}
	_, list := tables()
	for _, t := range m.Tables {
		if !slices.ContainsFunc(list, func(have *table) bool { return have.name == t.Name }) {
			return fmt.Errorf("store: the export holds a table %q that this program does not know; use the newer program", t.Name)
		}
	}
	return nil
}

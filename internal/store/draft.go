package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// Draft is an item being made: work in progress, overwritten freely, with its
// last versions kept for merging. Body is JSON; only app knows what is in it.
type Draft struct {
	ID       id.Draft    `db:"id"`
	Document id.Document `db:"document_id"`
	N        int64       `db:"n"` // place in the document's list
	Version  int64       `db:"version"`
	State    string      `db:"state"`   // open, accepted, dropped, gone, issued
	GoneTo   id.Draft    `db:"gone_to"` // the draft it was merged into, or the first it was split into
	ItemID   id.Item     `db:"item_id"`
	Body     string      `db:"body"`
	By       id.Person   `db:"by_person"`
	At       int64       `db:"at"`
}

// Count hands out the next numbers of a counter: the first of n.
func (tx *Tx) Count(name string, n int64) (int64, error) {
	var last int64
	err := tx.row(`INSERT INTO counter (place, name, n) VALUES ($1, $2, $3) ON CONFLICT (place, name) DO UPDATE SET n = counter.n + excluded.n RETURNING n`,
		[]any{tx.db.place, name, n}, &last)
	return last - n + 1, err
}

// AddDraft keeps a new draft under its number, as version 1.
func (tx *Tx) AddDraft(d Draft) error {
	_, err := tx.exec("INSERT INTO draft (place, id, document_id, n, version, state, gone_to, item_id, body, by_person, at) VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10)",
		tx.db.place, d.ID, d.Document, d.N, d.State, d.GoneTo, d.ItemID, d.Body, d.By, tx.At)
	if err != nil {
		return err
	}
	d.Version = 1
	return tx.keepRev(d)
}

// SaveDraft overwrites a draft if it still has the version that was seen; false
// if somebody was faster.
func (tx *Tx) SaveDraft(d Draft) (bool, error) {
	n, err := tx.exec("UPDATE draft SET version = version + 1, state = $4, gone_to = $5, item_id = $6, body = $7, by_person = $8, at = $9 WHERE place = $1 AND id = $2 AND version = $3",
		tx.db.place, d.ID, d.Version, d.State, d.GoneTo, d.ItemID, d.Body, d.By, tx.At)
	if err != nil || n == 0 {
		return false, err
	}
	d.Version++
	return true, tx.keepRev(d)
}

// draftRevs is how many versions of a draft are kept for merging.
const draftRevs = 20

func (tx *Tx) keepRev(d Draft) error {
	if _, err := tx.exec("INSERT INTO draft_rev (place, draft_id, version, body, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)",
		tx.db.place, d.ID, d.Version, d.Body, d.By, tx.At); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM draft_rev WHERE place = $1 AND draft_id = $2 AND version <= $3", tx.db.place, d.ID, d.Version-draftRevs)
	return err
}

// Draft reads one draft.
func (tx *Tx) Draft(n id.Draft) (Draft, error) {
	return one[Draft](tx, "SELECT "+cols[Draft]("")+" FROM draft WHERE place = $1 AND id = $2", tx.db.place, n)
}

// DraftBody is what a draft said in a version; false if it is no longer kept.
func (tx *Tx) DraftBody(n id.Draft, version int64) (string, bool, error) {
	var body string
	err := tx.row("SELECT body FROM draft_rev WHERE place = $1 AND draft_id = $2 AND version = $3", []any{tx.db.place, n, version}, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return body, err == nil, err
}

// Drafts lists the drafts of a document in their order.
func (tx *Tx) Drafts(doc id.Document) ([]Draft, error) {
	return list[Draft](tx, "SELECT "+cols[Draft]("")+" FROM draft WHERE place = $1 AND document_id = $2 ORDER BY n, id", tx.db.place, doc)
}

// DraftsOf lists the drafts of several documents, each in its order.
func (tx *Tx) DraftsOf(docs []id.Document) (map[id.Document][]Draft, error) {
	rows, err := list[Draft](tx, "SELECT "+cols[Draft]("")+" FROM draft WHERE place = $1 AND document_id IN "+idList(docs)+" ORDER BY document_id, n, id", tx.db.place)
	out := map[id.Document][]Draft{}
	for _, r := range rows {
		out[r.Document] = append(out[r.Document], r)
	}
	return out, err
}

// DocumentsOf lists the documents of a year, the newest first.
func (tx *Tx) DocumentsOf(year int64) ([]Document, error) {
	return list[Document](tx, "SELECT "+cols[Document]("")+" FROM document WHERE place = $1 AND year = $2 ORDER BY id DESC", tx.db.place, year)
}

// DocumentYears are the years that documents speak of, the newest first.
func (tx *Tx) DocumentYears() ([]int64, error) {
	return numbers[int64](tx, "SELECT DISTINCT year AS n FROM document WHERE place = $1 AND year > 0 ORDER BY year DESC", tx.db.place)
}

// Documents lists the documents taken in, the newest first.
func (tx *Tx) Documents(limit int) ([]Document, error) {
	return list[Document](tx, "SELECT "+cols[Document]("")+" FROM document WHERE place = $1 ORDER BY id DESC LIMIT $2", tx.db.place, limit)
}

// Document reads one document.
func (tx *Tx) Document(n id.Document) (Document, error) {
	return one[Document](tx, "SELECT "+cols[Document]("")+" FROM document WHERE place = $1 AND id = $2", tx.db.place, n)
}

// DocumentByFile finds the document read from a file with this hash, 0 if none.
func (tx *Tx) DocumentByFile(hash string) (id.Document, error) {
	d, err := one[Document](tx, "SELECT "+cols[Document]("")+" FROM document WHERE place = $1 AND file_hash = $2 ORDER BY id LIMIT 1", tx.db.place, hash)
	if errs.Is(err, errs.NotFound) {
		return 0, nil
	}
	return d.ID, err
}

// Clauses lists the clauses of a document in order.
func (tx *Tx) Clauses(doc id.Document) ([]Clause, error) {
	return list[Clause](tx, "SELECT "+cols[Clause]("")+" FROM clause WHERE place = $1 AND document_id = $2 ORDER BY n, id", tx.db.place, doc)
}

// ClausesOf lists the clauses of several documents, each in order.
func (tx *Tx) ClausesOf(docs []id.Document) (map[id.Document][]Clause, error) {
	rows, err := list[Clause](tx, "SELECT "+cols[Clause]("")+" FROM clause WHERE place = $1 AND document_id IN "+idList(docs)+" ORDER BY document_id, n, id", tx.db.place)
	out := map[id.Document][]Clause{}
	for _, r := range rows {
		out[r.Document] = append(out[r.Document], r)
	}
	return out, err
}

// Paper reads a paper with its steps, oldest first.
func (tx *Tx) Paper(n id.Paper) (Paper, []PaperStep, error) {
	p, err := one[Paper](tx, "SELECT "+cols[Paper]("")+" FROM paper WHERE place = $1 AND id = $2", tx.db.place, n)
	if err != nil {
		return p, nil, err
	}
	steps, err := list[PaperStep](tx, "SELECT "+cols[PaperStep]("")+" FROM paper_step WHERE place = $1 AND paper_id = $2 ORDER BY id", tx.db.place, n)
	return p, steps, err
}

// StepsOf reads the steps of several papers, in order.
func (tx *Tx) StepsOf(papers []Paper) (map[id.Paper][]PaperStep, error) {
	ids := make([]id.Paper, len(papers))
	for i, p := range papers {
		ids[i] = p.ID
	}
	out := map[id.Paper][]PaperStep{}
	steps, err := list[PaperStep](tx, "SELECT "+cols[PaperStep]("")+" FROM paper_step WHERE place = $1 AND paper_id IN "+idList(ids)+" ORDER BY id", tx.db.place)
	for _, s := range steps {
		out[s.PaperID] = append(out[s.PaperID], s)
	}
	return out, err
}

// Papers lists the notices made from a document, the newest first; document 0
// lists all.
func (tx *Tx) Papers(doc id.Document, limit int) ([]Paper, error) {
	return list[Paper](tx, "SELECT "+cols[Paper]("")+" FROM paper WHERE place = $1 AND sort = 'notice' AND (CAST($2 AS BIGINT) = 0 OR document_id = $2) ORDER BY id DESC LIMIT $3", tx.db.place, doc, limit)
}

// NextPaperNo is the number a paper of the series gets if it is signed in this
// change: one more than the last of the year, so the series has no gap.
func (tx *Tx) NextPaperNo(series string, year int64) (int64, error) {
	var last int64
	err := tx.row("SELECT COALESCE(max(no), 0) FROM paper_step WHERE place = $1 AND series = $2 AND year = $3", []any{tx.db.place, series, year}, &last)
	return last + 1, err
}

// ItemsOfYear counts the items founded in a year; none is ever deleted, so the
// count gives the next number.
func (tx *Tx) ItemsOfYear(year int64) (int64, error) {
	var n int64
	err := tx.row("SELECT count(*) FROM item WHERE place = $1 AND year = $2", []any{tx.db.place, year}, &n)
	return n, err
}

// PendingDrafts are the drafts of some sorts of documents that are neither in the
// ledger nor decided otherwise, the oldest first.
func (tx *Tx) PendingDrafts(sorts []string) ([]Draft, error) {
	marks, args := make([]string, len(sorts)), []any{tx.db.place}
	for i, s := range sorts {
		args = append(args, s)
		marks[i] = fmt.Sprintf("$%d", i+2)
	}
	return list[Draft](tx, "SELECT "+cols[Draft]("d.")+" FROM draft d JOIN document x ON x.place = d.place AND x.id = d.document_id WHERE d.place = $1 AND d.state IN ('open', 'accepted') AND x.sort IN ("+strings.Join(marks, ", ")+") ORDER BY d.id", args...)
}

// DraftCounts counts the drafts of each document by state.
func (tx *Tx) DraftCounts() (map[id.Document]map[string]int, error) {
	rows, err := list[struct {
		Document id.Document `db:"document_id"`
		State    string      `db:"state"`
		N        int         `db:"n"`
	}](tx, "SELECT document_id, state, count(*) AS n FROM draft WHERE place = $1 GROUP BY document_id, state ORDER BY document_id, state", tx.db.place)
	out := map[id.Document]map[string]int{}
	for _, r := range rows {
		if out[r.Document] == nil {
			out[r.Document] = map[string]int{}
		}
		out[r.Document][r.State] = r.N
	}
	return out, err
}

// PaperItems lists the items that entered the ledger with a paper.
func (tx *Tx) PaperItems(n id.Paper) ([]id.Item, error) {
	return numbers[id.Item](tx, "SELECT id AS n FROM item WHERE place = $1 AND paper_id = $2 ORDER BY id", tx.db.place, n)
}

// YearItems lists the items of a year, in the order they were founded.
func (tx *Tx) YearItems(year int64) ([]id.Item, error) {
	return numbers[id.Item](tx, "SELECT id AS n FROM item WHERE place = $1 AND year = $2 ORDER BY id", tx.db.place, year)
}

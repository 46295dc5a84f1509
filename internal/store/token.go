package store

import (
	"context"
	"database/sql"
	"errors"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// APIToken lets a program act in a post, with fewer rights than its holder, up
// to a day. It is kept as a hash; who reads the database cannot use it.
type APIToken struct {
	ID     int64        `db:"id"`
	Token  string       `db:"token"`
	Person id.Person    `db:"person_id"`
	Post   id.Post      `db:"post_id"`
	Name   string       `db:"name"`   // what it is for
	Rights string       `db:"rights"` // parted by spaces
	MadeAt int64        `db:"made_at"`
	Until  calendar.Day `db:"until_day"` // last day
}

// Borne is a token with all that a request needs of it.
type Borne struct {
	APIToken
	State    string // of the account
	Sleeping int64
	Day      calendar.Day
	Dir      *org.Directory
}

// Bearer finds a token by its hash, in one statement as long as the organisation
// did not change. None is a NotFound error.
func (db *DB) Bearer(ctx context.Context, kept string) (Borne, error) {
	tx := &Tx{db: db, ctx: ctx}
	var b Borne
	const q = `SELECT t.id, t.token, t.person_id, t.post_id, t.name, t.rights, t.made_at, t.until_day, a.state, a.sleeping, c.seq, c.day, c.org_seq
FROM api_token t JOIN account a ON a.place = t.place AND a.person_id = t.person_id JOIN clock c ON c.place = t.place WHERE t.place = $1 AND t.token = $2`
	tx.counted(q)
	err := db.r.QueryRowContext(ctx, q, db.place, kept).Scan(&b.ID, &b.Token, &b.Person, &b.Post, &b.Name, &b.Rights, &b.MadeAt, &b.Until, &b.State, &b.Sleeping, &tx.Seq, &tx.Day, &tx.orgSeq)
	if errors.Is(err, sql.ErrNoRows) {
		return b, errs.E(errs.NotFound, "err.notfound")
	}
	if err != nil {
		return b, driverError(err)
	}
	b.Day = tx.Day
	b.Dir, err = db.directoryNow(ctx, tx.orgSeq, tx.Day)
	return b, err
}

// PutToken keeps a new token and gives its number.
func (tx *Tx) PutToken(t APIToken) (int64, error) {
	n, err := tx.Count("api_token", 1)
	if err != nil {
		return 0, err
	}
	_, err = tx.exec("INSERT INTO api_token (place, id, token, person_id, post_id, name, rights, made_at, until_day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		tx.db.place, n, t.Token, t.Person, t.Post, t.Name, t.Rights, t.MadeAt, t.Until)
	return n, err
}

// Tokens lists the tokens of a person, the newest first; of everybody for 0.
func (tx *Tx) Tokens(p id.Person) ([]APIToken, error) {
	return list[APIToken](tx, "SELECT "+cols[APIToken]("")+" FROM api_token WHERE place = $1 AND (person_id = $2 OR $2 = 0) ORDER BY id DESC", tx.db.place, p)
}

// EndToken ends a token; false if there is none.
func (tx *Tx) EndToken(n int64) (bool, error) {
	done, err := tx.exec("DELETE FROM api_token WHERE place = $1 AND id = $2", tx.db.place, n)
	return done == 1, err
}

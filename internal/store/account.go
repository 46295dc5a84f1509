package store

import (
	"context"
	"database/sql"
	"errors"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// Account is how a person signs in. It is no fact: what happened to it is
// (AccountFact).
type Account struct {
	Person   id.Person `db:"person_id"`
	Login    string    `db:"login"`
	Hash     string    `db:"hash"`     // '' until the holder has set a password
	State    string    `db:"state"`    // active, disabled
	Sleeping int64     `db:"sleeping"` // 1: deciding rights wait for a second administrator
	LastAt   int64     `db:"last_at"`
	Notice   string    `db:"notice"` // key of what the holder is told at the next sign-in
}

// Session is a signed-in browser. Token is kept as a hash.
type Session struct {
	Token    string    `db:"token"`
	Person   id.Person `db:"person_id"`
	Post     id.Post   `db:"post_id"`
	MadeAt   int64     `db:"made_at"`
	SeenAt   int64     `db:"seen_at"`
	ProvenAt int64     `db:"proven_at"` // when the password was given last
	FormKey  string    `db:"form_key"`
	Language string    `db:"language"`
}

// Link is a one-time link, kept as a hash.
type Link struct {
	Token   string    `db:"token"`
	Person  id.Person `db:"person_id"`
	Purpose string    `db:"purpose"` // first, password
	UntilAt int64     `db:"until_at"`
	UsedAt  int64     `db:"used_at"`
}

// SignIn is a record of an attempt, kept for the legal term, for the auditor
// alone (等保).
type SignIn struct {
	ID      int64  `db:"id"`
	At      int64  `db:"at"`
	Login   string `db:"login"`
	Address string `db:"address"`
	OK      int64  `db:"ok"`
}

// Seated is a session with all that a request needs of it.
type Seated struct {
	Session
	Account
	Dir *org.Directory
}

// Seat finds the session of a token's hash with its account and the directory,
// in one statement as long as the organisation did not change. None is a
// NotFound error.
func (db *DB) Seat(ctx context.Context, kept string) (Seated, error) {
	tx := &Tx{db: db, ctx: ctx}
	var s Seated
	const q = `SELECT s.token, s.person_id, s.post_id, s.made_at, s.seen_at, s.proven_at, s.form_key, s.language,
a.person_id, a.login, a.hash, a.state, a.sleeping, a.last_at, a.notice, c.seq, c.day, c.org_seq
FROM session s JOIN account a ON a.place = s.place AND a.person_id = s.person_id JOIN clock c ON c.place = s.place WHERE s.place = $1 AND s.token = $2`
	tx.counted(q)
	err := db.r.QueryRowContext(ctx, q, db.place, kept).Scan(&s.Token, &s.Session.Person, &s.Post, &s.MadeAt, &s.SeenAt, &s.ProvenAt, &s.FormKey, &s.Language,
		&s.Account.Person, &s.Login, &s.Hash, &s.State, &s.Sleeping, &s.LastAt, &s.Notice, &tx.Seq, &tx.Day, &tx.orgSeq)
	if errors.Is(err, sql.ErrNoRows) {
		return s, errs.E(errs.NotFound, "err.notfound")
	}
	if err != nil {
		return s, driverError(err)
	}
	s.Dir, err = db.directoryNow(ctx, tx.orgSeq, tx.Day)
	return s, err
}

// directoryNow is the directory kept for a change and day, loaded in a view of
// its own if it is not.
func (db *DB) directoryNow(ctx context.Context, orgSeq id.Seq, day calendar.Day) (dir *org.Directory, err error) {
	if d, ok := db.dirs.get(keptKey{orgSeq, day}); ok {
		return d, nil
	}
	err = db.View(ctx, func(tx *Tx) error {
		dir, err = tx.Directory(asof.Point{Seq: tx.Seq, Day: tx.Day, Now: true})
		return err
	})
	return dir, err
}

// AccountByLogin finds an account; none is a NotFound error.
func (tx *Tx) AccountByLogin(login string) (Account, error) {
	return one[Account](tx, "SELECT "+cols[Account]("")+" FROM account WHERE place = $1 AND login = $2", tx.db.place, login)
}

// AccountOf finds the account of a person.
func (tx *Tx) AccountOf(p id.Person) (Account, error) {
	return one[Account](tx, "SELECT "+cols[Account]("")+" FROM account WHERE place = $1 AND person_id = $2", tx.db.place, p)
}

// Accounts lists all accounts by login.
func (tx *Tx) Accounts() ([]Account, error) {
	return list[Account](tx, "SELECT "+cols[Account]("")+" FROM account WHERE place = $1 ORDER BY login", tx.db.place)
}

// PutAccount keeps an account, new or changed. A login of somebody else is a
// Conflict.
func (tx *Tx) PutAccount(a Account) error {
	_, err := tx.exec(`INSERT INTO account (place, person_id, login, hash, state, sleeping, last_at, notice) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (place, person_id) DO UPDATE SET login = excluded.login, hash = excluded.hash, state = excluded.state, sleeping = excluded.sleeping, last_at = excluded.last_at, notice = excluded.notice`,
		tx.db.place, a.Person, a.Login, a.Hash, a.State, a.Sleeping, a.LastAt, a.Notice)
	if isUnique(err) {
		return errs.Wrap(err, errs.Conflict, "err.account.login", "login", a.Login)
	}
	return err
}

// SignedIn notes a sign-in, if the password is still the one that was checked and
// the account is open; false if not. Nothing else of the account is written, so a
// sign-in under way does not undo what an administrator did meanwhile.
func (tx *Tx) SignedIn(p id.Person, hash string, at int64) (bool, error) {
	n, err := tx.exec("UPDATE account SET last_at = $4 WHERE place = $1 AND person_id = $2 AND hash = $3 AND state = 'active'", tx.db.place, p, hash, at)
	return n == 1, err
}

// Told takes a notice away that the holder has seen; a newer one stays.
func (tx *Tx) Told(p id.Person, notice string) error {
	_, err := tx.exec("UPDATE account SET notice = '' WHERE place = $1 AND person_id = $2 AND notice = $3", tx.db.place, p, notice)
	return err
}

// PutSession opens a session.
func (tx *Tx) PutSession(s Session) error {
	_, err := tx.exec("INSERT INTO session (place, token, person_id, post_id, made_at, seen_at, proven_at, form_key, language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		tx.db.place, s.Token, s.Person, s.Post, s.MadeAt, s.SeenAt, s.ProvenAt, s.FormKey, s.Language)
	return err
}

// ChangeSession keeps post, proof and language of a session; false if it has
// ended. It never opens one: an ended session must not come back.
func (tx *Tx) ChangeSession(s Session) (bool, error) {
	n, err := tx.exec("UPDATE session SET post_id = $3, proven_at = $4, language = $5 WHERE place = $1 AND token = $2", tx.db.place, s.Token, s.Post, s.ProvenAt, s.Language)
	return n == 1, err
}

// SawSession notes that a session is alive; one that has ended stays ended.
func (tx *Tx) SawSession(kept string, at int64) error {
	_, err := tx.exec("UPDATE session SET seen_at = $3 WHERE place = $1 AND token = $2", tx.db.place, kept, at)
	return err
}

// EndSession ends one session.
func (tx *Tx) EndSession(kept string) error {
	_, err := tx.exec("DELETE FROM session WHERE place = $1 AND token = $2", tx.db.place, kept)
	return err
}

// EndSessions ends all sessions of a person, and the API tokens he made.
func (tx *Tx) EndSessions(p id.Person) error {
	if _, err := tx.exec("DELETE FROM api_token WHERE place = $1 AND person_id = $2", tx.db.place, p); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM session WHERE place = $1 AND person_id = $2", tx.db.place, p)
	return err
}

// PutLink keeps a one-time link; earlier ones of the same person and purpose end.
func (tx *Tx) PutLink(l Link) error {
	if _, err := tx.exec("DELETE FROM link WHERE place = $1 AND person_id = $2 AND purpose = $3", tx.db.place, l.Person, l.Purpose); err != nil {
		return err
	}
	_, err := tx.exec("INSERT INTO link (place, token, person_id, purpose, until_at, used_at) VALUES ($1, $2, $3, $4, $5, 0)", tx.db.place, l.Token, l.Person, l.Purpose, l.UntilAt)
	return err
}

// EndLinks ends all links of a person.
func (tx *Tx) EndLinks(p id.Person) error {
	_, err := tx.exec("DELETE FROM link WHERE place = $1 AND person_id = $2", tx.db.place, p)
	return err
}

// Link finds a link that was not used and has not run out by at.
func (tx *Tx) Link(kept string, at int64) (Link, error) {
	return one[Link](tx, "SELECT "+cols[Link]("")+" FROM link WHERE place = $1 AND token = $2 AND used_at = 0 AND until_at > $3", tx.db.place, kept, at)
}

// UseLink marks a link as used; false if somebody was faster.
func (tx *Tx) UseLink(kept string, at int64) (bool, error) {
	n, err := tx.exec("UPDATE link SET used_at = $3 WHERE place = $1 AND token = $2 AND used_at = 0 AND until_at > $3", tx.db.place, kept, at)
	return n == 1, err
}

// NoteSignIn records an attempt and gives its number. The number's counter is
// taken first, so attempts are in one order, on PostgreSQL too.
func (tx *Tx) NoteSignIn(s SignIn) (int64, error) {
	n, err := tx.Count("signin", 1)
	if err != nil {
		return 0, err
	}
	_, err = tx.exec("INSERT INTO signin (place, id, at, login, address, ok) VALUES ($1, $2, $3, $4, $5, $6)", tx.db.place, n, s.At, s.Login, s.Address, s.OK)
	return int64(n), err
}

// SignInOK turns the record of an attempt into one of a success.
func (tx *Tx) SignInOK(n int64) error {
	_, err := tx.exec("UPDATE signin SET ok = 1 WHERE place = $1 AND id = $2", tx.db.place, n)
	return err
}

// DropSignIn takes back the record of an attempt that was none.
func (tx *Tx) DropSignIn(n int64) error {
	_, err := tx.exec("DELETE FROM signin WHERE place = $1 AND id = $2", tx.db.place, n)
	return err
}

// Failures counts the attempts of a login from an address before attempt n that
// failed or are under way, since a time and since the last success, and says when
// the last one was.
func (tx *Tx) Failures(login, address string, since, n int64) (failed int, lastAt int64, err error) {
	err = tx.row(`SELECT count(*), COALESCE(max(f.at), 0) FROM signin f WHERE f.place = $1 AND f.login = $2 AND f.address = $3 AND f.at > $4 AND f.id < $5 AND f.ok = 0
AND NOT EXISTS (SELECT 1 FROM signin g WHERE g.place = $1 AND g.login = $2 AND g.address = $3 AND g.ok = 1 AND g.id > f.id)`,
		[]any{tx.db.place, login, address, since, n}, &failed, &lastAt)
	return failed, lastAt, err
}

// EverGiven counts the posts that a right was ever given to.
func (tx *Tx) EverGiven(r org.Right) (n int, err error) {
	err = tx.row("SELECT count(DISTINCT post_id) FROM post_right WHERE place = $1 AND name = $2 AND given = 1", []any{tx.db.place, string(r)}, &n)
	return n, err
}

// SignIns lists attempts, the newest first.
func (tx *Tx) SignIns(limit int) ([]SignIn, error) {
	return list[SignIn](tx, "SELECT "+cols[SignIn]("")+" FROM signin WHERE place = $1 ORDER BY id DESC LIMIT $2", tx.db.place, limit)
}

// Prune deletes sign-in records older than a time, sessions not seen since
// another, and links that ran out.
func (tx *Tx) Prune(signInsBefore, sessionsBefore, now int64) error {
	if _, err := tx.exec("DELETE FROM signin WHERE place = $1 AND at < $2", tx.db.place, signInsBefore); err != nil {
		return err
	}
	if _, err := tx.exec("DELETE FROM session WHERE place = $1 AND seen_at < $2", tx.db.place, sessionsBefore); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM link WHERE place = $1 AND until_at < $2", tx.db.place, now)
	return err
}

// AccountDone is a fact about an account with the person who did it.
type AccountDone struct {
	AccountFact
	By id.Person
}

// AccountFacts lists what happened to accounts, oldest first.
func (tx *Tx) AccountFacts() ([]AccountDone, error) {
	rows, err := facts[AccountFact](tx, "account_fact", id.Before(tx.Seq))
	if err != nil {
		return nil, err
	}
	var seqs []id.Seq
	for _, r := range rows {
		seqs = append(seqs, r.ID.Seq())
	}
	who, err := list[struct {
		Seq    id.Seq    `db:"seq"`
		Person id.Person `db:"person_id"`
	}](tx, "SELECT seq, person_id FROM change WHERE place = $1 AND seq IN "+idList(seqs)+" ORDER BY seq", tx.db.place)
	if err != nil {
		return nil, err
	}
	by := map[id.Seq]id.Person{}
	for _, w := range who {
		by[w.Seq] = w.Person
	}
	out := make([]AccountDone, len(rows))
	for i, r := range rows {
		out[i] = AccountDone{AccountFact: r, By: by[r.ID.Seq()]}
	}
	return out, nil
}

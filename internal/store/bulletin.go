package store

import (
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Bulletin is what a bulletin or brief said when it was submitted. The content
// is JSON that only app knows: the text, the figures it is bound to with what
// they were, and the items it speaks of.
type Bulletin struct {
	ID      id.Fact      `db:"id"`
	PaperID id.Paper     `db:"paper_id"`
	ForPost id.Post      `db:"for_post_id"` // the leader a brief goes to
	AsOfSeq id.Seq       `db:"as_of_seq"`   // the state of the ledger it speaks of
	AsOfDay calendar.Day `db:"as_of_day"`
	Names   int64        `db:"names_units"` // 1: it names units, which the head of government approves
	Content string       `db:"content_hash"`
}

// BulletinDraft is a bulletin being written.
type BulletinDraft struct {
	ID      int64        `db:"id"`
	Version int64        `db:"version"`
	Sort    string       `db:"sort"` // circular 通报, brief 专报, letter 函
	ForPost id.Post      `db:"for_post_id"`
	AsOf    calendar.Day `db:"as_of_day"`
	State   string       `db:"state"` // open, submitted, dropped
	PaperID id.Paper     `db:"paper_id"`
	Title   string       `db:"title"`
	To      string       `db:"addressees"`
	Words   string       `db:"words"`
	By      id.Person    `db:"by_person"`
	At      int64        `db:"at"`

	// Of a letter, see Letter.
	Base       id.Paper     `db:"base_id"`
	UnitID     id.Unit      `db:"unit_id"`
	Answer     calendar.Day `db:"answer_day"`
	Heard      string       `db:"heard"`
	HeardDay   calendar.Day `db:"heard_day"`
	HeardWords string       `db:"heard_words"`
}

// AddBulletinDraft keeps a new draft as version 1.
func (tx *Tx) AddBulletinDraft(d BulletinDraft) error {
	_, err := tx.exec("INSERT INTO bulletin_draft (place, id, version, sort, for_post_id, as_of_day, state, paper_id, title, addressees, words, by_person, at, base_id, unit_id, answer_day, heard, heard_day, heard_words) VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
		tx.db.place, d.ID, d.Sort, d.ForPost, d.AsOf, d.State, d.PaperID, d.Title, d.To, d.Words, d.By, tx.At, d.Base, d.UnitID, d.Answer, d.Heard, d.HeardDay, d.HeardWords)
	return err
}

// SaveBulletinDraft overwrites a draft if it still has the version that was
// seen; false if somebody was faster.
func (tx *Tx) SaveBulletinDraft(d BulletinDraft) (bool, error) {
	n, err := tx.exec("UPDATE bulletin_draft SET version = version + 1, state = $4, paper_id = $5, title = $6, addressees = $7, words = $8, by_person = $9, at = $10, as_of_day = $11, answer_day = $12, heard = $13, heard_day = $14, heard_words = $15 WHERE place = $1 AND id = $2 AND version = $3",
		tx.db.place, d.ID, d.Version, d.State, d.PaperID, d.Title, d.To, d.Words, d.By, tx.At, d.AsOf, d.Answer, d.Heard, d.HeardDay, d.HeardWords)
	return n == 1, err
}

// BulletinDraft reads one draft.
func (tx *Tx) BulletinDraft(n int64) (BulletinDraft, error) {
	return one[BulletinDraft](tx, "SELECT "+cols[BulletinDraft]("")+" FROM bulletin_draft WHERE place = $1 AND id = $2", tx.db.place, n)
}

// BulletinDrafts lists the drafts, the newest first.
func (tx *Tx) BulletinDrafts(limit int) ([]BulletinDraft, error) {
	return list[BulletinDraft](tx, "SELECT "+cols[BulletinDraft]("")+" FROM bulletin_draft WHERE place = $1 AND state = 'open' ORDER BY id DESC LIMIT $2", tx.db.place, limit)
}

// BulletinOf reads what a paper said as a bulletin.
func (tx *Tx) BulletinOf(paper id.Paper) (Bulletin, error) {
	return one[Bulletin](tx, "SELECT "+cols[Bulletin]("")+" FROM bulletin WHERE place = $1 AND paper_id = $2", tx.db.place, paper)
}

// Bulletins lists bulletins, briefs and letters, or those of one sort, the newest
// first.
func (tx *Tx) Bulletins(sort string, limit int) ([]Bulletin, error) {
	return list[Bulletin](tx, "SELECT "+cols[Bulletin]("b.")+" FROM bulletin b JOIN paper p ON p.place = b.place AND p.id = b.paper_id WHERE b.place = $1 AND (CAST($2 AS TEXT) = '' OR p.sort = $2) ORDER BY b.id DESC LIMIT $3", tx.db.place, sort, limit)
}

// PapersBy reads papers by their numbers.
func (tx *Tx) PapersBy(papers []id.Paper) (map[id.Paper]Paper, error) {
	rows, err := list[Paper](tx, "SELECT "+cols[Paper]("")+" FROM paper WHERE place = $1 AND id IN "+idList(papers), tx.db.place)
	out := make(map[id.Paper]Paper, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

// ReopenBulletin gives a returned bulletin back to its writer.
func (tx *Tx) ReopenBulletin(paper id.Paper) error {
	_, err := tx.exec("UPDATE bulletin_draft SET state = 'open', version = version + 1 WHERE place = $1 AND paper_id = $2", tx.db.place, paper)
	return err
}

// FirstAssigned is the day on which something was first handed out, 0 if nothing was.
func (tx *Tx) FirstAssigned() (calendar.Day, error) {
	row, err := one[struct {
		Day calendar.Day `db:"day"`
	}](tx, "SELECT COALESCE(MIN(assign_day), 0) AS day FROM assignment WHERE place = $1", tx.db.place)
	return row.Day, err
}

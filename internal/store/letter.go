package store

import (
	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Letter is what a letter (函) to the two principal leaders of a county is beside a
// bulletin: the signed bulletin whose facts it rests on, to which unit, by which
// day an answer is asked, and how that unit was heard before.
type Letter struct {
	ID         id.Fact      `db:"id"`
	PaperID    id.Paper     `db:"paper_id"`
	Base       id.Paper     `db:"base_id"`
	UnitID     id.Unit      `db:"unit_id"`
	Answer     calendar.Day `db:"answer_day"`
	Heard      string       `db:"heard"` // written, meeting, call
	HeardDay   calendar.Day `db:"heard_day"`
	HeardWords string       `db:"heard_words"`
}

// What the addressee does with a letter.
const (
	LetterRead  = "read"
	LetterReply = "reply"
)

// LetterAct is what the addressee did with a letter. A further reply stands beside
// the earlier ones. Its words are the body WordsHash.
type LetterAct struct {
	ID        id.Fact      `db:"id"`
	PaperID   id.Paper     `db:"paper_id"`
	Act       string       `db:"act"`
	UnitID    id.Unit      `db:"unit_id"`
	Post      id.Post      `db:"post_id"`
	Day       calendar.Day `db:"day"`
	WordsHash string       `db:"words_hash"`
}

// LettersBy reads what letters are, by their papers; papers of other sorts are left
// out.
func (tx *Tx) LettersBy(papers []id.Paper) (map[id.Paper]Letter, error) {
	rows, err := list[Letter](tx, "SELECT "+cols[Letter]("")+" FROM letter WHERE place = $1 AND paper_id IN "+idList(papers)+" ORDER BY id", tx.db.place)
	out := make(map[id.Paper]Letter, len(rows))
	for _, r := range rows {
		out[r.PaperID] = r
	}
	return out, err
}

// LetterActs lists what was done with letters, oldest first.
func (tx *Tx) LetterActs(papers []id.Paper, before int64) ([]LetterAct, error) {
	return list[LetterAct](tx, "SELECT "+cols[LetterAct]("")+" FROM letter_act WHERE place = $1 AND id < $2 AND paper_id IN "+idList(papers)+" ORDER BY id", tx.db.place, before)
}

// LettersOpen lists the signed letters without a reply to some units; to any, if
// none is named.
func (tx *Tx) LettersOpen(units []id.Unit) ([]Letter, error) {
	to := ""
	if len(units) > 0 {
		to = " AND l.unit_id IN " + idList(units)
	}
	return list[Letter](tx, "SELECT "+cols[Letter]("l.")+" FROM letter l WHERE l.place = $1"+to+
		" AND EXISTS (SELECT 1 FROM paper_step s WHERE s.place = l.place AND s.paper_id = l.paper_id AND s.act = 'sign')"+
		" AND NOT EXISTS (SELECT 1 FROM letter_act a WHERE a.place = l.place AND a.paper_id = l.paper_id AND a.act = 'reply') ORDER BY l.id", tx.db.place)
}

// LettersOn lists the letters that rest on a bulletin, written or being written.
func (tx *Tx) LettersOn(base id.Paper) ([]BulletinDraft, error) {
	return list[BulletinDraft](tx, "SELECT "+cols[BulletinDraft]("")+" FROM bulletin_draft WHERE place = $1 AND base_id = $2 AND state <> 'dropped' ORDER BY id", tx.db.place, base)
}

// LeadLight is how many items a unit leads in a light.
type LeadLight struct {
	Unit  id.Unit `db:"lead_id"`
	Light int64   `db:"light"`
	N     int64   `db:"n"`
}

// LeadLights counts the city's items by unit and light from a light on, as they were
// shown at a point, whatever was written later on its day.
func (tx *Tx) LeadLights(p asof.Point, from int64) ([]LeadLight, error) {
	return list[LeadLight](tx, "SELECT r.lead_id AS lead_id, r.shown AS light, count(*) AS n FROM row_span r WHERE r.place = $1 AND r.from_seq <= $2 AND r.to_seq > $2 AND r.shown >= $3"+
		" AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = r.item_id AND s.unit_id = 0) GROUP BY r.lead_id, r.shown ORDER BY r.lead_id, r.shown", tx.db.place, p.Seq, from)
}

// LightsOf are the lights that items were shown in at a point; those that were in no
// list then are left out.
func (tx *Tx) LightsOf(p asof.Point, items []id.Item) (map[id.Item]int64, error) {
	rows, err := list[struct {
		Item  id.Item `db:"item_id"`
		Light int64   `db:"light"`
	}](tx, "SELECT item_id, shown AS light FROM row_span WHERE place = $1 AND from_seq <= $2 AND to_seq > $2 AND item_id IN "+idList(items)+" ORDER BY item_id", tx.db.place, p.Seq)
	out := make(map[id.Item]int64, len(rows))
	for _, r := range rows {
		out[r.Item] = r.Light
	}
	return out, err
}

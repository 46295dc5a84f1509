package store

import (
	"database/sql"

	"jiufen/internal/id"
)

// DocumentVersion says that a document is a version of a report and how far it
// has come; the newest of a document holds. OfDocument is the first version.
type DocumentVersion struct {
	ID         id.Fact     `db:"id"`
	Document   id.Document `db:"document_id"`
	OfDocument id.Document `db:"of_document_id"`
	Stage      string      `db:"stage"` // draft 起草, comment 征求意见, revised 修改, submitted 提请审议, adopted 审议通过
	Note       string      `db:"note"`
}

// Opinion is an opinion on a report, numbered over all its versions. Its words
// are the body WordsHash.
type Opinion struct {
	ID           id.Opinion  `db:"id"`
	OfDocument   id.Document `db:"of_document_id"` // first version of the report
	N            int64       `db:"n"`
	Document     id.Document `db:"document_id"` // the version it speaks of
	Clause       int64       `db:"clause_n"`    // as people see it, from 1; 0: the whole
	Proposer     string      `db:"proposer"`
	ProposerUnit string      `db:"proposer_unit"`
	Occasion     string      `db:"occasion"` // the plenary, the symposium it was said at
	Kind         string      `db:"kind"`     // wording, content, figure, work, other
	WordsHash    string      `db:"words_hash"`
}

// OpinionAssign gives an opinion to the unit that handles it; the newest holds.
type OpinionAssign struct {
	ID         id.Fact     `db:"id"`
	Opinion    id.Opinion  `db:"opinion_id"`
	OfDocument id.Document `db:"of_document_id"`
	UnitID     id.Unit     `db:"unit_id"`
}

// OpinionAnswer is what became of an opinion. A later one supersedes an earlier;
// both stay.
type OpinionAnswer struct {
	ID         id.Fact     `db:"id"`
	Opinion    id.Opinion  `db:"opinion_id"`
	OfDocument id.Document `db:"of_document_id"`
	Supersedes id.Fact     `db:"supersedes"`
	UnitID     id.Unit     `db:"unit_id"` // that answered
	Outcome    string      `db:"outcome"` // adopted, part, not, carried, doing, speedup
	Words      string      `db:"words"`
	Item       id.Item     `db:"item_ref"`  // of carried, doing, speedup
	Change     id.Change   `db:"change_id"` // of speedup: the change of the limit that was asked for
	Origin     id.Origin   `db:"origin_id"` // of carried: the origin the item got
}

// Versions lists what is known of the versions of a report, oldest first; of is
// its first version.
func (tx *Tx) Versions(of id.Document, before int64) ([]DocumentVersion, error) {
	return list[DocumentVersion](tx, "SELECT "+cols[DocumentVersion]("")+" FROM document_version WHERE place = $1 AND of_document_id = $2 AND id < $3 ORDER BY id", tx.db.place, of, before)
}

// AllVersions lists what is known of the versions of all reports, oldest first.
func (tx *Tx) AllVersions(before int64) ([]DocumentVersion, error) {
	return facts[DocumentVersion](tx, "document_version", before)
}

// FirstVersion is the first version of the report that a document belongs to:
// itself if it was not taken in as a version of another.
func (tx *Tx) FirstVersion(doc id.Document) (id.Document, error) {
	rows, err := list[DocumentVersion](tx, "SELECT "+cols[DocumentVersion]("")+" FROM document_version WHERE place = $1 AND document_id = $2 ORDER BY id LIMIT 1", tx.db.place, doc)
	if err != nil || len(rows) == 0 {
		return doc, err
	}
	return rows[0].OfDocument, nil
}

// DocumentsBy reads documents by their numbers.
func (tx *Tx) DocumentsBy(docs []id.Document) (map[id.Document]Document, error) {
	rows, err := list[Document](tx, "SELECT "+cols[Document]("")+" FROM document WHERE place = $1 AND id IN "+idList(docs)+" ORDER BY id", tx.db.place)
	out := make(map[id.Document]Document, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, err
}

// OpinionFacts is everything recorded of the opinions on a report up to a point.
type OpinionFacts struct {
	Opinions []Opinion // by number
	Assigns  []OpinionAssign
	Answers  []OpinionAnswer
}

// OpinionsOf reads the opinions on a report; of is its first version.
func (tx *Tx) OpinionsOf(of id.Document, before int64) (f OpinionFacts, err error) {
	if f.Opinions, err = list[Opinion](tx, "SELECT "+cols[Opinion]("")+" FROM opinion WHERE place = $1 AND of_document_id = $2 AND id < $3 ORDER BY n", tx.db.place, of, before); err != nil {
		return f, err
	}
	if f.Assigns, err = list[OpinionAssign](tx, "SELECT "+cols[OpinionAssign]("")+" FROM opinion_assign WHERE place = $1 AND of_document_id = $2 AND id < $3 ORDER BY id", tx.db.place, of, before); err != nil {
		return f, err
	}
	f.Answers, err = list[OpinionAnswer](tx, "SELECT "+cols[OpinionAnswer]("")+" FROM opinion_answer WHERE place = $1 AND of_document_id = $2 AND id < $3 ORDER BY id", tx.db.place, of, before)
	return f, err
}

// Opinion reads one opinion.
func (tx *Tx) Opinion(n id.Opinion) (Opinion, error) {
	return one[Opinion](tx, "SELECT "+cols[Opinion]("")+" FROM opinion WHERE place = $1 AND id = $2", tx.db.place, n)
}

// OpinionsIn are the opinions that a change entered.
func (tx *Tx) OpinionsIn(seq id.Seq) ([]id.Opinion, error) {
	rows, err := list[Opinion](tx, "SELECT "+cols[Opinion]("")+" FROM opinion WHERE place = $1 AND id >= $2 AND id < $3 ORDER BY id", tx.db.place, int64(id.Make(seq, 0)), id.Before(seq))
	out := make([]id.Opinion, len(rows))
	for i, r := range rows {
		out[i] = r.ID
	}
	return out, err
}

// LastOpinionNo is the highest number an opinion on a report has.
func (tx *Tx) LastOpinionNo(of id.Document) (n int64, err error) {
	err = tx.row("SELECT CAST(coalesce(max(n), 0) AS BIGINT) FROM opinion WHERE place = $1 AND of_document_id = $2", []any{tx.db.place, of}, &n)
	return n, err
}

// OpinionTally counts the opinions on a report that a unit handles.
type OpinionTally struct {
	OfDocument id.Document
	Unit       id.Unit
	All, Open  int // Open: without an answer
}

// OpinionTallies counts opinions by report and handling unit, the newest report
// first.
func (tx *Tx) OpinionTallies(before int64) (out []OpinionTally, err error) {
	err = tx.each(`SELECT o.of_document_id, s.unit_id, CAST(count(*) AS BIGINT), CAST(sum(CASE WHEN EXISTS (SELECT 1 FROM opinion_answer a WHERE a.place = o.place AND a.opinion_id = o.id AND a.id < $2) THEN 0 ELSE 1 END) AS BIGINT)
FROM opinion o JOIN opinion_assign s ON s.place = o.place AND s.opinion_id = o.id AND s.id < $2
WHERE o.place = $1 AND o.id < $2 AND NOT EXISTS (SELECT 1 FROM opinion_assign t WHERE t.place = s.place AND t.opinion_id = s.opinion_id AND t.id > s.id AND t.id < $2)
GROUP BY o.of_document_id, s.unit_id ORDER BY o.of_document_id DESC, s.unit_id`, []any{tx.db.place, before}, func(rows *sql.Rows) error {
		var t OpinionTally
		err := rows.Scan(&t.OfDocument, &t.Unit, &t.All, &t.Open)
		out = append(out, t)
		return err
	})
	return out, err
}

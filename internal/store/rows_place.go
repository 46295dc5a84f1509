package store

import (
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// The rows of facts, one struct a table, fields in the order in which they are
// hashed into the journal. Number and salt are the store's (Fact.row). A field
// added later goes to the end and gets a migration; order is never changed.

// Unit founds a unit. What it is called, and under whom it stands, is UnitFact.
type Unit struct {
	ID   id.Unit `db:"id"`
	Code string  `db:"code"` // stable across years, unique within the place
}

// UnitFact is what a unit is from a day on; the newest known holds.
type UnitFact struct {
	ID      id.Fact      `db:"id"`
	UnitID  id.Unit      `db:"unit_id"`
	Name    string       `db:"name"`
	Short   string       `db:"short"`
	Sort    string       `db:"sort"` // office, department, county, zone, town, body (outside Art. 5), group
	Parent  id.Unit      `db:"parent_id"`
	Rank    int64        `db:"rank"`
	FromDay calendar.Day `db:"from_day"`
	EndDay  calendar.Day `db:"end_day"` // last day, 0 while it stands
}

// UnitSuccession says into which unit another went over.
type UnitSuccession struct {
	ID      id.Fact      `db:"id"`
	UnitID  id.Unit      `db:"unit_id"`
	IntoID  id.Unit      `db:"into_id"`
	Act     string       `db:"act"` // merge, split, rename
	FromDay calendar.Day `db:"from_day"`
	Words   string       `db:"words"`
}

// Person is a person who holds or held posts.
type Person struct {
	ID   id.Person `db:"id"`
	Name string    `db:"name"`
}

// Post is a post in a unit. Duty is what it is for the line of work: mayor,
// vice-mayor, secretary-general, deputy-secretary-general, office, supervision,
// head, deputy, section, liaison, statistics, auditor, accounts.
type Post struct {
	ID     id.Post `db:"id"`
	UnitID id.Unit `db:"unit_id"`
	Title  string  `db:"title"`
	Duty   string  `db:"duty"`
	Rank   int64   `db:"rank"`
}

// PostHolder says who holds a post from when; a row with the same post and
// person and an end day ends it.
type PostHolder struct {
	ID      id.Fact      `db:"id"`
	PostID  id.Post      `db:"post_id"`
	Person  id.Person    `db:"person_id"`
	FromDay calendar.Day `db:"from_day"`
	EndDay  calendar.Day `db:"end_day"`
}

// PostRight gives a right to a post (Given 1) or takes it back (0). Second is
// the post of the second person where the right needs two.
type PostRight struct {
	ID     id.Fact `db:"id"`
	PostID id.Post `db:"post_id"`
	Right  string  `db:"name"`
	Given  int64   `db:"given"`
	Second id.Post `db:"second_id"`
}

// PortfolioLine says that a leader's post answers for a unit under a name of a
// field of work (分管领域); relation is lead (分管) or follow (协管).
type PortfolioLine struct {
	ID       id.Fact      `db:"id"`
	PostID   id.Post      `db:"post_id"`
	UnitID   id.Unit      `db:"unit_id"`
	Field    string       `db:"field"`
	Relation string       `db:"relation"`
	FromDay  calendar.Day `db:"from_day"`
	EndDay   calendar.Day `db:"end_day"`
}

// StandIn lets one post sign visibly in another's name (AB角).
type StandIn struct {
	ID      id.Fact      `db:"id"`
	PostID  id.Post      `db:"post_id"`
	ForPost id.Post      `db:"for_post_id"`
	FromDay calendar.Day `db:"from_day"`
	EndDay  calendar.Day `db:"end_day"`
}

// GrantFact lets a unit see the items of another, or of a programme, for a time.
type GrantFact struct {
	ID        id.Fact      `db:"id"`
	UnitID    id.Unit      `db:"unit_id"`
	OfUnit    id.Unit      `db:"of_unit_id"` // 0: any unit
	Programme string       `db:"programme"`  // '': any programme
	Level     string       `db:"level"`      // read, collate
	FromDay   calendar.Day `db:"from_day"`
	EndDay    calendar.Day `db:"end_day"`
}

// LibraryFact is a file of library/ as it was loaded: kinds, rules, calendars.
type LibraryFact struct {
	ID   id.Fact `db:"id"`
	Sort string  `db:"sort"` // kind, rules, calendar, lexicon
	Name string  `db:"name"`
	Hash string  `db:"hash"` // hex SHA-256 of the file
	Text string  `db:"body"`
}

// SettingFact sets a setting of the place from now on.
type SettingFact struct {
	ID    id.Fact `db:"id"`
	Name  string  `db:"name"`
	Value string  `db:"value"`
}

// DayFact is the tick: the day has begun, judged with this engine.
type DayFact struct {
	ID     id.Fact      `db:"id"`
	Day    calendar.Day `db:"day"`
	Engine int64        `db:"engine"`
}

// EpochFact opens an epoch of the journal after a restore.
type EpochFact struct {
	ID         id.Fact `db:"id"`
	Epoch      int64   `db:"epoch"`
	Checkpoint string  `db:"checkpoint"` // last note known of the epoch before
	Size       int64   `db:"size"`       // leaves restored
	Reason     string  `db:"reason"`
}

// AccountFact is what happened to an account: created, reset, confirmed,
// disabled, enabled. Passwords and sessions are no facts.
type AccountFact struct {
	ID     id.Fact   `db:"id"`
	Person id.Person `db:"person_id"`
	Act    string    `db:"act"`
	Second id.Post   `db:"second_id"`
	Words  string    `db:"words"`
}

// Erasure records that a body was destroyed lawfully (依法清除) by two persons.
type Erasure struct {
	ID       id.Fact `db:"id"`
	BodyHash string  `db:"body_hash"`
	Second   id.Post `db:"second_id"`
	Reason   string  `db:"reason"`
	Backups  string  `db:"backups"` // backups confirmed one by one
}

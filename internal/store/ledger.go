package store

import (
	"cmp"
	"database/sql"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// Filter says which lines of the ledger are wanted. Zero fields do not filter.
type Filter struct {
	Sees    []id.Unit // whose sights are walked; 0 is the office's view. Empty: nothing
	Lead    id.Unit
	Leader  id.Post
	Kind    string
	Light   int64 // a ledger.Light; −1: any
	Text    string
	DueFrom calendar.Day
	DueTo   calendar.Day
	Sort    Sort
	After   Cursor
	Limit   int // lines wanted; one more is read to know whether there is a next page
}

// Sort is the order of the ledger.
type Sort string

// The orders. Every one ends in the item's number, which is unique.
const (
	ByDue    Sort = "due"
	ByLight  Sort = "light"
	ByNumber Sort = "number"
)

// Cursor is the last line of the page before.
type Cursor struct {
	Light int64
	Due   calendar.Day
	Item  id.Item
}

// Line is one line of the ledger as a viewer sees it.
type Line struct {
	Span
	Level int64 // SeesHead or SeesAll
	Light int64 // the light this viewer is shown
}

// Lines reads a page of the ledger: one more than Limit if there is a next page.
func (tx *Tx) Lines(p asof.Point, f Filter) ([]Line, error) {
	if len(f.Sees) == 0 {
		return nil, nil
	}
	if f.Sort == "" {
		f.Sort = ByDue
	}
	if !p.Now {
		return tx.linesThen(p, f)
	}
	q := query{args: []any{tx.db.place}}
	text, ok := tx.walk(&q, f)
	if !ok {
		return nil, nil
	}
	lines, err := tx.scanLines(text, q.args)
	if err != nil {
		return nil, err
	}
	return pageOf(lines, f), nil
}

// query collects the parameters of a statement.
type query struct{ args []any }

func (q *query) put(v any) string {
	q.args = append(q.args, v)
	return "$" + strconv.Itoa(len(q.args))
}

// walk makes the statement: each sight of the viewer is walked along its index
// up to the page's length, and the few lines found are joined.
func (tx *Tx) walk(q *query, f Filter) (string, bool) {
	hit := ""
	if f.Text != "" {
		phrase, ok := tx.db.d.phrase(f.Text)
		if !ok {
			return "", false
		}
		hit = " AND s.item_id IN (" + strings.ReplaceAll(tx.db.d.findHit, "$2", q.put(phrase)) + ")"
	}
	limit := q.put(f.Limit + 1)
	var branches []string
	for _, u := range f.Sees {
		for _, light := range f.lights() {
			branches = append(branches, "SELECT * FROM (SELECT s.due, s.item_id, s.light, s.level FROM sight s WHERE s.place = $1 AND s.unit_id = "+q.put(u)+
				f.conditions(q, light)+hit+" ORDER BY "+f.order()+" LIMIT "+limit+") b"+strconv.Itoa(len(branches)))
		}
	}
	return "WITH k AS MATERIALIZED (" + strings.Join(branches, " UNION ALL ") + ") SELECT k.light, k.level, " + cols[Span]("r.") +
		" FROM k CROSS JOIN row_span r WHERE r.place = $1 AND r.item_id = k.item_id AND r.to_seq = 9223372036854775807", true // CROSS: SQLite keeps the order
}

// lights are the branches by light: all in one, but when sorted by light one for
// each, the worst first, and none before the cursor's.
func (f Filter) lights() []int64 {
	if f.Light >= 0 || f.Sort != ByLight {
		return []int64{f.Light}
	}
	var out []int64
	for l := int64(ledger.Red); l > 0; l-- {
		if f.After.Item == 0 || l <= f.After.Light {
			out = append(out, l)
		}
	}
	return out
}

func (f Filter) order() string {
	if f.Sort == ByNumber {
		return "s.item_id"
	}
	return "s.due, s.item_id"
}

func (f Filter) conditions(q *query, light int64) string {
	var b strings.Builder
	if light >= 0 {
		b.WriteString(" AND s.light = " + q.put(light))
	} else {
		b.WriteString(" AND s.light <> 0") // not >: the list is walked by its due day, not by its light
	}
	if f.Lead != 0 {
		b.WriteString(" AND s.lead_id = " + q.put(f.Lead))
	}
	if f.Leader != 0 {
		b.WriteString(" AND s.leader_id = " + q.put(f.Leader))
	}
	if f.Kind != "" {
		b.WriteString(" AND s.kind = " + q.put(f.Kind))
	}
	if f.DueFrom != 0 {
		b.WriteString(" AND s.due >= " + q.put(f.DueFrom))
	}
	if f.DueTo != 0 {
		b.WriteString(" AND s.due <= " + q.put(f.DueTo))
	}
	switch {
	case f.After.Item == 0, f.Sort == ByLight && f.Light < 0 && light != f.After.Light:
	case f.Sort == ByNumber:
		b.WriteString(" AND s.item_id > " + q.put(f.After.Item))
	default:
		b.WriteString(" AND (s.due, s.item_id) > (" + q.put(f.After.Due) + ", " + q.put(f.After.Item) + ")")
	}
	return b.String()
}

func (tx *Tx) scanLines(text string, args []any) ([]Line, error) {
	var out []Line
	err := tx.eachPrepared(text, args, func(rows *sql.Rows) error {
		var l Line
		s := &l.Span
		if err := rows.Scan(&l.Light, &l.Level, &s.ItemID, &s.FromSeq, &s.ToSeq, &s.FromDay, &s.Number, &s.Kind, &s.Title, &s.Parent, &s.LeadID,
			&s.Leader, &s.Field, &s.Due, &s.DueSort, &s.Judged, &s.Shown, &s.Grey, &s.Until); err != nil {
			return err
		}
		out = append(out, l)
		return nil
	})
	return out, err
}

// pageOf orders what the walks found, takes each item once – from the sight
// that shows most – and cuts the page.
func pageOf(lines []Line, f Filter) []Line {
	best := map[id.Item]int{}
	var out []Line
	for _, l := range lines {
		if i, ok := best[l.ItemID]; ok {
			if l.Level > out[i].Level || l.Level == out[i].Level && l.Light == l.Judged {
				out[i] = l
			}
			continue
		}
		best[l.ItemID] = len(out)
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b Line) int {
		switch f.Sort {
		case ByNumber:
			return cmp.Compare(a.ItemID, b.ItemID)
		case ByLight:
			return cmp.Or(cmp.Compare(b.Light, a.Light), cmp.Compare(a.Due, b.Due), cmp.Compare(a.ItemID, b.ItemID))
		}
		return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.ItemID, b.ItemID))
	})
	return out[:min(len(out), f.Limit+1)]
}

// linesThen reads the ledger as it was shown at p: the spans of then, for what
// the viewer may see today. Search knows only now and is not combined with it.
func (tx *Tx) linesThen(p asof.Point, f Filter) ([]Line, error) {
	q := query{args: []any{tx.db.place, p.Seq}}
	cond := strings.NewReplacer("s.lead_id", "r.lead_id", "s.leader_id", "r.leader_id", "s.kind", "r.kind", "s.light", "r.shown", "s.due", "r.due", "s.item_id", "r.item_id")
	order := "r.due, r.item_id"
	switch f.Sort {
	case ByNumber:
		order = "r.item_id"
	case ByLight:
		order = "r.shown DESC, r.due, r.item_id"
	}
	after := ""
	if f.Sort == ByLight && f.After.Item != 0 {
		l := q.put(f.After.Light)
		after = " AND (r.shown < " + l + " OR r.shown = " + l + " AND (r.due, r.item_id) > (" + q.put(f.After.Due) + ", " + q.put(f.After.Item) + "))"
		f.After = Cursor{}
	}
	text := "SELECT r.shown, CAST(2 AS BIGINT), " + cols[Span]("r.") + " FROM row_span r WHERE r.place = $1 AND r.from_seq <= $2 AND r.to_seq > $2" +
		cond.Replace(f.conditions(&q, f.Light)) + after +
		" AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = r.item_id AND s.unit_id IN " + idList(f.Sees) + ")" +
		" ORDER BY " + order + " LIMIT " + q.put(f.Limit+1)
	return tx.scanLines(text, q.args)
}

// CountMost is where counting a list stops; what is more is printed «1000+».
const CountMost = 1000

// CountLines counts the lines of a filter, up to CountMost+1.
func (tx *Tx) CountLines(p asof.Point, f Filter) (int64, error) {
	if len(f.Sees) == 0 {
		return 0, nil
	}
	q := query{args: []any{tx.db.place}}
	f.After, f.Sort = Cursor{}, ByDue
	var text string
	if p.Now {
		hit := ""
		if f.Text != "" {
			phrase, ok := tx.db.d.phrase(f.Text)
			if !ok {
				return 0, nil
			}
			hit = " AND s.item_id IN (" + strings.ReplaceAll(tx.db.d.findHit, "$2", q.put(phrase)) + ")"
		}
		text = "SELECT DISTINCT s.item_id FROM sight s WHERE s.place = $1 AND s.unit_id IN " + idList(f.Sees) + f.conditions(&q, f.Light) + hit
	} else {
		at := q.put(p.Seq)
		cond := strings.NewReplacer("s.light", "r.shown", "s.", "r.")
		text = "SELECT r.item_id FROM row_span r WHERE r.place = $1 AND r.from_seq <= " + at + " AND r.to_seq > " + at + cond.Replace(f.conditions(&q, f.Light)) +
			" AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = r.item_id AND s.unit_id IN " + idList(f.Sees) + ")"
	}
	var n int64
	err := tx.row("SELECT count(*) FROM ("+text+" LIMIT "+strconv.Itoa(CountMost+1)+") q", q.args, &n)
	return n, err
}

// Sight is how much of an item a viewer sees, 0 for nothing – the same answer
// as for an item that is not there.
func (tx *Tx) Sight(item id.Item, sees []id.Unit) (int64, error) {
	if len(sees) == 0 {
		return 0, nil
	}
	var level int64
	err := tx.row("SELECT COALESCE(max(level), 0) FROM sight WHERE place = $1 AND item_id = $2 AND unit_id IN "+idList(sees), []any{tx.db.place, item}, &level)
	return level, err
}

// Tally is a count of lines with the same lead, leader, kind and light.
type Tally struct {
	LeadID id.Unit `db:"lead_id"`
	Leader id.Post `db:"leader_id"`
	Kind   string  `db:"kind"`
	Light  int64   `db:"light"`
	N      int64   `db:"n"`
}

// Tallies are the counts of the whole ledger now, or at the end of a past day.
// They are the office's view, without the own items of counties; what others see
// is counted from their sight.
func (tx *Tx) Tallies(p asof.Point) ([]Tally, error) {
	day := p.Day
	if p.Now {
		day = 0
	}
	return list[Tally](tx, "SELECT "+cols[Tally]("")+" FROM tally WHERE place = $1 AND day = $2 AND n <> 0 ORDER BY lead_id, leader_id, kind, light", tx.db.place, day)
}

// LightCounts counts the lines of a viewer by light: the office's from the kept
// counts, those of others from their sight, each item once. In the past what
// was shown to all is counted.
func (tx *Tx) LightCounts(p asof.Point, sees []id.Unit) (map[int64]int64, error) {
	switch {
	case len(sees) == 0:
		return map[int64]int64{}, nil
	case sees[0] == 0:
		day := p.Day
		if p.Now {
			day = 0
		}
		return tx.byLight("SELECT light, CAST(sum(n) AS BIGINT) AS n FROM tally WHERE place = $1 AND day = $2 GROUP BY light ORDER BY light", tx.db.place, day)
	case !p.Now:
		return tx.byLight("SELECT r.shown AS light, count(*) AS n FROM row_span r WHERE r.place = $1 AND r.from_seq <= $2 AND r.to_seq > $2 AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = r.item_id AND s.unit_id IN "+idList(sees)+") GROUP BY r.shown ORDER BY r.shown", tx.db.place, p.Seq)
	}
	return tx.keptCounts(idList(sees), func() (map[int64]int64, error) {
		if len(sees) == 1 { // along the index, nothing to tell apart
			return tx.byLight("SELECT light, count(*) AS n FROM sight WHERE place = $1 AND unit_id = $2 AND light > 0 GROUP BY light ORDER BY light", tx.db.place, sees[0])
		}
		return tx.byLight("SELECT light, count(*) AS n FROM (SELECT max(light) AS light FROM sight WHERE place = $1 AND light <> 0 AND unit_id IN "+idList(sees)+" GROUP BY +item_id) q GROUP BY light ORDER BY light", tx.db.place)
	})
}

func (tx *Tx) byLight(text string, args ...any) (map[int64]int64, error) {
	out := map[int64]int64{}
	err := tx.each(text, args, func(rows *sql.Rows) error {
		var light, n int64
		if err := rows.Scan(&light, &n); err != nil {
			return err
		}
		out[light] = n
		return nil
	})
	return out, err
}

// sightCounts holds the counts by light of viewers other than the office, as of
// the last change anyone asked at: an item in two sights of a person with several
// posts counts once, which no index knows. A further change forgets them all.
type sightCounts struct {
	mu  sync.Mutex
	seq id.Seq
	by  map[string]map[int64]int64
}

func (tx *Tx) keptCounts(sees string, count func() (map[int64]int64, error)) (map[int64]int64, error) {
	if tx.writing {
		return count()
	}
	u := &tx.db.counts
	u.mu.Lock()
	n, ok := u.by[sees]
	ok = ok && u.seq == tx.Seq
	u.mu.Unlock()
	if ok {
		return maps.Clone(n), nil
	}
	n, err := count()
	if err != nil {
		return nil, err
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.by == nil || tx.Seq > u.seq {
		u.seq, u.by = tx.Seq, map[string]map[int64]int64{}
	}
	if tx.Seq == u.seq {
		u.by[sees] = maps.Clone(n)
	}
	return n, nil
}

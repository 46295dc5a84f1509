package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// projections reads every projection in full, as text.
func projections(t testing.TB, db *DB) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := db.View(context.Background(), func(tx *Tx) error {
		for name, q := range map[string]string{
			"row_span":    "SELECT " + cols[Span]("") + " FROM row_span WHERE place = $1 ORDER BY item_id, from_seq",
			"sight":       "SELECT " + cols[sightRow]("") + " FROM sight WHERE place = $1 ORDER BY item_id, unit_id",
			"tally":       "SELECT day, lead_id, leader_id, kind, light, n FROM tally WHERE place = $1 AND n <> 0 ORDER BY day, lead_id, leader_id, kind, light",
			"unit_branch": "SELECT unit_id, member_id FROM unit_branch WHERE place = $1 ORDER BY unit_id, member_id",
		} {
			rows, err := tx.tx.Query(q, tx.db.place)
			if err != nil {
				return err
			}
			if out[name], err = texts(rows); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func texts(rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	cs, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []string
	for rows.Next() {
		vals, ptrs := make([]any, len(cs)), make([]any, len(cs))
		for i := range vals {
			ptrs[i] = &vals[i]
		}
		if err := rows.Scan(ptrs...); err != nil {
			return nil, err
		}
		line := ""
		for i, v := range vals {
			if b, ok := v.([]byte); ok {
				v = string(b)
			}
			line += fmt.Sprintf("%s=%v ", cs[i], v)
		}
		out = append(out, line)
	}
	return out, rows.Err()
}

// story makes a random history: items with measures, plans, reports, reviews,
// checks, changes, closings, mergers, moved portfolios and new rules, over days.
type story struct {
	t     *testing.T
	db    *DB
	h     *hand
	c     *city
	r     *rand.Rand
	day   calendar.Day
	items []id.Item
	later bool // also what came after the first schema
	meas  map[id.Item]id.Measure
	reps  []Report
	nodes map[id.Item][]id.Milestone
	asked []ItemChange
	past  map[id.Seq][]string // the ledger as it was shown at a point
}

func (s *story) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func (s *story) newItem(tx *Tx) {
	space, parent := id.Unit(0), id.Item(0)
	lead := pick(s.r, s.c.depts)
	switch s.r.IntN(4) {
	case 0:
		if len(s.items) > 0 {
			parent, lead = pick(s.r, s.items), pick(s.r, s.c.schools)
			space = s.c.counties[slices.Index(s.c.schools, lead)]
		}
	case 1:
		i := s.r.IntN(3)
		lead, space = s.c.schools[i], s.c.counties[i]
	}
	item, err := Insert[Item, id.Item](tx, Item{Number: fmt.Sprintf("2026-%04d", len(s.items)+1), Kind: pick(s.r, []string{"key-task", "main-indicator"}), Parent: parent, Space: space, Year: 2026})
	s.must(err)
	s.must(Add(tx, ItemFact{ItemID: item, Title: fmt.Sprintf("改造老旧小区第%d批", len(s.items)), Cadence: "month", Standard: "全部建成"}))
	a, err := Insert[Assignment, id.Assignment](tx, Assignment{ItemID: item, Mode: "single", LeadID: lead, AssignDay: tx.Day})
	s.must(err)
	s.must(Add(tx, Assignee{Assignment: a, ItemID: item, UnitID: lead, Role: "lead"}))
	s.must(Add(tx, Assignee{Assignment: a, ItemID: item, UnitID: pick(s.r, s.c.depts), Role: pick(s.r, []string{"cooperate", "responsible"}), N: 1}))
	s.must(Add(tx, Due{ItemID: item, Sort: "date", Day: s.day + calendar.Day(20+s.r.IntN(120))}))
	m, err := Insert[Measure, id.Measure](tx, Measure{ItemID: item, Name: "小区", Unit: "个", Direction: 1, Path: pick(s.r, []string{"amount", "level"}), Main: 1, Comparator: "at_least", Target: 120})
	s.must(err)
	s.meas[item] = m
	s.items = append(s.items, item)
	s.plan(tx, item, 0)
}

func (s *story) plan(tx *Tx, item id.Item, ch id.Change) {
	p, err := Insert[Plan, id.Plan](tx, Plan{ItemID: item, Version: 1, FromDay: tx.Day, ChangeID: ch})
	s.must(err)
	s.nodes[item] = nil
	for i := range 4 {
		n, err := Insert[Milestone, id.Milestone](tx, Milestone{PlanID: p, ItemID: item, MeasureID: s.meas[item], Day: s.day + calendar.Day(10+20*i+s.r.IntN(10)), Expected: int64(30 * (i + 1))})
		s.must(err)
		s.nodes[item] = append(s.nodes[item], n)
	}
	if s.r.IntN(3) == 0 {
		n, err := Insert[Milestone, id.Milestone](tx, Milestone{PlanID: p, ItemID: item, Day: s.day + calendar.Day(s.r.IntN(40)), State: "开工"})
		s.must(err)
		s.nodes[item] = append(s.nodes[item], n)
	}
}

func (s *story) report(tx *Tx) {
	item := pick(s.r, s.items)
	r := Report{ItemID: item, Period: calendar.In(s.day, calendar.Month), Sort: "progress", Day: tx.Day}
	if len(s.reps) > 0 && s.r.IntN(4) == 0 {
		old := pick(s.r, s.reps)
		r.ItemID, r.Period, r.Supersedes, r.Sort = old.ItemID, old.Period, old.ID, "correction"
	}
	n, err := Insert[Report, id.Report](tx, r)
	s.must(err)
	r.ID = n
	s.reps = append(s.reps, r)
	s.must(Add(tx, ReportValue{ReportID: n, ItemID: r.ItemID, MeasureID: s.meas[r.ItemID], Period: r.Period, Value: int64(s.r.IntN(130))}))
	if s.r.IntN(3) == 0 {
		s.must(Add(tx, Reached{ReportID: n, ItemID: r.ItemID, Milestone: pick(s.r, s.nodes[r.ItemID]), Day: tx.Day}))
	}
}

// act does one random thing.
func (s *story) act(tx *Tx) {
	if len(s.items) < 3 {
		s.newItem(tx)
		return
	}
	item := pick(s.r, s.items)
	switch n := s.r.IntN(25); {
	case n < 4:
		s.newItem(tx)
	case n < 10:
		s.report(tx)
	case n < 12 && len(s.reps) > 0:
		r := pick(s.r, s.reps)
		s.must(Add(tx, Review{ReportID: r.ID, ItemID: r.ItemID, Act: pick(s.r, []string{"accept", "return"}), Reason: "missing", NewDue: tx.Day + 2}))
	case n == 12:
		s.must(Add(tx, Checking{ItemID: item, MeasureID: s.meas[item], Period: calendar.In(s.day, calendar.Month), Value: int64(s.r.IntN(120)), Level: "field", Day: tx.Day}))
	case n == 13:
		c := ItemChange{ItemID: item, Sort: "defer", FromDay: s.day, ToDay: s.day + 30, Class: "factor"}
		num, err := Insert[ItemChange, id.Change](tx, c)
		s.must(err)
		c.ID = num
		s.asked = append(s.asked, c)
	case n == 14 && len(s.asked) > 0:
		c := pick(s.r, s.asked)
		s.must(Add(tx, ChangeStep{ChangeID: c.ID, ItemID: c.ItemID, Act: pick(s.r, []string{"approve", "refuse"})}))
		s.plan(tx, c.ItemID, c.ID)
	case n == 15:
		s.must(Add(tx, Closing{ItemID: item, Act: pick(s.r, []string{"apply", "close", "reopen", "stop"}), Reached: s.day}))
	case n == 16:
		s.must(Add(tx, Pause{ItemID: item, FromDay: tx.Day, ToDay: tx.Day + calendar.Day(s.r.IntN(20))}))
	case n == 17:
		a, err := Insert[Assignment, id.Assignment](tx, Assignment{ItemID: item, Mode: "single", LeadID: pick(s.r, s.c.depts), AssignDay: tx.Day})
		s.must(err)
		s.must(Add(tx, Assignee{Assignment: a, ItemID: item, UnitID: pick(s.r, s.c.schools), Role: "responsible"}))
	case n == 18:
		other := pick(s.r, s.items)
		if other == item {
			s.report(tx)
		} else {
			s.must(Add(tx, Merge{ItemID: item, IntoID: other, Undone: int64(s.r.IntN(2))}))
		}
	case n == 19:
		s.must(Add(tx, PortfolioLine{PostID: pick(s.r, s.c.leaders), UnitID: pick(s.r, s.c.depts), Field: "换", Relation: "lead", FromDay: tx.Day + calendar.Day(s.r.IntN(4))}))
	case n == 20:
		s.must(Add(tx, SettingFact{Name: SettingRules, Value: pick(s.r, []string{"wuhan.yaml", "yinchuan.yaml", "sanya.yaml"})}))
	case n == 21 && s.later: // merged as a further origin with a nearer limit, or taken back
		o, err := Insert[Origin, id.Origin](tx, Origin{ItemID: item, Sort: "superior", Demand: "同一事项", LimitDay: tx.Day + calendar.Day(s.r.IntN(40))})
		s.must(err)
		s.must(Add(tx, Due{ItemID: item, Sort: "date", Day: tx.Day + calendar.Day(s.r.IntN(40)), From: o}))
		s.must(Add(tx, SameMatter{ItemID: item, Origin: o, Document: 1, Draft: 1, Words: "题目相同"}))
	case n == 23 && s.later: // a stage of a register reached, or taken back
		s.must(Add(tx, Reached{ItemID: item, Milestone: pick(s.r, append(slices.Clone(s.nodes[item]), 0)), Day: tx.Day, Entry: id.Fact(1 + s.r.IntN(3)), Undone: int64(s.r.IntN(2))}))
	case n == 22 && s.later:
		s.must(Add(tx, LastYear{ItemID: item, Last: pick(s.r, s.items), Undone: int64(s.r.IntN(2))}))
		s.must(Add(tx, BaseFigure{ItemID: item, Sort: "weight", Part: int64(s.r.IntN(90)), Whole: 100, Decimals: 2, Source: "年鉴"}))
	default:
		s.must(Add(tx, GrantFact{UnitID: pick(s.r, s.c.depts), OfUnit: pick(s.r, s.c.depts), Level: "read", FromDay: tx.Day, EndDay: tx.Day + calendar.Day(s.r.IntN(9))}))
	}
}

// shown is the office's ledger at a point, as text.
func shown(t testing.TB, db *DB, p asof.Point) []string {
	var out []string
	err := db.View(context.Background(), func(tx *Tx) error {
		rows, err := tx.linesThen(p, Filter{Sees: []id.Unit{0}, Light: -1, Limit: 1000})
		for _, l := range rows {
			out = append(out, fmt.Sprintf("%s %s %d %d %d %s", l.Number, l.Title, l.LeadID, l.Leader, l.Shown, l.Grey))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// run tells the story and keeps what the ledger showed on the way.
func (s *story) run(changes int) {
	ctx := context.Background()
	for range changes {
		if s.r.IntN(2) == 0 {
			s.day += calendar.Day(1 + s.r.IntN(6))
			s.h.day(s.day, 10)
			if _, err := s.db.Tick(ctx); err != nil {
				s.t.Fatal(err)
			}
		}
		seq := do(s.t, s.db, func(tx *Tx) error {
			for range 1 + s.r.IntN(3) {
				s.act(tx)
			}
			return nil
		})
		s.counted()
		if s.r.IntN(5) == 0 {
			s.past[seq] = shown(s.t, s.db, asof.Point{Seq: seq, Day: s.day})
		}
	}
}

// counted holds the counts by light to the lines that people walk, for one with
// one post and one with three, before and after a further change.
func (s *story) counted() {
	s.t.Helper()
	for _, sees := range [][]id.Unit{{0}, {s.c.depts[0]}, {s.c.depts[0], s.c.depts[1], s.c.counties[0]}} {
		s.must(s.db.View(context.Background(), func(tx *Tx) error {
			want := map[int64]int64{}
			lines, err := tx.Lines(tx.Now(), Filter{Sees: sees, Light: -1, Limit: 1000})
			for _, l := range lines {
				want[l.Light]++
			}
			for range 2 { // counted, then kept
				got, e := tx.LightCounts(tx.Now(), sees)
				maps.DeleteFunc(got, func(_, n int64) bool { return n == 0 })
				if d := cmp.Diff(want, got); d != "" || e != nil {
					s.t.Fatalf("%v: lines (−) and counts (+): %s %v", sees, d, e)
				}
			}
			return err
		}))
	}
}

func TestIncrementalEqualsRebuiltAndPastStands(t *testing.T) {
	seeds, changes := 4, 60
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		each(t, func(t *testing.T, db *DB, h *hand) {
			s := &story{t: t, db: db, h: h, c: newCity(t, db), r: rand.New(rand.NewPCG(uint64(seed), 7)), day: calendar.Date(2026, 3, 2), later: true,
				meas: map[id.Item]id.Measure{}, nodes: map[id.Item][]id.Milestone{}, past: map[id.Seq][]string{}}
			s.run(changes)
			kept := projections(t, db)
			if len(kept["row_span"]) < len(s.items) || len(kept["tally"]) == 0 || len(kept["sight"]) == 0 {
				t.Fatalf("hardly anything happened: %d spans", len(kept["row_span"]))
			}
			if err := db.Rebuild(context.Background(), nil); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(kept, projections(t, db)); d != "" {
				t.Fatalf("seed %d: kept (−) and rebuilt (+) differ:\n%s", seed, d)
			}
			for seq, was := range s.past {
				if d := cmp.Diff(was, shown(t, db, asof.Point{Seq: seq})); d != "" {
					t.Errorf("seed %d: the ledger of change %d is told otherwise now:\n%s", seed, seq, d)
				}
			}
		})
	}
}

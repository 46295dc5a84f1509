package sample

import (
	"context"
	_ "embed"
	"strings"
	"unicode/utf8"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// clause is a sentence of the work report with its place in code points.
type clause struct {
	start, end int
	words      string
}

// lastReport is the report of the year before. The city kept no ledger then, so its
// promises are what this year's are held against.
//
//go:embed last_report.txt
var lastReport string

// takeReport takes the work report in as the office does, after last year's, whose
// drafts it looks through and leaves as they are.
func (b *builder) takeReport(ctx context.Context) error {
	v, err := b.viewer(ctx, postKey(cityDesk, org.OfficeClerk))
	if err != nil {
		return err
	}
	last, err := b.app.TakeIn(ctx, v, "", app.Upload{Name: "政府工作报告（2025年）.txt", Bytes: []byte(lastReport), Sort: "report", Year: 2025})
	if err != nil {
		return err
	}
	view, err := b.app.Document(ctx, v, last)
	if err != nil {
		return err
	}
	var drafts []id.Draft
	for _, d := range view.Drafts {
		drafts = append(drafts, d.ID)
	}
	if _, err := b.app.AcceptDrafts(ctx, v, drafts); err != nil {
		return err
	}
	if b.doc, err = b.app.TakeIn(ctx, v, "", app.Upload{Name: "政府工作报告.txt", Bytes: []byte(reportText), Sort: "report", Year: 2026}); err != nil {
		return err
	}
	return b.app.DB.View(ctx, func(tx *store.Tx) error {
		doc, err := tx.Document(b.doc)
		if err != nil {
			return err
		}
		bodies, err := tx.Bodies([]string{doc.TextHash})
		if err != nil {
			return err
		}
		text := []rune(string(bodies[doc.TextHash]))
		rows, err := tx.Clauses(b.doc)
		for _, c := range rows {
			b.clauses = append(b.clauses, clause{int(c.Start), int(c.End), string(text[c.Start:c.End])})
		}
		return err
	})
}

// clauseWith is the clause that holds some words; within a long one the words'
// own sentence part is taken.
func (b *builder) clauseWith(says string) (clause, bool) {
	for _, c := range b.clauses {
		at := strings.Index(c.words, says)
		if at < 0 {
			continue
		}
		if utf8.RuneCountInString(c.words) <= 90 {
			return c, true
		}
		from := strings.LastIndexAny(c.words[:at], "；：。") // of a list, only the part
		if from >= 0 {
			_, n := utf8.DecodeRuneInString(c.words[from:])
			from += n
		} else {
			from = 0
		}
		to := len(c.words)
		if i := strings.IndexAny(c.words[at:], "；。"); i >= 0 {
			to = at + i
		}
		start := c.start + utf8.RuneCountInString(c.words[:from])
		return clause{start, start + utf8.RuneCountInString(c.words[from:to]), c.words[from:to]}, true
	}
	return clause{}, false
}

// viewer is the holder of a post at work.
func (b *builder) viewer(ctx context.Context, key string) (v org.Viewer, err error) {
	err = b.app.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		a := b.ground.actor(key)
		v, _ = dir.ViewerOf(a.Person, a.Post)
		return nil
	})
	return v, err
}

// issueOn founds the items issued on a day, parents before their children, and
// learns their numbers.
func (b *builder) issueOn(ctx context.Context, d calendar.Day) error {
	today := b.issues[d]
	if len(today) == 0 {
		return nil
	}
	b.clock.set(moment(d, 8, 50))
	var own, joined []*life
	var at []clause
	if d == issueDay {
		rest := make([]*life, 0, len(today))
		for _, l := range today {
			if b.byNotice(l) {
				own = append(own, l)
				continue
			}
			if c, ok := b.before(l); ok {
				joined, at = append(joined, l), append(at, c)
			}
			rest = append(rest, l)
		}
		today = rest
	}
	v, err := b.viewer(ctx, supervisor)
	if err != nil {
		return err
	}
	for from := 0; from < len(today); from += mostIssued {
		part := today[from:min(from+mostIssued, len(today))]
		items := make([]app.NewItem, len(part))
		for i, l := range part {
			if l.parent != nil {
				l.new.Parent = l.parent.item
			}
			items[i] = l.new
		}
		ids, err := b.app.IssueItems(ctx, v, "", items)
		if err != nil {
			return err
		}
		if err := b.learn(ctx, part, ids); err != nil {
			return err
		}
	}
	if len(own) == 0 {
		return nil
	}
	return b.issueNotice(ctx, own, joined, at)
}

// mostIssued is how many items are founded in one change.
const mostIssued = 10_000

// learn reads the numbers of what was founded.
func (b *builder) learn(ctx context.Context, lives []*life, ids []id.Item) error {
	return b.app.DB.View(ctx, func(tx *store.Tx) error {
		for from := 0; from < len(ids); from += 200 {
			part := ids[from:min(from+200, len(ids))]
			facts, err := tx.ItemFacts(id.Before(tx.Seq), part...)
			if err != nil {
				return err
			}
			for i, n := range part {
				l, f := lives[from+i], facts[n]
				l.item = n
				l.assigned = f.Assignments[0].ID
				for _, m := range f.Measures {
					l.measures = append(l.measures, m.ID)
				}
				for _, m := range f.Milestones {
					l.nodes = append(l.nodes, m.ID)
				}
			}
		}
		return nil
	})
}

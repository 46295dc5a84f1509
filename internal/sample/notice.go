package sample

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// promised reports whether an item is promised by a sentence of the work report.
func (b *builder) promised(l *life) bool {
	return slices.ContainsFunc(l.new.Origins, func(o app.NewOrigin) bool { return o.Document == b.doc && b.doc != 0 })
}

// byNotice reports whether an item enters the ledger by the report's decomposition
// notice: those with other origins stand in it before, and the sentence joins them.
func (b *builder) byNotice(l *life) bool {
	return b.promised(l) && len(l.new.Origins) == 1 && slices.Contains([]string{"date", "standing", "always"}, l.new.Due.Sort)
}

// before takes the report's sentence from an item that is in the ledger before the
// notice: joining the draft brings it.
func (b *builder) before(l *life) (clause, bool) {
	i := slices.IndexFunc(l.new.Origins, func(o app.NewOrigin) bool { return o.Document == b.doc && b.doc != 0 })
	if i < 0 {
		return clause{}, false
	}
	o := l.new.Origins[i]
	if len(l.new.Origins) == 1 {
		l.new.Origins[0] = app.NewOrigin{Sort: string(ledger.OriginDecision), Record: "市政府常务会议纪要〔2026〕2号", Demand: l.new.Title, Limit: o.Limit}
	} else {
		l.new.Origins = slices.Delete(l.new.Origins, i, i+1)
	}
	return clause{start: o.Start, end: o.End, words: o.Demand}, true
}

// desk is the report at the decomposition desk, with the drafts still to be taken.
type desk struct {
	b      *builder
	office org.Viewer
	view   *app.DocumentView
	open   []app.DraftView
}

func (b *builder) deskOf(ctx context.Context, office org.Viewer) (*desk, error) {
	d := &desk{b: b, office: office}
	return d, d.read(ctx)
}

func (d *desk) read(ctx context.Context) (err error) {
	if d.view, err = d.b.app.Document(ctx, d.office, d.b.doc); err != nil {
		return err
	}
	d.open = slices.DeleteFunc(slices.Clone(d.view.Drafts), func(x app.DraftView) bool { return x.State != app.DraftOpen })
	return nil
}

// take takes the open draft that lies nearest to the words of a clause.
func (d *desk) take(c clause) (app.DraftView, bool) {
	best, most := -1, 0
	for i, x := range d.open {
		shared := min(x.Body.End, c.end) - max(x.Body.Start, c.start)
		if shared > most {
			best, most = i, shared
		}
	}
	if best < 0 {
		return app.DraftView{}, false
	}
	x := d.open[best]
	d.open = slices.Delete(d.open, best, best+1)
	return x, true
}

// draftFor is a draft for a clause: one that was read out of it, or a new one.
func (d *desk) draftFor(ctx context.Context, c clause) (app.DraftView, error) {
	if x, ok := d.take(c); ok {
		return x, nil
	}
	i := slices.IndexFunc(d.view.Clauses, func(x store.Clause) bool { return int(x.Start) <= c.start && c.start < int(x.End) })
	if i < 0 {
		return app.DraftView{}, fmt.Errorf("no clause holds %s", c.words)
	}
	n, err := d.b.app.DraftFromClause(ctx, d.office, d.b.doc, int(d.view.Clauses[i].N))
	if err != nil {
		return app.DraftView{}, err
	}
	x, _, err := d.b.app.DraftNow(ctx, d.office, n)
	return x, err
}

// issueNotice is the day of the decomposition: the office goes through the drafts
// of the report, joins what the ledger has, and the notice goes its way.
func (b *builder) issueNotice(ctx context.Context, own []*life, joined []*life, at []clause) error {
	who, err := b.viewers(ctx)
	if err != nil {
		return err
	}
	d, err := b.deskOf(ctx, who["office"])
	if err != nil {
		return err
	}
	drafts := map[id.Draft]*life{}
	for _, l := range own {
		o := l.new.Origins[0]
		x, err := d.draftFor(ctx, clause{o.Start, o.End, o.Demand})
		if err != nil {
			return err
		}
		if err := b.editDraft(ctx, d.office, x, l); err != nil {
			return fmt.Errorf("%s: %w", l.new.Title, err)
		}
		drafts[x.ID] = l
	}
	for i, l := range joined {
		x, err := d.draftFor(ctx, at[i])
		if err != nil {
			return err
		}
		if err := b.app.JoinDraft(ctx, d.office, "", x.ID, x.Version, l.item); err != nil {
			return fmt.Errorf("%s: %w", l.new.Title, err)
		}
	}
	kept := map[int]bool{}
	for _, x := range d.view.Drafts {
		for _, c := range x.Body.Clauses {
			kept[c] = kept[c] || !slices.ContainsFunc(d.open, func(o app.DraftView) bool { return o.ID == x.ID })
		}
	}
	for _, x := range d.open {
		reason := "总的要求，没有可以检查的工作"
		if slices.ContainsFunc(x.Body.Clauses, func(c int) bool { return kept[c] }) {
			reason = "随同句主要事项一并办理，不单列"
		}
		if _, err := b.app.DropDraft(ctx, d.office, x.ID, x.Version, reason); err != nil {
			return err
		}
	}
	paper, err := b.app.SubmitPaper(ctx, d.office, "", b.doc, "")
	if err != nil {
		return err
	}
	if err := b.app.ApprovePaper(ctx, who["deputy-secretary-general"], "", paper); err != nil {
		return err
	}
	if _, err := b.app.SignPaper(ctx, who["secretary-general"], "", paper); err != nil {
		return err
	}
	if err := d.read(ctx); err != nil {
		return err
	}
	var lives []*life
	var items []id.Item
	for _, x := range d.view.Drafts {
		if l := drafts[x.ID]; l != nil && x.State == app.DraftIssued {
			lives, items = append(lives, l), append(items, x.ItemID)
		}
	}
	if len(lives) != len(own) {
		return fmt.Errorf("the notice made %d items of %d", len(lives), len(own))
	}
	return b.learn(ctx, lives, items)
}

// editDraft makes of a draft what the office makes of it, and accepts it.
func (b *builder) editDraft(ctx context.Context, v org.Viewer, x app.DraftView, l *life) error {
	n, o := l.new, l.new.Origins[0]
	body := x.Body
	body.Title, body.Kind, body.Standard, body.Start, body.End = n.Title, n.Kind, part(o.Demand, cmp.Or(n.Standard, o.Demand)), o.Start, o.End
	body.Mode, body.Words, body.Strength, body.Nature, body.Cadence = n.Mode, n.Words, n.Strength, n.Nature, n.Cadence
	body.Programme, body.Publicity = n.Programme, n.Publicity
	body.DueSort, body.DueDay, body.Assumed = n.Due.Sort, "", false
	if n.Due.Sort == "date" {
		body.DueDay, body.Assumed = n.Due.Day.String(), o.Assumed
	}
	body.Parties, body.Measures = nil, nil
	for _, p := range n.Parties {
		body.Parties = append(body.Parties, app.DraftParty{Unit: p.Unit, Role: string(p.Role)})
	}
	for _, m := range n.Measures {
		body.Measures = append(body.Measures, draftMeasure(m, o.Demand))
	}
	j, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(j, &fields); err != nil {
		return err
	}
	_, err = b.app.EditDraft(ctx, v, app.DraftEdit{Draft: x.ID, Version: x.Version, Fields: fields, State: app.DraftAccepted})
	return err
}

// draftMeasure is a measure as the office types it; the words of the report that
// say it are quoted.
func draftMeasure(m app.NewMeasure, says string) app.DraftMeasure {
	d := app.DraftMeasure{Name: m.Name, Unit: m.Unit, Comparator: m.Comparator, Path: m.Path, Less: m.Direction < 0, Basis: m.Basis, Shown: m.Shown, RelativeTo: m.RelativeTo, Relation: m.Relation,
		Publisher: m.Publisher, Embargo: m.Embargo}
	if m.Comparator != "" && m.Comparator != "relative" {
		d.Value = quantity.Value{N: m.Target, Decimals: m.Decimals}.String()
	}
	for _, figure := range []string{d.Value, strings.TrimSuffix(strings.TrimRight(d.Value, "0"), ".")} {
		if figure == d.Value || strings.Contains(d.Value, ".") {
			if i := strings.Index(says, figure+m.Unit); figure != "" && i >= 0 {
				d.Quote = figure + m.Unit
				for _, w := range []string{"左右", "以上", "以内"} {
					if strings.HasPrefix(says[i+len(d.Quote):], w) {
						d.Quote += w
					}
				}
				break
			}
		}
	}
	return d
}

// part is the part of a sentence, from comma to comma, that holds some words; words
// that it does not hold stand for themselves.
func part(sentence, says string) string {
	at := strings.Index(sentence, says)
	if at < 0 {
		return says
	}
	from, to := 0, len(sentence)
	if i := strings.LastIndexAny(sentence[:at], "，；。："); i >= 0 {
		_, n := utf8.DecodeRuneInString(sentence[i:])
		from = i + n
	}
	if i := strings.IndexAny(sentence[at+len(says):], "，；。"); i >= 0 {
		to = at + len(says) + i
	}
	return sentence[from:to]
}

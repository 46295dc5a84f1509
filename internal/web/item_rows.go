package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// known is an item with the words for it.
type known struct {
	m    *locale.Messages
	year int
	*app.ItemView
}

// who is the post that made a change of the journal, and when.
func (k known) who(seq id.Seq) (id.Post, time.Time) {
	for _, l := range k.Leaves {
		if l.Seq == seq {
			return l.Post, time.UnixMilli(l.At)
		}
	}
	return 0, time.Time{}
}

// dayAt is the day of the place on which a change was made.
func (k known) dayAt(seq id.Seq) Day {
	for _, l := range k.Leaves {
		if l.Seq == seq {
			return l.Day
		}
	}
	return 0
}

// unit is the short name of a unit.
func (k known) unit(u id.Unit) string { return unitName(k.Dir, u) }

func unitName(dir *org.Directory, u id.Unit) string {
	n := dir.Unit(u)
	return cmp.Or(n.Short, n.Name)
}

// post names a post with its unit: 市住建局局长.
func (k known) post(p id.Post) string { return postName(k.Dir, p) }

func postName(dir *org.Directory, p id.Post) string {
	if p == 0 {
		return ""
	}
	q := dir.Post(p)
	u := dir.Unit(q.UnitID)
	if name := cmp.Or(u.Short, u.Name); u.Sort != org.Government && !strings.HasPrefix(q.Title, name) {
		return name + q.Title
	}
	return q.Title
}

func (k known) day8(d Day) string { return k.m.DateIn(int32(d), k.year) }

// actor names who recorded a fact and on which day.
func (k known) actor(f id.Fact) string {
	post, _ := k.who(f.Seq())
	if post == 0 {
		return k.day8(k.dayAt(f.Seq()))
	}
	return k.m.T("item.by", "who", k.post(post), "day", k.day8(k.dayAt(f.Seq())))
}

// chain is the chain of responsibility, ring by ring: leaders, the deputy
// secretary-general, units, the head and the liaison of the lead. Rings are
// posts; a vacant one says since when.
func (k known) chain() []ChainLink {
	var out, last []ChainLink
	for _, r := range k.Chain {
		l := ChainLink{Role: k.m.T("item.ring." + r.Role), Names: k.post(r.Post)}
		if r.Person != "" {
			l.Names += " " + r.Person
		}
		if r.Vacant {
			l.Vacant = k.m.T("item.vacant", "post", k.post(r.Post))
			if r.Since != 0 {
				l.Vacant = k.m.T("item.vacantsince", "post", k.post(r.Post), "days", int(k.Point.Day-r.Since))
			}
		}
		if r.Role == "head" || r.Role == "liaison" {
			last = append(last, l)
			continue
		}
		out = append(out, l)
	}
	_, parties := k.Facts.Assignment()
	for _, role := range []string{"lead", "collate", "responsible", "cooperate"} {
		var names []string
		for _, p := range parties {
			if p.Role == role {
				names = append(names, k.unit(p.UnitID))
			}
		}
		if len(names) > 0 {
			out = append(out, ChainLink{Role: k.m.T("word.roleunit." + role), Names: strings.Join(names, k.m.T("item.comma"))})
		}
	}
	return append(out, last...)
}

// reports are all reports, the newest first; what was returned or corrected
// stays, with what became of it beside it.
func (k known) reports(v org.Viewer) []ReportRow {
	var out []ReportRow
	for _, r := range k.Reports {
		row := ReportRow{Period: periodWord(k.m, r.Period, k.year), Text: r.Words, Problem: r.Problem, Standing: k.m.T("word.standing." + r.Standing.String())}
		if r.Corrected {
			row.Standing = k.m.T("item.superseded")
		}
		if r.Sort == string(ledger.ReportNoChange) {
			row.Text = k.m.T("item.nochange", "reason", wordOr(k.m, "word.nochange.", r.Reason)) + row.Text
		}
		k.figures(&row, r)
		row.SentBy = k.actor(id.Fact(r.ID))
		k.reviews(&row, r)
		k.corrected(&row, r)
		row.Proof, row.Evidence = k.proofWord(k.Facts.Proof(r.Period)), k.evidenceRows(v, r.Period)
		if v.Can(org.Sheet) && k.mayCorrect(r, v.Unit) {
			row.Acts = []Act{{URL: k.correctURL(r.Report.ID), Name: k.m.T("correct.do")}}
		}
		out = append(out, row)
	}
	return out
}

// wordOr is the name of a word of a closed list, or the word itself.
func wordOr(m *locale.Messages, list, word string) string {
	if word != "" && m.Has(list+word) {
		return m.T(list + word)
	}
	return word
}

// figures puts the first figure of a report into its column and the others into
// its words.
func (k known) figures(row *ReportRow, r app.ReportLine) {
	first := true
	for _, v := range r.Values {
		m, ok := k.measure(v.MeasureID)
		if !ok {
			continue
		}
		if first {
			row.Value, row.Unit, first = Fig(v.Value, int(m.Decimals)), m.Unit, false
			continue
		}
		row.Text = strings.TrimSpace(row.Text + " " + k.m.T("item.also", "name", m.Name, "n", k.m.Number(v.Value, int(m.Decimals))+m.Unit))
	}
}

func (k known) measure(n id.Measure) (store.Measure, bool) {
	root := k.Facts.Root(n)
	measures := k.Facts.LiveMeasures()
	i := slices.IndexFunc(measures, func(m store.Measure) bool { return k.Facts.Root(m.ID) == root })
	if i < 0 {
		return store.Measure{}, false
	}
	return measures[i], true
}

// reviews says what the reviewer did with a report, or that it waits.
func (k known) reviews(row *ReportRow, r app.ReportLine) {
	for _, v := range r.Reviews {
		row.Reviewed = k.m.T("item.accepted", "by", k.actor(v.ID))
		if v.Act == "return" {
			row.Reviewed = k.m.T("item.returned", "by", k.actor(v.ID), "reason", wordOr(k.m, "word.return.", v.Reason), "words", v.Words)
		}
	}
	if row.Reviewed == "" && r.Standing == ledger.Submitted {
		row.Waits = k.m.T("item.waits", "days", k.m.WorkingDays(k.Lib.Cal.Between(r.Day, k.Point.Day)))
	}
}

// corrected says of a correction what it corrects: 原报31，改为26，理由…
func (k known) corrected(row *ReportRow, r app.ReportLine) {
	if r.Corrects == nil {
		return
	}
	was, now := locale.None, locale.None
	for _, v := range k.Facts.Values {
		m, ok := k.measure(v.MeasureID)
		if !ok {
			continue
		}
		n := k.m.Number(v.Value, int(m.Decimals)) + m.Unit
		switch {
		case v.ReportID == r.Corrects.ID && was == locale.None:
			was = n
		case v.ReportID == r.ID && now == locale.None:
			now = n
		}
	}
	row.Corrected = k.m.T("item.corrected", "was", was, "now", now, "reason", wordOr(k.m, "word.fall.", r.Reason))
}

// changes are the changes asked for, the newest first, with their decisions.
func (k known) changes() []ChangeRow {
	var out []ChangeRow
	for _, c := range slices.Backward(k.Changes) {
		post, _ := k.who(id.Fact(c.ID).Seq())
		row := ChangeRow{Kind: k.m.T("word.change." + c.Sort), Reason: c.Words, AskedBy: k.post(post), Asked: k.dayAt(id.Fact(c.ID).Seq())}
		if c.Class != "" {
			row.Reason = k.m.T("item.classed", "class", wordOr(k.m, "word.reason.", c.Class), "words", c.Words)
		}
		row.From, row.To = k.fromTo(c.ItemChange)
		for _, s := range c.Steps {
			if key := "item.step." + s.Act; k.m.Has(key) {
				row.Decided = k.m.T(key, "by", k.actor(s.ID), "words", s.Words)
			}
		}
		if c.Decided == "" {
			row.Decided = k.m.T("item.undecided")
		}
		out = append(out, row)
	}
	return out
}

// fromTo is what a change changes, in words.
func (k known) fromTo(c store.ItemChange) (from, to string) {
	switch c.Sort {
	case "defer", "advance", "pause":
		from, to = dayWord(k.m, c.FromDay, k.year), dayWord(k.m, c.ToDay, k.year)
	case "value":
		for _, m := range k.Facts.Measures {
			if m.ID == c.MeasureID {
				from, to = k.m.Number(m.Target, int(m.Decimals))+m.Unit, k.m.Number(c.ToValue, int(m.Decimals))+m.Unit
			}
		}
	}
	return cmp.Or(from, locale.None), cmp.Or(to, locale.None)
}

func dayWord(m *locale.Messages, d Day, year int) string {
	if d == 0 || d == store.NoDue {
		return ""
	}
	return m.DateIn(int32(d), year)
}

// dueWord is a limit as a column shows it: a day, or what stands instead of one.
func dueWord(m *locale.Messages, due Day, sort string) (Day, string) {
	if due != 0 && due != store.NoDue {
		return due, ""
	}
	if key := "word.due." + sort; sort != "" && sort != "date" && m.Has(key) {
		return 0, m.T(key)
	}
	return 0, ""
}

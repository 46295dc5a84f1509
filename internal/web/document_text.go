package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/store"
)

// text shows the document sentence by sentence: what became of each, and in it
// the words that figures, dates and units were read from.
func (k *desk) text() {
	by := map[int][]app.DraftView{}
	for _, d := range k.d.Drafts {
		if d.State == app.DraftGone {
			continue
		}
		for _, c := range d.Body.Clauses {
			by[c] = append(by[c], d)
		}
	}
	var part TextPart
	for _, c := range k.d.Clauses {
		words := strings.TrimSpace(k.d.Words(c.Start, c.End))
		if words == "" || c.Label == "furniture" {
			continue
		}
		if plans := planningSections[c.Section]; plans == part.folds || len(part.Clauses) == 0 {
			k.fold(part)
			part = TextPart{folds: !plans}
		}
		if c.Label == "heading" {
			part.Clauses = append(part.Clauses, ClauseView{Heading: headingLevel(c), Spans: []Span{{Text: words}}})
			continue
		}
		part.Clauses = append(part.Clauses, k.clause(c, words, by[int(c.N)]))
	}
	k.fold(part)
}

// planningSections are the sections that say what is to be done.
var planningSections = map[string]bool{"horizon": true, "plan": true, "measures": true}

// fold ends a part of the text. A part that plans nothing and became nothing
// stands folded, so that the work begins at the top.
func (k *desk) fold(p TextPart) {
	if len(p.Clauses) == 0 {
		return
	}
	n := 0
	for _, c := range p.Clauses {
		if c.Heading == 0 {
			n++
		}
		p.folds = p.folds && c.URL == ""
	}
	if p.folds && n > 0 {
		p.Fold = k.v.m.T("draft.fold", "n", n)
	}
	k.p.Text = append(k.p.Text, p)
}

// headingLevel is 1 for what stands under nothing but the title, 2 for the rest.
func headingLevel(c store.Clause) int {
	if strings.Count(c.Heading, "\n") < 1 {
		return 1
	}
	return 2
}

func (k *desk) clause(c store.Clause, words string, drafts []app.DraftView) ClauseView {
	view := ClauseView{N: int(c.N) + 1}
	var marks []mark
	var live []app.DraftView
	for _, d := range drafts {
		marks = append(marks, marksOf(d.Body)...)
		if d.State != app.DraftDropped {
			live = append(live, d)
		}
	}
	view.Spans = markText(words, marks)
	if len(live) == 0 {
		view.State = "off"
		if c.Reason != "" && len(drafts) == 0 {
			view.Remark = restReason(k.v.m, c.Reason)
		}
		return view
	}
	view.URL = k.url(live[0].ID)
	nos := make([]string, 0, len(live))
	for _, d := range live {
		nos = append(nos, draftNo(d.ID))
		if d.State != app.DraftOpen {
			view.State = "ok"
		}
		if k.p.Open != nil && id.String(d.ID) == k.p.Open.ID {
			view.State = "on"
			break
		}
	}
	view.Remark = k.v.m.T("draft.became", "nos", strings.Join(nos, "、"))
	return view
}

// mark is a piece of a sentence with its class.
type mark struct{ words, class string }

func marksOf(b app.DraftBody) []mark {
	var out []mark
	for _, m := range b.Measures {
		out = append(out, mark{m.Quote, "t"})
	}
	for _, w := range strings.Fields(b.LimitedBy) {
		out = append(out, mark{w, "d"})
	}
	for _, p := range b.Parties {
		out = append(out, mark{p.Words, "u"})
	}
	return out
}

// markText cuts a sentence at the marked words; of words that overlap the first
// and longest is marked.
func markText(s string, marks []mark) []Span {
	type found struct {
		at, end int
		class   string
	}
	var all []found
	for _, m := range marks {
		if utf8.RuneCountInString(m.words) < 2 {
			continue
		}
		if at := strings.Index(s, m.words); at >= 0 {
			all = append(all, found{at, at + len(m.words), m.class})
		}
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(b.end, a.end)) })
	var out []Span
	pos := 0
	for _, f := range all {
		if f.at < pos {
			continue
		}
		if f.at > pos {
			out = append(out, Span{Text: s[pos:f.at]})
		}
		out, pos = append(out, Span{Text: s[f.at:f.end], Mark: f.class}), f.end
	}
	if pos < len(s) {
		out = append(out, Span{Text: s[pos:]})
	}
	return out
}

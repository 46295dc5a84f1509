package cli

import (
	"encoding/json"
	"fmt"
	"io"

	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/textin"
)

type compareCmd struct {
	JSON bool   `name:"json" help:"cli.flag.comparejson"`
	A    string `arg:"" name:"a" help:"cli.arg.earlier" placeholder:"A"`
	B    string `arg:"" name:"b" help:"cli.arg.later" placeholder:"B"`
}

// compared is one version as it is compared.
type compared struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	SHA256  string   `json:"sha256"` // of the file
	Reader  string   `json:"reader"` // fixes the offsets
	Clauses int      `json:"clauses"`
	words   []string // of the clauses
	places  []clausePlace
}

// clausePlace is where a clause stands: its number, and offsets in code points of the
// text as read.
type clausePlace struct {
	N     int    `json:"n"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// Run compares two papers clause by clause. Neither needs to be known to a
// server; page furniture is left out.
func (c *compareCmd) Run(e *env) error {
	if c.A == "-" && c.B == "-" {
		return &misuse{"cli.misuse.twice", nil}
	}
	a, err := e.version(c.A)
	if err != nil {
		return err
	}
	b, err := e.version(c.B)
	if err != nil {
		return err
	}
	pairs := document.Compare(a.words, b.words)
	if c.JSON {
		return e.compareJSON(a, b, pairs)
	}
	e.compareText(e.io.Out, a, b, pairs)
	return nil
}

func (e *env) version(file string) (compared, error) {
	text, err := e.readPaper(file)
	if err != nil {
		return compared{}, err
	}
	out, err := versionOf(text)
	out.Name = e.inputName(file)
	return out, at(out.Name, err)
}

func versionOf(text textin.Text) (compared, error) {
	doc, err := document.Read(text.String)
	if err != nil {
		return compared{}, err
	}
	out := compared{Title: doc.Title, SHA256: text.Bytes, Reader: text.Reader}
	for _, x := range doc.Clauses {
		if x.Form == document.Furniture {
			continue
		}
		p := clausePlace{N: len(out.places) + 1, Start: x.Start, End: x.End, Text: doc.Slice(x.Start, x.End)}
		out.places, out.words = append(out.places, p), append(out.words, document.Plain(p.Text))
	}
	out.Clauses = len(out.places)
	if out.Clauses == 0 {
		return out, errs.E(errs.Invalid, "decompose.empty")
	}
	return out, nil
}

// compareRun and the types below are the JSON of a comparison.
type compareRun struct {
	Op   string `json:"op"` // keep, cut, new
	Text string `json:"text"`
}

type compareNumber struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type comparePair struct {
	Turn    string          `json:"turn"` // same, changed, moved, added, dropped
	A       *clausePlace    `json:"a"`
	B       *clausePlace    `json:"b"`
	Runs    []compareRun    `json:"runs,omitempty"`
	Numbers []compareNumber `json:"numbers,omitempty"`
}

func (e *env) compareJSON(a, b compared, pairs []document.Pair) error {
	out := struct {
		A      compared       `json:"a"`
		B      compared       `json:"b"`
		Counts map[string]int `json:"counts"`
		Pairs  []comparePair  `json:"pairs"`
	}{A: a, B: b, Counts: map[string]int{}, Pairs: make([]comparePair, len(pairs))}
	for _, t := range document.Turns {
		out.Counts[t.String()] = 0
	}
	for i, p := range pairs {
		x := comparePair{Turn: p.Turn.String()}
		out.Counts[x.Turn]++
		if p.A >= 0 {
			x.A = &a.places[p.A]
		}
		if p.B >= 0 {
			x.B = &b.places[p.B]
		}
		for _, r := range p.Runs {
			x.Runs = append(x.Runs, compareRun{r.Op.String(), r.Text})
		}
		for _, n := range p.Numbers {
			x.Numbers = append(x.Numbers, compareNumber(n))
		}
		out.Pairs[i] = x
	}
	enc := json.NewEncoder(e.io.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// compareText prints what is not the same, a line a clause; words that went
// stand in [- -], words that came in {+ +}.
func (e *env) compareText(w io.Writer, a, b compared, pairs []document.Pair) {
	n := map[document.Turn]int{}
	for _, p := range pairs {
		n[p.Turn]++
	}
	fmt.Fprintln(w, e.m.T("cli.compare.head", "a", a.Name, "an", a.Clauses, "b", b.Name, "bn", b.Clauses))
	fmt.Fprintln(w, e.m.T("compare.says", "same", n[document.Same], "changed", n[document.Changed], "moved", n[document.Moved], "added", n[document.Added], "dropped", n[document.Dropped]))
	for _, p := range pairs {
		if p.Turn == document.Same {
			continue
		}
		from, to, text := "—", "—", ""
		if p.A >= 0 {
			from, text = fmt.Sprint(a.places[p.A].N), a.words[p.A]
		}
		if p.B >= 0 {
			to, text = fmt.Sprint(b.places[p.B].N), b.words[p.B]
		}
		if len(p.Runs) > 0 {
			text = ""
		}
		for _, r := range p.Runs {
			switch r.Op {
			case document.Keep:
				text += r.Text
			case document.Cut:
				text += "[-" + r.Text + "-]"
			case document.New:
				text += "{+" + r.Text + "+}"
			}
		}
		fmt.Fprintf(w, "%s %s→%s  %s\n", e.m.T("compare.turn."+p.Turn.String()), from, to, text)
		for _, x := range p.Numbers {
			fmt.Fprintln(w, "      "+e.m.T("compare.number", "from", orDash(x.From), "to", orDash(x.To)))
		}
	}
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/decompose"
	"jiufen/internal/same"
)

type sameCmd struct {
	JSON  bool   `name:"json" help:"cli.flag.samejson"`
	Least int    `help:"cli.flag.least" placeholder:"30"`
	A     string `arg:"" name:"a" help:"cli.arg.lastyear" placeholder:"A"`
	B     string `arg:"" name:"b" help:"cli.arg.thisyear" placeholder:"B"`
}

// Run shows which promises of a paper an earlier one made already, and how their
// figures moved. Neither needs to be known to a server.
func (c *sameCmd) Run(e *env) error {
	if c.A == "-" && c.B == "-" {
		return &misuse{"cli.misuse.twice", nil}
	}
	if c.Least < 0 || c.Least > 100 {
		return &misuse{"cli.misuse.least", []any{"least", c.Least}}
	}
	if c.Least == 0 {
		c.Least = same.DefaultYear.Least
	}
	a, err := e.promises(c.A)
	if err != nil {
		return err
	}
	b, err := e.promises(c.B)
	if err != nil {
		return err
	}
	list := app.PromisedAgain(a, b, c.Least)
	if c.JSON {
		return e.sameJSON(a, b, list)
	}
	e.sameText(e.io.Out, list)
	return nil
}

func (e *env) promises(file string) (*decompose.Result, error) {
	text, err := e.readPaper(file)
	if err != nil {
		return nil, err
	}
	r, err := decomposeText(text, decompose.Options{})
	return r, at(e.inputName(file), err)
}

// samePlace is where a promise stands, in code points of the text as read.
type samePlace struct {
	Title string `json:"title"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

type sameFigure struct {
	Name   string `json:"name"`
	Was    string `json:"was"`
	Now    string `json:"now"`
	Change string `json:"change,omitempty"` // percent, or points
	Points bool   `json:"points"`
}

type samePair struct {
	Now     samePlace    `json:"now"`
	Was     *samePlace   `json:"was"` // null: new
	Score   int          `json:"score,omitempty"`
	Words   []string     `json:"words,omitempty"`
	Figures []sameFigure `json:"figures,omitempty"`
}

func (e *env) sameJSON(a, b *decompose.Result, list []app.Again) error {
	out := struct {
		Fresh int        `json:"fresh"`
		Again int        `json:"again"`
		Pairs []samePair `json:"pairs"`
	}{Pairs: make([]samePair, len(list))}
	for i, x := range list {
		d := b.Drafts[x.At]
		p := samePair{Now: samePlace{d.Title, d.Start, d.End}, Score: x.Score, Words: x.Words}
		if x.Was < 0 {
			out.Fresh++
		} else {
			out.Again++
			w := a.Drafts[x.Was]
			p.Was = &samePlace{w.Title, w.Start, w.End}
		}
		for _, y := range x.Pairs {
			f := sameFigure{Name: y.Name, Was: y.Was.String(), Now: y.Now.String(), Points: y.Change.Points}
			if y.Change.Known {
				f.Change = app.ChangeSigned(y.Change)
			}
			p.Figures = append(p.Figures, f)
		}
		out.Pairs[i] = p
	}
	enc := json.NewEncoder(e.io.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

func (e *env) sameText(w io.Writer, list []app.Again) {
	again := 0
	for _, x := range list {
		if x.Was >= 0 {
			again++
		}
	}
	fmt.Fprintln(w, e.m.T("cli.same.head", "n", len(list), "again", again, "fresh", len(list)-again))
	for _, x := range list {
		if x.Was < 0 {
			fmt.Fprintln(w, e.m.T("cli.same.fresh", "title", x.Title))
			continue
		}
		fmt.Fprintln(w, e.m.T("cli.same.again", "title", x.Title, "score", x.Score))
		fmt.Fprintln(w, "      "+e.m.T("cli.same.was", "title", x.Old, "words", strings.Join(x.Words, "、")))
		for _, y := range x.Pairs {
			fmt.Fprintln(w, "      "+y.Says(e.m))
		}
	}
}

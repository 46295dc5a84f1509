package same

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/quantity"
	"jiufen/internal/sharedtest"
)

func lexicon(t testing.TB) decompose.Lexicon {
	t.Helper()
	var d decompose.Data
	files, err := os.ReadDir("../../library/lexicon")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".yaml") {
			continue
		}
		b, err := os.ReadFile("../../library/lexicon/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalWithOptions(b, &d, yaml.Strict()); err != nil {
			t.Fatal(f.Name(), err)
		}
	}
	lex, err := decompose.NewLexicon(d)
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// read gives a public document as drafts and as what its review tells was done.
func read(t testing.TB, lex decompose.Lexicon, name string) (drafts, done []Matter) {
	t.Helper()
	b, err := os.ReadFile(sharedtest.Path(t, "data/corpus/"+name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := document.Read(string(b))
	if err != nil {
		t.Fatal(name, err)
	}
	r := decompose.Decompose(d, lex, decompose.Options{})
	rs := []rune(r.Doc.Text)
	measures := func(ts []decompose.Target, a, e int) (out []Measure) {
		for _, x := range ts {
			if x.Start < a || x.End > e {
				continue
			}
			m := Measure{Name: x.Indicator, Target: quantity.Value{Unit: x.Unit}}
			if v, err := quantity.Parse(x.Value); err == nil {
				m.Target.N, m.Target.Decimals, m.Has = v.N, v.Decimals, true
			}
			out = append(out, m)
		}
		return out
	}
	above := map[int]bool{}
	for _, x := range r.Drafts {
		above[x.Parent] = true
	}
	for i, x := range r.Drafts {
		if above[i] {
			continue // its parts are compared
		}
		c := r.Doc.Clauses[x.Clauses[0]]
		if c.Section == document.Horizon {
			continue
		}
		drafts = append(drafts, Matter{ID: int64(i + 1), Title: x.Title, Text: string(rs[x.Start:x.End]), Measures: measures(x.Targets, 0, len(rs))})
	}
	for i, c := range r.Doc.Clauses {
		if c.Section == document.Review && r.Clauses[i].Label == decompose.Achievement {
			done = append(done, Matter{ID: int64(i + 1), Title: string(rs[c.Body:c.End]), Measures: measures(r.Facts, c.Start, c.End)})
		}
	}
	return drafts, done
}

// label is what a reader said of a pair.
type label struct {
	docs, sign, mine, theirs string
}

func labels(t testing.TB, file string) (out []label) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 {
			t.Fatalf("%s: %q", file, line)
		}
		out = append(out, label{f[0], f[1], f[2], f[3]})
	}
	return out
}

func holds(m Matter, part string) bool {
	return strings.Contains(m.Title, part) || strings.Contains(m.Text, part)
}

// pool is a document to be tried: what is asked about, what is known, and what a
// reader said.
type pool struct {
	docs         string
	mine, theirs []Matter
	signs        map[[2]int64]string
	have         map[int64]bool // drafts with a counterpart
	how          How
	got          [][]Match
}

// pools reads the labelled documents; every label has to fit a pair.
func pools(t testing.TB, file string, how How) (out []*pool) {
	t.Helper()
	lex := lexicon(t)
	byDocs := map[string]*pool{}
	for _, l := range labels(t, file) {
		p := byDocs[l.docs]
		if p == nil {
			p = &pool{docs: l.docs, signs: map[[2]int64]string{}, have: map[int64]bool{}, how: how}
			a, b, two := strings.Cut(l.docs, "+")
			drafts, done := read(t, lex, a)
			p.mine, p.theirs = drafts, done
			if how == Now {
				p.theirs = drafts
			}
			if two {
				p.theirs, _ = read(t, lex, b)
				for i := range p.theirs {
					p.theirs[i].ID += 10000
				}
			}
			byDocs[l.docs] = p
			out = append(out, p)
		}
		fits := false
		for _, m := range p.mine {
			if !holds(m, l.mine) {
				continue
			}
			for _, x := range p.theirs {
				if x.ID == m.ID || !holds(x, l.theirs) {
					continue
				}
				fits = true
				p.say(m.ID, x.ID, l.sign)
				if how == Now && x.ID < 10000 {
					p.say(x.ID, m.ID, l.sign)
				}
			}
		}
		if !fits {
			t.Errorf("%s: no pair for %s / %s", l.docs, l.mine, l.theirs)
		}
	}
	for _, p := range out {
		p.look()
	}
	return out
}

func (p *pool) say(mine, theirs int64, sign string) {
	if k := [2]int64{mine, theirs}; p.signs[k] != "+" {
		p.signs[k] = sign
	}
	if sign == "+" {
		p.have[mine] = true
	}
}

// tally counts proposals: right, wrong, and drafts with a counterpart that were
// given it first, among the first three, or not.
type tally struct{ right, wrong, first, found, have int }

func (a *tally) add(b tally) {
	a.right, a.wrong, a.first, a.found, a.have = a.right+b.right, a.wrong+b.wrong, a.first+b.first, a.found+b.found, a.have+b.have
}

func (a tally) precision() float64 { return float64(a.right) / float64(max(a.right+a.wrong, 1)) }
func (a tally) recall() float64    { return float64(a.found) / float64(max(a.have, 1)) }
func (a tally) f1() float64 {
	return 2 * a.precision() * a.recall() / max(a.precision()+a.recall(), 1e-9)
}

// look asks once for everything that could be proposed at any threshold tried.
func (p *pool) look() {
	x := NewIndex(p.theirs)
	for _, m := range p.mine {
		p.got = append(p.got, x.Find(m, p.how, Settings{Least: lowest, Most: 3}, nil))
	}
}

// lowest is the lowest threshold tried.
const lowest = 20

// try counts with a threshold.
func (p *pool) try(t testing.TB, least int, show bool) (out tally) {
	for i, m := range p.mine {
		found := false
		for k, f := range p.got[i] {
			if f.Score < least {
				break
			}
			sign := p.signs[[2]int64{m.ID, f.ID}]
			switch sign {
			case "+":
				out.right++
				found = true
				if k == 0 {
					out.first++
				}
			case "":
				out.wrong++
				if show {
					at := slices.IndexFunc(p.theirs, func(o Matter) bool { return o.ID == f.ID })
					t.Logf("wrong [%d] %v %v\n   %s\n   %s", f.Score, f.Words, f.Pairs, m.Title+"|"+m.Text, p.theirs[at].Title)
				}
			}
		}
		if p.have[m.ID] {
			out.have++
			if found {
				out.found++
			} else if show {
				t.Logf("missed %s", m.Title)
			}
		}
	}
	return out
}

// best is the threshold with the best F1 over some pools.
func best(t testing.TB, ps []*pool, leave int) int {
	at, top := 0, -1.0
	for least := lowest; least <= 70; least += 2 {
		var sum tally
		for i, p := range ps {
			if i != leave {
				sum.add(p.try(t, least, false))
			}
		}
		if f := sum.f1(); f > top {
			at, top = least, f
		}
	}
	return at
}

// TestProposals measures the proposals on public documents that were labelled by
// hand: with the default, and each document with the threshold that was best on
// the others.
func TestProposals(t *testing.T) {
	for _, c := range []struct {
		file  string
		how   How
		least int

		precision, recall float64
	}{{"year.txt", LastYear, DefaultYear.Least, 0.87, 0.74}, {"same.txt", Now, DefaultNow.Least, 0.72, 0.7}} {
		t.Run(c.file, func(t *testing.T) {
			ps := pools(t, c.file, c.how)
			var all, held tally
			for i, p := range ps {
				got := p.try(t, c.least, os.Getenv("SHOW") == c.file)
				all.add(got)
				least := best(t, ps, i)
				out := p.try(t, least, false)
				held.add(out)
				t.Logf("%-20s %s; held out at %d: %s", p.docs, got, least, out)
			}
			if all.precision() < c.precision || all.recall() < c.recall {
				t.Errorf("below %.2f and %.2f: %s", c.precision, c.recall, all)
			}
			t.Logf("together at %d: %s; held out: %s; best of all at %d", c.least, all, held, best(t, ps, -1))
		})
	}
}

func (a tally) String() string {
	return fmt.Sprintf("precision %.3f (%d right, %d wrong), recall %.3f (%d of %d, first %d)", a.precision(), a.right, a.wrong, a.recall(), a.found, a.have, a.first)
}

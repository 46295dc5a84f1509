package decompose

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jiufen/internal/document"
	"jiufen/internal/sharedtest"
)

// checkedClause is what a reader found in a clause of a paper that has no
// annotations in the gold set.
type checkedClause struct {
	n       int
	label   string
	begins  string
	records []string // as recordsIn gives them
}

// readChecked reads testdata/checked.txt: a line «@ document», then a line for
// every clause – number, label, first runes – and under it one for every record.
func readChecked(t testing.TB) (docs []string, by map[string][]checkedClause) {
	t.Helper()
	f, err := os.Open("testdata/checked.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	by = map[string][]checkedClause{}
	doc := ""
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := sc.Text()
		switch p := strings.Split(line, "\t"); {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "@ "):
			doc = line[2:]
			if by[doc] == nil {
				docs = append(docs, doc)
			}
		case p[0] == "":
			last := &by[doc][len(by[doc])-1]
			last.records = append(last.records, p[1])
		default:
			n, err := strconv.Atoi(p[0])
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			by[doc] = append(by[doc], checkedClause{n: n, label: p[1], begins: p[2]})
		}
	}
	return docs, by
}

// recordsIn are the targets and facts, limits and units read in clause i, one
// line each: "T 指标 measure comparator value", "L kind date", "U role name".
func recordsIn(r *Result, i int) (out []string) {
	c := r.Doc.Clauses[i]
	in := func(s Span) bool { return s.Start >= c.Start && s.Start < c.End }
	target := func(x Target) {
		x.Strength, x.Nature, x.Of, x.ValueFrom = "", "", -1, ""
		if s := "T " + targetLine(&x); in(x.Span) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for _, d := range r.Drafts {
		for _, x := range d.Targets {
			target(x)
		}
	}
	for _, x := range r.Facts {
		target(x)
	}
	for _, d := range r.Drafts {
		for _, x := range d.Dues {
			if s := "L " + dueLine(&x); !x.Assumed && in(x.Span) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		for _, u := range d.Units {
			if s := "U " + u.Role + " " + r.Doc.Slice(u.Start, u.End); in(u.Span) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// hits counts records: found as the reader found them, missed, and wrong.
type hits struct{ right, missed, wrong int }

func (h hits) f1() float64 {
	return float64(2*h.right) / float64(max(2*h.right+h.missed+h.wrong, 1))
}

// TestHandChecked holds the reading of papers without annotations to what a
// reader found in a passage of each.
func TestHandChecked(t *testing.T) {
	lex, texts := lexicon(t), sharedtest.Texts(t)
	docs, by := readChecked(t)
	all := map[string]*hits{"T": {}, "L": {}, "U": {}}
	right, clauses := 0, 0
	for _, doc := range docs {
		r := read(t, lex, texts[doc])
		ours, labels := map[string]*hits{"T": {}, "L": {}, "U": {}}, 0
		for _, c := range by[doc] {
			at := r.Doc.Clauses[c.n]
			if got := strings.ReplaceAll(r.Doc.Slice(at.Start, at.End), "\n", " "); !strings.HasPrefix(got, c.begins) {
				t.Fatalf("%s: clause %d is %s, not %s", doc, c.n, got, c.begins)
			}
			if at.Form == document.Title {
				t.Errorf("%s: clause %d is a heading now: %s", doc, c.n, c.begins)
			}
			if got := r.Clauses[c.n].Label.String(); got == c.label {
				labels++
			} else {
				t.Logf("%s %d: %s, not %s: %s", doc, c.n, got, c.label, c.begins)
			}
			found := recordsIn(&r, c.n)
			for _, x := range c.records {
				if slices.Contains(found, x) {
					ours[x[:1]].right++
				} else {
					ours[x[:1]].missed++
					t.Logf("%s %d: missed %s", doc, c.n, x)
				}
			}
			for _, x := range found {
				if !slices.Contains(c.records, x) {
					ours[x[:1]].wrong++
					t.Logf("%s %d: wrong %s", doc, c.n, x)
				}
			}
		}
		line := fmt.Sprintf("%s: labels %d of %d", doc, labels, len(by[doc]))
		for _, k := range []string{"T", "L", "U"} {
			all[k].right, all[k].missed, all[k].wrong = all[k].right+ours[k].right, all[k].missed+ours[k].missed, all[k].wrong+ours[k].wrong
			line += fmt.Sprintf("; %s right %d missed %d wrong %d", k, ours[k].right, ours[k].missed, ours[k].wrong)
		}
		t.Log(line)
		right, clauses = right+labels, clauses+len(by[doc])
	}
	share := float64(right) / float64(max(clauses, 1))
	t.Logf("all: labels %d of %d (%.3f); targets %+v F1 %.3f; limits %+v F1 %.3f; units %+v F1 %.3f", right, clauses, share,
		*all["T"], all["T"].f1(), *all["L"], all["L"].f1(), *all["U"], all["U"].f1())
	for _, f := range []struct {
		what     string
		got, min float64
	}{{"labels", share, 0.95}, {"targets", all["T"].f1(), 0.9}, {"limits", all["L"].f1(), 0.95}, {"units", all["U"].f1(), 0.95}} {
		if f.got < f.min {
			t.Errorf("%s %.3f, below %.3f", f.what, f.got, f.min)
		}
	}
}

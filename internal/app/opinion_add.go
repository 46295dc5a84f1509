package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// SettingHandlers names the units that handle opinions, parted by 、; empty: the
// offices and departments of the city.
const SettingHandlers = "opinion.handlers"

// How long what is typed of an opinion may be, in characters.
const (
	opinionName  = 100
	opinionWords = 4000
	opinionsMost = 2000 // in one import
)

// NewOpinion is an opinion to enter.
type NewOpinion struct {
	Clause   int64 // as people see it, from 1; 0: the whole
	Proposer string
	Unit     string
	Occasion string
	Kind     string
	Words    string
	Handler  id.Unit
}

// wrong is what is wrong with an opinion, by the names of its fields.
func (n *NewOpinion) wrong(clauses []store.Clause, handle []id.Unit) []errs.Field {
	var out []errs.Field
	bad := func(name, key string, args ...any) {
		out = append(out, errs.Field{Name: name, Key: key, Args: args})
	}
	for _, f := range []struct {
		name string
		text *string
		must bool
		max  int
	}{{"proposer", &n.Proposer, true, opinionName}, {"unit", &n.Unit, false, opinionName}, {"occasion", &n.Occasion, false, opinionName}, {"words", &n.Words, true, opinionWords}} {
		*f.text = strings.TrimSpace(*f.text)
		if size := utf8.RuneCountInString(*f.text); f.must && size == 0 {
			bad(f.name, "err.required")
		} else if size > f.max {
			bad(f.name, "err.toolong", "n", size, "max", f.max)
		}
	}
	if n.Clause != 0 && !slices.ContainsFunc(clauses, func(c store.Clause) bool { return c.N == n.Clause-1 }) {
		bad("clause", "err.opinion.clause", "n", n.Clause, "max", len(clauses))
	}
	if !slices.Contains(OpinionKinds, n.Kind) {
		bad("kind", "err.choice")
	}
	if !slices.Contains(handle, n.Handler) {
		bad("handler", "err.opinion.handler")
	}
	return out
}

// AddOpinion enters an opinion on a version of a report and gives it to the unit
// that handles it; it gets the next number of the report.
func (a *App) AddOpinion(ctx context.Context, v org.Viewer, req Request, doc id.Document, n NewOpinion) (id.Opinion, error) {
	out, err := a.addOpinions(ctx, v, "opinion_add", req, doc, []NewOpinion{n})
	if err != nil {
		return 0, err
	}
	return out[0], nil
}

func (a *App) addOpinions(ctx context.Context, v org.Viewer, act string, req Request, doc id.Document, list []NewOpinion) (out []id.Opinion, err error) {
	if err := mayWrite(v); err != nil {
		return nil, err
	}
	seq, err := a.write(ctx, v, act, req, func(tx *store.Tx) error {
		of, clauses, handle, err := opinionGround(tx, doc)
		if err != nil {
			return err
		}
		last, err := tx.LastOpinionNo(of)
		if err != nil {
			return err
		}
		for i := range list {
			if err := errs.Form(list[i].wrong(clauses, handle)); err != nil {
				return err
			}
			n, err := keepOpinion(tx, list[i], of, doc, last+int64(i)+1)
			if err != nil {
				return err
			}
			out = append(out, n)
		}
		return nil
	})
	if err == nil && len(out) == 0 { // sent twice: they are there already
		err = a.DB.View(ctx, func(tx *store.Tx) error {
			out, err = tx.OpinionsIn(seq)
			if err == nil && len(out) == 0 {
				err = errNotThere()
			}
			return err
		})
	}
	return out, err
}

// opinionGround is what an opinion is held against: its report, the clauses of
// the version, the units that handle.
func opinionGround(tx *store.Tx, doc id.Document) (of id.Document, clauses []store.Clause, handle []id.Unit, err error) {
	if _, err = tx.Document(doc); err != nil {
		return 0, nil, nil, err
	}
	if of, err = tx.FirstVersion(doc); err != nil {
		return 0, nil, nil, err
	}
	if clauses, err = tx.Clauses(doc); err != nil {
		return 0, nil, nil, err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return 0, nil, nil, err
	}
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return 0, nil, nil, err
	}
	return of, clauses, handlers(lib, dir), nil
}

func keepOpinion(tx *store.Tx, o NewOpinion, of, doc id.Document, no int64) (id.Opinion, error) {
	hash, err := tx.PutBody([]byte(o.Words))
	if err != nil {
		return 0, err
	}
	n, err := store.Insert[store.Opinion, id.Opinion](tx, store.Opinion{OfDocument: of, N: no, Document: doc, Clause: o.Clause, Proposer: o.Proposer, ProposerUnit: o.Unit, Occasion: o.Occasion, Kind: o.Kind, WordsHash: hash})
	if err != nil {
		return 0, err
	}
	return n, store.Add(tx, store.OpinionAssign{Opinion: n, OfDocument: of, UnitID: o.Handler})
}

// AssignOpinion gives an opinion to another unit that handles them.
func (a *App) AssignOpinion(ctx context.Context, v org.Viewer, req Request, n id.Opinion, unit id.Unit) error {
	if err := mayWrite(v); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "opinion_assign", req, func(tx *store.Tx) error {
		o, now, _, err := theOpinion(tx, v, n)
		if err != nil {
			return err
		}
		_, _, handle, err := opinionGround(tx, o.Document)
		if err != nil {
			return err
		}
		if !slices.Contains(handle, unit) || unit == now {
			return errs.Form([]errs.Field{{Name: "handler", Key: "err.opinion.handler"}})
		}
		return store.Add(tx, store.OpinionAssign{Opinion: n, OfDocument: o.OfDocument, UnitID: unit})
	})
	return err
}

// findClause reads where an opinion belongs: a number, or words of the clause.
// The key says what is wrong with it.
func findClause(cell string, clauses []store.Clause, text []rune) (n int64, key string, args []any) {
	cell = strings.TrimSpace(cell)
	digits := strings.Trim(cell, "第句条 ")
	if cell == "" || cell == "全文" || cell == "整体" {
		return 0, "", nil
	}
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return n, "", nil
	}
	words := document.Plain(strings.Trim(cell, "“”\"…"))
	var at []string
	d := DocumentView{Text: text}
	for _, c := range clauses {
		if strings.Contains(document.Plain(d.Words(c.Start, c.End)), words) {
			n = c.N + 1
			at = append(at, strconv.FormatInt(n, 10))
		}
	}
	switch {
	case len(at) == 0:
		return 0, "err.opinion.quote", []any{"words", cell}
	case len(at) > 1:
		return 0, "err.opinion.quotes", []any{"words", cell, "numbers", strings.Join(at[:min(5, len(at))], "、")}
	}
	return n, "", nil
}

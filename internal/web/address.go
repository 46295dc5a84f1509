package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// address makes the address of a page with its query, leaving out what is empty:
// one page has one address.
func address(path string, q url.Values) string {
	kept := url.Values{}
	for k, v := range q {
		if len(v) > 0 && v[0] != "" {
			kept.Set(k, v[0])
		}
	}
	if len(kept) == 0 {
		return path
	}
	return path + "?" + kept.Encode()
}

// with is a query with some values set anew; an empty one takes it away. The
// page the reader was on does not follow him to another filter.
func with(q url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, v := range q {
		if k != "after" && k != "from" && k != "done" && k != "n" && len(v) > 0 {
			out.Set(k, v[0])
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

// pathID reads an identifier out of the address. One that is none answers like
// one that is not there.
func pathID[T ~int64](v *visit, name string) (T, error) {
	n, err := id.Parse[T](v.r.PathValue(name))
	if err != nil {
		return 0, errs.Wrap(err, errs.NotFound, "err.notfound")
	}
	return n, nil
}

// asofOf reads the day of a page out of its address; 0 is now. A day that is
// none, or lies ahead, is now.
func (v *visit) asofOf() Day {
	d, ok := readDay(v.r.URL.Query().Get("asof"), v.now.Year())
	if !ok || d >= dayOf(v.now) {
		return 0
	}
	return d
}

// held are the fields of a query that a form with its own fields carries along.
func held(q url.Values, but ...string) []Option {
	var out []Option
	for _, k := range []string{"unit", "leader", "field", "kind", "light", "due", "q", "sort"} {
		if v := q.Get(k); v != "" && !strings.Contains(","+strings.Join(but, ",")+",", ","+k+",") {
			out = append(out, Option{Name: k, Value: v})
		}
	}
	return out
}

// queryID reads an identifier from the query; 0 if it is none.
func queryID[T ~int64](q url.Values, name string) T {
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return T(n)
}

// errNotFound is what both «not there» and «not yours» answer.
func errNotFound() error { return errs.E(errs.NotFound, "err.notfound") }

// renamed gives the fields of an error the names they have in the form it was
// typed in; pairs alternate old and new name.
func renamed(err error, pairs ...string) error {
	e := errs.Of(err)
	if e == nil {
		return nil
	}
	out := *e
	out.Fields = slices.Clone(e.Fields)
	for i := range out.Fields {
		for j := 0; j+1 < len(pairs); j += 2 {
			if out.Fields[i].Name == pairs[j] {
				out.Fields[i].Name = pairs[j+1]
				break
			}
		}
	}
	return &out
}

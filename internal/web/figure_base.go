package web

import (
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/store"
)

// BasePage takes last year's side of a growth, from which the growth that the rest
// of the year needs is reckoned.
type BasePage struct {
	Page
	ID, Item, No, Back string
	Figure             Field // measure and period
	Sort               Field // amounts or a weight
	Part, Whole, SoFar Field
	Unit, Source       Field
	Had                []Pair
	Need               []string // what is reckoned from what is known so far
}

// baseDecimals are the decimals of amounts: 万元 in 亿元.
const baseDecimals = 4

func (s *Site) basePage(v *visit) (*BasePage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &BasePage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url()}
	if p.Page, err = s.page(v, "ledger", v.m.T("base.head")); err != nil {
		return nil, k, err
	}
	options := k.grown(app.Growing(k.Facts))
	newest := ""
	if len(options) > 0 {
		newest = options[0].Value
	}
	p.Figure = choose("figure", v.typedOr("figure", newest), options).as("basefigure").must()
	p.Sort = radio("basesort", v.typed("basesort"), words(v.m, "base.sort.", app.BaseAmount, app.BaseWeight)).must()
	p.Part = number("part", v.typed("part"), "").as("basepart").must()
	p.Whole = number("whole", v.typed("whole"), "").as("basewhole")
	p.SoFar = number("sofar", v.typed("sofar"), "").as("basesofar")
	p.Unit = text("unit", v.typed("unit")).as("baseunit")
	p.Source = text("source", v.typed("source")).as("basesource").must()
	p.Had = k.bases()
	for _, x := range k.Measures {
		if x.Need != "" {
			p.Need = append(p.Need, x.Need)
		}
	}
	return p, k, nil
}

// grown are the values known of measures, the newest first.
func (k known) grown(list []store.Measure) (out []Option) {
	for _, m := range list {
		seen := map[string]bool{}
		for i := len(k.Facts.Values) - 1; i >= 0; i-- {
			x := k.Facts.Values[i]
			if k.Facts.Root(x.MeasureID) != k.Facts.Root(m.ID) || seen[x.Period.String()] {
				continue
			}
			seen[x.Period.String()] = true
			out = append(out, Option{Value: id.String(m.ID) + " " + periodID(x.Period), Name: m.Name + " " + periodWord(k.m, x.Period, k.year) + " " + k.m.Number(x.Value, int(m.Decimals)) + m.Unit})
		}
	}
	return out
}

// bases are what was recorded, the newest first.
func (k known) bases() (out []Pair) {
	for i := len(k.Facts.Bases) - 1; i >= 0; i-- {
		b := k.Facts.Bases[i]
		text := k.m.T("base.was.weight", "n", k.m.Number(b.Part, 0))
		if b.Sort == app.BaseAmount {
			n := func(v int64) string { return k.m.Number(v, int(b.Decimals)) + b.Unit }
			text = k.m.T("base.was.amount", "part", n(b.Part), "whole", n(b.Whole))
			if b.SoFar > 0 {
				text += k.m.T("base.was.sofar", "n", n(b.SoFar))
			}
		}
		out = append(out, Pair{Name: periodWord(k.m, b.Period, k.year), Text: text + k.m.T("base.was.source", "source", b.Source)})
	}
	return out
}

func (s *Site) postBase(v *visit) error {
	p, k, err := s.basePage(v)
	if err != nil {
		return err
	}
	b := app.Base{Item: k.Row.ItemID, Sort: v.form.raw("basesort"), Unit: v.form.raw("unit"), Source: v.form.raw("source")}
	measure, period, _ := strings.Cut(v.form.raw("figure"), " ")
	if b.Measure, err = id.Parse[id.Measure](measure); err != nil {
		v.form.bad("figure", "err.required")
	}
	if n, err := readPeriod(period); err == nil {
		b.Period = n
	}
	if b.Sort == app.BaseWeight {
		b.Whole = 100
		b.Part, _ = v.form.figure("part", 0, "%")
	} else {
		b.Decimals = baseDecimals
		b.Part, _ = v.form.figure("part", baseDecimals, b.Unit)
		b.Whole, _ = v.form.figure("whole", baseDecimals, b.Unit)
		b.SoFar, _ = v.form.figure("sofar", baseDecimals, b.Unit)
		b.Shorten()
	}
	if err = v.form.err(); err == nil {
		err = s.App.RecordBase(v.r.Context(), v.who.Viewer, v.request(), b)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Figure, &p.Sort, &p.Part, &p.Whole, &p.SoFar, &p.Unit, &p.Source)
	}
	return v.took(k.url(), "done.base", 0)
}

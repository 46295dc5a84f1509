package sample

import (
	"context"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
)

// basesDay is when the statistics bureau gave last year's side of its growths.
var basesDay = calendar.Date(2026, 6, 26)

// basesOn has the statistics bureau record what last year's months came to, from
// which the growth that the rest of the year needs is reckoned.
func (b *builder) basesOn(ctx context.Context, d calendar.Day) error {
	if d != basesDay {
		return nil
	}
	b.clock.set(moment(d, 13, 0))
	for _, l := range b.lives {
		if l.base == "" || len(l.filings) == 0 {
			continue
		}
		in := app.Base{Item: l.item, Measure: l.measures[0], Source: "统计月报"}
		for _, f := range l.filings {
			if f.id != 0 {
				in.Period = f.period
			}
		}
		f := strings.Fields(l.base)
		if f[0] == "weight" {
			in.Sort, in.Whole = app.BaseWeight, 100
			_, in.Part = parseFigure(f[1])
		} else {
			in.Sort, in.Unit = app.BaseAmount, f[3]
			var dec int
			dec, in.Part = parseFigure(f[0])
			_, in.Whole = parseFigure(f[1])
			_, in.SoFar = parseFigure(f[2])
			in.Decimals = int64(dec)
		}
		v, err := b.viewer(ctx, b.liaisonOf(l.filings[0].by))
		if err != nil {
			return err
		}
		if err := b.app.RecordBase(ctx, v, "", in); err != nil {
			return err
		}
	}
	return nil
}

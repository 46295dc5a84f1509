package sample

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/org"
)

// instruction came in on the last morning and is not given out yet.
const instruction = `市长批示〔2026〕47号
一、批示要点
近日有群众反映临空大道高架桥伸缩缝破损。请市住建局尽快核查临空大道高架桥伸缩缝破损问题，处置到位并报结果。
`

// urgentOn has an urgent instruction (急件) taken in: it stands on the desk of the
// office until it is given out and signed for, the same day.
func (b *builder) urgentOn(ctx context.Context, d calendar.Day) error {
	if d != lastDay {
		return nil
	}
	b.clock.set(moment(d, 9, 20))
	office, err := b.viewer(ctx, postKey(cityDesk, org.OfficeClerk))
	if err != nil {
		return err
	}
	doc, err := b.app.TakeIn(ctx, office, "", app.Upload{Name: "市长批示.txt", Bytes: []byte(instruction), Sort: "instruction", Year: 2026})
	if err != nil {
		return err
	}
	view, err := b.app.Document(ctx, office, doc)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(view.Drafts, func(x app.DraftView) bool { return x.Body.Kind == "instruction" })
	if i < 0 {
		return fmt.Errorf("nothing is read out of the instruction")
	}
	urgent, _ := json.Marshal("urgent")
	_, err = b.app.EditDraft(ctx, office, app.DraftEdit{Draft: view.Drafts[i].ID, Version: view.Drafts[i].Version, Fields: map[string]json.RawMessage{"urgency": urgent}})
	return err
}

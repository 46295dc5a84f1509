package sample

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// provinceList is what the province asks of the city: some of it stands in the
// ledger already.
//
//go:embed province_list.txt
var provinceList string

// listDay is when the province's list comes in, and is held against the ledger.
var listDay = calendar.Date(2026, 5, 12)

// mergedDraft is what the list and the ledger both ask; the other repetition stays
// proposed. askedAgain are promises of next year's report that this year's ledger
// has; aboveHeading is a heading of it that becomes an item above.
const (
	mergedDraft  = "改造城镇老旧小区"
	mergedItem   = "改造老旧小区120个"
	aboveHeading = "提升城市品质"
)

var askedAgain = []struct{ draft, item string }{{"改造老旧小区110个", "改造老旧小区120个"}, {"新增公共停车泊位6000个", "新增公共停车泊位"}}

// sameOn takes the province's list in and merges what is the same (多源合一).
func (b *builder) sameOn(ctx context.Context, d calendar.Day) error {
	if d != listDay {
		return nil
	}
	b.clock.set(moment(d, 16, 0))
	office, err := b.viewer(ctx, postKey(cityDesk, org.OfficeClerk))
	if err != nil {
		return err
	}
	doc, err := b.app.TakeIn(ctx, office, "", app.Upload{Name: "省下达2026年民生实事任务清单.txt", Bytes: []byte(provinceList), Sort: "superior", Year: 2026})
	if err != nil {
		return err
	}
	draft, err := b.draftWith(ctx, office, doc, mergedDraft)
	if err != nil {
		return err
	}
	item, _, err := b.itemCalled(ctx, office, mergedItem)
	if err != nil {
		return err
	}
	return b.app.JoinDraft(ctx, office, "", draft.ID, draft.Version, item)
}

// nextYear links promises of next year's report to this year's, and makes an item
// above of a heading.
func (b *builder) nextYear(ctx context.Context, office org.Viewer, doc id.Document) error {
	for _, x := range askedAgain {
		draft, err := b.draftWith(ctx, office, doc, x.draft)
		if err != nil {
			return err
		}
		item, _, err := b.itemCalled(ctx, office, x.item)
		if err != nil {
			return err
		}
		if err := b.app.LinkDraft(ctx, office, draft.ID, draft.Version, item); err != nil {
			return err
		}
	}
	view, err := b.app.Document(ctx, office, doc)
	if err != nil {
		return err
	}
	offers := view.Parents()
	i := slices.IndexFunc(offers, func(o app.ParentOffer) bool { return o.Title == aboveHeading })
	if i < 0 {
		return fmt.Errorf("%s is not proposed as an item above, of %d", aboveHeading, len(offers))
	}
	_, err = b.app.AcceptParent(ctx, office, doc, offers[i].Clause)
	return err
}

// draftWith is the draft of a document that says some words.
func (b *builder) draftWith(ctx context.Context, v org.Viewer, doc id.Document, words string) (app.DraftView, error) {
	view, err := b.app.Document(ctx, v, doc)
	if err != nil {
		return app.DraftView{}, err
	}
	for _, d := range view.Drafts {
		if strings.Contains(d.Body.Standard, words) {
			return d, nil
		}
	}
	return app.DraftView{}, fmt.Errorf("no draft says %s", words)
}

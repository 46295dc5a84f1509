package sample

import (
	"context"
	_ "embed"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// acceptanceRecord is a file that a unit gives: a record of acceptance.
//
//go:embed evidence.docx
var acceptanceRecord []byte

// The days on which the supervision section asks for evidence of some items, and
// on which units attach the files that are asked for.
var (
	askDay    = calendar.Date(2026, 5, 20)
	attachDay = calendar.Date(2026, 7, 2)
)

// askedFor are the items of which evidence is asked: which sort, what shows it, and
// what the unit gives; ” is nothing, so that the report is declared only.
var askedFor = []struct{ title, sort, what, given string }{
	{"改造老旧小区120个", store.EvidenceFile, "竣工验收备案表", "老旧小区竣工验收备案表.docx"},
	{"改造城市燃气老旧管网", store.EvidencePaper, "分段验收单的文号和日期", "样建验〔2026〕19号，6月24日"},
	{"建设高标准农田", store.EvidencePaper, "县级初验报告的文号和日期", "样农建〔2026〕31号，6月22日"},
	{"新建改建城市道路", store.EvidencePaper, "交工验收报告的文号和日期", ""},
	{"新建口袋公园和绿道", store.EvidenceFile, "移交管护单", ""},
}

// evidenceOn asks for evidence, and has what a unit gives as a file attached; a
// paper that is named goes up with its report.
func (b *builder) evidenceOn(ctx context.Context, d calendar.Day) error {
	if d != askDay && d != attachDay {
		return nil
	}
	b.clock.set(moment(d, 14, 30))
	for _, e := range askedFor {
		l := b.find(e.title)
		by := supervisor
		if d == attachDay {
			if by = b.liaisonOf(l.lead); e.sort != store.EvidenceFile || e.given == "" {
				continue
			}
		}
		v, err := b.viewer(ctx, by)
		if err != nil {
			return err
		}
		if d == askDay {
			err = b.app.AskEvidence(ctx, v, "", l.item, e.sort, e.what, "")
		} else {
			err = b.attach(ctx, v, l, e.given)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) attach(ctx context.Context, v org.Viewer, l *life, name string) error {
	in := app.EvidenceInput{Item: l.item, Words: "24个小区"}
	for _, f := range l.filings {
		if f.id != 0 {
			in.Period = f.period
		}
	}
	in.Name, in.Bytes = name, acceptanceRecord
	return b.app.GiveEvidence(ctx, v, "", in)
}

// paperOf is the paper that goes up with a report once evidence is asked: ” none.
func (l *life) paperOf(d calendar.Day) string {
	for _, e := range askedFor {
		if e.title == l.new.Title && e.sort == store.EvidencePaper && d > askDay {
			return e.given
		}
	}
	return ""
}

package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/sheet"
)

// TestTableOfAnExistingDecomposition: columns by any headers, 同上 carried down,
// problems by cell, a draft with units and limit for every row; the same table
// again changes nothing.
func TestTableOfAnExistingDecomposition(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		office := w.who["office"]
		bad := Upload{Name: "分解表.csv", Bytes: []byte("序号,重点任务,牵头单位\n1,,市住建局\n2,改造老旧小区120个,市住建局\n")}
		tab, err := w.ReadTasks(ctx, office, bad)
		if err != nil || len(tab.Table.Problems) != 1 || tab.Table.Problems[0].Name != "B2" {
			t.Errorf("%+v, %v", tab.Table.Problems, err)
		}
		if _, err := w.TakeTasks(ctx, office, "", bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("taken with a problem: %v", err)
		}
		if _, err := w.ReadTasks(ctx, w.who["liaison"], bad); !errs.Is(err, errs.Forbidden) {
			t.Errorf("by a liaison: %v", err)
		}
		good := Upload{Name: "2026年任务分解表.csv", Year: 2026, Bytes: []byte("序号\t领域\t工作任务\t量化目标\t牵头单位\t配合单位\t完成时限\n1\t城市更新\t改造老旧小区\t改造老旧小区120个\t市住建局\t市城管局、市某某局\t10月底前\n2\t同上\t新建停车场\t新增泊位2000个\t市城管局\t\t年底前\n")}
		if tab, err = w.ReadTasks(ctx, office, good); err != nil || len(tab.Rows) != 2 || tab.Unknown != 1 || tab.Rows[0].Unknown[0] != "市某某局" {
			t.Fatalf("%+v, %v", tab, err)
		}
		again := Upload{Name: good.Name, Year: 2026, Bytes: []byte(tab.Again())}
		if second, err := w.ReadTasks(ctx, office, again); err != nil || second.text(good.Name) != tab.text(good.Name) {
			t.Errorf("what is taken is not what was tried: %v", err)
		}
		doc, err := w.TakeTasks(ctx, office, "", good)
		if err != nil {
			t.Fatal(err)
		}
		view, err := w.Document(ctx, office, doc)
		if err != nil || len(view.Drafts) != 2 {
			t.Fatalf("%d drafts, %v", len(view.Drafts), err)
		}
		b := view.Drafts[0].Body
		lead, with := b.names(view.Dir, "lead"), b.names(view.Dir, "cooperate")
		if lead != "市住建局" || !strings.Contains(with, "市城管局") || b.DueDay != "2026-10-31" || len(b.Measures) == 0 || b.Measures[0].Value != "120" {
			t.Errorf("lead %q, with %q, due %q, measures %+v", lead, with, b.DueDay, b.Measures)
		}
		if _, err := w.TakeTasks(ctx, office, "", again); !errs.Is(err, errs.Conflict) {
			t.Errorf("taken twice: %v", err)
		}
	})
}

// TestTaskSentence: what the task says already is not said twice.
func TestTaskSentence(t *testing.T) {
	for _, c := range []struct{ task, target, lead, due, want string }{
		{"改造老旧小区", "120个", "市住建局", "10月底前", "改造老旧小区，120个。（牵头单位：市住建局；完成时限：10月底前）"},
		{"新建公园5个，新增泊位300个。", "新建公园5个、新增泊位300个", "", "", "新建公园5个，新增泊位300个。"},
		{"新建公园5个（牵头单位：市园林局）", "", "市园林局", "", "新建公园5个（牵头单位：市园林局）。"},
		{"新建公园5个（牵头单位：市园林局）", "", "市住建局", "", "新建公园5个（牵头单位：市园林局）。（牵头单位：市住建局）"},
	} {
		r := sheet.Record{Values: map[string]sheet.Value{}}
		for field, text := range map[string]string{"task": c.task, "target": c.target, "lead": c.lead, "due": c.due} {
			r.Values[field] = sheet.Value{Cell: sheet.Cell{Text: text}}
		}
		if got := taskSentence(r); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.task, got, c.want)
		}
	}
}

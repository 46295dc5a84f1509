package web

import (
	"net/url"
	"testing"

	"bytes"

	"jiufen/internal/xlsx"
)

// TestTableIsTriedThenTaken: a workbook with other headers, its errors by cell,
// then taken as it was tried; once more leads to the same document.
func TestTableIsTriedThenTaken(t *testing.T) {
	h := newHall(t).staff()
	c := h.in("clerk")
	book := func(rows ...[]xlsx.Cell) []byte {
		var b bytes.Buffer
		cols := []xlsx.Column{{Title: "序号"}, {Title: "重点任务"}, {Title: "牵头单位"}, {Title: "配合单位"}, {Title: "完成时限"}, {Title: "备注"}}
		h.must(xlsx.Write(&b, xlsx.Sheet{Name: "附件", Title: "2026年重点任务分解表", Columns: cols, Rows: xlsx.Rows(rows)}))
		return b.Bytes()
	}
	row := func(cells ...string) (out []xlsx.Cell) {
		for _, s := range cells {
			out = append(out, xlsx.Text(s))
		}
		return out
	}
	c.get("/documents").is(200).says("导入")
	c.get("/documents/table").is(200).submit("/documents/table", "do=try", nil, file{"分解表.xlsx", book(row("1", "", "市住建局", "", "", "x"), row("2", "改造老旧小区120个", "市住建局", "", "", ""))}).is(422).says("B")
	good := book(row("1", "改造老旧小区120个", "市住建局", "市城管局", "10月底前", ""), row("2", "新建停车场8处", "市某某局", "", "年底前", ""))
	c.get("/documents/table").submit("/documents/table", "do=try", nil, file{"2026年分解表.xlsx", good}).is(200).says("2行成为草稿", "没有用到的列：", "备注", "市某某局", "改造老旧小区120个。（牵头单位：市住建局；配合单位：市城管局；完成时限：10月底前）")
	c.submit("/documents/table/take", "do=take", nil).is(200).says("分解台", "老旧小区")
	desk := deskOf(c)
	c.get("/documents/table").submit("/documents/table", "do=try", nil, file{"2026年分解表.xlsx", good}).is(200).submit("/documents/table/take", "do=take", url.Values{}).is(200).says("先前读过")
	if deskOf(c) != desk {
		t.Errorf("led to %s, not %s", c.path, desk)
	}
	h.in("liaison").get("/documents/table").is(403)
}

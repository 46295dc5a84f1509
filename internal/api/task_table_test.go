package api

import "testing"

// TestTaskTable: a table is tried and taken; taken again it is the same document,
// and one with an error is refused whole.
func TestTaskTable(t *testing.T) {
	w := newTown(t)
	const table = "序号,工作任务,牵头单位,完成时限\n1,改造老旧小区120个,市住建局,2026年12月底\n2,新建停车场8处,市城管局,2026年6月底\n"
	try := into[struct {
		Rows     int
		Document string
	}](w.call("office", "POST", "/documents/tables?name=a.csv&year=2026&dry=true", []byte(table)).is(200))
	if try.Rows != 2 || try.Document != "" {
		t.Fatalf("%+v", try)
	}
	took := into[struct{ Document string }](w.call("office", "POST", "/documents/tables?name=a.csv&year=2026", []byte(table)).is(200))
	if took.Document == "" {
		t.Fatal("nothing was taken")
	}
	w.call("office", "GET", "/documents/"+took.Document, nil).is(200)
	w.call("office", "POST", "/documents/tables?name=a.csv&year=2026", []byte(table)).is(409)
	w.call("liaison", "POST", "/documents/tables?name=a.csv", []byte(table)).is(403)
}

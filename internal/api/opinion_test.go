package api

import (
	"strings"
	"testing"
)

// TestOpinionsOverTheAPI: versions, comparison, entry, import with a dry run,
// answer, and what the counts say.
func TestOpinionsOverTheAPI(t *testing.T) {
	w := newTown(t)
	first := into[struct{ ID string }](w.call("office", "POST", "/documents?name=r.txt", []byte(report)).is(201)).ID
	w.call("office", "POST", "/documents/"+first+"/stage", m{"stage": "comment"}).is(204)
	later := strings.Replace(report, "120个", "100个", 1)
	if later == report {
		t.Fatal("the report has no 120个 to change")
	}
	second := into[struct{ ID string }](w.call("office", "POST", "/documents/"+first+"/versions?name=r2.txt&stage=revised", []byte(later)).is(201)).ID
	c := into[struct {
		A, B   Version
		Counts map[string]int
		Pairs  []ComparedPair
	}](w.call("office", "GET", "/documents/"+second+"/compare?with="+first, nil).is(200))
	if c.A.N != 1 || c.B.N != 2 || c.Counts["changed"] != 1 || c.Counts["added"]+c.Counts["dropped"]+c.Counts["moved"] != 0 {
		t.Errorf("%+v %v", c.Counts, c.B)
	}
	csv := "意见内容,提出人,办理单位\n写具体,王委员,市住建局\n改表述,张委员,市政府办公室\n"
	dry := w.call("office", "POST", "/documents/"+first+"/opinions/import?name=a.csv&dry=true", []byte(csv)).is(200)
	if !strings.Contains(string(dry.Body), `"rows":2`) || !strings.Contains(string(dry.Body), `"taken":false`) {
		t.Errorf("%s", dry.Body)
	}
	w.call("office", "POST", "/documents/"+first+"/opinions/import?name=a.csv", []byte(csv)).is(200)
	w.call("office", "POST", "/documents/"+first+"/opinions/import?name=a.csv", []byte(strings.Replace(csv, "市住建局", "无此局", 1))).problem(422)
	w.call("office", "POST", "/documents/"+second+"/stage", m{"stage": "submitted"}).problem(422)
	type list struct {
		All      int
		Outcomes map[string]int
		Opinions []Opinion
	}
	mine := into[list](w.call("head", "GET", "/documents/"+second+"/opinions", nil).is(200))
	if mine.All != 1 || mine.Opinions[0].Words != "写具体" {
		t.Fatalf("%+v", mine)
	}
	w.call("head", "POST", "/opinions/"+mine.Opinions[0].ID+"/answer", m{"outcome": "not"}).problem(422)
	w.call("head", "POST", "/opinions/"+mine.Opinions[0].ID+"/answer", m{"outcome": "not", "words": "已写"}).is(204)
	all := into[list](w.call("office", "GET", "/documents/"+second+"/opinions?outcome=open", nil).is(200))
	if all.All != 2 || all.Outcomes["not"] != 1 || all.Outcomes["open"] != 1 || len(all.Opinions) != 1 {
		t.Errorf("%+v", all)
	}
	o := into[Opinion](w.call("office", "GET", "/opinions/"+mine.Opinions[0].ID, nil).is(200))
	if len(o.Answers) != 1 || !strings.Contains(o.Told, "未采纳。说明：已写。") {
		t.Errorf("%+v", o)
	}
}

package api

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/app"
)

// report is a small work report of the sample place.
const report = `样例市政府工作报告
——2026年2月5日在样例市第八届人民代表大会第六次会议上
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2025年工作回顾
过去一年，我们改造老旧小区96个，地区生产总值增长5.2%。
二、2026年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长5.5%左右，居民消费价格涨幅2%左右。
改造老旧小区120个，惠及1.2万户。（市住建局牵头，市城管局配合，12月底前完成）
集中供热中心10月底前建成投用。（市住建局牵头）
大力弘扬实干精神，奋力开创新局面。
`

type idBody struct {
	ID string `json:"id"`
}

func (w *town) takeIn() string {
	w.t.Helper()
	a := w.call("office", "POST", "/documents?name=r.txt", []byte(report)).is(http.StatusCreated)
	n := into[idBody](a).ID
	if a.Header.Get("Location") != Prefix+"/documents/"+n {
		w.t.Errorf("Location %q", a.Header.Get("Location"))
	}
	return n
}

func (w *town) draft(doc, words string) Draft {
	w.t.Helper()
	for _, d := range into[struct{ Drafts []Draft }](w.call("office", "GET", "/documents/"+doc+"/drafts", nil).is(200)).Drafts {
		if strings.Contains(d.Fields.Standard, words) && d.State != "gone" {
			return d
		}
	}
	w.t.Fatalf("no draft says %q", words)
	return Draft{}
}

func TestDocumentByEveryWay(t *testing.T) {
	w := newTown(t)
	doc := w.takeIn()
	v := into[DocumentView](w.call("office", "GET", "/documents/"+doc, nil).is(200))
	if v.Title != "样例市政府工作报告" || v.Year != 2026 || v.Taken != "2026-03-02" || len(v.Drafts) == 0 {
		t.Errorf("document: %+v", v.Document)
	}
	c := v.Coverage
	if c.All == 0 || c.Made+c.Joined+c.Rest != c.All {
		t.Errorf("coverage %+v", c)
	}
	text := []rune(v.Text)
	for _, x := range v.Clauses {
		if x.Start < 0 || x.End > int64(len(text)) || x.Start > x.End {
			t.Errorf("clause %+v outside the text", x)
		}
	}
	if p := w.call("office", "POST", "/documents?name=r.txt", []byte(report)).problem(409); p.Key != "err.document.same" {
		t.Errorf("the same file again: %+v", p)
	}
	var b bytes.Buffer
	mw := multipart.NewWriter(&b)
	part, _ := mw.CreateFormFile("file", "另一份.txt")
	part.Write([]byte(strings.Replace(report, "120个", "130个", 1)))
	mw.Close()
	w.call("office", "POST", "/documents", b.Bytes(), "Content-Type", mw.FormDataContentType()).is(201)
	w.call("office", "POST", "/documents", []byte(strings.Replace(report, "120个", "140个", 1)), "Content-Type", "text/plain; charset=utf-8").is(201)
	list := into[struct{ Documents []DocumentLine }](w.call("office", "GET", "/documents", nil).is(200))
	if len(list.Documents) != 3 || list.Documents[2].Drafts.Open == 0 {
		t.Errorf("list: %+v", list.Documents)
	}
}

func TestBadDocumentsLeaveNothing(t *testing.T) {
	w := newTown(t)
	for name, c := range map[string]struct {
		path   string
		body   []byte
		status int
	}{
		"no name":     {"/documents", []byte("x"), 422},
		"empty":       {"/documents?name=a.txt", []byte{}, 400},
		"no docx":     {"/documents?name=a.docx", []byte("this is not a zip"), 422},
		"secret":      {"/documents?name=a.txt", []byte("秘密★5年\n" + report), 422},
		"too large":   {"/documents?name=a.txt", make([]byte, uploadLimit+10), 413},
		"form broken": {"/documents", []byte("--x\r\nbroken"), 422},
	} {
		h := []string{}
		if name == "form broken" {
			h = []string{"Content-Type", "multipart/form-data; boundary=x"}
		}
		a := w.call("office", "POST", c.path, c.body, h...)
		if p := a.problem(a.Status); p.Status != c.status || strings.Contains(p.Detail, "⟦") || p.Detail == "" {
			t.Errorf("%s: %d %+v", name, a.Status, p)
		}
	}
	if n := len(into[struct{ Documents []DocumentLine }](w.call("office", "GET", "/documents", nil).is(200)).Documents); n != 0 {
		t.Errorf("%d documents kept", n)
	}
}

func TestDraftEditedByTwo(t *testing.T) {
	w := newTown(t)
	doc := w.takeIn()
	d := w.draft(doc, "集中供热中心")
	path := "/drafts/" + d.ID
	edit := func(version string, fields m) *answer {
		return w.call("office", "PATCH", path, m{"fields": fields}, "If-Match", version)
	}
	if p := w.call("office", "PATCH", path, m{"fields": m{"title": "x"}}).problem(422); p.Errors[0].Key != "api.missing" {
		t.Errorf("without If-Match: %+v", p)
	}
	a := edit(`"1"`, m{"title": "集中供热中心投用"}).is(200)
	if a.Header.Get("ETag") != `"2"` {
		t.Errorf("ETag %s", a.Header.Get("ETag"))
	}
	if s := into[EditSaved](edit(`"1"`, m{"due_day": "2026-10-25"}).is(200)); s.Version != 3 || len(s.Merged) != 1 || s.Merged[0] != "title" {
		t.Errorf("another field should merge: %+v", s)
	}
	p := edit("1", m{"title": "供热中心建成"}).problem(409)
	if p.Conflict == nil || len(p.Conflict.Clashes) != 1 || p.Conflict.Clashes[0].Theirs != "集中供热中心投用" || p.Conflict.Clashes[0].Mine != "供热中心建成" || p.Conflict.Clashes[0].Base == nil || p.Conflict.Version != 3 {
		t.Errorf("the same field should clash: %+v", p.Conflict)
	}
	parties := []m{{"unit": d.Fields.Parties[0].Unit, "words": "市住建局", "role": "lead"}, {"words": "某集团", "role": "cooperate"}}
	edit("3", m{"parties": parties}).is(200)
	now := into[Draft](w.call("office", "GET", path, nil).is(200))
	if len(now.Fields.Parties) != 2 || now.Fields.Parties[0].Unit != d.Fields.Parties[0].Unit || now.Fields.Parties[1].Unit != "" || len(now.Problems) == 0 {
		t.Errorf("parties: %+v %+v", now.Fields.Parties, now.Problems)
	}
	if p := edit("4", m{"parties": []m{{"unit": 7, "role": "lead"}}}).problem(422); p.Errors[0].Field != "body.fields.parties" {
		t.Errorf("a number for an identifier: %+v", p)
	}
	if p := edit("4", m{"colour": "red"}).problem(422); p.Key != "err.draft.field" {
		t.Errorf("no such field: %+v", p)
	}
}

func TestDraftsMergedSplitAndDropped(t *testing.T) {
	w := newTown(t)
	doc := w.takeIn()
	x, y := w.draft(doc, "改造老旧小区"), w.draft(doc, "集中供热")
	w.call("office", "POST", "/drafts/"+y.ID+"/merge", m{"into": x.ID}, "If-Match", "1").is(204)
	p := w.call("office", "PATCH", "/drafts/"+y.ID, m{"fields": m{"title": "x"}}, "If-Match", "1").problem(409)
	if p.Conflict == nil || p.Conflict.GoneTo != x.ID {
		t.Errorf("edit of a merged draft: %+v", p)
	}
	parts := into[struct{ Drafts []string }](w.call("office", "POST", "/drafts/"+x.ID+"/split", m{"titles": []string{"改造", "供热"}}, "If-Match", "2").is(200)).Drafts
	if len(parts) != 2 {
		t.Fatalf("parts %v", parts)
	}
	w.call("office", "POST", "/drafts/"+parts[1]+"/drop", m{"reason": "已列入其他文件"}, "If-Match", "1").is(200)
	skipped := into[struct{ Skipped []string }](w.call("office", "POST", "/drafts/accept", m{"drafts": parts}).is(200)).Skipped
	if len(skipped) != 1 || skipped[0] != parts[1] {
		t.Errorf("skipped %v", skipped)
	}
	v := into[DocumentView](w.call("office", "GET", "/documents/"+doc, nil).is(200))
	for _, c := range v.Clauses {
		if c.Label == "heading" {
			w.call("office", "POST", "/documents/"+doc+"/drafts", m{"clause": c.N}).is(201)
			return
		}
	}
}

// issue takes the report to a signed paper and gives its items.
func (w *town) issue() (paper string, items []string) {
	w.t.Helper()
	doc := w.takeIn()
	w.call("office", "POST", "/drafts/accept", m{"drafts": []string{w.draft(doc, "改造老旧小区").ID, w.draft(doc, "集中供热中心").ID}}).is(200)
	paper = into[idBody](w.call("office", "POST", "/papers", m{"document": doc}).is(201)).ID
	w.call("approver", "POST", "/papers/"+paper+"/approve", nil).is(204)
	items = into[struct{ Items []string }](w.call("signer", "POST", "/papers/"+paper+"/sign", nil).is(200)).Items
	return paper, items
}

func TestPaperApprovedAndSigned(t *testing.T) {
	w := newTown(t)
	doc := w.takeIn()
	w.call("office", "POST", "/papers", m{"document": doc}).problem(422)
	w.call("office", "POST", "/drafts/accept", m{"drafts": []string{w.draft(doc, "改造老旧小区").ID, w.draft(doc, "集中供热中心").ID}}).is(200)
	first := into[idBody](w.call("office", "POST", "/papers", m{"document": doc}, "Idempotency-Key", "k1").is(201)).ID
	if again := into[idBody](w.call("office", "POST", "/papers", m{"document": doc}, "Idempotency-Key", "k1").is(201)).ID; again != first {
		t.Errorf("the same request twice: %s, first %s", again, first)
	}
	path := "/papers/" + first
	w.call("signer", "POST", path+"/sign", nil).problem(409)
	w.call("signer", "POST", path+"/approve", nil).problem(403)
	open := w.who["approver"]
	open.Proven = false
	w.who["unproven"] = open
	if p := w.call("unproven", "POST", path+"/approve", nil).problem(401); p.Key != "err.prove" {
		t.Errorf("approved without the password again: %+v", p)
	}
	w.call("approver", "POST", path+"/approve", nil).is(204)
	type signed struct {
		Number string
		Items  []string
	}
	s := into[signed](w.call("signer", "POST", path+"/sign", nil, "Idempotency-Key", "s").is(200))
	if s.Number != "样政办发〔2026〕1号" || len(s.Items) != 2 {
		t.Fatalf("signed: %+v", s)
	}
	if again := into[signed](w.call("signer", "POST", path+"/sign", nil, "Idempotency-Key", "s").is(200)); again.Number != s.Number || len(again.Items) != 2 {
		t.Errorf("signed again: %+v", again)
	}
	v := into[PaperView](w.call("signer", "GET", path, nil).is(200))
	if v.State != "signed" || len(v.Rows) != 2 || v.Rows[0].Item == "" || len(v.Steps) != 3 || v.Steps[2].Seq == 0 {
		t.Errorf("paper: %+v", v)
	}
	f := w.call("head", "GET", path+"/file?form=docx", nil).is(200)
	if !bytes.HasPrefix(f.Body, []byte("PK")) || !strings.HasPrefix(f.Header.Get("Content-Disposition"), "attachment") || f.Header.Get("Content-Security-Policy") != sandbox {
		t.Errorf("file: %v", f.Header)
	}
}

// TestDraftFieldsAreThoseOfTheDraft: every field that is merged goes out and
// comes in under its own name.
func TestDraftFieldsAreThoseOfTheDraft(t *testing.T) {
	names := func(v any) []string {
		var out []string
		rt := reflect.TypeOf(v)
		for i := range rt.NumField() {
			name, _, _ := strings.Cut(rt.Field(i).Tag.Get("json"), ",")
			out = append(out, name)
		}
		slices.Sort(out)
		return out
	}
	for _, c := range [][2]any{{app.DraftBody{}, DraftFields{}}, {app.DraftMeasure{}, DraftMeasure{}}, {app.DraftParty{}, DraftParty{}}} {
		if d := cmp.Diff(names(c[0]), names(c[1])); d != "" {
			t.Errorf("%T and %T differ:\n%s", c[0], c[1], d)
		}
	}
}

func TestRestByFilters(t *testing.T) {
	w := newTown(t)
	doc := into[idBody](w.call("office", "POST", "/documents?name=r.txt", []byte(strings.Replace(report, "改造老旧小区120个", "当前，外部环境更趋复杂，机遇和挑战并存。\n改造老旧小区120个", 1))).is(201)).ID
	type rest struct {
		All     int
		Reasons []RestTally
		Lines   []RestLine
	}
	all := into[rest](w.call("office", "GET", "/documents/rest?year=2026", nil).is(200))
	if all.All == 0 || len(all.Lines) != all.All || all.Lines[0].Document != doc || all.Lines[0].ReasonText == "" || all.Lines[0].Clause == nil {
		t.Fatalf("%+v", all)
	}
	if got := into[rest](w.call("office", "GET", "/documents/rest?year=2026&reason="+all.Reasons[0].Key, nil).is(200)); len(got.Lines) != all.Reasons[0].N {
		t.Errorf("by reason %s: %d, counted %d", all.Reasons[0].Key, len(got.Lines), all.Reasons[0].N)
	}
	w.call("office", "POST", "/documents/"+doc+"/drafts", m{"clause": *all.Lines[0].Clause}).is(201)
	if got := into[rest](w.call("office", "GET", "/documents/rest", nil).is(200)); got.All != all.All-1 {
		t.Errorf("%d after one was made a draft, %d before", got.All, all.All)
	}
}

package paper

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/locale"
	"jiufen/internal/opc"
	"jiufen/internal/xlsx"
)

func sample() Notice {
	n := Notice{
		Head: "临澜市人民政府办公室文件", Number: opc.Later(FieldNumber), Day: opc.Later(FieldDay), Year: 2026,
		Title: "临澜市人民政府办公室\n关于印发2026年政府工作报告主要指标和\n重点工作任务分解方案的通知",
		To:    "各县（市、区）人民政府，市政府各部门，各有关单位", Issuer: "临澜市人民政府办公室", Remark: "此件公开发布",
		Copies: "市委办公室，市人大常委会办公室，市政协办公室，市监委，市法院，市检察院", Office: "临澜市人民政府办公室",
		Text: Standard(locale.For(locale.Chinese), 2026, "2026年政府工作报告", "列第一位的责任单位为牵头单位", 5),
		Indicators: []Indicator{
			{Name: "地区生产总值", Target: "增长5%左右", Value: &Figure{N: 50, Decimals: 1}, Unit: "%", Nature: "预期性", Basis: "不变价", Roles: Roles{Lead: "市发展改革委", Responsible: "市统计局、市工业和信息化局、市商务局"}, Due: Due{"12月31日", true}},
			{Name: "城镇新增就业", Target: "4.2万人以上", Value: &Figure{N: 42, Decimals: 1}, Unit: "万人", Nature: "预期性", Strength: "确保", Roles: Roles{Lead: "市人力资源社会保障局"}, Due: Due{"12月31日", true}},
			{Name: "单位地区生产总值能耗", Target: "=完成省下达任务", Nature: "约束性", Roles: Roles{Lead: "市发展改革委"}, Due: Due{"12月31日", true}},
		},
	}
	for i := range 30 {
		sec := "一、着力扩大有效需求"
		if i >= 14 {
			sec = "二、加快建设现代化产业体系"
		}
		n.Tasks = append(n.Tasks, Task{Section: sec, Text: fmt.Sprintf("实施消费品以旧换新行动，新建改造县域商业网点%d个，培育“夜间经济”集聚区，推动汽车、家电、家居等大宗消费提质扩容。", i+3), Target: fmt.Sprintf("%d个", i+3),
			Roles: Roles{Leader: "李××", Lead: "市商务局", Responsible: "市发展改革委、市财政局", Cooperating: "各县（市、区）人民政府"}, Due: Due{"6月30日", i%3 == 0}, Origin: "三（一）第2段"})
	}
	return n
}

func slip() Slip {
	return Slip{Title: "关于印发2026年政府工作报告\n重点工作任务分解方案的通知", Number: "临政办发〔2026〕6号", Day: "2026年2月16日", Signer: "王××",
		Files: []File{{"通知.docx", 12345, strings.Repeat("0123abcd", 8)}}, Leaf: 1203, Size: 1204, Root: "q1bWyOQm7Yc5S0mT1r1c2Q6n0bq2k9v1Zt0o0Yq9m9A=",
		Note: "jiufen/linlan\n1204\nq1bWyOQm7Yc5S0mT1r1c2Q6n0bq2k9v1Zt0o0Yq9m9A=\n\n— jiufen/linlan Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"}
}

func TestRenderFirstNumberLast(t *testing.T) {
	m := locale.For(locale.Chinese).Strict()
	n := sample()
	for name, render := range map[string]func(*locale.Messages) ([]byte, error){"notice.docx": n.Docx, "notice.xlsx": n.Xlsx} {
		open, err := render(m)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := render(m)
		if !bytes.Equal(open, again) {
			t.Errorf("%s: the same data gave other bytes", name)
		}
		done, err := Stamp(open, "临政办发〔2026〕6号", "2026年2月16日")
		if err != nil {
			t.Fatal(err)
		}
		twice, _ := Stamp(open, "临政办发〔2026〕6号", "2026年2月16日")
		if !bytes.Equal(done, twice) {
			t.Errorf("%s: stamped twice, other bytes", name)
		}
		if _, err := Stamp(done, "临政办发〔2026〕7号", "2026年2月17日"); err == nil {
			t.Errorf("%s: a numbered paper took another number", name)
		}
		out(t, name, done)
	}
}

// out keeps a rendering to be looked at: PAPER_OUT=/tmp/x go test.
func out(t *testing.T, name string, b []byte) {
	if dir := os.Getenv("PAPER_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNoticeReadsBack(t *testing.T) {
	m := locale.For(locale.Chinese)
	b, err := sample().Docx(m)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = Stamp(b, "临政办发〔2026〕6号", "2026年2月16日"); err != nil {
		t.Fatal(err)
	}
	got, err := docx.Read(b, opc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"临澜市人民政府办公室文件\n", "\n临政办发〔2026〕6号\n", "\n附件：1．2026年主要指标分解表\n2．2026年重点工作任务分解表\n", "\n2026年2月16日\n（此件公开发布）\n",
		"\n附件1\n", "序号\t指标\t年度目标\t属性\t力度\t口径\t牵头单位\t责任单位\t完成时限\n", "3\t单位地区生产总值能耗\t=完成省下达任务\t约束性\t\t\t市发展改革委\t\t12月31日*\n", "一、着力扩大有效需求\n1\t实施"} {
		if !strings.Contains(got.String, want) {
			t.Errorf("the notice lacks %q in\n%s", want, got.String)
		}
	}
	if len(got.Headings) != 3 || len(got.Tables) != 3 {
		t.Errorf("%d headings, %d tables", len(got.Headings), len(got.Tables))
	}
}

func TestWorkbookHasBothAnnexes(t *testing.T) {
	b, err := sample().Xlsx(locale.For(locale.Chinese))
	if err != nil {
		t.Fatal(err)
	}
	if b, err = Stamp(b, "临政办发〔2026〕6号", "2026年2月16日"); err != nil {
		t.Fatal(err)
	}
	g, err := xlsx.Read("x", b, opc.Limits{})
	if err != nil || len(g) != 2 || g[0].Name != "主要指标" || g[1].Name != "重点工作任务" {
		t.Fatalf("%v %v", g, err)
	}
	if got := g[0].At(1, 0).Text; got != "临政办发〔2026〕6号  2026年2月16日" {
		t.Errorf("note %q", got)
	}
	if got := g[0].At(4, 3).Text; got != "4.2" {
		t.Errorf("value %q", got)
	}
	if got := g[1].At(3, 0).Text; got != "一、着力扩大有效需求" {
		t.Errorf("section %q", got)
	}
}

func TestTextCannotForgeANumber(t *testing.T) {
	n := sample()
	n.Tasks[0].Text = "甲" + opc.Later("number").Mark() + "乙\x00\x0c<w:p>"
	n.Number, n.Day = opc.Now("某〔2026〕1号"), opc.Now("2026年1月1日")
	b, err := n.Docx(locale.For(locale.Chinese))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Stamp(b, "x", "y"); errs.Of(err) == nil || errs.Of(err).Key != "opc.stamp.none" {
		t.Fatalf("%v", err)
	}
	got, err := docx.Read(b, opc.Limits{})
	if err != nil || !strings.Contains(got.String, "甲number乙<w:p>") {
		t.Fatalf("%v %s", err, got.String)
	}
}

func TestEmptyNotice(t *testing.T) {
	for _, tag := range locale.Tags {
		m := locale.For(tag).Strict()
		if _, err := (Notice{Title: "通知"}).Docx(m); err != nil {
			t.Error(err)
		}
		if _, err := (Notice{}).Xlsx(m); err != nil {
			t.Error(err)
		}
		if _, err := sample().Docx(m); err != nil {
			t.Error(err)
		}
	}
}

func TestSlip(t *testing.T) {
	b, err := slip().Docx(locale.For(locale.Chinese).Strict())
	if err != nil {
		t.Fatal(err)
	}
	out(t, "slip.docx", b)
	got, err := docx.Read(b, opc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"存证序号\t1203\n", "通知.docx，12345字节\nSHA-256 0123abcd 0123abcd", "\n— jiufen/linlan Az3"} {
		if !strings.Contains(got.String, want) {
			t.Errorf("the slip lacks %q in\n%s", want, got.String)
		}
	}
}

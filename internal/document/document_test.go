package document

import (
	"fmt"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/sharedtest"
	"pgregory.net/rapid"
)

// covered checks the invariants of doc.go.
func covered(d Document) error {
	at := 0
	for i, c := range d.Clauses {
		if c.Start < at || c.End <= c.Start || c.End > len(d.Runes) || c.Body < c.Start || c.Body > c.End {
			return fmt.Errorf("clause %d has the span %d-%d-%d after %d", i, c.Start, c.Body, c.End, at)
		}
		for _, r := range d.Fold[at:c.Start] {
			if !IsSpace(r) {
				return fmt.Errorf("%q before clause %d is in no clause", r, i)
			}
		}
		if IsSpace(d.Fold[c.Start]) || IsSpace(d.Fold[c.End-1]) {
			return fmt.Errorf("clause %d has white space at an end", i)
		}
		if c.Heading >= len(d.Headings) || c.Heading >= 0 && d.Headings[c.Heading].Clause >= i {
			return fmt.Errorf("clause %d hangs under a later heading", i)
		}
		at = c.End
	}
	for _, r := range d.Fold[at:] {
		if !IsSpace(r) {
			return fmt.Errorf("%q after the last clause is in no clause", r)
		}
	}
	return nil
}

func TestEveryRuneOfTheCorpusLiesInOneClause(t *testing.T) {
	for name, text := range sharedtest.Texts(t) {
		d, err := Read(text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err := covered(d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestEveryRuneOfAnyTextLiesInOneClause(t *testing.T) {
	piece := rapid.SampledFrom([]string{"一、", "（一）", "1.", "（1）", "——", "一是", "二要", "第一，", "增长5％左右", "。", "；", "，", "：", "（", "）", "“", "”", "《", "》", "\n", " ", "　", "牵头单位：教育局", "今年", "各位代表！", "\u200b", "A", "0", "<;"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 1, 60).Draw(t, "pieces"), "")
		d, err := Read(text)
		if err != nil {
			return
		}
		if err := covered(d); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("一、回顾\n（一）稳增长。增长5％。二、安排（一）要抓。")
	f.Add("各位代表：\n现在报告。“（《")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Read(text)
		if err != nil {
			return
		}
		if err := covered(d); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMarksOfSecrecyAreRefused(t *testing.T) {
	for _, head := range []string{"秘密★1年", "机密★", "绝密 ★ 长期", "份号：000123", "内部资料，注意保存", "【内部】", "机密"} {
		_, err := Read(head + "\n某市人民政府文件\n关于做好今年工作的通知\n要抓好。")
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%s was read: %v", head, err)
		}
	}
	for _, fine := range []string{"保守国家秘密，加强商业秘密保护。", "内部控制建设。"} {
		if _, err := Read(fine); err != nil {
			t.Errorf("%s was refused: %v", fine, err)
		}
	}
}

func TestTheLastOfAListIsNoHeading(t *testing.T) {
	d, err := Read("二、工作安排\n（一）修路架桥\n1.疏通城南各条支路。\n2.启动滨江大桥前期工作。\n（二）兴办教育\n1．扩建城东中学。")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range d.Clauses {
		s := d.Slice(c.Body, c.End)
		if strings.Contains(s, "大桥") && c.Form != Sentence {
			t.Errorf("clause %d, %s, has the form %d", i, s, c.Form)
		}
	}
}

func TestTree(t *testing.T) {
	text := "某省政府工作报告\n（2026年1月27日）\n各位代表：\n现在，我向大会报告工作。\n一、2025年工作回顾\n过去一年，增长5％。\n二、2026年重点工作\n今年是开局之年。\n（一）扩大内需，稳中向好\n扩大有效投资。实施项目640个。推进二期，三期。\n（二）推动创新。深化改革，完成10项。\n各位代表！做好今年工作，对政府自身建设提出了更高要求。要清廉。"
	d, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, c := range d.Clauses {
		var p []string
		for _, h := range d.Path(i) {
			p = append(p, d.Words(h))
		}
		got = append(got, fmt.Sprintf("%s|%d|%s|%s", c.Section, c.Form, strings.Join(p, ">"), string(d.Runes[c.Start:c.End])))
	}
	want := []string{
		"other|1||某省政府工作报告",
		"other|2||（2026年1月27日）",
		"other|0||各位代表：",
		"other|0||现在，我向大会报告工作。",
		"review|1||一、2025年工作回顾",
		"review|0|2025年工作回顾|过去一年，增长5％。",
		"plan|1||二、2026年重点工作",
		"plan|0|2026年重点工作|今年是开局之年。",
		"plan|1|2026年重点工作|（一）扩大内需，稳中向好",
		"plan|1|2026年重点工作>扩大内需，稳中向好|扩大有效投资。",
		"plan|0|2026年重点工作>扩大内需，稳中向好>扩大有效投资|实施项目640个。",
		"plan|0|2026年重点工作>扩大内需，稳中向好>扩大有效投资|推进二期，三期。",
		"plan|1|2026年重点工作|（二）推动创新。",
		"plan|0|2026年重点工作>推动创新|深化改革，完成10项。",
		"measures|0|2026年重点工作>推动创新|各位代表！",
		"measures|0|2026年重点工作>推动创新|做好今年工作，对政府自身建设提出了更高要求。",
		"measures|0|2026年重点工作>推动创新|要清廉。",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d.Year != 2026 {
		t.Errorf("year %d", d.Year)
	}
}

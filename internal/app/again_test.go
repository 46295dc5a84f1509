package app

import (
	"os"
	"strings"
	"testing"

	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/same"
)

// goals are the main expected targets of the reports on the work of the State
// Council of three years, as published.
var goals = []struct{ year, text string }{
	{"2022", "今年发展主要预期目标是：国内生产总值增长5.5%左右；城镇新增就业1100万人以上，城镇调查失业率全年控制在5.5%以内；居民消费价格涨幅3%左右；居民收入增长与经济增长基本同步；进出口保稳提质，国际收支基本平衡；粮食产量保持在1.3万亿斤以上；生态环境质量持续改善，主要污染物排放量继续下降。"},
	{"2023", "今年发展主要预期目标是：国内生产总值增长5%左右；城镇新增就业1200万人左右，城镇调查失业率5.5%左右；居民消费价格涨幅3%左右；居民收入增长与经济增长基本同步；进出口促稳提质，国际收支基本平衡；粮食产量保持在1.3万亿斤以上；单位国内生产总值能耗和主要污染物排放量继续下降。"},
	{"2024", "今年发展主要预期目标是：国内生产总值增长5%左右；城镇新增就业1200万人左右，城镇调查失业率5.5%左右；居民消费价格涨幅3%左右；居民收入增长和经济增长同步；国际收支保持基本平衡；粮食产量1.3万亿斤以上；单位国内生产总值能耗降低2.5%左右。"},
}

// TestGoalsOfThreeYears: every target of a year finds its own of the year before,
// with the change; one that is new finds none.
func TestGoalsOfThreeYears(t *testing.T) {
	lex := lexicon(t)
	read := func(i int) *decompose.Result {
		d, err := document.Read("政府工作报告\n一、" + goals[i].year + "年工作安排\n" + goals[i].text + "\n")
		if err != nil {
			t.Fatal(err)
		}
		r := decompose.Decompose(d, lex, decompose.Options{})
		return &r
	}
	want := []map[string]string{
		{"国内生产总值": "−0.5", "城镇新增就业": "+9.1", "城镇调查失业率": "0.0", "居民消费价格": "0", "粮食产量": "0.0"},
		{"国内生产总值": "0", "城镇新增就业": "0.0", "城镇调查失业率": "0.0", "居民消费价格": "0", "粮食产量": "0.0", "单位国内生产总值能耗降低2.5%左右": ""},
	}
	for i, w := range want {
		got := map[string]string{}
		for _, x := range PromisedAgain(read(i), read(i+1), same.DefaultYear.Least) {
			if x.Was >= 0 && len(x.Pairs) == 1 {
				got[x.Pairs[0].Name] = ChangeWords(x.Pairs[0].Change)
			} else {
				got[x.Title] = ""
			}
		}
		for name, change := range w {
			if c, ok := got[name]; !ok || c != change {
				t.Errorf("%s→%s: %s moved by %q, want %q; all: %v", goals[i].year, goals[i+1].year, name, c, change, got)
			}
		}
	}
}

// council reads testdata/council.txt: the promises of two years, and the sign of
// each pair that a reader judged.
func council(t *testing.T) (was, now []string, signs map[[2]string]string) {
	t.Helper()
	b, err := os.ReadFile("testdata/council.txt")
	if err != nil {
		t.Fatal(err)
	}
	signs = map[[2]string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		if line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if f[1] != "" {
			was = append(was, f[1])
		}
		if f[2] != "" {
			now = append(now, f[2])
		}
		if f[0] != "-" {
			signs[[2]string{f[1], f[2]}] = f[0]
		}
	}
	return was, now, signs
}

// TestPromisesOfConsecutiveYears tries the fall-back to last year's paper on two
// real reports that follow each other: each promise of the second against all of
// the first.
func TestPromisesOfConsecutiveYears(t *testing.T) {
	was, now, signs := council(t)
	lex := lexicon(t)
	read := func(year string, lines []string) (*decompose.Result, []string) {
		d, err := document.Read("政府工作报告\n一、" + year + "年工作安排\n" + strings.Join(lines, "。\n") + "。\n")
		if err != nil {
			t.Fatal(err)
		}
		r := decompose.Decompose(d, lex, decompose.Options{})
		of := make([]string, len(r.Drafts)) // the line a draft was made of
		for i, x := range r.Drafts {
			c := d.Clauses[x.Clauses[0]]
			of[i] = strings.TrimSuffix(d.Slice(c.Start, c.End), "。")
		}
		return &r, of
	}
	a, linesA := read("2017", was)
	b, linesB := read("2018", now)
	right, wrong, found := 0, 0, map[string]bool{}
	for _, x := range PromisedAgain(a, b, same.DefaultYear.Least) {
		if x.Was < 0 {
			continue
		}
		pair := [2]string{linesA[x.Was], linesB[x.At]}
		switch signs[pair] {
		case "+":
			right++
			found[pair[1]] = true
		case "":
			wrong++
			t.Logf("wrong: %s = %s (%d)", pair[0], pair[1], x.Score)
		}
	}
	have := 0
	for pair, sign := range signs {
		if sign == "+" {
			if have++; !found[pair[1]] {
				t.Logf("missed: %s = %s", pair[0], pair[1])
			}
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(len(found))/float64(have)
	t.Logf("precision %.3f (%d right, %d wrong), recall %.3f (%d of %d)", precision, right, wrong, recall, len(found), have)
	if precision < 0.85 || recall < 0.8 {
		t.Error("below 0.85 and 0.80")
	}
}

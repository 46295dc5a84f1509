package app

import (
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

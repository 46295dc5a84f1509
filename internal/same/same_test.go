package same

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"jiufen/internal/quantity"
)

func measure(name, figure string) Measure {
	v, err := quantity.Parse(figure)
	if err != nil {
		panic(err)
	}
	return Measure{Name: name, Target: v, Has: true}
}

var town = []Matter{
	{ID: 1, Title: "集中供热中心10月底前建成投用", Leads: []int64{7}, Day: 100},
	{ID: 2, Title: "改造城镇老旧小区120个，惠及1.2万户", Measures: []Measure{measure("改造城镇老旧小区", "120个")}, Leads: []int64{7}, Day: 200},
	{ID: 3, Title: "新增中小学学位6000个", Measures: []Measure{measure("新增中小学学位", "6000个")}, Leads: []int64{8}, Day: 200},
	{ID: 4, Title: "规模以上工业增加值增长7%左右", Measures: []Measure{measure("规模以上工业增加值", "7%")}},
	{ID: 5, Title: "能源工业增加值增长9%", Measures: []Measure{measure("能源工业增加值", "9%")}},
	{ID: 6, Title: "新建口袋公园20个", Project: "2601-510100-04-01-100001"},
	{ID: 7, Title: "城镇新增就业5万人", Measures: []Measure{measure("城镇新增就业", "5万人")}},
}

func TestFind(t *testing.T) {
	x := NewIndex(town)
	for _, c := range []struct {
		name string
		m    Matter
		how  How
		want int64 // first proposal, 0: none
	}{
		{"other words, same plant", Matter{Title: "确保集中供热中心10月25日前投入使用"}, Now, 1},
		{"same measure and figure", Matter{Title: "城镇老旧小区改造120个", Measures: []Measure{measure("城镇老旧小区改造", "120个")}}, Now, 2},
		{"a year later, other figure", Matter{Title: "新增中小学学位7000个", Measures: []Measure{measure("新增中小学学位", "7000个")}}, LastYear, 3},
		{"the industry, not its part", Matter{Title: "能源工业增加值增长7%", Measures: []Measure{measure("能源工业增加值", "7%")}}, LastYear, 5},
		{"one project code, other words", Matter{Title: "建设滨河绿地", Project: "2601-510100-04-01-100001"}, Now, 6},
		{"another unit of measure", Matter{Title: "城镇新增就业6.5万人", Measures: []Measure{measure("城镇新增就业", "65000人")}}, LastYear, 7},
		{"only words of every report", Matter{Title: "加快推进重点项目建设，全面提升服务能力"}, Now, 0},
		{"nothing alike", Matter{Title: "举办国际马拉松赛"}, Now, 0},
		{"nothing said", Matter{}, Now, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := x.Find(c.m, c.how, DefaultNow, nil)
			switch {
			case c.want == 0 && len(got) > 0:
				t.Errorf("proposed %+v", got)
			case c.want != 0 && (len(got) == 0 || got[0].ID != c.want):
				t.Errorf("want %d first, got %+v", c.want, got)
			}
		})
	}
}

func TestWhatSpeaksForIt(t *testing.T) {
	x := NewIndex(town)
	m := Matter{Title: "改造城镇老旧小区120个", Measures: []Measure{measure("改造城镇老旧小区", "120个")}, Leads: []int64{7}, Day: 200}
	f := x.Find(m, Now, DefaultNow, nil)[0]
	if f.ID != 2 || f.Words[0] != "改造城镇老旧小区" || !slices.Equal(f.Pairs, []Pair{{0, 0, true}}) || !slices.Equal(f.Leads, []int64{7}) || !f.Day || f.Score < 90 {
		t.Errorf("%+v", f)
	}
	m.Measures[0] = measure("改造城镇老旧小区", "150个")
	m.Leads, m.Day = []int64{9}, 300
	less := x.Find(m, Now, DefaultNow, nil)[0]
	if less.Pairs[0].Equal || less.Leads != nil || less.Day || less.Score >= f.Score {
		t.Errorf("another figure, unit and limit: %+v", less)
	}
	if got := x.Find(m, Now, DefaultNow, func(n int64) bool { return n == 2 }); len(got) > 0 && got[0].ID == 2 {
		t.Error("what was passed over is proposed")
	}
}

func TestBracketsOfUnitsSayNothing(t *testing.T) {
	x := NewIndex([]Matter{{ID: 1, Title: "推进企业开办便利", Text: "推进企业开办便利。（市场监管总局、人力资源社会保障部、税务总局等国务院相关部门按职责分工负责）"}})
	if got := x.Find(Matter{Title: "简化毕业生报到手续", Text: "简化毕业生报到手续。（教育部、人力资源社会保障部、税务总局等国务院相关部门按职责分工负责）"}, Now, DefaultNow, nil); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestChange(t *testing.T) {
	for _, c := range []struct {
		was, now string
		want     Change
	}{
		{"3万人", "3.5万人", Change{Sign: 1, Percent: 167, Decimal: 1, Known: true}},
		{"30000人", "3.5万人", Change{Sign: 1, Percent: 167, Decimal: 1, Known: true}},
		{"120个", "90个", Change{Sign: -1, Percent: -250, Decimal: 1, Known: true}},
		{"6%", "5.5%", Change{Sign: -1, Percent: -5, Decimal: 1, Known: true, Points: true}},
		{"120个", "120个", Change{Decimal: 1, Known: true}},
		{"5%", "120亿元", Change{}},
		{"0个", "5个", Change{Sign: 1}},
	} {
		was, _ := quantity.Parse(c.was)
		now, _ := quantity.Parse(c.now)
		if got := ChangeOf(was, now); got != c.want {
			t.Errorf("%s → %s: %+v, want %+v", c.was, c.now, got, c.want)
		}
	}
}

// TestFindProperties: over any words, a proposal keeps to its settings, is found
// again from the text itself, and does not depend on the order of the ledger.
func TestFindProperties(t *testing.T) {
	word := rapid.SampledFrom(strings.Fields("老旧小区 学位 供热中心 口袋公园 农村公路 高标准农田 就业 养老床位 充电桩 排污口 改造 新建 整治 建设 推进 完成 120个 5万人 ，"))
	rapid.Check(t, func(t *rapid.T) {
		title := func() string { return strings.Join(rapid.SliceOfN(word, 1, 8).Draw(t, "words"), "") }
		list := make([]Matter, rapid.IntRange(0, 12).Draw(t, "n"))
		for i := range list {
			list[i] = Matter{ID: int64(i + 1), Title: title()}
		}
		q := Matter{Title: title()}
		got := NewIndex(list).Find(q, Now, DefaultNow, nil)
		if len(got) > DefaultNow.Most {
			t.Fatalf("%d proposals", len(got))
		}
		for i, f := range got {
			if f.Score < DefaultNow.Least || f.Score > 100 || i > 0 && f.Score > got[i-1].Score {
				t.Fatalf("score %d", f.Score)
			}
			for _, w := range f.Words {
				if !strings.Contains(q.Title, w) {
					t.Fatalf("%q is not said in %q", w, q.Title)
				}
			}
		}
		turned := slices.Clone(list)
		slices.Reverse(turned)
		again := NewIndex(turned).Find(q, Now, DefaultNow, nil)
		for i := range got {
			if got[i].ID != again[i].ID || got[i].Score != again[i].Score {
				t.Fatalf("%+v, turned round %+v", got, again)
			}
		}
	})
}

// ledger is n matters made of the plans of reports' words, each with a figure.
func ledger(n int) []Matter {
	does := strings.Fields("改造 新建 整治 建成 培育 新增 完成 提升 实施 开工 引进 修复 推广 扩建 筹集 发放")
	what := strings.Fields("城镇老旧小区 中小学学位 集中供热中心 口袋公园 农村公路 高标准农田 养老床位 公共充电桩 入河排污口 专精特新企业 规上工业企业 人才公寓 普惠托位 县域医疗次中心 雨污管网 病险水库 智慧停车泊位 电商服务站点 非遗工坊 村级卫生室 绿道 公交专用道 污水处理厂 中试平台")
	where := strings.Fields("甲县 乙县 丙县 丁县 戊县 高新区 经开区 老城区 滨江新区 东部片区 西部山区 北部灌区 城郊 沿江 库区 老工业区")
	out := make([]Matter, n)
	for i := range out {
		w := what[i%len(what)]
		out[i] = Matter{ID: int64(i + 1), Title: fmt.Sprintf("%s%s%s%d个，惠及群众%d户", does[i/len(what)%len(does)], where[i/7%len(where)], w, 10+i%90, 100+i%900), Measures: []Measure{measure(w, fmt.Sprintf("%d个", 10+i%90))}}
	}
	return out
}

// BenchmarkLedger makes the index of a ledger and asks it about every matter of a
// report of 200, at three sizes. passes is the time for the index in UTF-8 decoding
// passes over the same titles in the same run; it should not grow with the ledger.
func BenchmarkLedger(b *testing.B) {
	for _, n := range []int{1000, 10000, 100000} {
		list := ledger(n)
		var text strings.Builder
		for _, m := range list {
			text.WriteString(m.Title)
		}
		b.Run(fmt.Sprint("index/", n), func(b *testing.B) {
			all := text.String()
			pass, own := time.Duration(1<<62), time.Duration(1<<62)
			for b.Loop() {
				t0 := time.Now()
				for i := 0; i < len(all); {
					r, w := utf8.DecodeRuneInString(all[i:])
					yard += r
					i += w
				}
				t1 := time.Now()
				NewIndex(list)
				pass, own = min(pass, t1.Sub(t0)), min(own, time.Since(t1))
			}
			b.ReportMetric(float64(own)/float64(pass), "passes")
			b.ReportMetric(float64(own)/float64(n), "ns/matter")
		})
		x := NewIndex(list)
		report := ledger(200)
		b.Run(fmt.Sprint("find/", n), func(b *testing.B) {
			for b.Loop() {
				for _, m := range report {
					m.ID = 0
					x.Find(m, LastYear, DefaultYear, nil)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/200, "ns/draft")
		})
	}
}

var yard rune

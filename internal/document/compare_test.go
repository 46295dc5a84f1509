package document

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestCompareFindsEachTurn: what stayed, changed, moved, came and went between
// two drafts of a report, with the numbers that changed called out.
func TestCompareFindsEachTurn(t *testing.T) {
	a := []string{"一、目标任务", "生产总值增长5.5%左右。", "改造老旧小区120个，惠及居民3.2万户。", "新建停车场8处。", "加强城市管理，提升环境品质。", "办好十件民生实事。"}
	b := []string{"一、目标任务", "生产总值增长5%以上，力争更好。", "办好十件民生实事。", "改造老旧小区100个，惠及居民3.2万户。", "新建公园12座。", "加强城市管理，提升环境品质。"}
	var got []string
	for _, p := range Compare(a, b) {
		line := fmt.Sprint(p.Turn, " ", p.A, " ", p.B)
		for _, n := range p.Numbers {
			line += " " + n.From + "→" + n.To
		}
		got = append(got, line)
	}
	want := "same 0 0|changed 1 1 5.5%→5%|moved 5 2|changed 2 3 120个→100个|dropped 3 -1|added -1 4|same 4 5"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ a, b, runs, numbers string }{
		{"改造小区120个。", "改造小区100个。", "改造小区[-120][+100]个。", "120个→100个"},
		{"6月底前开工。", "9月底前开工。", "[-6][+9]月底前开工。", "6月→9月"},
		{"投资30亿元。", "投资额达到30亿元以上。", "投资[+额达到]30亿元[+以上]。", ""},
		{"新增就业。", "新增就业5万人。", "新增就业[+5万人]。", "→5万人"},
		{"由住建局牵头。", "由城管局牵头。", "由[-住建][+城管]局牵头。", ""},
	} {
		runs, nums := Words(c.a, c.b)
		text := ""
		for _, r := range runs {
			text += map[Op]string{Keep: r.Text, Cut: "[-" + r.Text + "]", New: "[+" + r.Text + "]"}[r.Op]
		}
		var n []string
		for _, x := range nums {
			n = append(n, x.From+"→"+x.To)
		}
		if text != c.runs || strings.Join(n, " ") != c.numbers {
			t.Errorf("%s / %s:\n got %s %v\nwant %s %s", c.a, c.b, text, n, c.runs, c.numbers)
		}
	}
}

// clauses draws texts that are often alike, as those of versions are.
func clauses(t *rapid.T, name string) []string {
	one := rapid.Custom(func(t *rapid.T) string {
		words := []string{"加快", "推进", "建设", "改造", "小区", "项目", "道路", "120", "5.5%", "，", "万户"}
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 6).Draw(t, "words"), "")
	})
	return rapid.SliceOfN(one, 0, 30).Draw(t, name)
}

// TestCompareHoldsEveryClauseOnce is what a comparison may never break: each
// clause of both versions stands in one pair, equal means equal, the pieces make
// up both texts, and the later version reads in order.
func TestCompareHoldsEveryClauseOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := clauses(t, "a"), clauses(t, "b")
		if rapid.Bool().Draw(t, "edited") {
			b = append(append([]string{}, a...), b...)
			b = rapid.Permutation(b).Draw(t, "order")
		}
		inA, inB, last := map[int]int{}, map[int]int{}, -1
		for _, p := range Compare(a, b) {
			if p.A >= 0 {
				inA[p.A]++
			}
			if p.B >= 0 {
				inB[p.B]++
				if p.B <= last {
					t.Fatalf("clause %d of b stands after %d", p.B, last)
				}
				last = p.B
			}
			checkPair(t, p, a, b)
		}
		for i := range a {
			if inA[i] != 1 {
				t.Fatalf("clause %d of a stands in %d pairs", i, inA[i])
			}
		}
		for j := range b {
			if inB[j] != 1 {
				t.Fatalf("clause %d of b stands in %d pairs", j, inB[j])
			}
		}
	})
}

func checkPair(t *rapid.T, p Pair, a, b []string) {
	both := p.A >= 0 && p.B >= 0
	switch p.Turn {
	case Added, Dropped:
		if both || p.A < 0 && p.B < 0 || (p.Turn == Added) != (p.A < 0) {
			t.Fatalf("%v", p)
		}
		return
	}
	if !both || (p.Turn == Same) != (a[p.A] == b[p.B]) && p.Turn != Moved {
		t.Fatalf("%v", p)
	}
	if a[p.A] == b[p.B] {
		return
	}
	var was, is string
	for _, r := range p.Runs {
		if r.Op != New {
			was += r.Text
		}
		if r.Op != Cut {
			is += r.Text
		}
	}
	if was != a[p.A] || is != b[p.B] {
		t.Fatalf("the pieces of %q and %q make %q and %q", a[p.A], b[p.B], was, is)
	}
}

func TestCompareWithItselfIsAllSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := clauses(t, "a")
		for i, p := range Compare(a, a) {
			if p.Turn != Same || p.A != i || p.B != i {
				t.Fatalf("%d: %v", i, p)
			}
		}
	})
}

// TestCompareLong: two long versions with every clause changed are compared
// and found in their places.
func TestCompareLong(t *testing.T) {
	var a, b []string
	for i := range 2000 {
		a = append(a, fmt.Sprintf("第%d条，加快推进第%d片区老旧小区改造和基础设施建设，完成投资%d万元。", i, i%97, i*13))
		b = append(b, fmt.Sprintf("第%d条，加快推进第%d片区老旧小区改造和配套基础设施建设，力争完成投资%d万元。", i, i%97, i*17+1))
	}
	n := 0
	for _, p := range Compare(a, b) {
		if p.Turn == Changed && p.A == p.B {
			n++
		}
	}
	if n < 1900 {
		t.Errorf("%d of 2000 changed clauses were found in their place", n)
	}
}

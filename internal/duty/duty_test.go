package duty

import (
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func catalogue(t testing.TB) []Kind {
	t.Helper()
	b, err := os.ReadFile("../../library/duties/cn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	return kinds
}

var place = []Unit{{1, []string{"市住房和城乡建设局", "市住建局"}}, {2, []string{"市城市管理局", "市城管局"}}, {3, []string{"市教育体育局"}}, {4, []string{"市农业农村局"}}}

func TestSuggest(t *testing.T) {
	b := NewBook(catalogue(t), place, []Past{{4, "为样例村建设文化礼堂一座"}})
	for text, want := range map[string]int64{
		"改造老旧小区120个":    1,
		"新建停车场8处，新增泊位":  2,
		"新增学位6000个":     3,
		"建设全民健身步道20公里":  3, // one bureau for two kinds
		"再建设文化礼堂一座":     4, // nobody's duty, but given before
		"生活垃圾分类和物业小区":   2,
		"粮食产量稳定在30万吨以上": 4,
	} {
		got := b.Suggest(text, 3)
		if len(got) == 0 || got[0].Unit != want {
			t.Errorf("%s: %+v, want %d", text, got, want)
		}
	}
	if got := b.Suggest("凝心聚力，奋勇争先", 3); len(got) != 0 {
		t.Errorf("nothing speaks for anybody: %+v", got)
	}
}

func TestParseNamesThePlace(t *testing.T) {
	for in, want := range map[string]string{
		"- {kind: 教育, names: [教育], words: []}":  "教育",
		"- {kind: 教育, names: [教], words: [学校]}": "教",
		"- {kind: 教育, names: [教育], word: [学校]}": "word",
		"- kind: [": "duty",
	} {
		if _, err := Parse([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", in, err)
		}
	}
}

// Whatever the text, a suggestion goes by words that stand in it or by earlier
// work, its units are those of the place, and it is the same each time.
func TestSuggestionsHaveTheirReason(t *testing.T) {
	kinds := catalogue(t)
	var words []string
	for _, k := range kinds {
		words = append(words, k.Words...)
	}
	b := NewBook(kinds, place, []Past{{2, "整治背街小巷环境卫生"}})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(append(words, "推进", "，", "整治背街小巷", "120个")), 0, 6).Draw(t, "text"), "")
		got, again := b.Suggest(text, 3), b.Suggest(text, 3)
		if len(got) != len(again) || len(got) > 3 {
			t.Fatalf("%d, then %d", len(got), len(again))
		}
		for i, s := range got {
			if s.Unit != again[i].Unit || s.Unit < 1 || s.Unit > 4 || len(s.Words) == 0 && s.Before == "" || s.Confidence < 1 || s.Confidence > 100 {
				t.Fatalf("%+v, %+v", s, again[i])
			}
			for _, w := range s.Words {
				if !strings.Contains(text, w) {
					t.Fatalf("%q is not in %q", w, text)
				}
			}
			if i > 0 && s.Score > got[i-1].Score {
				t.Fatal("not in order")
			}
		}
	})
}

package decompose

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"jiufen/internal/document"
	"jiufen/internal/sharedtest"
	"pgregory.net/rapid"
)

// pieces are the building blocks of random papers.
var pieces = []string{
	"一、", "（一）", "1.", "——", "一是", "二要", "今年重点工作", "回顾", "“十五五”时期", "自身建设", "。", "；", "，", "：", "、", "（", "）", "“", "”", "\n", " ",
	"牵头单位：教育局", "市发改委牵头，市统计局配合", "（财政部、税务总局牵头，各地区按职责分工负责）", "市卫健委要", "各县（市、区）", "由市财政局负责", "牵头会同项目建设单位对",
	"地区生产总值增长5％左右", "工业、制造业投资分别增长9.4％、13.3％", "新增", "5个", "200家以上", "xx亿元", "由5元提高至10元", "5%—5.5%", "IO%", "一百二十所", "翻一番", "全覆盖", "清零", "居第7位",
	"高于全国平均水平0.7个百分点", "与经济增长同步", "保持在全国平均水平以上", "完成国家下达目标", "其中", "6月底前", "2026年3月底", "到2030年", "5年内", "每季度", "上半年", "x月xx日前", "年底前报国务院", "预计年底前",
	"分别", "达到", "不少于", "控制在", "以内", "等", "改造", "农村居民收入", "各位代表！", "同步", "均", "各", "的", "0", "第", "x", "*", "万", "A", "　", "\u200b",
}

func TestAnyPaperIsAccountedFor(t *testing.T) {
	lex := lexicon(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 80).Draw(t, "pieces"), "")
		d, err := document.Read(text)
		if err != nil {
			return
		}
		r := Decompose(d, lex, Options{Year: rapid.SampledFrom([]int{0, 2026}).Draw(t, "year")})
		if err := sound(&r); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzDecompose(f *testing.F) {
	lex := lexicon(f)
	for _, s := range pieces {
		f.Add("一、今年重点工作\n" + s + "。")
	}
	f.Add("等5个") // the property found it: a target whose name is 等 alone
	f.Fuzz(func(t *testing.T, text string) {
		d, err := document.Read(text)
		if err != nil {
			return
		}
		r := Decompose(d, lex, Options{Year: 2026})
		if err := sound(&r); err != nil {
			t.Fatal(err)
		}
	})
}

// TestJSONFollowsTheContract holds the encoder to the schema, over random papers
// and the whole corpus.
func TestJSONFollowsTheContract(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(sharedtest.Path(t, "contracts/decomposition.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	lex := lexicon(t)
	check := func(text string) error {
		d, err := document.Read(text)
		if err != nil {
			return nil
		}
		r := Decompose(d, lex, Options{})
		var buf bytes.Buffer
		if err := WriteJSON(&buf, &r, "", func(k string) string { return k }); err != nil {
			return err
		}
		var v any
		dec := json.NewDecoder(&buf)
		dec.UseNumber()
		if err := dec.Decode(&v); err != nil {
			return err
		}
		return schema.Validate(v)
	}
	for name, text := range sharedtest.Texts(t) {
		if err := check(text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 40).Draw(t, "pieces"), "")
		if err := check(text); err != nil {
			t.Fatal(err)
		}
	})
}

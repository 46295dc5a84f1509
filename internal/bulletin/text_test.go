package bulletin

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFillAndNames(t *testing.T) {
	figs := map[string]string{"红灯": "7项", "总数": "298项"}
	for _, c := range []struct {
		in, want string
		unknown  []string
	}{
		{"列入台账【总数】，严重滞后【红灯】。", "列入台账298项，严重滞后7项。", nil},
		{"【责任单位】要抓紧", "【责任单位】要抓紧", []string{"责任单位"}},
		{"半个【红灯】和【红灯", "半个7项和【红灯", nil},
		{"【【红灯】】", "【7项】", nil},
		{"没有", "没有", nil},
	} {
		got, unknown := Fill(c.in, figs)
		if got != c.want || !slices.Equal(unknown, c.unknown) {
			t.Errorf("%s: %q %v", c.in, got, unknown)
		}
	}
	if n := Names("【红灯】和【总数】、【红灯】"); !slices.Equal(n, []string{"红灯", "总数"}) {
		t.Error(n)
	}
}

func TestTypedNumbersAreFound(t *testing.T) {
	for in, want := range map[string]int{
		"完成投资12.5亿元，增长８％":    2,
		"1.【2026-023事项】":     0,
		"3、市住建局":             0,
		"共三项，两家单位":           2,
		"一是抓进度，二是抓质量":        0,
		"十分重视，统一思想":          0,
		"严重滞后【红灯】":           0,
		"比上月多5个百分点，达到38.3%。": 2,
		"A4纸":          0,
		"【总数】中有1,200户": 1,
	} {
		if got := Typed(in); len(got) != want {
			t.Errorf("%s: %q, want %d", in, got, want)
		}
	}
}

func TestLines(t *testing.T) {
	got := Lines("一、总体情况\r\n\r\n截至今天。\n  十二、要求\n一、二、三都要办好，不得拖延。")
	if len(got) != 4 || !got[0].Heading || got[1].Heading || !got[2].Heading || got[3].Heading {
		t.Errorf("%+v", got)
	}
}

// Whatever is typed, the runs put together are the filled text, and nothing of it
// is lost.
func TestRunsAreTheText(t *testing.T) {
	figs := map[string]string{"红灯": "7项"}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"【", "】", "红灯", "【红灯】", "12", "三", "项", "．", "%", "，", "a", "1.", "\u3000"})).Draw(t, "parts"), "")
		want, _ := Fill(s, figs)
		got := ""
		for _, r := range Runs(s, figs) {
			got += r.Text
		}
		if got != want {
			t.Fatalf("%q: %q, want %q", s, got, want)
		}
	})
}

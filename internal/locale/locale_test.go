package locale

import (
	"regexp"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	placeholder = regexp.MustCompile(`\{([^}]*)\}`)
	goodName    = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	goodKey     = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_-]+)+$`)
)

func places(text string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestBothLanguagesHaveTheSameKeysAndPlaceholders(t *testing.T) {
	zh, en := For(Chinese), For(English)
	for _, k := range zh.Keys() {
		if !en.Has(k) {
			t.Errorf("en lacks %s", k)
			continue
		}
		if d := cmp.Diff(places(zh.text[k]), places(en.text[k])); d != "" {
			t.Errorf("%s: placeholders differ (-zh +en):\n%s", k, d)
		}
	}
	for _, k := range en.Keys() {
		if !zh.Has(k) {
			t.Errorf("zh-CN lacks %s", k)
		}
	}
}

func TestKeysAndPlaceholdersAreWellFormed(t *testing.T) {
	for _, tag := range Tags {
		m := For(tag)
		for _, k := range m.Keys() {
			if !goodKey.MatchString(k) {
				t.Errorf("%s: key %q: want lower-case words joined by dots", tag, k)
			}
			if m.text[k] == "" {
				t.Errorf("%s: %s is empty", tag, k)
			}
			for _, p := range places(m.text[k]) {
				if !goodName.MatchString(p) {
					t.Errorf("%s: %s: placeholder {%s} is not a lower-case name", tag, k, p)
				}
			}
		}
	}
}

// Rules of typesetting of the office: full-width punctuation between Chinese
// characters, no exclamation mark, no begging.
func TestChineseOfTheOffice(t *testing.T) {
	bad := map[string]*regexp.Regexp{
		"half-width punctuation after a Chinese character": regexp.MustCompile(`\p{Han}[,;:?!()]|[,;?!]\p{Han}`),
		"a space between Chinese and a figure":             regexp.MustCompile(`\p{Han} [0-9]|[0-9] \p{Han}`),
		"a word the office does not use":                   regexp.MustCompile(`请您|操作成功|系统繁忙|！|抱歉`),
	}
	m := For(Chinese)
	for _, k := range m.Keys() {
		for what, re := range bad {
			if s := re.FindString(m.text[k]); s != "" {
				t.Errorf("%s: %s: %q in %q", k, what, s, m.text[k])
			}
		}
	}
}

func TestT(t *testing.T) {
	m := &Messages{tag: Chinese, text: map[string]string{"a.plain": "文", "a.two": "第{from}—{to}项，{from}"}}
	for _, c := range []struct {
		key  string
		args []any
		want string
	}{
		{"a.plain", nil, "文"},
		{"a.two", []any{"from", 1, "to", "50"}, "第1—50项，1"},
		{"a.two", []any{"from", 1}, "第1—{to}项，1"},
		{"a.none", nil, "⟦a.none⟧"},
	} {
		if got := m.T(c.key, c.args...); got != c.want {
			t.Errorf("T(%s, %v) = %q, want %q", c.key, c.args, got, c.want)
		}
	}
}

func TestStrictPanics(t *testing.T) {
	m := (&Messages{tag: Chinese, text: map[string]string{"a.n": "{n}", "a.plain": "文"}}).Strict()
	for name, call := range map[string]func(){
		"missing key":                 func() { m.T("a.none") },
		"missing argument":            func() { m.T("a.n") },
		"surplus argument":            func() { m.T("a.n", "n", 1, "m", 2) },
		"argument for no placeholder": func() { m.T("a.plain", "n", 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

func TestLoadRefusesForeignAndDoubleKeys(t *testing.T) {
	for name, body := range map[string]string{
		"foreign key": "other.key: 文\n",
		"double key":  "a.key: 文\na.key: 字\n",
		"nested":      "a.key:\n  b: 文\n",
	} {
		if _, err := load(fstest.MapFS{"zh-CN/a.yaml": {Data: []byte(body)}}, Chinese); err == nil {
			t.Errorf("%s: load gave no error", name)
		}
	}
}

func TestDates(t *testing.T) {
	day := int32(time.Date(2026, 7, 8, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	old := int32(-1)
	zh, en := For(Chinese), For(English)
	at := time.Date(2026, 7, 8, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{zh.Date(day), "2026年7月8日"}, {en.Date(day), "8 Jul 2026"},
		{zh.DateIn(day, 2026), "7月8日"}, {en.DateIn(day, 2026), "8 Jul"},
		{zh.DateIn(day, 2027), "2026年7月8日"}, {en.DateIn(day, 2027), "8 Jul 2026"},
		{zh.DateWeekday(day, 2026), "7月8日（周三）"}, {en.DateWeekday(day, 2026), "Wed 8 Jul"},
		{zh.Date(old), "1969年12月31日"}, {zh.Weekday(old), "周三"},
		{zh.Month(7), "7月"}, {en.Month(9), "Sep"},
		{zh.DateTime(at), "2026年7月8日 09:00"}, {en.DateTime(at), "8 Jul 2026, 09:00"},
		{zh.WorkingDays(2), "2个工作日"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	m := For(Chinese)
	for _, c := range []struct{ got, want string }{
		{m.Number(384, 1), "38.4"}, {m.Number(-66, 1), "−6.6"}, {m.Number(5, 2), "0.05"}, {m.Number(0, 1), "0.0"},
		{m.Number(-5, 2), "−0.05"}, {m.Number(1800, 0), "1800"}, {m.Number(-1<<63, 0), "−9223372036854775808"},
		{m.Signed(3, 1), "+0.3"}, {m.Signed(-24, 1), "−2.4"}, {m.Signed(0, 0), "0"},
		{m.Percent(35, 0), "35%"}, {m.Count(48213), "48,213"}, {m.Count(999), "999"}, {m.Count(-1234567), "−1,234,567"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

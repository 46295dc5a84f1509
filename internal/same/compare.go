package same

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// query is the matter asked about.
type query struct {
	Matter
	terms   []term
	weight  int
	phrases [][]term
	sums    []int // what each phrase is worth
}

// What the parts of a score are worth, in percent.
const (
	wordsWorth   = 80 // all words are shared
	measureWorth = 12 // a measure of the same name and unit
	equalWorth   = 8  // with the same figure; a year apart, a measure alone is worth as much
	leadWorth    = 4
	dayWorth     = 4
	phraseWorth  = 56 // one phrase is the same
	phraseLittle = 100
	phraseLeast  = 120 // shared words from which phrases are looked at
	little       = 60  // what is added to the words of the shorter side, so that two shared words are no proof
)

// compare scores a matter known; false if it is not worth proposing.
func (x *Index) compare(q *query, i, both int, how How, least int) (Match, bool) {
	m := &x.list[i]
	f := Match{ID: m.ID, at: i, Project: q.Project != "" && q.Project == m.Project}
	if m.ID == q.ID && q.ID != 0 {
		return f, false
	}
	most := measureWorth + equalWorth + leadWorth + dayWorth
	f.Score = wordScore(both, q.weight, x.weight[i])
	if both >= phraseLeast {
		f.Score = max(f.Score, phraseWorth*x.phraseScore(q, i)/1000)
	}
	if !f.Project && f.Score+most < least {
		return f, false
	}
	f.Pairs = x.pairs(q.Measures, m.Measures)
	equal := slices.ContainsFunc(f.Pairs, func(p Pair) bool { return p.Equal })
	if len(f.Pairs) > 0 {
		f.Score += measureWorth
		if equal || how == LastYear {
			f.Score += equalWorth
		}
	}
	for _, u := range q.Leads {
		if slices.Contains(m.Leads, u) {
			f.Leads = append(f.Leads, u)
		}
	}
	if len(f.Leads) > 0 {
		f.Score += leadWorth
	}
	if f.Day = how == Now && q.Day != 0 && q.Day == m.Day; f.Day {
		f.Score += dayWorth
	}
	if f.Project {
		f.Score = 100
	}
	f.Score = min(f.Score, 100)
	return f, f.Score >= least
}

// wordScore is how much of the words is shared: half by how much of the shorter
// side is found again, half by how much of both.
func wordScore(both, a, b int) int {
	if both == 0 {
		return 0
	}
	part := 1000 * both / (min(a, b) + little)
	whole := 2000 * both / (a + b)
	return wordsWorth * (part + whole) / 2000
}

// pairs are the measures that count the same thing in the same unit; each is
// paired once, the likest first.
func (x *Index) pairs(mine, theirs []Measure) []Pair {
	var out []Pair
	used := map[int]bool{}
	for i := range mine {
		if mine[i].Target.Unit == "" && !mine[i].Has {
			continue // a state to be reached counts nothing
		}
		best, at := 0, -1
		for j := range theirs {
			if used[j] || !sameUnit(mine[i].Target.Unit, theirs[j].Target.Unit) {
				continue
			}
			if n := x.nameLike(mine[i].Name, theirs[j].Name); n > best {
				best, at = n, j
			}
		}
		if best >= nameAlike {
			used[at] = true
			out = append(out, Pair{Mine: i, Theirs: at, Equal: mine[i].Has && theirs[at].Has && equalFigures(mine[i].Target, theirs[at].Target)})
		}
	}
	return out
}

// nameAlike is how much of two names has to be shared, in percent, for them to
// count the same.
const nameAlike = 55

// nameLike is how alike the names of two measures are, in percent, by what their
// terms are worth: 能源工业增加值 is not 工业增加值. Names with another head count
// another thing.
func (x *Index) nameLike(a, b string) int {
	a, b = bareName(a), bareName(b)
	if a == b {
		if a == "" {
			return 0
		}
		return 100
	}
	s, t := terms(a), terms(b)
	all := x.sum(s) + x.sum(t)
	if all == 0 || !strings.Contains(b, head(a)) || !strings.Contains(a, head(b)) {
		return 0
	}
	return 200 * x.both(s, t) / all
}

// head is the end of a name, which says what is counted: 单位国内生产总值能耗 is no
// 国内生产总值. Words of work and growth behind it are left out.
func head(name string) string {
	for moved := true; moved; {
		moved = false
		for _, w := range [...]string{"全年", "涨幅", "增速", "增长", "建设", "改造", "总量", "数量", "规模", "工程", "项目", "任务", "投用", "完成"} {
			if t, ok := strings.CutSuffix(name, w); ok && utf8.RuneCountInString(t) >= 2 {
				name, moved = t, true
			}
		}
	}
	rs := []rune(name)
	return string(rs[max(0, len(rs)-2):])
}

// both is what the shared terms of two sorted lists are worth.
func (x *Index) both(s, t []term) int {
	n := 0
	for i, j := 0, 0; i < len(s) && j < len(t); {
		switch {
		case s[i] < t[j]:
			i++
		case s[i] > t[j]:
			j++
		default:
			n += x.worth(s[i])
			i++
			j++
		}
	}
	return n
}

// bareName is the name of a measure without the words that only say that it is
// added to or where.
func bareName(s string) string {
	s = strings.TrimSpace(s)
	for moved := true; moved; {
		moved = false
		for _, w := range [...]string{"全市", "全省", "全区", "全县", "全年", "力争", "确保", "实现", "完成", "新增", "新建", "新改建", "累计", "预计", "推动", "规模以上", "规上"} {
			if t, ok := strings.CutPrefix(s, w); ok && t != "" {
				s, moved = t, true
			}
		}
	}
	return s
}

// phrases are the parts of a text between its stops, as terms.
func phrases(texts ...string) (out [][]term) {
	for _, s := range texts {
		for _, p := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("，。；：、！？,;:\n\t（）()", r) }) {
			if ts := terms(p); len(ts) > 1 {
				out = append(out, ts)
			}
		}
	}
	return out
}

// phraseScore is how alike the likest two phrases are, of a thousand: long
// sentences share one promise among others.
func (x *Index) phraseScore(q *query, i int) int {
	if q.phrases == nil {
		q.phrases = phrases(q.Title, work(q.Text))
	}
	best := 0
	for _, t := range phrases(x.list[i].Title, work(x.list[i].Text)) {
		w := x.sum(t)
		for k, s := range q.phrases {
			if k == len(q.sums) {
				q.sums = append(q.sums, x.sum(s))
			}
			best = max(best, 2000*x.both(s, t)/(w+q.sums[k]+2*phraseLittle))
		}
	}
	return best
}

// SameName reports whether two names of measures count the same by their words
// alone: the same words in any order, words of adding and place left out.
func SameName(a, b string) bool {
	return NewIndex(nil).nameLike(a, b) >= nameAlike
}

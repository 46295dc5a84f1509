package decompose

// relatives reads targets that are compared with another figure: 高于全国平均水平,
// 与经济增长同步, 完成国家下达目标.
func (p *parser) relatives(segs []segment, out []found) []found {
	for n, s := range segs {
		out = p.relativeSegment(s, n, out)
	}
	return out
}

type relation struct {
	word string
	rel  string
}

var relations = [...]relation{{"高于", "above"}, {"快于", "above"}, {"优于", "above"}, {"好于", "above"}, {"超过全", "above"}, {"不低于", "above"}, {"高出", "above"}, {"低于", "below"}, {"领先全", "above"}, {"超过国", "above"}, {"超过经济", "above"}}

func (p *parser) relativeSegment(s segment, seg int, out []found) []found {
	for k := s.a; k < s.b; k++ {
		if hintOf(p.f[k])&hRelative == 0 {
			continue
		}
		switch p.f[k] {
		case '高', '快', '优', '好', '超', '低', '领', '不':
			for _, r := range relations {
				if n := len(out); p.has(k, r.word) {
					if out = p.aboveBelow(s, seg, k, r, out); len(out) != n {
						return out
					}
					break
				}
			}
		case '同':
			if p.has(k, "同步") && k > s.a {
				out = p.inStep(s, seg, k, out)
			}
		case '平':
			if p.has(k, "平均水平以上") || p.has(k, "平均水平之上") {
				return p.overAverage(s, seg, k, out)
			}
		case '达', '完':
			if (p.has(k, "达到") || p.has(k, "完成")) && k > s.a+1 {
				if t, ok := p.handedDown(s, k); ok {
					return append(out, t)
				}
			}
		}
	}
	return out
}

// aboveBelow reads X增速高于Y、高于Z.
func (p *parser) aboveBelow(s segment, seg, k int, r relation, out []found) []found {
	w := runeLen(r.word)
	if r.rel == "above" && p.f[k] == '超' {
		w = 2
	}
	e := k + w
	for e < s.b && p.f[e] != '、' {
		e++
	}
	num, first := p.lastFigure(k+w, e)
	if e <= k+w || first == k+w || !reference(p.text(k+w, e)) {
		return out
	}
	for i := first; i >= 0 && i < num; i++ {
		if i == first || p.figureStart(i) {
			out = dropFigure(out, i)
		}
	}
	t, ok := p.compared(s, k, w, e, lastBefore(out, k))
	if !ok {
		return out
	}
	t.Relation, t.seg = r.rel, seg
	if num >= 0 {
		if q, _, ok := p.readQuantity(num, s.a, s.b); ok {
			t.Value, t.Unit, t.Masked = q.value, q.unit, q.masked
			t.RelativeTo = p.text(k+w, num)
			out = dropFigure(out, num)
		}
	}
	out = append(out, t)
	if e < s.b {
		for _, r2 := range relations {
			if p.has(e+1, r2.word) {
				return p.aboveBelow(segment{e + 1, s.b, s.inside}, seg, e+1, r2, out)
			}
		}
	}
	return out
}

// figureStart tells that a number begins at i.
func (p *parser) figureStart(i int) bool {
	return (isDigit(p.f[i]) || isMask(p.f[i])) && !isDigit(p.f[i-1]) && p.f[i-1] != '.' && !isMask(p.f[i-1])
}

// lastFigure gives the last and the first number in [a,b), -1 for none.
func (p *parser) lastFigure(a, b int) (last, first int) {
	last, first = -1, -1
	for i := a; i < b; i++ {
		if p.figureStart(i) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return last, first
}

// compared makes the target whose comparison begins at k with w runes and whose
// other figure ends at e.
func (p *parser) compared(s segment, k, w, e int, prev *found) (found, bool) {
	a := p.leadIn(s.a, k)
	if j := p.lastSeparator(a, k); j >= 0 && p.find(a, j, "高于") < 0 {
		a = j
	}
	for a < k && p.f[a] == '、' {
		a++
	}
	end := k
	for end > a {
		n, c := p.lex.bwd.at(p.f, end, a, cAdverb|cLevel)
		if n < 2 || c&cMetric != 0 {
			break
		}
		end -= n
	}
	for end > a && (p.f[end-1] == '均' || p.f[end-1] == '都') {
		end--
	}
	ind, m := p.stripGrowth(a, end)
	if prev != nil && p.onlyGrowth(head{a: a, b: end}) {
		ind = ""
	}
	t := found{Target: Target{Indicator: ind, Measure: m, Comparator: "relative", RelativeTo: p.text(k+w, e), Of: -1, Span: Span{a, e}}}
	if ind == "" {
		if prev == nil {
			return t, false
		}
		t.Indicator, t.Start, t.Measure = prev.Indicator, prev.Start, prev.Measure
	}
	return t, true
}

// lastBefore is the last target that ends before i, nil if none.
func lastBefore(out []found, i int) *found {
	var prev *found
	for k := range out {
		if t := &out[k]; t.End <= i && (prev == nil || t.End >= prev.End) {
			prev = t
		}
	}
	return prev
}

// reference tells words that name something a figure can be compared with.
func reference(s string) bool {
	for _, w := range []string{"全国", "全省", "全市", "全区", "经济", "平均", "目标", "预期", "国家", "水平", "增速", "增长"} {
		if containsWord(s, w) {
			return true
		}
	}
	return false
}

func containsWord(s, w string) bool {
	for i := 0; i+len(w) <= len(s); i++ {
		if s[i:i+len(w)] == w {
			return true
		}
	}
	return false
}

// dropFigure takes back the target that was made of the number at i: of those
// that reach over it, the one that ends first.
func dropFigure(out []found, i int) []found {
	best := -1
	for k := range out {
		if t := &out[k]; t.Start <= i && i < t.End && t.Comparator != "relative" && (best < 0 || t.End < out[best].End) {
			best = k
		}
	}
	if best < 0 {
		return out
	}
	return append(out[:best], out[best+1:]...)
}

func (p *parser) lastSeparator(a, b int) int {
	for k := b - 1; k > a; k-- {
		if p.f[k] == '、' {
			return k + 1
		}
	}
	return -1
}

// stripGrowth takes 增速, 增长, 提高 off an indicator and tells the measure.
func (p *parser) stripGrowth(a, b int) (string, string) {
	m := "level"
	if n, _ := p.lex.bwd.at(p.f, b, a, cShare); n > 1 || n == 1 && p.f[b-1] == '率' {
		m = "share"
	}
	for _, w := range []string{"增长速度", "增速", "增幅", "增长", "提高", "上升", "年均"} {
		if p.hasEnd(a, b, w) {
			m = "growth"
			b -= len([]rune(w))
		}
	}
	if p.hasEnd(a, b, "年均") {
		b -= 2
	}
	a = p.cutCausative(a, b)
	return p.clean(a, b), m
}

// inStep reads X增长与Y同步.
func (p *parser) inStep(s segment, seg, k int, out []found) []found {
	from := s.a
	if j := p.lastSeparator(s.a, k); j >= 0 {
		from = j
	}
	end := k
	for p.hasEnd(from, end, "基本") || p.hasEnd(from, end, "保持") {
		end -= 2
	}
	j := -1
	for i := from + 2; i < end-2; i++ {
		if p.f[i] == '与' || p.f[i] == '和' || p.f[i] == '同' {
			j = i
		}
	}
	if j < 0 {
		return out
	}
	tail := k + 2
	for tail < s.b && p.f[tail] != '、' {
		tail++
	}
	after := tail - (k + 2)
	if n, _ := p.lex.fwd.at(p.f, k+2, tail, cUp|cDown); after > 0 && n != after || p.has(s.a, "体现") {
		return out
	}
	a := p.leadIn(from, j)
	ind, m := p.stripGrowth(a, j)
	if ind == "" || after == 0 && m == "level" && !p.hasMetric(a, j) {
		return out
	}
	if after > 0 && !p.hasMetric(a, j) {
		return out
	}
	return append(out, found{Target: Target{Indicator: ind, Measure: "growth", Comparator: "relative", RelativeTo: p.text(j+1, end), Relation: "equal", Of: -1, Span: Span{a, tail}}, seg: seg})
}

// overAverage reads X增速保持在全国平均水平以上.
func (p *parser) overAverage(s segment, seg, k int, out []found) []found {
	ref := k
	for _, w := range []string{"全国", "全省", "全市", "全区"} {
		if p.hasEnd(s.a, ref, w) {
			ref -= 2
			break
		}
	}
	end := ref
	for end > s.a {
		n, _ := p.lex.bwd.at(p.f, end, s.a, cLevel|cAdverb)
		if n < 2 {
			break
		}
		end -= n
	}
	a := p.leadIn(s.a, end)
	ind, m := p.stripGrowth(a, end)
	if ind == "" {
		return out
	}
	return append(out, found{Target: Target{Indicator: ind, Measure: m, Comparator: "relative", RelativeTo: p.text(ref, k+4), Relation: "above", Of: -1, Span: Span{a, k + 6}}, seg: seg})
}

// handedDown reads X完成国家下达目标, where X is an indicator.
func (p *parser) handedDown(s segment, k int) (found, bool) {
	e := k + 2
	if !(p.has(e, "国家") || p.has(e, "省") || p.has(e, "中央") || p.has(e, "市下达")) {
		return found{}, false
	}
	tail := s.b
	ok := false
	for _, w := range []string{"目标", "目标要求", "任务", "要求", "指标"} {
		if p.hasEnd(e, tail, w) {
			ok = true
		}
	}
	a := p.leadIn(s.a, k)
	if !ok || tail-e > 20 || k-a < 3 || p.verbHead(a, k) > a {
		return found{}, false
	}
	end := k
	m := "level"
	if n, c := p.lex.bwd.at(p.f, end, a, cUp|cDown|cShare); n > 0 {
		switch {
		case c&cShare != 0:
			m = "share"
		case c&cUp == 0:
			m, end = "fall", end-n
		}
	}
	ind := p.clean(a, end)
	if ind == "" {
		return found{}, false
	}
	return found{Target: Target{Indicator: ind, Measure: m, Comparator: "relative", RelativeTo: p.text(e, tail), Relation: "equal", Of: -1, Span: Span{a, tail}}}, true
}

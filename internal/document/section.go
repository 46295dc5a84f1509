package document

import (
	"strings"
	"unicode/utf8"
)

// Words by which headings say what their part is for. The first list that
// matches decides; a heading that joins two (十五五目标和2026年工作) is the nearer one.
var (
	measuresWords = []string{"自身建设", "政府建设", "治理效能", "保障措施", "组织实施", "组织领导", "抓落实", "强化落实", "工作要求", "政府工作全过程", "贯穿政府工作", "监督考核", "服务型政府", "人民满意的", "行政效能", "政府效能", "履职能力", "作风建设"}
	reviewWords   = []string{"回顾", "工作完成情况", "完成情况", "工作情况", "主要成绩", "主要成效", "取得的成", "发展成就", "主要工作及", "工作总结", "总结", "工作成绩", "过去五年", "过去一年", "五年来", "一年来", "工作进展"}
	planWords     = []string{"重点工作", "工作安排", "工作任务", "主要任务", "重点任务", "工作建议", "工作部署", "下半年", "下一步", "今年", "当前", "民生实事", "任务分工", "总体目标", "主要目标", "总体要求", "工作思路", "主要措施", "具体措施"}
	horizonWords  = []string{"”时期", "今后五年", "未来五年", "远景", "五年规划", "五年的", "发展目标", "五年目标", "发展的主要考虑", "总体考虑"}
	governWords   = []string{"自身建设", "对政府工作提出", "各级政府", "政府工作人员", "依法行政"}
	// Papers that only tell.
	bulletinWords = []string{"统计公报", "运行情况", "经济运行", "数据表", "统计分析"}
	// Papers that lay down rules: what their conditions tell (取得以下成果之一) is no review.
	ruleWords = []string{"意见", "办法", "细则", "方案", "规定", "规则", "条例", "措施", "通知", "决定", "行动计划", "实施计划"}
	// What such papers ask of those who apply, and how they define words.
	conditionWords = []string{"条件", "对象", "范围", "资格", "定义", "含义", "附则"}
	// What a speech says of the situation before it comes to the work.
	analysisWords = []string{"形势", "认识", "机遇", "意义", "重要性"}
	workWords     = []string{"重点", "任务", "工作", "措施", "抓好", "抓紧", "推进"}
	otherWords    = []string{"名词解释", "名词注释", "注释", "名词说明", "缩略词", "重要意义", "的意义", "形势分析"}
)

// sections gives every clause its section.
func (r *reader) sections() {
	d := r.d
	r.report = strings.Contains(d.Title, "政府工作报告") || r.mentions("向大会报告")
	for _, h := range d.Headings {
		r.parts = r.parts || h.Rank == RankOne
	}
	d.Report = r.report
	r.bulletin = !r.report && contains(d.Title, bulletinWords)
	r.rules = !r.report && !r.bulletin && contains(d.Title, ruleWords)
	heads := make([]Section, len(d.Headings))
	known := make([]bool, len(d.Headings))
	for h, head := range d.Headings {
		up, upKnown := r.usual(), r.bulletin
		if r.report {
			up = Other
		}
		if head.Parent >= 0 {
			up, upKnown = heads[head.Parent], known[head.Parent]
		}
		c := d.Clauses[head.Clause]
		s, ok := r.headingSection(d.Slice(c.Body, c.End), head.Rank, up)
		if !ok && head.Parent < 0 && !r.bulletin {
			s, ok = r.partSection(h)
		}
		if !ok {
			s, ok = up, upKnown
			if head.Parent < 0 {
				s = r.previous(heads, h)
			}
		}
		heads[h], known[h] = s, ok
	}
	r.assign(heads)
}

// start is the section of what stands before any heading.
func (r *reader) start() Section {
	if r.report || r.parts && !r.bulletin {
		return Other
	}
	return r.usual()
}

// usual is what a part is for when nothing says so.
func (r *reader) usual() Section {
	if r.bulletin {
		return Review
	}
	return Plan
}

func (r *reader) previous(heads []Section, h int) Section {
	for k := h - 1; k >= 0; k-- {
		if r.d.Headings[k].Parent < 0 {
			if heads[k] == Other {
				return r.usual()
			}
			return heads[k]
		}
	}
	return r.usual()
}

func contains(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// endsShort tells a heading of a few words that ends in one of words: 申报条件.
func endsShort(s string, words []string) bool {
	s = strings.TrimRight(s, "。：: \u3000")
	if utf8.RuneCountInString(s) > 9 {
		return false
	}
	for _, w := range words {
		if strings.HasSuffix(s, w) {
			return true
		}
	}
	return false
}

// headingSection reads a heading; deep ones only move between plan and measures.
func (r *reader) headingSection(s string, rank Rank, up Section) (Section, bool) {
	if contains(s, otherWords) || rank <= RankTwo && contains(s, analysisWords) && !contains(s, workWords) {
		return Other, true
	}
	if r.rules && endsShort(s, conditionWords) {
		return Other, true
	}
	if rank > RankTwo && !(rank == RankBullet && up == Other) {
		return up, false
	}
	if rank >= RankTwo {
		if up == Plan && contains(s, measuresWords) {
			return Measures, true
		}
		if up == Plan && rank == RankTwo && contains(s, horizonWords) && !contains(s, planWords) {
			return Horizon, true
		}
		return up, false
	}
	thisYear := r.d.Year > 0 && strings.Contains(s, itoa(r.d.Year)+"年")
	lastYear := r.d.Year > 0 && strings.Contains(s, itoa(r.d.Year-1)+"年")
	plan := contains(s, planWords) || thisYear
	switch {
	case contains(s, reviewWords) && strings.Contains(s, "主要目标"):
		return Horizon, true
	case contains(s, reviewWords) && !strings.Contains(s, "下一步") || lastYear && !thisYear:
		return Review, true
	case contains(s, measuresWords):
		return Measures, true
	case thisYear:
		return Plan, true
	case contains(s, horizonWords):
		return Horizon, true
	case plan:
		return Plan, true
	}
	return up, false
}

// partSection reads the words under a heading that is a slogan: first what it
// opens with, then whether it demands more than it tells.
func (r *reader) partSection(h int) (Section, bool) {
	d := r.d
	a := d.Clauses[d.Headings[h].Clause].End
	b := len(r.f)
	for k := h + 1; k < len(d.Headings); k++ {
		if d.Headings[k].Parent < 0 {
			b = d.Clauses[d.Headings[k].Clause].Start
			break
		}
	}
	if s, ok := r.words(d.Slice(a, min(b, a+500))); ok {
		return s, true
	}
	demands, tells := r.mood(a, min(b, a+6000))
	switch {
	case demands*2 >= tells && demands > 0:
		return Plan, true
	case tells > 3 && !r.rules:
		return Review, true
	}
	return Plan, false
}

// mood counts words of demand (要) and of things done (了, 取得) in [a,b).
func (r *reader) mood(a, b int) (demands, tells int) {
	for k := a; k+1 < b; k++ {
		switch r.f[k] {
		case '要':
			if k > 0 && !strings.ContainsRune("重主必需只摘纪概扼首", r.f[k-1]) && !strings.ContainsRune("求素点害件么塞紧闻", r.f[k+1]) {
				demands++
			}
		case '了':
			if r.f[k+1] != '解' && k > 0 && r.f[k-1] != '为' {
				tells++
			}
		case '取':
			if r.f[k+1] == '得' {
				tells++
			}
		}
	}
	return demands, tells
}

// words reads a passage for what it is about.
func (r *reader) words(s string) (Section, bool) {
	head := s
	if k := strings.IndexAny(s, "。"); k >= 0 {
		head = s[:k]
	}
	switch {
	case strings.Contains(s, "自身建设") && !strings.Contains(s, "五年来") && !strings.Contains(s, "一年来"):
		return Measures, true
	case contains(head, []string{"过去一年", "过去的一年", "一年来", "五年来", "回顾", "过去五年", "极不平凡"}):
		return Review, true
	case strings.Contains(head, "今年"):
		return Plan, true
	case strings.Contains(head, "”时期"):
		return Horizon, true
	}
	return Plan, false
}

// assign walks the clauses; paragraphs without a heading of their own may turn
// the section: 各位代表！做好今年工作，对政府自身建设提出了更高要求。
func (r *reader) assign(heads []Section) {
	d := r.d
	turn, turned := Other, false
	prevHeading := -1
	for i := range d.Clauses {
		c := &d.Clauses[i]
		if c.Form == Furniture {
			c.Section = Other
			continue
		}
		h := r.outer(c.Heading)
		if h != prevHeading {
			prevHeading, turned = h, false
		}
		s := r.start()
		if c.Heading >= 0 {
			s = heads[c.Heading]
		}
		if c.Form == Title && c.Heading < 0 && !r.isHeading(i) {
			s = Other
		}
		if c.Form == Title && r.isHeading(i) {
			s = heads[r.headingAt(i)]
			turned = turned && r.d.Headings[r.headingAt(i)].Rank > RankTwo
		}
		if c.First {
			now := s
			if turned {
				now = turn
			}
			if t, ok := r.turning(i, now); ok {
				turn, turned = t, true
			}
		}
		if turned {
			s = turn
		}
		c.Section = s
	}
}

func (r *reader) isHeading(i int) bool { return r.headingAt(i) >= 0 }

// headingAt finds the heading that clause i is, by its place in order.
func (r *reader) headingAt(i int) int {
	hs := r.d.Headings
	lo, hi := 0, len(hs)
	for lo < hi {
		m := (lo + hi) / 2
		if hs[m].Clause < i {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo < len(hs) && hs[lo].Clause == i {
		return lo
	}
	return -1
}

// outer is the part or chapter a heading belongs to.
func (r *reader) outer(h int) int {
	for h >= 0 && r.d.Headings[h].Rank > RankOne && r.d.Headings[h].Parent >= 0 {
		h = r.d.Headings[h].Parent
	}
	return h
}

// turning tells whether the paragraph that begins with clause i opens another
// section than the one its heading says.
func (r *reader) turning(i int, s Section) (Section, bool) {
	d := r.d
	n := d.Clauses[i].Line
	a, b := d.Clauses[i].Start, d.Clauses[i].Start
	for k := i; k < len(d.Clauses) && d.Clauses[k].Line == n && k < i+4; k++ {
		b = d.Clauses[k].End
	}
	switch r.f[a] {
	case '各', '面', '“', '今', '过', '五', '刚', '2', '经':
	default:
		if s != Other {
			return s, false
		}
	}
	p := d.Slice(a, min(b, a+160))
	year := r.d.Year > 0 && strings.HasPrefix(p, itoa(r.d.Year)+"年是")
	switch {
	case !r.report:
	case s == Plan && (strings.HasPrefix(p, "各位代表") || strings.HasPrefix(p, "面对新")) && contains(p, governWords):
		return Measures, true
	case s == Plan && strings.HasPrefix(p, "“") && strings.Contains(p, "时期是"):
		return Horizon, true
	case s == Horizon && (strings.HasPrefix(p, "今年是") || strings.HasPrefix(p, "今年经济社会") || year):
		return Plan, true
	case s == Horizon && (strings.HasPrefix(p, "过去五年") || strings.HasPrefix(p, "过去一年") || strings.HasPrefix(p, "五年来")):
		return Review, true
	case s == Review && strings.HasPrefix(p, "“") && strings.Contains(p, "时期是") && contains(p, []string{"开启", "关键", "新征程"}):
		return Horizon, true
	case s == Other && (strings.HasPrefix(p, "今年是") || strings.Contains(p, "主要预期目标是")):
		return Plan, true
	case s == Other && (strings.Contains(p, "过去一年") || strings.Contains(p, "刚刚过去的")):
		return Review, true
	}
	return s, false
}

func (r *reader) mentions(w string) bool {
	return strings.Contains(r.d.Slice(0, min(len(r.f), 1500)), w)
}

// keyword tells whether an unnumbered line names a part of the paper.
func (r *reader) keyword(a, b int) bool {
	s := string(r.f[a:b])
	if s == "附件" || strings.HasPrefix(s, "附件:") {
		return true
	}
	return contains(s, reviewWords) || contains(s, planWords) || contains(s, measuresWords) || contains(s, horizonWords) || contains(s, otherWords)
}

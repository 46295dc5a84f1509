package decompose

// left takes apart what stands before a figure.
func (p *parser) left(a, b int, q *quantity) left {
	l := left{a: p.leadIn(a, b), b: b}
	l.whole = l.a >= b
	l.area = p.areaIn(a, l.a)
	l.start = l.a
	if q.fromAt > 0 {
		l.level, l.cut = true, true
		l.b = q.pre
		if q.reduced {
			l.dir = 0
		}
	}
	l.cut = l.cut || q.rank
	l.bound = q.pre < q.start && q.cmp != "about"
	if q.rank {
		for _, w := range [...]string{"全国", "全省", "全市", "全区", "中部", "西部", "东部", "中部地区", "西部地区", "中国西部", "全球", "世界"} {
			if p.hasEnd(l.a, l.b, w) {
				l.b -= runeLen(w)
				break
			}
		}
	}
	p.planShare(&l, q)
	for range 6 {
		p.perOne(&l)
		if !p.tail(&l) {
			break
		}
	}
	p.payer(&l, q)
	p.comparison(&l)
	for l.base && p.hasEnd(l.a, l.b, "分别") {
		l.b, l.each = l.b-2, true
	}
	p.runningYears(&l)
	for l.cut && l.b-l.a > 1 && (p.f[l.b-1] == '按' || p.f[l.b-1] == '拟' || p.f[l.b-1] == '要' || p.f[l.b-1] == '须') {
		l.b--
	}
	if l.dir != 0 && p.hasEnd(l.a, l.b, "至少") && q.cmp == "reach" {
		l.b, q.cmp = l.b-2, "at_least" // 至少降低30%
		if p.hasEnd(l.a, l.b, "年内") || p.hasEnd(l.a, l.b, "全年") {
			l.b -= 2
		}
	}
	return l
}

// planShare takes 完成年计划的 off the end before a percentage; each head of the
// list has it.
func (p *parser) planShare(l *left, q *quantity) {
	if !q.percent || l.b-l.a < 5 || p.f[l.b-1] != '的' {
		return
	}
	for k := l.b - 3; k > l.a+1 && l.b-k < 12; k-- {
		if p.has(k, "完成") {
			l.suffix = p.clean(k, l.b-1)
			l.b, l.level, l.cut = k, true, true
			return
		}
	}
}

// payer drops the office that pays, where what it pays for stands behind the sum:
// 市财政每年安排1000万元扶持资金.
func (p *parser) payer(l *left, q *quantity) {
	if !l.level || !p.money(q) || q.post >= len(p.f) || isStop(p.f[q.post]) || p.f[q.post] == '、' {
		return
	}
	for _, w := range [...]string{"财政", "财政局", "政府"} {
		if p.hasEnd(l.a, l.b, w) {
			l.a, l.level, l.cut, l.whole = l.b, false, false, true
			return
		}
	}
}

// perOne takes 每月, 每人每年 off the end: 低保标准提高到每月815元.
func (p *parser) perOne(l *left) {
	for l.b-2 > l.a && p.f[l.b-2] == '每' {
		switch p.f[l.b-1] {
		case '月', '年', '人', '生', '亩', '户', '天', '日', '吨', '斤':
			l.b -= 2
		default:
			return
		}
	}
	if p.hasEnd(l.a, l.b, "每公斤") || p.hasEnd(l.a, l.b, "每平方米") {
		for p.f[l.b-1] != '每' {
			l.b--
		}
		l.b--
	}
}

// runningYears takes 连续13年 off the end of an indicator.
func (p *parser) runningYears(l *left) {
	k := l.b - 1
	if k <= l.a {
		return
	}
	if p.f[k] != '年' {
		k++ // 年 was taken off already
	}
	for k > l.a && (isDigit(p.f[k-1]) || hanDigit(p.f[k-1]) >= 0 || p.f[k-1] == '十') {
		k--
	}
	if k < l.b && p.hasEnd(l.a, k, "连续") {
		l.b = k - 2
	}
}

// tail takes one verb or adverb off the end of l.
func (p *parser) tail(l *left) bool {
	f := p.f
	n, c := p.lex.bwd.at(f, l.b, l.a, cReach|cLevel|cUp|cDown|cAdverb|cLeastBefore|cMostBefore)
	if n == 0 {
		return false
	}
	k := l.b - n
	switch {
	case l.cut && c&cAdverb == 0 && (l.dir != 0 || c&(cUp|cDown) == 0 && l.level):
		return false
	case c&cReach != 0 && n == 1:
		m, d := p.lex.bwd.at(f, k, l.a, cUp|cDown)
		if m > 0 {
			k -= m
			_ = d
		} else if k == l.a && f[k] == '为' {
			return false
		} else if f[k] == '成' || f[k] == '到' && k > l.a && (f[k-1] == '得' || f[k-1] == '解') {
			return false
		}
		l.level, l.cut = true, true
	case c&(cUp|cDown) != 0 && n == 1 && p.longerWork(l):
		return false
	case c&(cUp|cDown) != 0 && !l.level && (c&cAction == 0 || k > l.a):
		l.dir, l.cut = 1, true
		if c&cUp == 0 {
			l.dir = -1
		}
	case c&(cLevel|cLeastBefore|cMostBefore) != 0 && l.dir == 0:
		if c&cAction != 0 && k == l.a {
			return false
		}
		if n == 1 && (f[k] == '有' || f[k] == '列' || f[k] == '按' || f[k] == '居' || f[k] == '排' || f[k] == '是' || f[k] == '在' || f[k] == '为') && (k == l.a && f[k] != '居' && f[k] != '列' && f[k] != '排' || p.wordBefore(k, l.a)) {
			return false
		}
		l.level, l.cut = true, true
	case c&cAdverb != 0:
		switch f[k] {
		case '分':
			l.each = l.each || n == 2 && f[k+1] == '别'
		case '均':
			l.all = l.all || n == 1
		case '同':
			l.together = l.together || n == 2 && f[k+1] == '步'
		case '各':
			l.all, l.perEach = l.all || n == 1, l.perEach || n == 1
		}
		if !l.cut && !l.each && !l.all && !measuring(f[k:k+n]) && !(l.bound && expecting(f[k:k+n])) {
			return false
		}
	default:
		return false
	}
	l.b = k
	return true
}

// longerWork tells that the verb of change at the end of l ends a verb of work:
// 新增, 加装.
func (p *parser) longerWork(l *left) bool {
	n, c := p.lex.bwd.at(p.f, l.b, l.a, cAction)
	return n > 1 && c&(cUp|cDown) == 0
}

// measuring tells the adverbs that only qualify figures: 同比, 年均.
func measuring(w []rune) bool {
	switch string(w) {
	case "年均", "同比", "环比", "平均", "累计", "合计", "共", "总共", "再", "净", "逐年", "比重":
		return true
	}
	return false
}

// expecting tells the adverbs before a comparator that belong to no indicator:
// 预计突破50亿元.
func expecting(w []rune) bool {
	switch string(w) {
	case "预计", "力争", "争取", "总体", "有望", "确保", "努力":
		return true
	}
	return false
}

// wordBefore tells that the rune before k makes a longer word with it: 没有, 系列.
func (p *parser) wordBefore(k, lo int) bool {
	if k <= lo {
		return false
	}
	switch p.f[k-1] {
	case '没', '含', '拥', '存', '现', '内', '外', '实', '成', '作', '较', '视', '系', '专', '国', '所', '特', '安', '定', '民', '公', '享', '占', '旧':
		return true
	}
	return false
}

// comparison drops the base of a comparison: 较上年, 比“十三五”末期, 较去年目标任务.
func (p *parser) comparison(l *left) {
	for k := l.b - 2; k >= l.a && l.b-k <= 14; k-- {
		switch p.f[k] {
		case '较':
		case '比':
			if k > l.a && (p.f[k-1] == '占' || p.f[k-1] == '同' || p.f[k-1] == '环' || p.f[k-1] == '对' || p.f[k-1] == '配') {
				continue
			}
			if r := p.f[k+1]; r == '重' || r == '例' || r == '率' || r == '较' || r == '武' || r == '赛' {
				continue
			}
		default:
			continue
		}
		l.b, l.base = k, true
		return
	}
}

// leadIn skips what stands in front of an indicator and does not belong to it.
func (p *parser) leadIn(a, b int) int {
	for a < b {
		if n, _ := p.lex.fwd.at(p.f, a, b, cLeadIn); n > 0 && (n > 1 || p.leadAlone(a, b)) {
			if b-a-n <= 2 && p.has(a, "实现") {
				break
			}
			a += n
			continue
		}
		if e := p.datePrefix(a, b); e > a {
			a = e
			continue
		}
		if e := p.quotedLead(a, b); e > a {
			a = e
			continue
		}
		if e := p.occasion(a, b); e > a {
			a = e
			continue
		}
		if e := p.condition(a, b); e > a {
			a = e
			continue
		}
		if p.f[a] == ' ' || p.f[a] == '、' || p.f[a] == '—' || p.f[a] == '-' {
			a++
			continue
		}
		break
	}
	return a
}

// quotedLead skips a way of working in quotation marks before the work:
// “双导师制”培养工程硕博士.
func (p *parser) quotedLead(a, b int) int {
	if p.f[a] != '“' {
		return a
	}
	for k := a + 1; k < b && k-a < 16; k++ {
		if p.f[k] != '”' {
			continue
		}
		if n, _ := p.lex.fwd.at(p.f, k+1, b, cAction); n >= 2 && k+1+n < b {
			return k + 1
		}
		return a
	}
	return a
}

// condition skips 正常年景下, 同口径下 in front of an indicator.
func (p *parser) condition(a, b int) int {
	for k := a + 2; k < b && k-a < 10; k++ {
		if p.f[k] != '下' || k+1 >= b {
			continue
		}
		for _, w := range [...]string{"年景", "条件", "背景", "前提", "情况", "口径", "指导"} {
			if p.hasEnd(a, k, w) {
				return k + 1
			}
		}
	}
	return a
}

// occasion skips 在…评价中, 在…排名中 in front of an indicator.
func (p *parser) occasion(a, b int) int {
	if p.f[a] != '在' {
		return a
	}
	for k := a + 3; k < b && k-a < 18; k++ {
		if p.f[k] != '中' || k+1 >= b {
			continue
		}
		for _, w := range [...]string{"评价", "考核", "评比", "测评", "排名", "评估", "调查", "评选"} {
			if p.hasEnd(a, k, w) {
				return k + 1
			}
		}
	}
	return a
}

// areaIn is the area that the words in front of an indicator name.
func (p *parser) areaIn(a, b int) string {
	for k := a; k+1 < b; k++ {
		if p.f[k] != '全' && p.f[k] != '我' && p.f[k] != '本' {
			continue
		}
		switch p.f[k+1] {
		case '国', '省', '市', '区', '县', '州', '盟':
			return p.text(k, k+2)
		}
	}
	return ""
}

// leadAlone tells that a lead-in of one rune is a word of its own here.
func (p *parser) leadAlone(a, b int) bool {
	if a+1 >= b {
		return true
	}
	const word = cMetric | cShare | cAction | cAdverb | cModifier | cGeneric | cUp | cDown | cLevel
	if n, _ := p.lex.fwd.at(p.f, a, b, word); n > 1 {
		return false
	}
	switch p.f[a] {
	case '均':
		return p.f[a+1] != '衡' && p.f[a+1] != '等'
	case '约':
		return p.f[a+1] != '束'
	case '把', '将', '按', '拟', '再', '还', '已', '共', '各', '仅', '现', '并', '要':
		return true
	case '使':
		return p.f[a+1] != '用'
	}
	return false
}

// datePrefix skips a time in front of an indicator: 到2030年, “十五五”时期, 5年内,
// 近3年, 2026年. It gives a when there is none.
func (p *parser) datePrefix(a, b int) int {
	f, k := p.f, a
	if k < b && f[k] == '“' {
		for e := k + 1; e < b && e-k < 8; e++ {
			if f[e] == '”' && (p.has(e+1, "时期") || p.has(e+1, "期间")) {
				return e + 3
			}
		}
		return a
	}
	for k < b && (f[k] == '近' || f[k] == '到' || f[k] == '于' || f[k] == '在' || f[k] == '至' || f[k] == '前' || f[k] == '每' || f[k] == '后') {
		k++
	}
	d := k
	for k < b && (isDigit(f[k]) || hanDigit(f[k]) >= 0 || isMask(f[k]) || f[k] == '十' || f[k] == '半' || f[k] == '上' || f[k] == '下') && k-d < 5 {
		k++
	}
	if k >= b || k == a {
		return a
	}
	switch f[k] {
	case '年', '月', '季':
	default:
		return a
	}
	k++
	for k < b {
		switch f[k] {
		case '度', '内', '底', '末', '前', '初', '来', '间', '起', '年', '月', '日':
			k++
			continue
		}
		if isDigit(f[k]) && k+2 < b && (f[k+1] == '月' || f[k+2] == '月' || f[k+1] == '日' || f[k+2] == '日') {
			k++
			continue
		}
		break
	}
	return k
}

package decompose

// quantity is a number with its unit and the comparators around it.
type quantity struct {
	number
	pre      int // where the comparator before the number begins, else start
	post     int // after the unit and the comparator behind it
	max      string
	unit     string
	unitEnd  int
	cmp      string // reach, at_least, at_most, about, range
	after    bool   // a comparator stood behind
	percent  bool   // % or ‰
	point    bool   // 个百分点
	time     bool   // a length of time
	times    bool   // 倍
	rank     bool   // 第7位
	counter  bool   // a measure word without a physical meaning
	from     string // 由5元提高至10元
	fromAt   int    // where 由 stands, 0 for none
	reduced  bool   // what leads to it is a verb of falling
	whole    bool   // 全覆盖, 清零, 翻番: no number is written
	verbless bool
}

func isDash(r rune) bool {
	switch r {
	case '-', '—', '–', '－', '―', '~', '～', '至', '到', '−', '﹣':
		return true
	}
	return false
}

func isMultiplier(r rune) bool { return r == '万' || r == '亿' || r == '千' || r == '百' }

// readUnit reads multipliers and a unit at f[i]; end is i when there is none.
func (p *parser) readUnit(i, hi int) (end int, base class, mult int) {
	k := i
	n, c := p.lex.fwd.at(p.f, k, hi, cUnit|cTime)
	for n == 0 && k < hi && (isMultiplier(p.f[k]) || p.f[k] == '余' || p.f[k] == '多') && k-i < 4 {
		k++
		n, c = p.lex.fwd.at(p.f, k, hi, cUnit|cTime)
	}
	mult = k
	if n == 0 {
		if n = p.latinUnit(k, hi); n == 0 {
			return mult, 0, mult
		}
		return k + n, cUnit, mult
	}
	end = k + n
	if isLetter(p.f[k]) && end < hi && (isLetter(p.f[end]) || isDigit(p.f[end]) && p.f[end-1] != 'm') {
		return mult, 0, mult
	}
	if c&cUnit != 0 && end < hi && p.f[end] == '次' && n == 1 && p.timesOf(k, end+1) {
		end++ // 50场次, 8台次
	}
	if end+2 < hi && p.f[end] == '(' && p.f[end+2] == ')' && p.f[end+1] != '含' && c&cUnit != 0 {
		end += 3 // 套(间), 条(段)
	}
	if end+1 < hi && p.f[end] == '/' {
		if m, _ := p.lex.fwd.at(p.f, end+1, hi, cUnit|cTime); m > 0 {
			end += 1 + m
		}
	}
	return end, c & (cUnit | cTime), mult
}

// timesOf tells that the measure word at k goes together with 次 and that no other
// word begins with that 次, as in 3个次区域.
func (p *parser) timesOf(k, after int) bool {
	switch p.f[k] {
	case '场', '台', '辆', '户', '件', '架', '艘', '班', '车', '亩', '船', '列', '天', '校':
		return !p.hasOne(after, "级区日年生新于第")
	}
	return false
}

// latinUnit is the length of a unit in letters that no dictionary has: 190Eflops.
// One letter is a name (5G, 4K).
func (p *parser) latinUnit(k, hi int) int {
	e := k
	for e < hi && isLetter(p.f[e]) {
		e++
	}
	if e-k < 2 || e-k > 8 || e < hi && (isDigit(p.f[e]) || p.f[e] == '-' || p.f[e] == '+' || p.f[e] == '_') {
		return 0
	}
	for _, w := range [...]string{"AI", "IP", "ID", "VR", "AR", "CT", "xx", "XX", "APP", "app"} {
		if p.has(k, w) {
			return 0
		}
	}
	return e - k
}

// readQuantity reads the number at f[i] with unit and comparators. ok is false
// for what is no quantity: names, ordinals, years, dates, numbers of documents.
func (p *parser) readQuantity(i, lo, hi int) (q quantity, next int, ok bool) {
	f := p.f
	n, is := readNumber(f, i, hi)
	if !is {
		return q, i + 1, false
	}
	next = n.end
	if i > lo && p.partOfName(i, lo) {
		return q, next, false
	}
	q = quantity{number: n, pre: n.start, cmp: "reach"}
	k := n.end
	end, base, mult := p.readUnit(k, hi)
	if r, m, e, is := p.readRange(k, end, hi); is {
		q.max, q.cmp = r.value, "range"
		if r.masked {
			q.masked = true
		}
		end, base, mult = e, m, r.end
		for mult < e && isMultiplier(f[mult]) {
			mult++
		}
		k = r.end
		q.end = r.end
		if base == 0 && end == k {
			return q, end, false
		}
	}
	if i > lo && f[i-1] == '第' {
		return p.ordinal(q, end, hi)
	}
	if k < hi && end == k && isLetter(f[k]) {
		return q, k + 1, false
	}
	q.unitEnd = end
	q.setUnit(p.source(k, end), end-mult, base)
	if n.han && !p.hanCounts(&q, lo, hi) {
		return q, next, false
	}
	if !p.counted(&q, lo, hi) {
		return q, max(next, end), false
	}
	p.comparators(&q, lo, hi)
	return q, q.post, true
}

// setUnit sorts the unit into its family.
func (q *quantity) setUnit(written []rune, size int, base class) {
	q.unit = compact(written)
	switch q.unit {
	case "%", "‰":
		q.percent = true
	case "个百分点", "百分点":
		q.point = true
	case "倍":
		q.times = true
	case "成":
		q.percent, q.unit = true, "%"
		q.value, q.max = tenfold(q.value), tenfold(q.max)
	}
	q.time = base&cUnit == 0 && base&cTime != 0
	q.counter = base&cUnit != 0 && !q.percent && !q.point && !q.times && size >= 0
}

// source is [a,b) as written, with signs and letters in their plain form.
func (p *parser) source(a, b int) []rune {
	out := make([]rune, 0, b-a)
	for k := a; k < b; k++ {
		if r := p.f[k]; r == '(' || r == ')' {
			out = append(out, p.d.Runes[k])
		} else {
			out = append(out, r)
		}
	}
	return out
}

// compact drops 余 and 多 out of a unit: 10万余户 is 万户.
func compact(rs []rune) string {
	out := make([]rune, 0, len(rs))
	for i, r := range rs {
		if (r == '余' || r == '多') && i < 3 {
			continue
		}
		out = append(out, r)
	}
	return string(out)
}

func tenfold(v string) string {
	if v == "" {
		return ""
	}
	for i := range v {
		if v[i] == '.' {
			if i+2 < len(v) {
				return v[:i] + v[i+1:i+2] + "." + v[i+2:]
			}
			return v[:i] + v[i+1:]
		}
	}
	return v + "0"
}

// readRange reads the second number of 5%—5.5%, 4.5-5%, 1到2个. end is where
// the unit of the first number ends.
func (p *parser) readRange(k, end, hi int) (n number, base class, e int, ok bool) {
	d := end
	if d >= hi || !isDash(p.f[d]) {
		return n, 0, 0, false
	}
	for d < hi && isDash(p.f[d]) && d-end < 2 {
		d++
	}
	n, is := readNumber(p.f, d, hi)
	if !is {
		return n, 0, 0, false
	}
	e, base, _ = p.readUnit(n.end, hi)
	if e == n.end && end > k {
		return n, 0, 0, false
	}
	if e == n.end {
		return n, 0, 0, false
	}
	return n, base, e, true
}

// ordinal takes 第7位 as a rank and all else after 第 as a name.
func (p *parser) ordinal(q quantity, end, hi int) (quantity, int, bool) {
	f := p.f
	k := q.end
	if (k >= hi || isStop(f[k]) || f[k] == '、') && p.standing(q.start-1) {
		q.rank, q.unitEnd, q.post, q.pre = true, k, k, q.start-1
		return q, k, true
	}
	if k < hi && (f[k] == '位' || f[k] == '名') && (k+1 >= hi || f[k+1] != '次') {
		q.rank, q.unit, q.unitEnd, q.post = true, string(f[k:k+1]), k+1, k+1
		q.pre = q.start - 1
		return q, k + 1, true
	}
	return q, max(end, k), false
}

// standing tells that what leads to 第1 says where something stands: 居全国第1.
func (p *parser) standing(i int) bool {
	for k := i - 1; k >= 0 && i-k <= 9; k-- {
		switch p.f[k] {
		case '居', '列', '跃', '升', '排', '进', '跻':
			return true
		case ',', '。', '、':
			return false
		}
	}
	return false
}

// session tells the number of a meeting, 八届四次全会: k is where 次 ends.
func (p *parser) session(a, k int) bool {
	switch p.f[a-1] {
	case '届', '会', '第':
	default:
		return false
	}
	return p.has(k, "全会") || p.has(k, "会议") || p.has(k, "全体会议") || p.has(k, "常委会") || p.has(k, "代表大会")
}

// partOfName tells a number that goes on from letters, signs or other digits,
// or stands inside a name in quotation marks.
func (p *parser) partOfName(i, lo int) bool {
	switch r := p.f[i-1]; {
	case isLetter(r) && r != 'x' && r != 'X':
		return true
	case r == '_' || r == '+' || r == '/' || r == '.' || r == '·' || r == '#' || r == '〔' || r == '[':
		return true
	case r == '-' || r == '—' || r == '–':
		return i-2 >= lo && (isDigit(p.f[i-2]) || isLetter(p.f[i-2]))
	}
	return p.named(i)
}

// counted rejects numbers that count no work: names (15号线), dates, lengths of
// programmes (三年行动), structure of the text (9个方面工作).
func (p *parser) counted(q *quantity, lo, hi int) bool {
	f, k := p.f, q.unitEnd
	if k == q.end && !q.masked {
		return p.plain(q, lo, hi)
	}
	if k == q.end {
		return false
	}
	if k < hi {
		switch f[k] {
		case '+', '×', '_', '·', '#':
			return false
		}
		if n, _ := p.lex.fwd.at(f, k, hi, cNamed); n > 0 && !q.percent && !q.point {
			if f[k] != '月' && f[k] != '日' || !q.time {
				if !p.afterAll(k, n, hi) {
					return false
				}
			}
		}
		if n, _ := p.lex.fwd.at(f, k, hi, cUncounted); n > 0 && q.counter {
			return false
		}
	}
	if q.unit == "人" && k < hi && f[k] == '制' {
		return false
	}
	if (q.unit == "位" || q.unit == "名") && q.start > lo && f[q.start-1] == '前' {
		if !p.standing(q.start - 1) {
			return false // 大赛前3名
		}
		q.rank, q.pre = true, q.start-1
	}
	if q.unit == "次" && q.start > lo && p.session(q.start, k) {
		return false
	}
	if q.time {
		return p.duration(q, lo, hi)
	}
	if q.unit == "个" && k < hi && (f[k] == '月' || f[k] == '年') {
		return false
	}
	return true
}

// afterAll tells that what looks like a name after the unit is a plain word:
// 5000个时段, 10家路演.
func (p *parser) afterAll(k, n, hi int) bool {
	switch p.f[k] {
	case '时', '路', '线', '期', '点', '维', '强', '频', '码', '版', '型', '股', '乘', '幅':
		return p.f[k] != '强' && p.f[k] != '频' && n == 1 && k+1 < hi && p.f[k-1] != '线' && isHanWord(p.f[k+1]) && (p.f[k] == '时' || p.f[k] == '点' || p.f[k] == '路' || p.f[k] == '线' || p.f[k] == '型' || p.f[k] == '股' || p.f[k] == '期' || p.f[k] == '维')
	}
	return false
}

func isHanWord(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// plain takes a bare number as a level when a verb of level leads to it and the
// phrase ends: 收入比缩小至2.54, 控制在103.5以内.
func (p *parser) plain(q *quantity, lo, hi int) bool {
	f := p.f
	if q.han {
		return false
	}
	k := q.end
	if n, c := p.lex.fwd.at(f, k, hi, cLeastAfter|cMostAfter|cAboutAfter); n > 0 && c != 0 {
		k += n
	}
	if k < hi && !isStop(f[k]) && f[k] != '、' {
		return false
	}
	i := q.start
	n, c := p.lex.bwd.at(f, i, lo, cReach|cLevel|cMostBefore|cLeastBefore)
	if n == 0 || n == 1 && c&cReach == 0 {
		return false
	}
	if n == 1 {
		m, _ := p.lex.bwd.at(f, i-1, lo, cUp|cDown)
		if m == 0 && f[i-1] != '达' {
			return false
		}
	}
	return len(q.value) < 7 && !(len(q.value) == 4 && q.value[:2] == "20")
}

// duration tells a length of time that is a value: 预期寿命提高到78岁, x个工作日.
func (p *parser) duration(q *quantity, lo, hi int) bool {
	f := p.f
	switch q.unit {
	case "月", "日", "周", "点", "方面", "台阶":
		return false
	}
	if q.unitEnd < hi && (f[q.unitEnd] == '内' || f[q.unitEnd] == '前' || f[q.unitEnd] == '后' || f[q.unitEnd] == '来') {
		return false
	}
	if q.unit == "年" && (q.end-q.start == 4 && isDigit(f[q.start+1]) && isDigit(f[q.start+2]) && isDigit(f[q.start+3]) || q.masked) {
		return false
	}
	if q.han {
		return false
	}
	if q.unit == "个工作日" || q.unit == "工作日" {
		return q.start > lo && !isStop(f[q.start-1])
	}
	i := p.pastYearOf(q.start, lo)
	if i < q.start && (q.unit == "年" || q.unit == "岁") && p.fromMark(*q, segment{a: lo}) >= 0 {
		return true
	}
	if n, _ := p.lex.bwd.at(f, i, lo, cLeastBefore|cMostBefore|cAboutBefore); n > 0 {
		return true
	}
	if i == q.start && q.unit == "岁" && p.fromMark(*q, segment{a: lo}) >= 0 {
		return true
	}
	n, c := p.lex.bwd.at(f, i, lo, cReach|cLevel|cUp|cDown)
	if n == 0 {
		return false
	}
	return c&(cUp|cDown) != 0 || n > 1 || f[i-1] == '达' || f[i-1] == '至' || f[i-1] == '到' && i-2 >= lo
}

// pastYearOf skips 2025年的 backwards: 提升至2025年的10.2年.
func (p *parser) pastYearOf(i, lo int) int {
	if i-6 < lo || p.f[i-1] != '的' || p.f[i-2] != '年' || !isDigit(p.f[i-3]) {
		return i
	}
	k := i - 2
	for k > lo && isDigit(p.f[k-1]) {
		k--
	}
	return k
}

// hanCounts tells which numbers in Chinese characters are figures: those of two
// or more, with a measure word, as a target is written (一百二十个, 五成). Small
// ones are words: 一批, 两大, 三年行动.
func (p *parser) hanCounts(q *quantity, lo, hi int) bool {
	if q.percent {
		return q.start > lo && p.f[q.start-1] != '分' && q.end-q.start == 1
	}
	if q.unitEnd == q.end || q.end-q.start < 2 || q.time {
		return false
	}
	if hanPower(p.f[q.start]) > 0 && p.f[q.start] != '十' {
		return false
	}
	switch q.unit {
	case "次", "期", "种", "类", "项", "届":
		return false
	}
	if !q.counter || q.start <= lo {
		return false
	}
	n, _ := p.lex.bwd.at(p.f, q.start, lo, cAction|cUp|cDown|cLevel|cLeastBefore|cMostBefore|cAboutBefore)
	return n > 0
}

// comparators reads what stands right before and right after.
func (p *parser) comparators(q *quantity, lo, hi int) {
	f := p.f
	set := func(c class) {
		switch {
		case q.max != "":
		case c&(cLeastBefore|cLeastAfter) != 0:
			q.cmp = "at_least"
		case c&(cMostBefore|cMostAfter) != 0:
			q.cmp = "at_most"
		case c&(cAboutBefore|cAboutAfter) != 0:
			q.cmp = "about"
		}
	}
	if q.rank {
		q.post = q.unitEnd
		return
	}
	q.pre = q.start
	if n, c := p.lex.bwd.at(f, q.start, lo, cLeastBefore|cMostBefore|cAboutBefore); n > 0 {
		if n > 1 || f[q.start-1] != '超' && f[q.start-1] != '近' && f[q.start-1] != '约' && f[q.start-1] != '逾' || !p.insideWord(q.start-1, lo) {
			q.pre -= n
			set(c)
		}
	}
	q.post = q.unitEnd
	if q.unitEnd > q.end+1 && (f[q.end] == '余' || f[q.end] == '多' || f[q.end+1] == '余' || f[q.end+1] == '多') && q.cmp == "reach" {
		q.cmp = "at_least"
	}
	if n, c := p.lex.fwd.at(f, q.post, hi, cLeastAfter|cMostAfter|cAboutAfter); n > 0 && !(n == 1 && q.post+1 < hi && isHanWord(f[q.post+1])) {
		set(c)
		q.post += n
		q.after = true
	}
}

// insideWord tells that a comparator of one rune ends another word: 接近 is not 近.
func (p *parser) insideWord(i, lo int) bool {
	if i <= lo {
		return false
	}
	switch p.f[i-1] {
	case '最', '邻', '附', '就', '临', '节', '公', '合', '条', '契', '大':
		return p.f[i] != '超'
	}
	return false
}

func isStop(r rune) bool {
	switch r {
	case ',', ';', '。', ':', '!', '?', '\n', ')', '(', '|', '\t':
		return true
	}
	return false
}

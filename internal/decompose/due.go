package decompose

// dues reads the time limits of [a,b).
func (p *parser) dues(a, b int) []Due {
	var out []Due
	floor := a
	for i := a; i < b; {
		r := p.f[i]
		if hintOf(r)&hDue == 0 {
			i++
			continue
		}
		var d Due
		ok := false
		switch {
		case isDigit(r) || isMask(r) || hanDigit(r) >= 0 || r == '十':
			d, ok = p.dateDue(i, floor, b)
		case r == '年' && (p.has(i, "年底前") || p.has(i, "年底") || p.has(i, "年末前") || p.has(i, "年内") || p.has(i, "年终")):
			d, ok = p.yearEnd(i, floor, b)
		case r == '每':
			d, ok = p.cadence(i, b)
		case r == '上' || r == '下' || r == '第' || r == '首' || r == '当':
			d, ok = p.period(i, a, b)
		case r == '“':
			d, ok = p.fiveYears(i, a, b)
		}
		if !ok {
			i++
			continue
		}
		if !p.process(d, b) && !p.basis(d, a, b) {
			d.Starts = p.starts(d.End, b)
			out = append(out, d)
		}
		i, floor = d.End, d.End
	}
	return out
}

// limits reads what a bracket or a cell says of time: a limit, 全年, or a duty
// without end.
func (p *parser) limits(a, b int) []Due {
	if ds := p.dues(a, b); len(ds) > 0 {
		return ds
	}
	for _, w := range [...]string{"长期坚持", "长期", "常年", "持续推进", "持续", "常态化", "常态化推进", "长期推进"} {
		if p.has(a, w) && a+runeLen(w) == b {
			return []Due{{Span: Span{a, b}, Kind: "standing"}}
		}
	}
	if p.has(a, "全年") && b-a == 2 {
		return []Due{{Span: Span{a, b}, Kind: "period", Date: p.yearsEnd(p.year)}}
	}
	if d, e := p.readDay(a, b); e == b && (d.month > 0 || d.year > 0) {
		return []Due{{Span: Span{a, b}, Kind: "by", Date: p.resolve(d)}}
	}
	return nil
}

// process tells dates of the paper work, which bind no task: 年底前报国务院.
func (p *parser) process(d Due, b int) bool {
	n, _ := p.lex.fwd.at(p.f, d.End, b, cProcess)
	return n > 0 && d.Kind == "by"
}

func (p *parser) starts(i, b int) bool {
	for k := i; k < b && k-i < 6; k++ {
		if n, _ := p.lex.fwd.at(p.f, k, b, cStart); n > 0 {
			return true
		}
	}
	return false
}

// day is a date read out of the text; zero parts were not written.
type day struct {
	year, month, date int
	masked            bool
	half              string // 底, 末, 初, 上旬, 中旬, 下旬
}

// readDay reads 2021年3月底, 10月25日, x月xx日, 二〇三五年.
func (p *parser) readDay(i, b int) (d day, end int) {
	f, k := p.f, i
	for part := 0; part < 3 && k < b; part++ {
		v, masked, e := p.readInt(k, b)
		if e == k {
			break
		}
		if e >= b {
			break
		}
		switch {
		case f[e] == '年' && part == 0 && (v >= 1900 && v < 2200 || masked && e-k >= 4):
			d.year = v
		case f[e] == '月' && v <= 12 && d.month == 0 && d.date == 0:
			d.month = v
			if masked {
				d.month = 0
			}
		case f[e] == '日' && v <= 31 && k > i:
			d.date = v
		case d.year > 0 && d.month == 0 && v >= 1 && v <= 12 && (f[e] == '底' || f[e] == '末'):
			d.month = v // 2008年11底前: the 月 was left out
			d.masked = d.masked || masked
			k = e
			continue
		default:
			return p.half(d, k, b)
		}
		d.masked = d.masked || masked
		k = e + 1
	}
	return p.half(d, k, b)
}

func (p *parser) half(d day, k, b int) (day, int) {
	for _, w := range [...]string{"上旬", "中旬", "下旬", "底", "末", "初"} {
		if p.has(k, w) && k < b {
			d.half = w
			return d, k + len([]rune(w))
		}
	}
	return d, k
}

func (p *parser) readInt(k, b int) (v int, masked bool, end int) {
	end = k
	for end < b && end-k < 5 {
		r := p.f[end]
		switch {
		case isDigit(r):
			v = v*10 + int(r-'0')
		case isMask(r) && r != '某':
			masked = true
		case hanDigit(r) >= 0 && r != '两':
			if end > k && p.f[end-1] == '十' {
				v += hanDigit(r)
			} else {
				v = v*10 + hanDigit(r)
			}
		case r == '十':
			if v == 0 {
				v = 1
			}
			v *= 10
		default:
			return v, masked, end
		}
		end++
	}
	return v, masked, end
}

// dateDue reads a limit that begins with a number.
func (p *parser) dateDue(i, lo, b int) (Due, bool) {
	f := p.f
	if i > lo && (isDigit(f[i-1]) || isLetter(f[i-1]) || f[i-1] == '第' || f[i-1] == '.' || f[i-1] == '—' || f[i-1] == '每' || hanDigit(f[i-1]) >= 0) {
		return Due{}, false
	}
	if d, ok := p.quarter(i, lo, b); ok {
		return d, ok
	}
	if d, ok := p.within(i, lo, b); ok {
		return d, ok
	}
	d, e := p.readDay(i, b)
	if e == i || d.year == 0 && d.month == 0 && !d.masked || p.named(i) || p.past(i, lo) {
		return Due{}, false
	}
	due, ok := p.dayLimit(d, i, e, lo, b)
	if !ok || p.overdue(d, &due, i, lo) {
		return Due{}, false
	}
	due.Date = p.resolve(d)
	return due, true
}

// dayLimit tells whether the day [i,e) is a limit: 前 behind it, 到 before it, an
// end of a month, or a verb of completion right after it.
func (p *parser) dayLimit(d day, i, e, lo, b int) (Due, bool) {
	due := Due{Span: Span{i, e}, Kind: "by"}
	to := i > lo && p.f[i-1] == '到'
	switch {
	case p.has(e, "之前") || p.has(e, "以前") || p.has(e, "份前"):
		due.End = e + 2
	case p.has(e, "前") && !p.has(e, "前期") && !p.has(e, "前沿") && !p.has(e, "前景") && !p.has(e, "前后"):
		due.End = e + 1
	case p.has(e, "内") && d.month == 0 && d.year > 0:
		due.End = e + 1
	case to && d.year > 0 && (p.year == 0 || d.year >= p.year || d.masked):
		due.Start = i - 1
	case d.half == "末" || d.half == "底":
		return due, !to
	case d.half == "初" && d.month > 0:
		due.Kind = "period"
	case d.month > 0 || d.masked && d.year == 0:
		return p.monthLimit(d, due, i, e, b)
	default:
		return due, false
	}
	return due, true
}

// monthLimit takes 9月投入使用, x月份必须, 预计x月x日 as limits.
func (p *parser) monthLimit(d day, due Due, i, e, b int) (Due, bool) {
	expected := d.masked && p.has(i-2, "预计")
	share := p.has(e, "份")
	if share {
		e++
		due.End = e
	}
	n, _ := p.lex.fwd.at(p.f, e, b, cDone)
	if n == 0 && !p.has(e, "必须") && !(d.masked && d.date == 0 && share) && !expected {
		return due, false
	}
	if !expected {
		due.Kind = "period"
	}
	return due, true
}

// overdue tells a year that lies before the plan year.
func (p *parser) overdue(d day, due *Due, i, lo int) bool {
	if d.year == 0 || p.year == 0 {
		return false
	}
	to := i > lo && p.f[i-1] == '到'
	return d.year < p.year-1 || d.year < p.year && due.Kind == "by" && to
}

// past tells 截至, 截止 before a date.
func (p *parser) past(i, lo int) bool {
	return i-2 >= lo && p.f[i-2] == '截' || i-1 >= lo && (p.f[i-1] == '至' || p.f[i-1] == '待')
}

// within reads 5年内, 30日内, xx个工作日以内.
func (p *parser) within(i, lo, b int) (Due, bool) {
	v, masked, e := p.readInt(i, b)
	if e == i || e >= b {
		return Due{}, false
	}
	n, _ := p.lex.fwd.at(p.f, e, b, cTime)
	if n == 0 {
		return Due{}, false
	}
	u := string(p.f[e : e+n])
	k := e + n
	switch {
	case p.has(k, "以内") || p.has(k, "之内"):
		k += 2
	case p.has(k, "内"):
		k++
	default:
		return Due{}, false
	}
	d := Due{Span: Span{i, k}, Kind: "within"}
	if v > 1900 && u == "年" {
		return Due{}, false
	}
	switch u {
	case "个工作日", "工作日":
		d.Working, d.Days = true, v
	case "日", "天":
		d.Days = v
	case "周":
		d.Days = 7 * v
	case "年", "个月":
	default:
		return Due{}, false
	}
	if masked {
		d.Days = 0
	}
	// 2012年起5年内 has an anchor, so it has a date.
	if j := i - 1; u == "年" && j-5 >= lo && p.f[j] == '起' && p.f[j-1] == '年' {
		if y, _, e := p.readInt(j-5, b); e == j-1 && y > 1900 {
			d.Start = j - 5
			d.Date = date(y+v-1, 12, 31)
		}
	}
	return d, true
}

// yearEnd reads 年底前, 年内, 年终 without a number.
func (p *parser) yearEnd(i, lo, b int) (Due, bool) {
	if i > lo && (isDigit(p.f[i-1]) || p.f[i-1] == '去' || p.f[i-1] == '上' || p.f[i-1] == '明' || hanDigit(p.f[i-1]) >= 0 || isMask(p.f[i-1])) {
		return Due{}, false
	}
	if p.hasEnd(lo, i, "持续到") || p.hasEnd(lo, i, "延续到") {
		return Due{}, false
	}
	d := Due{Span: Span{i, i + 2}, Kind: "by", Date: p.yearsEnd(p.year)}
	switch {
	case p.has(i, "年底前") || p.has(i, "年末前"):
		d.End = i + 3
	case p.has(i, "年内") || p.has(i, "年终"):
		d.Kind = "period"
		if p.has(i, "年终") {
			return Due{}, false
		}
	}
	if i > lo && (p.f[i-1] == '今' || p.f[i-1] == '当') {
		d.Start = i - 1
	}
	return d, true
}

func (p *parser) yearsEnd(y int) string {
	if y == 0 {
		return ""
	}
	return date(y, 12, 31)
}

// cadence reads 每月, 每季度, 每个季度, 每xx天. 每万人, 每亩 are none.
func (p *parser) cadence(i, b int) (Due, bool) {
	d := Due{Span: Span{i, i + 1}, Kind: "cadence"}
	k := i + 1
	if p.has(k, "个") {
		k++
	}
	v, masked, e := p.readInt(k, b)
	unit := 0
	for _, u := range [...]struct {
		w string
		e string
	}{{"季度", "quarter"}, {"半年", "half-year"}, {"个月", "month"}, {"年", "year"}, {"月", "month"}, {"周", "week"}, {"旬", "10d"}, {"天", "day"}, {"日", "day"}, {"个工作日", "workday"}} {
		if p.has(e, u.w) {
			d.Every, unit = u.e, len([]rune(u.w))
			break
		}
	}
	if unit == 0 || d.Every == "week" && p.hasOne(e+1, "期岁边围长") {
		return Due{}, false
	}
	if e > k && !masked {
		d.Every = itoa(v) + d.Every[:1]
	}
	d.End = e + unit
	if d.Every == "day" && e == k || i >= 2 && p.f[i-2] == '每' || p.f[max(i-1, 0)] == '/' || d.End < b && isDigit(p.f[d.End]) {
		return Due{}, false // 每人每月20元 is a rate
	}
	return d, true
}

// period reads 上半年, 下半年, 三季度, 当年.
func (p *parser) period(i, lo, b int) (Due, bool) {
	d := Due{Span: Span{i, i}, Kind: "period"}
	m := 0
	switch {
	case p.has(i, "上半年"):
		d.End, m = i+3, 6
	case p.has(i, "下半年"):
		d.End, m = i+3, 12
	case p.has(i, "首季"):
		d.End, m = i+2, 3
	case p.has(i, "当年") && p.doneIn(i+2, b):
		d.End, m = i+2, 12
	case p.f[i] == '第' && i+1 < b:
		q, ok := p.quarter(i+1, i+1, b)
		if ok {
			q.Start = i
		}
		return q, ok
	default:
		return d, false
	}
	if i > lo && (p.f[i-1] == '年' || p.f[i-1] == '截') && !p.has(i-2, "今") {
		return d, false
	}
	if p.has(d.End, "“") || p.has(d.End, "工作安排") || p.has(d.End, "经济") {
		return d, false
	}
	if p.year > 0 {
		d.Date = date(p.year, m, lastDay(p.year, m))
	}
	return d, true
}

// quarter reads 一季度, 三季度.
func (p *parser) quarter(i, lo, b int) (Due, bool) {
	v := hanDigit(p.f[i])
	if isDigit(p.f[i]) {
		v = int(p.f[i] - '0')
	}
	if v < 1 || v > 4 || !p.has(i+1, "季度") {
		return Due{}, false
	}
	d := Due{Span: Span{i, i + 3}, Kind: "period"}
	if p.has(i+3, "“") || p.has(i+3, "末") || p.has(i+3, "经济") || p.has(i+3, "以来") || i-1 >= lo && (p.f[i-1] == '前' || p.f[i-1] == '、' && i-2 >= lo && hanDigit(p.f[i-2]) > 0) {
		return Due{}, false
	}
	if p.year > 0 {
		d.Date = date(p.year, v*3, lastDay(p.year, v*3))
	}
	return d, true
}

// fiveYears reads “十五五”时期 as the end of that plan; 十五五 ends in 2030.
func (p *parser) fiveYears(i, lo, b int) (Due, bool) {
	k := i + 1
	for k < b && k-i < 6 && p.f[k] != '”' {
		k++
	}
	if k >= b || p.f[k] != '”' || k < i+3 || p.f[k-1] != '五' || !(p.has(k+1, "时期") || p.has(k+1, "期间")) {
		return Due{}, false
	}
	v, _, e := p.readInt(i+1, k-1)
	if e != k-1 || v < 10 || v > 20 {
		return Due{}, false
	}
	y := 2005 + (v-10)*5
	if p.year > 0 && y < p.year || p.has(k+3, "是") || p.has(k+3, ",是") || p.f[max(i-1, lo)] == '较' || p.f[max(i-1, lo)] == '为' {
		return Due{}, false
	}
	return Due{Span: Span{i, k + 3}, Kind: "period", Date: date(y, 12, 31)}, true
}

// resolve gives the last day that still meets a date.
func (p *parser) resolve(d day) string {
	y := d.year
	if y == 0 {
		y = p.year
	}
	if d.masked || y == 0 {
		return ""
	}
	m := d.month
	if m == 0 {
		return date(y, 12, 31)
	}
	switch {
	case d.date > 0:
		return date(y, m, d.date)
	case d.half == "上旬" || d.half == "初":
		return date(y, m, 10)
	case d.half == "中旬":
		return date(y, m, 20)
	}
	return date(y, m, lastDay(y, m))
}

func lastDay(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

func date(y, m, d int) string {
	b := []byte("0000-00-00")
	for k, v := 3, y; k >= 0; k, v = k-1, v/10 {
		b[k] = byte('0' + v%10)
	}
	b[5], b[6], b[8], b[9] = byte('0'+m/10), byte('0'+m%10), byte('0'+d/10), byte('0'+d%10)
	return string(b)
}

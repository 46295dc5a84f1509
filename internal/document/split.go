package document

// longestHeading is how many runes a heading may have; longer is a sentence.
const longestHeading = 60

// block splits one paragraph into headings and sentences.
func (r *reader) block(n, last, start, end int) {
	r.brackets(start, end)
	first := true
	r.closeRanks(RankRun + 1)
	for i := start; i < end; {
		for i < end && IsSpace(r.f[i]) {
			i++
		}
		if i >= end {
			break
		}
		rank, body := marker(r.f, i, end)
		stop := r.sentence(i, body, end, rank)
		if rank != 0 && rank <= RankTwo {
			stop = r.beforeMarker(body, stop)
		}
		next := stop
		for stop > i+1 && IsSpace(r.f[stop-1]) {
			stop--
		}
		for body < stop && IsSpace(r.f[body]) {
			body++
		}
		if body >= stop {
			body = i
		}
		if h := r.headingRank(n, last, i, body, stop, end, rank, first); h != 0 {
			r.heading(Clause{Start: i, End: stop, Body: body, Line: n, First: first, Marker: rank}, h)
		} else {
			if rank != 0 {
				r.closeRanks(rank)
			}
			r.add(Clause{Start: i, End: stop, Body: body, Line: n, First: first, Marker: rank})
		}
		first = false
		i = next
	}
}

// brackets notes the partner of every bracket and quotation mark in a block.
func (r *reader) brackets(start, end int) {
	r.base = start
	if cap(r.match) < end-start {
		r.match = make([]int, end-start)
	}
	r.match = r.match[:end-start]
	clear(r.match)
	stack := r.open[:0]
	quote := -1
	for i := start; i < end; i++ {
		if ideograph(r.f[i]) {
			continue
		}
		switch r.f[i] {
		case '(', '[', '【':
			stack = append(stack, i)
		case ')', ']', '】':
			if k := len(stack) - 1; k >= 0 {
				r.match[stack[k]-start] = i
				stack = stack[:k]
			}
		case '“', '《':
			quote = i
		case '”', '》':
			if quote >= 0 && i-quote <= 60 {
				r.match[quote-start] = i
			}
			quote = -1
		}
	}
	r.open = stack
}

// ideograph tells that r is no mark, the usual case.
func ideograph(r rune) bool { return uint32(r-0x4E00) < 0x9FFF-0x4E00 }

// sentence finds where the sentence at i ends: after its end mark, the closing
// quotation, and the bracket with units that follows it.
func (r *reader) sentence(i, body, end int, rank Rank) int {
	j := max(body, i+1)
	if body > i {
		j = body
	}
	for k := j; k < end; k++ {
		if ideograph(r.f[k]) {
			continue
		}
		if m := r.match[k-r.base]; m > k {
			k = m
			continue
		}
		switch r.f[k] {
		case '。', '!', '?':
			return r.tail(k+1, end)
		case '\t':
			return k
		case ';':
			if r.entity(k, end) {
				continue
			}
			return r.tail(k+1, end)
		case ':':
			if q, _ := marker(r.f, k+1, end); q == RankThree || q == RankTwo || q == RankFour {
				return k + 1
			}
		case ')':
			if q, _ := marker(r.f, k+1, end); q != 0 && q != RankRun && q != RankBullet {
				return k + 1
			}
		}
	}
	return end
}

// entity tells the ; that a broken < or > of a web page leaves behind.
func (r *reader) entity(k, end int) bool {
	return k > 0 && (r.f[k-1] == '<' || r.f[k-1] == '>') && k+1 < end
}

func (r *reader) tail(k, end int) int {
	for k < end && r.f[k] != '\t' && (r.f[k] == '”' || r.f[k] == '’' || r.f[k] == '"' || r.f[k] == ')') {
		k++
	}
	if k < end && r.f[k] == '(' && r.match[k-r.base] > k {
		if q, _ := marker(r.f, k, end); q == 0 {
			return r.match[k-r.base] + 1
		}
	}
	return k
}

// beforeMarker cuts a heading without end mark before the heading that follows
// it on the same line: 二、放要放出活力（五）系统梳理….
func (r *reader) beforeMarker(body, stop int) int {
	for k := body + 2; k < stop && k-body <= longestHeading; k++ {
		switch r.f[k] {
		case '(':
			if q, _ := marker(r.f, k, stop); q == RankTwo {
				return k
			}
		case '。', ';':
			return stop
		}
	}
	return stop
}

// headingRank decides whether [i,stop) is a heading, and how deep; 0 if not.
func (r *reader) headingRank(n, last, i, body, stop, end int, rank Rank, first bool) Rank {
	size := stop - body
	if size > longestHeading || size <= 0 {
		return 0
	}
	end1 := r.f[stop-1]
	ended := end1 == '。' || end1 == ';' || end1 == '!' || end1 == '?'
	whole := r.rest(stop, end)
	switch {
	case rank == RankOne || rank == RankPart:
		if !ended || !whole && size <= 40 || whole && !r.sibling(last, rank) {
			return rank
		}
	case rank == RankTwo || rank == RankThree:
		if whole && !ended && end1 != ')' && size <= 40 {
			return rank
		}
		if whole && ended && !r.sibling(last, rank) && !r.listed(rank) && !r.figures(body, stop) && size <= 50 {
			return rank
		}
		if !whole && ended && end1 == '。' && size <= 45 && !r.figures(body, stop) && stop-1 > body && !r.bracketed(body, stop) {
			return rank
		}
		if !whole && !ended && end1 != ')' && end1 != ':' {
			return rank
		}
	case rank == RankRun:
		if !whole && end1 == '。' && size <= 32 && !r.figures(body, stop) {
			return rank
		}
	case rank == RankBullet:
		if !whole && end1 == '。' && size <= 40 && !r.figures(body, stop) {
			return rank
		}
	case rank == 0 && first && whole && !ended:
		if size <= 30 && !terminal(end1) && end1 != ',' && end1 != '、' && !r.figuresUnit(body, stop) {
			if r.keyword(i, stop) {
				return RankPart
			}
			return RankBullet
		}
	case rank == 0 && first && !whole && end1 == '。' && size <= 34 && !r.figures(body, stop) && r.topical(body, stop):
		return RankTopic
	}
	return 0
}

// rest tells that nothing but white space follows in the block.
func (r *reader) rest(stop, end int) bool {
	for k := stop; k < end; k++ {
		if !IsSpace(r.f[k]) {
			return false
		}
	}
	return true
}

// sibling tells whether the next line begins with the same kind of marker, so
// that this one is an item of a list rather than the heading of what follows.
func (r *reader) sibling(n int, rank Rank) bool {
	for m := n + 1; m < len(r.lines); m++ {
		if r.lines[m].kind == furniture || r.blank(m) {
			continue
		}
		q, _ := marker(r.f, r.lines[m].start, r.lines[m].end)
		return q == rank
	}
	return true
}

// figures tells digits outside quotation marks: “1269”行动 is a name.
func (r *reader) figures(a, b int) bool {
	for k := a; k < b; k++ {
		if m := r.match[k-r.base]; m > k && r.f[k] != '(' {
			k = m
			continue
		}
		if isDigit(r.f[k]) {
			return true
		}
	}
	return false
}

// figuresUnit tells figures that are no year: 2026年 may stand in a heading.
func (r *reader) figuresUnit(a, b int) bool {
	for k := a; k < b; k++ {
		if !isDigit(r.f[k]) {
			continue
		}
		j := k
		for j < b && isDigit(r.f[j]) {
			j++
		}
		if j-k != 4 || j >= b || r.f[j] != '年' {
			return true
		}
		k = j
	}
	return false
}

// topical tells a sentence that can stand as the topic of a paragraph: one
// phrase, not a statement about what something is.
func (r *reader) topical(a, b int) bool {
	if r.f[a] == '会' && r.f[a+1] == '议' { // 会议原则同意…
		return false
	}
	for k := a; k < b; k++ {
		if r.f[k] == ',' || r.f[k] == '是' || r.f[k] == '时' && r.f[k+1] == '期' {
			return false
		}
	}
	return true
}

// bracketed tells a sentence that ends in a bracket of its own.
func (r *reader) bracketed(a, b int) bool {
	for _, x := range r.f[a:b] {
		if x == '(' {
			return true
		}
	}
	return false
}

// listed tells that the clause before is a sentence of the same list, so that the
// last of its sentences is no heading either.
func (r *reader) listed(rank Rank) bool {
	n := len(r.d.Clauses) - 1
	return n >= 0 && r.d.Clauses[n].Marker == rank && r.d.Clauses[n].Form == Sentence
}

// heading opens a heading and closes those as deep or deeper.
func (r *reader) heading(c Clause, rank Rank) {
	r.closeRanks(rank)
	c.Form = Title
	parent := -1
	if len(r.stack) > 0 {
		parent = r.stack[len(r.stack)-1]
	}
	k := r.add(c)
	r.d.Headings = append(r.d.Headings, Heading{Clause: k, Rank: rank, Parent: parent})
	r.stack = append(r.stack, len(r.d.Headings)-1)
}

// closeRanks closes the headings that are of rank or deeper.
func (r *reader) closeRanks(rank Rank) {
	for len(r.stack) > 0 && r.d.Headings[r.stack[len(r.stack)-1]].Rank >= rank {
		r.stack = r.stack[:len(r.stack)-1]
	}
}

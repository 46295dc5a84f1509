package decompose

import "jiufen/internal/document"

// lanes reads tables whose cells were copied one to a line: below lines that are
// only the names of columns, the lines of units answer for the task before them.
type lanes struct {
	roles []string // of the columns that are not the task, in order
	next  int      // column that the coming cell may hold
	open  bool     // no row was read since the names
}

// cellLine reads clause i, the first of its line, as such a cell.
func (b *builder) cellLine(i int) bool {
	p, cs := b.p, b.p.d.Clauses
	c := &cs[i]
	if i+1 < len(cs) && cs[i+1].Line == c.Line {
		b.lanes.next = 0
		return false
	}
	if m, cl := p.lex.fwd.at(p.f, c.Body, c.End, cLeadLabel|cRespLabel|cCoopLabel|cCollateLabel|cLeaderLabel|cDueLabel); m > 0 && m == c.End-c.Body {
		if !b.lanes.open {
			b.lanes = lanes{open: true}
		}
		b.lanes.roles = append(b.lanes.roles, roleOf(cl))
		return false
	}
	ans, lane := b.laneAnswer(c)
	if lane < 0 {
		b.lanes.next = 0
		return false
	}
	if b.lanes.next == 0 {
		first := b.task(i)
		if first < 0 {
			return false
		}
		b.items = append(b.items, item{first: first, last: i, answer: ans})
		for k := first; k <= i; k++ {
			b.group[k] = len(b.items)
			if cs[k].Form == document.Title {
				b.r.Clauses[k] = ClauseRead{Commitment, becauseUnits}
			}
		}
	} else {
		it := &b.items[len(b.items)-1]
		it.units, it.leaders, it.dues = append(it.units, ans.units...), append(it.leaders, ans.leaders...), append(it.dues, ans.dues...)
		it.last, b.group[i] = i, len(b.items)
		if c.Form == document.Title {
			b.r.Clauses[i] = ClauseRead{Commitment, becauseUnits}
		}
	}
	b.lanes.next, b.lanes.open = lane+1, false
	return true
}

// laneAnswer reads a cell of units or a limit, and the column it fills; -1 if it is
// neither or no column is left for it.
func (b *builder) laneAnswer(c *document.Clause) (answer, int) {
	p, ans := b.p, answer{role: true}
	e := b.trimmed(c)
	for n := b.lanes.next; n < len(b.lanes.roles); n++ {
		role := b.lanes.roles[n]
		if role == "due" {
			if ds := p.limits(c.Body, e); len(ds) > 0 && e-c.Body <= 16 {
				if len(p.dues(c.Body, e)) == 0 { // else it is read with its clause
					ans.dues = ds
				}
				return ans, n
			}
			continue
		}
		us := p.unitList(c.Body, e, true)
		if role == "leader" && e-c.Body > 24 || role != "leader" && us == nil {
			continue
		}
		if role == "leader" {
			us = p.unitList(c.Body, e, false)
		}
		for _, u := range us {
			ans.add(p, u, role)
		}
		return ans, n
	}
	return answer{}, -1
}

// task is the first clause of the task that stands before the cell i: from the
// number of its row on, or its paragraph; -1 when none does.
func (b *builder) task(i int) int {
	cs := b.p.d.Clauses
	if i == 0 || !b.free(i-1) {
		return -1
	}
	near := i - 1
	for near > 0 && cs[near-1].Line == cs[i-1].Line {
		near--
	}
	for k := near; k >= 0 && k > near-12 && (b.rowNumber(k) || b.free(k)); k-- {
		if b.rowNumber(k) {
			return k + 1
		}
	}
	return near
}

// free tells a clause that may be of a task.
func (b *builder) free(k int) bool {
	c := &b.p.d.Clauses[k]
	m, _ := b.p.lex.fwd.at(b.p.f, c.Body, c.End, cLeadLabel|cRespLabel|cCoopLabel|cCollateLabel|cLeaderLabel|cDueLabel)
	return b.group[k] == 0 && c.Form != document.Furniture && c.End-c.Body >= 4 && m < c.End-c.Body && b.p.f[c.End-1] != ':'
}

// rowNumber tells a cell that holds the number of its row.
func (b *builder) rowNumber(k int) bool {
	c := &b.p.d.Clauses[k]
	for x := c.Body; x < c.End; x++ {
		if !isDigit(b.p.f[x]) {
			return false
		}
	}
	return c.End-c.Body <= 3
}

package document

import (
	"strings"
	"unicode"
)

// Run is a piece of a changed clause.
type Run struct {
	Op   Op
	Text string
}

// Op says what became of a piece of a clause.
type Op uint8

// What becomes of a piece.
const (
	Keep Op = iota // in both versions
	Cut            // in the earlier one only
	New            // in the later one only
)

var opNames = [...]string{"keep", "cut", "new"}

// String is the name in exchanged files.
func (o Op) String() string { return opNames[o] }

// Number is a number that is not the same in both versions, with its unit; empty
// on the side that does not have it.
type Number struct{ From, To string }

// wordsAtMost bounds the table of Words; longer clauses are shown as replaced.
const wordsAtMost = 4 << 20

// Words is the difference of two clauses: pieces that stay, go and come, and the
// numbers that differ. Keep and Cut make a, Keep and New make b.
func Words(a, b string) ([]Run, []Number) {
	x, y := tokens(a), tokens(b)
	ops := align(x, y)
	ops = islands(ops)
	var runs []Run
	var nums []Number
	var cut, come []string
	flush := func() {
		runs = push(push(runs, Cut, strings.Join(cut, "")), New, strings.Join(come, ""))
		cut, come = nil, nil
	}
	var was, is []string
	for k, o := range ops {
		switch o.op {
		case Keep:
			flush()
			nums, was, is = numbers(nums, was, is), nil, nil
			runs = push(runs, Keep, o.text)
		case Cut:
			cut, was = append(cut, o.text), figure(was, ops, k)
		case New:
			come, is = append(come, o.text), figure(is, ops, k)
		}
	}
	flush()
	return runs, numbers(nums, was, is)
}

func push(runs []Run, op Op, text string) []Run {
	if text == "" {
		return runs
	}
	if n := len(runs) - 1; n >= 0 && runs[n].Op == op {
		runs[n].Text += text
		return runs
	}
	return append(runs, Run{op, text})
}

// numbers pairs the numbers of one difference in their order.
func numbers(out []Number, was, is []string) []Number {
	for i := range max(len(was), len(is)) {
		var n Number
		if i < len(was) {
			n.From = was[i]
		}
		if i < len(is) {
			n.To = is[i]
		}
		if n.From != n.To {
			out = append(out, n)
		}
	}
	return out
}

// figureUnits are the words shown behind a number that changed, longest first.
var figureUnits = []string{"个百分点", "平方公里", "平方米", "立方米", "公里", "公顷", "人次", "万元", "亿元", "万吨", "万人", "分钟", "元", "个", "户", "套", "亩", "吨", "家", "项", "条", "处", "座", "人", "年", "月", "日", "天", "所", "张", "米", "倍", "位", "件", "次", "场", "名", "辆"}

// figure adds the number at k with its unit, if there is a number. The unit may
// stand in what was kept or in the same difference.
func figure(out []string, ops []piece, k int) []string {
	if !unicode.IsDigit([]rune(ops[k].text)[0]) {
		return out
	}
	text, tail := ops[k].text, ""
	for _, o := range ops[k+1:] {
		if o.op == Keep || o.op == ops[k].op {
			tail += o.text
		}
		if len(tail) > 24 {
			break
		}
	}
	for _, u := range figureUnits {
		if strings.HasPrefix(tail, u) {
			return append(out, text+u)
		}
	}
	return append(out, text)
}

// piece is a token with what became of it.
type piece struct {
	op   Op
	text string
}

// tokens cuts a clause into numbers, Latin words and single runes.
func tokens(s string) []string {
	var out []string
	r := []rune(s)
	for i := 0; i < len(r); {
		j := i + 1
		switch {
		case unicode.IsDigit(r[i]):
			for j < len(r) && (unicode.IsDigit(r[j]) || (r[j] == '.' || r[j] == ',') && j+1 < len(r) && unicode.IsDigit(r[j+1])) {
				j++
			}
			for j < len(r) && (r[j] == '%' || r[j] == '％' || r[j] == '‰' || r[j] == '万' || r[j] == '亿') {
				j++
			}
		case r[i] < 0x80 && unicode.IsLetter(r[i]):
			for j < len(r) && r[j] < 0x80 && unicode.IsLetter(r[j]) {
				j++
			}
		}
		out = append(out, string(r[i:j]))
		i = j
	}
	return out
}

// align is the longest common subsequence of two lists of tokens as pieces.
func align(a, b []string) []piece {
	from, endA, endB := 0, len(a), len(b)
	for from < endA && from < endB && a[from] == b[from] {
		from++
	}
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	out := pieces(nil, Keep, a[:from])
	if n := (endA - from + 1) * (endB - from + 1); n > wordsAtMost {
		out = pieces(pieces(out, Cut, a[from:endA]), New, b[from:endB])
	} else {
		out = append(out, middle(a[from:endA], b[from:endB])...)
	}
	return pieces(out, Keep, a[endA:])
}

func pieces(out []piece, op Op, words []string) []piece {
	for _, w := range words {
		out = append(out, piece{op, w})
	}
	return out
}

// middle is the table of the longest common subsequence and the way through it.
func middle(a, b []string) (out []piece) {
	w := len(b) + 1
	long := make([]int32, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				long[i*w+j] = long[(i+1)*w+j+1] + 1
			} else {
				long[i*w+j] = max(long[(i+1)*w+j], long[i*w+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out = append(out, piece{Keep, a[i]})
			i, j = i+1, j+1
		case long[(i+1)*w+j] >= long[i*w+j+1]:
			out = append(out, piece{Cut, a[i]})
			i++
		default:
			out = append(out, piece{New, b[j]})
			j++
		}
	}
	return pieces(pieces(out, Cut, a[i:]), New, b[j:])
}

// islands gives a single rune that stayed by chance between two differences to
// both of them, so that words are not shown in crumbs.
func islands(ops []piece) []piece {
	var out []piece
	for k, o := range ops {
		alone := o.op == Keep && k > 0 && k+1 < len(ops) && ops[k-1].op != Keep && ops[k+1].op != Keep
		if r := []rune(o.text); alone && len(r) == 1 && unicode.Is(unicode.Han, r[0]) {
			out = append(out, piece{Cut, o.text}, piece{New, o.text})
			continue
		}
		out = append(out, o)
	}
	return out
}

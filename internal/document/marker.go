package document

// Rank is how deep a heading stands: a smaller one is further out. Zero is none.
type Rank uint8

// The list markers of official papers, outermost first (GB/T 9704—2012 §7.3.3
// for the four numbered ones), then the two that run inside a paragraph.
const (
	RankPart   Rank = iota + 1 // 第一部分
	RankOne                    // 一、
	RankTwo                    // （一）
	RankThree                  // 1.
	RankFour                   // （1）
	RankBullet                 // ——
	RankRun                    // 一是 / 一要 / 第一，
	RankTopic                  // a short first sentence without a marker
)

// Marker recognises a list marker at i in folded text, and where it ends; the
// rank is 0 when there is none.
func Marker(f []rune, i, end int) (Rank, int) { return marker(f, i, end) }

func isHan(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// marker recognises a list marker at i in the folded text, and where it ends.
func marker(f []rune, i, end int) (Rank, int) {
	if i >= end {
		return 0, i
	}
	switch r := f[i]; {
	case isHan(r):
		return hanMarker(f, i, end)
	case isDigit(r):
		return digitMarker(f, i, end)
	case r == '(':
		return bracketMarker(f, i, end)
	case r == '第':
		return partMarker(f, i, end)
	case r == '—' || r == '-' || r == '–' || r == '―':
		j := i
		for j < end && f[j] == r {
			j++
		}
		if j-i >= 2 && j < end {
			return RankBullet, j
		}
	}
	return 0, i
}

func hanMarker(f []rune, i, end int) (Rank, int) {
	j := i
	for j < end && isHan(f[j]) {
		j++
	}
	if j-i > 3 || j >= end {
		return 0, i
	}
	switch f[j] {
	case '、', '.':
		if numeral(f[i:j]) {
			return RankOne, j + 1
		}
	case '是':
		return RankRun, j + 1
	case '要':
		return RankRun, j // 要 begins the words
	}
	return 0, i
}

// numeral tells 十二 from 一二三 (first, second and third industries).
func numeral(f []rune) bool {
	if len(f) <= 1 {
		return true
	}
	for k, r := range f {
		if r == '十' {
			return len(f) == 2 || k == 1
		}
	}
	return false
}

func digitMarker(f []rune, i, end int) (Rank, int) {
	j := i
	for j < end && isDigit(f[j]) {
		j++
	}
	if j-i > 3 || j+1 >= end {
		return 0, i
	}
	switch f[j] {
	case '.', '、':
		if !isDigit(f[j+1]) || month(f, j+1, end) || j+5 < end && f[j+5] == '年' && isDigit(f[j+4]) {
			return RankThree, j + 1
		}
	case ')':
		return RankFour, j + 1
	}
	return 0, i
}

// month tells that 4月 or 11月 stands at i: 1.4月底前 is item 1, no decimal.
func month(f []rune, i, end int) bool {
	for k := i; k < end && k < i+3; k++ {
		if f[k] == '月' {
			return k > i
		}
		if !isDigit(f[k]) {
			return false
		}
	}
	return false
}

func bracketMarker(f []rune, i, end int) (Rank, int) {
	j := i + 1
	for j < end && j-i < 5 && (isHan(f[j]) || isDigit(f[j])) {
		j++
	}
	if j == i+1 || j >= end || f[j] != ')' {
		return 0, i
	}
	if isHan(f[i+1]) {
		return RankTwo, j + 1
	}
	if j-i > 3 {
		return 0, i
	}
	return RankFour, j + 1
}

func partMarker(f []rune, i, end int) (Rank, int) {
	j := i + 1
	for j < end && j-i < 4 && isHan(f[j]) {
		j++
	}
	if j == i+1 || j >= end {
		return 0, i
	}
	switch f[j] {
	case '章', '篇':
		return RankPart, j + 1
	case '部':
		if j+1 < end && f[j+1] == '分' {
			return RankPart, j + 2
		}
	case ',', '、':
		return RankRun, j + 1
	}
	return 0, i
}

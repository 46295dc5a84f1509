package document

import "slices"

// bars reads tables that were flattened with bars: below a row of heads that names
// who answers or by when, each bar parts two cells like a tab.
func bars(f []rune, lines []line) {
	if !slices.Contains(f, '|') {
		return
	}
	table := false
	for i := range lines {
		l := &lines[i]
		n, named, start := 0, false, l.start
		for k := l.start; k <= l.end; k++ {
			if k < l.end && f[k] != '|' {
				continue
			}
			named = named || columnHead(f, start, k)
			start = k + 1
			n++
		}
		if table = n > 2 && (table || named); !table {
			continue
		}
		for k := l.start; k < l.end; k++ {
			if f[k] == '|' {
				f[k] = '\t'
			}
		}
		l.start, l.end = trim(f, l.start, l.end)
	}
}

// columnHead tells 责任单位, 牵头部门, 完成时限 as all of a cell.
func columnHead(f []rune, a, b int) bool {
	if a, b = trim(f, a, b); b-a != 4 {
		return false
	}
	switch string(f[a : a+2]) {
	case "责任", "牵头", "主办", "承办", "配合", "协办", "完成":
	default:
		return false
	}
	switch string(f[a+2 : b]) {
	case "单位", "部门", "领导", "时限", "时间":
		return true
	}
	return false
}

// trim takes the white space off both ends.
func trim(f []rune, a, b int) (int, int) {
	for a < b && IsSpace(f[a]) {
		a++
	}
	for b > a && IsSpace(f[b-1]) {
		b--
	}
	return a, b
}

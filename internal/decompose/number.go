package decompose

// number is one number as written.
type number struct {
	start, end int
	value      string // decimal digits; empty when masked
	masked     bool
	han        bool // written in Chinese characters
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// isMask tells the runes that stand for a digit that was blotted out.
func isMask(r rune) bool { return r == 'x' || r == 'X' || r == '*' || r == '×' || r == '某' }

func hanDigit(r rune) int {
	switch r {
	case '〇', '零':
		return 0
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

func hanPower(r rune) int {
	switch r {
	case '十':
		return 10
	case '百':
		return 100
	case '千':
		return 1000
	}
	return 0
}

// readNumber reads the number at f[i], digits, masks or Chinese numerals.
// ok is false when there is none. 4 011 and 1,748 are read as one number.
func readNumber(f []rune, i, hi int) (number, bool) {
	if i >= hi {
		return number{}, false
	}
	r := f[i]
	switch {
	case isDigit(r):
		return readDigits(f, i, hi), true
	case isMask(r) && r != '某':
		return readMask(f, i, hi)
	case (r == 'I' || r == 'l' || r == 'O' || r == 'o') && misread(f, i, hi):
		return readMisread(f, i, hi), true
	case hanDigit(r) >= 0 || hanPower(r) > 0:
		return readHan(f, i, hi)
	}
	return number{}, false
}

func readDigits(f []rune, i, hi int) number {
	n := number{start: i}
	buf := make([]byte, 0, 8)
	dot := false
	k := i
	for k < hi {
		switch r := f[k]; {
		case isDigit(r):
			buf = append(buf, byte(r))
			k++
			continue
		case r == '.' && !dot && k+1 < hi && (isDigit(f[k+1]) || isMask(f[k+1])):
			dot = true
			buf = append(buf, '.')
			k++
			continue
		case (r == ',' || r == ' ') && !dot && groups(f, i, k, hi):
			k++
			continue
		case isMask(r) && r != '某' && (k+1 >= hi || !isLetter(f[k+1]) || isMask(f[k+1])):
			n.masked = true
			k++
			continue
		case (r == 'O' || r == 'o') && k+1 < hi && (f[k+1] == '%' || isDigit(f[k+1])):
			buf = append(buf, '0')
			k++
			continue
		}
		break
	}
	n.end = k
	if !n.masked {
		n.value = string(buf)
	}
	return n
}

// groups tells a mark between thousands: three digits after it and no fourth,
// and one to three digits before it.
func groups(f []rune, i, k, hi int) bool {
	if k+3 >= hi+0 && k+3 > hi-1 || k-i > 3 && f[k-4] != ',' && f[k-4] != ' ' {
		return false
	}
	return isDigit(f[k+1]) && isDigit(f[k+2]) && isDigit(f[k+3]) && (k+4 >= hi || !isDigit(f[k+4]))
}

func readMask(f []rune, i, hi int) (number, bool) {
	if i > 0 && isLetter(f[i-1]) {
		return number{}, false
	}
	k := i
	for k < hi && (isMask(f[k]) || isDigit(f[k]) || f[k] == '.' && k+1 < hi && isMask(f[k+1])) {
		k++
	}
	if k < hi && isLetter(f[k]) && f[k] != 'm' && f[k] != 'k' {
		return number{}, false
	}
	return number{start: i, end: k, masked: true}, true
}

// misread tells letters that a scanner took for digits: IO% is 10%.
func misread(f []rune, i, hi int) bool {
	if i > 0 && (isLetter(f[i-1]) || isDigit(f[i-1])) {
		return false
	}
	k := i
	for k < hi && k < i+4 && (f[k] == 'I' || f[k] == 'l' || f[k] == 'O' || f[k] == 'o' || isDigit(f[k]) || f[k] == '.') {
		k++
	}
	return k > i && k < hi && f[k] == '%'
}

func readMisread(f []rune, i, hi int) number {
	buf, dot := []byte{}, false
	k := i
	for ; k < hi && f[k] != '%'; k++ {
		switch r := f[k]; {
		case r == 'I' || r == 'l':
			buf = append(buf, '1')
		case r == 'O' || r == 'o':
			buf = append(buf, '0')
		case r == '.':
			if len(buf) == 0 || dot || k+1 >= hi || f[k+1] == '%' || f[k+1] == '.' {
				continue
			}
			dot = true
			buf = append(buf, '.')
		default:
			buf = append(buf, byte(r))
		}
	}
	return number{start: i, end: k, value: string(buf)}
}

// readHan reads 一百二十, 二十, 十五, 两. 万 and 亿 are left to the unit.
func readHan(f []rune, i, hi int) (number, bool) {
	total, digit, k := 0, 0, i
	seen := false
	for k < hi {
		if d := hanDigit(f[k]); d >= 0 {
			if seen && digit > 0 && hanPower(f[k-1]) == 0 && f[k-1] != '零' {
				return number{}, false // 一二三: no number
			}
			digit, seen = d, true
			k++
			continue
		}
		if p := hanPower(f[k]); p > 0 {
			if digit == 0 {
				if p != 10 || total > 0 && total%100 != 0 {
					if !seen {
						return number{}, false
					}
				}
				digit = 1
			}
			total += digit * p
			digit, seen = 0, true
			k++
			continue
		}
		break
	}
	total += digit
	if !seen || total == 0 || total > 99999 {
		return number{}, false
	}
	return number{start: i, end: k, value: itoa(total), han: true}, true
}

func itoa(n int) string {
	if n == 0 {
		return "0"
	}
	var b [20]byte
	k := len(b)
	for ; n > 0; n /= 10 {
		k--
		b[k] = byte('0' + n%10)
	}
	return string(b[k:])
}

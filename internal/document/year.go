package document

import (
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// year reads the year a paper plans for: the one its title names, else the one
// of its document number, else the one it says it takes apart, else the day it
// was given on. 0 when none of these is there.
func year(title, text string, f []rune, lines []line) int {
	head := text[:min(len(text), 3600)]
	if y := lastYear(title); y > 0 {
		return y
	}
	if y := after(head, "〔"); y > 0 {
		return y
	}
	for _, w := range []string{"确定的", "分解落实", "做好"} {
		if y := after(head, w); y > 0 {
			return y
		}
	}
	if y := aboutYear(head, "上半年", "工作", "重点", "目标", "度工作"); y > 0 {
		return y
	}
	for n, l := range lines {
		if n > 30 || l.end-l.start > 60 {
			continue
		}
		if y := lastYear(string(f[l.start:l.end])); y > 0 {
			return y
		}
	}
	return aboutYear(text, "是", ",是", "，是", ", 是")
}

// aboutYear is the latest 20xx年 that one of the words follows: 2021年上半年,
// 2010年是…的关键一年.
func aboutYear(s string, words ...string) int {
	y := 0
	for i := 0; ; {
		k := strings.Index(s[i:], "年")
		if k < 0 {
			return y
		}
		at := i + k
		i = at + len("年")
		if at < 4 {
			continue
		}
		v := yearAt(s, at-4)
		if v <= y {
			continue
		}
		for _, w := range words {
			if strings.HasPrefix(s[i:], w) {
				y = v
			}
		}
	}
}

// lastYear is the last 20xx年 in s, or the one in 2026-01-27.
func lastYear(s string) int {
	y := 0
	for i := 0; i+4 < len(s); i++ {
		if v := yearAt(s, i); v > 0 && (strings.HasPrefix(s[i+4:], "年") || strings.HasPrefix(s[i+4:], "-")) {
			y = v
		}
	}
	return y
}

func yearAt(s string, i int) int {
	if i+4 > len(s) || i > 0 && isDigit(rune(s[i-1])) || s[i] != '2' || s[i+1] != '0' && s[i+1] != '1' {
		return 0
	}
	v, err := strconv.Atoi(s[i : i+4])
	if err != nil || v < 2000 || v > 2099 {
		return 0
	}
	return v
}

// after is the year that follows w, a few words on at most.
func after(s, w string) int {
	for {
		k := strings.Index(s, w)
		if k < 0 {
			return 0
		}
		s = s[k+len(w):]
		for i := 0; i < len(s) && i < 24; i++ {
			if y := yearAt(s, i); y > 0 {
				return y
			}
		}
	}
}

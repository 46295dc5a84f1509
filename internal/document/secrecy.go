package document

import (
	"strings"

	"jiufen/internal/errs"
)

// headLines and headRunes are how far down a paper its marks stand: the head of the first page.
const (
	headLines = 40
	headRunes = 3000
)

// secret looks for the marks that GB/T 9704—2012 §7.2 puts on the first page:
// copy number, grade of secrecy with its star and period; and 内部. The system
// is for what is not secret, so such a paper is refused.
func secret(f []rune, lines []line) error {
	for n, l := range lines {
		if n >= headLines || l.start > headRunes {
			break
		}
		m := starred(f[l.start:min(l.end, headRunes)])
		if m == "" && l.end-l.start <= 40 {
			m = secretLine(string(f[l.start:l.end]))
		}
		if m != "" {
			return errs.E(errs.Invalid, "decompose.secret", "mark", m, "line", n+1)
		}
	}
	return nil
}

// starred finds a grade of secrecy with its star in a line.
func starred(f []rune) string {
	for i, r := range f {
		if r != '★' && r != '☆' {
			continue
		}
		k := i - 1
		for k >= 0 && IsSpace(f[k]) {
			k--
		}
		if k < 1 || f[k] != '密' {
			continue
		}
		switch f[k-1] {
		case '绝', '机', '秘':
			return string(f[k-1:k+1]) + "★"
		}
	}
	return ""
}

func secretLine(s string) string {
	s = strings.Join(strings.Fields(s), "")
	for _, grade := range [...]string{"绝密", "机密", "秘密"} {
		if s == grade {
			return grade
		}
		if strings.HasPrefix(s, grade+"*") {
			return grade + "★"
		}
	}
	if rest, ok := strings.CutPrefix(s, "份号"); ok && len(rest) <= 12 {
		return "份号"
	}
	switch strings.Trim(s, "★☆[]()") {
	case "内部", "内部文件", "内部资料", "内部使用", "内部传阅", "内部资料注意保存", "内部文件注意保存", "注意保存":
		return "内部"
	}
	if strings.HasPrefix(s, "内部★") || strings.HasPrefix(s, "内部资料,") {
		return "内部"
	}
	return ""
}

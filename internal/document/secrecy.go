package document

import (
	"strings"

	"jiufen/internal/errs"
)

// headLines is how far down a paper its marks stand: the head of the first page.
const headLines = 40

// secret looks for the marks that GB/T 9704—2012 §7.2 puts on the first page:
// copy number, grade of secrecy with its star and period; and 内部. The system
// is for what is not secret, so such a paper is refused.
func secret(f []rune, lines []line) error {
	for n, l := range lines {
		if n >= headLines {
			break
		}
		if m := secretLine(string(f[l.start:l.end])); m != "" {
			return errs.E(errs.Invalid, "decompose.secret", "mark", m, "line", n+1)
		}
	}
	return nil
}

func secretLine(s string) string {
	s = strings.Join(strings.Fields(s), "")
	for _, grade := range [...]string{"绝密", "机密", "秘密"} {
		if s == grade {
			return grade
		}
		for _, star := range [...]string{"★", "☆", "*"} {
			if strings.Contains(s, grade+star) {
				return grade + "★"
			}
		}
	}
	if rest, ok := strings.CutPrefix(s, "份号"); ok && len(rest) <= 12 {
		return "份号"
	}
	switch strings.Trim(s, "★☆【】[]()") {
	case "内部", "内部文件", "内部资料", "内部使用", "内部传阅", "内部资料注意保存", "内部文件注意保存", "注意保存":
		return "内部"
	}
	if strings.HasPrefix(s, "内部★") || strings.HasPrefix(s, "内部资料,") {
		return "内部"
	}
	return ""
}

package docx

import (
	"strconv"
	"strings"

	"jiufen/internal/opc"
)

const levels = 9

// level is one level of a list, as numbering.xml defines it.
type level struct {
	start   int
	format  string
	text    string // "（%1）", with %n for the number of level n
	gap     string // what stands between number and text: tab, space, nothing
	restart int    // the level whose step restarts this one; -1 means any higher, 0 never
	legal   bool   // all numbers in Arabic figures
	style   string
	set     bool
}

type abstract struct {
	levels    [levels]level
	link      string // numStyleLink: the definition lives behind a style
	styleLink string
}

type num struct {
	abstract string
	starts   map[int]int // level → start value of this instance
	own      map[int]level
}

// numbering rebuilds automatic numbers, which are not in the text of a .docx.
type numbering struct {
	abstracts map[string]*abstract
	nums      map[int]*num
	count     map[string]*[levels]int // by abstract: lists of one definition count on
	seen      map[int]bool            // instances whose start overrides were applied
	byStyle   map[string]numRef       // paragraph style → level that is tied to it
}

func readNumbering(pkg *opc.Package, part string) (*numbering, error) {
	n := &numbering{
		abstracts: map[string]*abstract{}, nums: map[int]*num{},
		count: map[string]*[levels]int{}, seen: map[int]bool{}, byStyle: map[string]numRef{},
	}
	if !pkg.Has(part) {
		return n, nil
	}
	r := numReader{n: n}
	err := pkg.Each(part, func(_ *opc.Tokens, e start) error {
		r.element(e)
		return nil
	})
	return n, err
}

// numReader keeps where in numbering.xml reading stands.
type numReader struct {
	n       *numbering
	abs     *abstract
	num     *num
	lvl     *level // the level being filled
	ilvl    int
	ownInst level
}

func (r *numReader) element(e start) {
	v := opc.Val(e)
	switch e.Name.Local {
	case "abstractNum":
		id, _ := opc.Attr(e, "abstractNumId")
		r.abs, r.num, r.lvl = &abstract{}, nil, nil
		r.n.abstracts[id] = r.abs
	case "num":
		id, _ := opc.Attr(e, "numId")
		r.abs, r.lvl = nil, nil
		r.num = &num{starts: map[int]int{}, own: map[int]level{}}
		r.n.nums[atoi(id, -1)] = r.num
	case "abstractNumId":
		if r.num != nil {
			r.num.abstract = v
		}
	case "numStyleLink":
		if r.abs != nil {
			r.abs.link = v
		}
	case "styleLink":
		if r.abs != nil {
			r.abs.styleLink = v
		}
	case "lvlOverride":
		il, _ := opc.Attr(e, "ilvl")
		r.ilvl, r.lvl = atoi(il, 0), nil
	case "startOverride":
		if r.num != nil && r.ilvl >= 0 && r.ilvl < levels {
			r.num.starts[r.ilvl] = atoi(v, 1)
		}
	case "lvl":
		r.openLevel(e)
	default:
		r.levelChild(e.Name.Local, v)
	}
}

func (r *numReader) openLevel(e start) {
	il, _ := opc.Attr(e, "ilvl")
	i := atoi(il, -1)
	r.lvl = nil
	if i < 0 || i >= levels {
		return
	}
	fresh := level{start: 0, format: "decimal", gap: "tab", restart: -1, set: true}
	switch {
	case r.abs != nil:
		r.abs.levels[i] = fresh
		r.lvl = &r.abs.levels[i]
	case r.num != nil:
		r.ownInst = fresh
		r.lvl = &r.ownInst
		r.ilvl = i
	}
	r.keep()
}

// keep writes an instance's own level back: map values cannot be pointed into.
func (r *numReader) keep() {
	if r.num != nil && r.lvl != nil {
		r.num.own[r.ilvl] = *r.lvl
	}
}

func (r *numReader) levelChild(name, v string) {
	if r.lvl == nil {
		return
	}
	switch name {
	case "start":
		r.lvl.start = atoi(v, 1)
	case "numFmt":
		r.lvl.format = v
	case "lvlText":
		r.lvl.text = v
	case "suff":
		r.lvl.gap = v
	case "lvlRestart":
		r.lvl.restart = atoi(v, -1)
	case "isLgl":
		r.lvl.legal = v != "0" && v != "false"
	case "pStyle":
		r.lvl.style = v
	default:
		return
	}
	r.keep()
}

// link joins lists that are defined behind a style, and styles that are tied to a level.
func (n *numbering) link(s *styles) {
	for _, a := range n.abstracts {
		if a.link == "" {
			continue
		}
		if st := s.byID[a.link]; st != nil && n.nums[st.num.id] != nil {
			if other := n.abstracts[n.nums[st.num.id].abstract]; other != nil && other.link == "" {
				a.levels = other.levels
			}
		}
		for _, other := range n.abstracts {
			if other.styleLink == a.link && other.link == "" {
				a.levels = other.levels
			}
		}
	}
	for id := range n.nums {
		def := n.definition(id)
		for i := range def {
			if st := def[i].style; st != "" {
				if had, ok := n.byStyle[st]; !ok || id < had.id {
					n.byStyle[st] = numRef{id, i}
				}
			}
		}
	}
}

// definition is the levels of a list instance with its own overrides.
func (n *numbering) definition(id int) [levels]level {
	var def [levels]level
	inst := n.nums[id]
	if inst == nil {
		return def
	}
	if a := n.abstracts[inst.abstract]; a != nil {
		def = a.levels
	}
	for i, own := range inst.own {
		if i >= 0 && i < levels {
			def[i] = own
		}
	}
	return def
}

// next is the number printed before the next paragraph of a list, with the gap
// behind it; empty for bullets, for "no list" and for unknown lists.
func (n *numbering) next(ref numRef) string {
	inst := n.nums[ref.id]
	if inst == nil || ref.level < 0 || ref.level >= levels {
		return ""
	}
	def := n.definition(ref.id)
	c := n.count[inst.abstract]
	if c == nil {
		c = &[levels]int{}
		for i := range c {
			c[i] = unused
		}
		n.count[inst.abstract] = c
	}
	if !n.seen[ref.id] {
		n.seen[ref.id] = true
		for i := range inst.starts {
			c[i] = unused
		}
	}
	first := func(i int) int {
		if s, ok := inst.starts[i]; ok {
			return s
		}
		return def[i].start
	}
	n.step(c, def, ref.level, first)
	return printed(def, c, ref.level)
}

const unused = -1 << 30

// step counts one paragraph at a level and lets the deeper levels begin anew.
func (n *numbering) step(c *[levels]int, def [levels]level, at int, first func(int) int) {
	for i := range at {
		if c[i] == unused {
			c[i] = first(i)
		}
	}
	if c[at] == unused {
		c[at] = first(at)
	} else {
		c[at]++
	}
	for i := at + 1; i < levels; i++ {
		switch r := def[i].restart; {
		case r == 0: // never
		case r < 0, at < r: // restart counts levels from 1: a step of level r or higher
			c[i] = unused
		}
	}
}

func printed(def [levels]level, c *[levels]int, at int) string {
	l := def[at]
	if !l.set || l.format == "none" && !strings.Contains(l.text, "%") && l.text == "" {
		return ""
	}
	if l.format == "bullet" {
		return ""
	}
	var b strings.Builder
	text := []rune(l.text)
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+1 < len(text) && text[i+1] >= '1' && text[i+1] <= '9' {
			k := int(text[i+1] - '1')
			format := def[k].format
			if l.legal {
				format = "decimal"
			}
			if c[k] != unused {
				b.WriteString(formatNumber(c[k], format))
			}
			i++
			continue
		}
		b.WriteRune(text[i])
	}
	if b.Len() > 0 && l.gap != "nothing" {
		// Printed as a gap; a real \t would read as a cell.
		b.WriteByte(' ')
	}
	return b.String()
}

// formatNumber writes n in one of the formats of ISO/IEC 29500-1, 17.18.59 that
// Chinese papers use; any other comes out in Arabic figures.
func formatNumber(n int, format string) string {
	switch format {
	case "none":
		return ""
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
		"taiwaneseCountingThousand", "ideographDigital", "japaneseDigitalTenThousand", "koreanCounting":
		return chinese(n)
	case "chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal":
		return legal(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		return circled(n)
	case "decimalEnclosedParen":
		if n >= 1 && n <= 20 {
			return string(rune(0x2474 + n - 1))
		}
	case "decimalEnclosedFullstop":
		if n >= 1 && n <= 20 {
			return string(rune(0x2488 + n - 1))
		}
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(max(n, 0)))
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "upperLetter":
		return letters(n, 'A')
	case "lowerLetter":
		return letters(n, 'a')
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "ideographTraditional":
		return pick("甲乙丙丁戊己庚辛壬癸", n)
	case "ideographZodiac":
		return pick("子丑寅卯辰巳午未申酉戌亥", n)
	case "ideographEnclosedCircle":
		if n >= 1 && n <= 10 {
			return string(rune(0x3280 + n - 1))
		}
	}
	return strconv.Itoa(n)
}

func pick(of string, n int) string {
	if r := []rune(of); n >= 1 && n <= len(r) {
		return string(r[n-1])
	}
	return strconv.Itoa(n)
}

func circled(n int) string {
	switch {
	case n >= 1 && n <= 20:
		return string(rune(0x2460 + n - 1))
	case n >= 21 && n <= 35:
		return string(rune(0x3251 + n - 21))
	case n >= 36 && n <= 50:
		return string(rune(0x32B1 + n - 36))
	}
	return strconv.Itoa(n)
}

// letters counts A … Z, AA, BB …, as Word does.
func letters(n int, base rune) string {
	if n < 1 || n > 26*30 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(base+rune((n-1)%26)), (n-1)/26+1)
}

func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, p := range []struct {
		v int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= p.v; n -= p.v {
			b.WriteString(p.s)
		}
	}
	return b.String()
}

func chinese(n int) string {
	return counted(n, []rune("〇一二三四五六七八九"), []string{"", "十", "百", "千"}, true)
}

func legal(n int) string {
	return counted(n, []rune("零壹贰叁肆伍陆柒捌玖"), []string{"", "拾", "佰", "仟"}, false)
}

// counted writes 0 to 9999 in Chinese figures with places: 21 is 二十一, 101 is
// 一百零一; with short, 10 to 19 drop the leading one (十二).
func counted(n int, digits []rune, places []string, short bool) string {
	if n < 0 || n > 9999 {
		return strconv.Itoa(n)
	}
	if n == 0 {
		return string(digits[0])
	}
	var out strings.Builder
	gap := false
	for i := 3; i >= 0; i-- {
		p := [...]int{1, 10, 100, 1000}[i]
		d := n / p % 10
		if d == 0 {
			gap = out.Len() > 0
			continue
		}
		if gap {
			out.WriteRune('零')
			gap = false
		}
		if !(short && i == 1 && d == 1 && n < 20) {
			out.WriteRune(digits[d])
		}
		out.WriteString(places[i])
	}
	return out.String()
}

// Lists rebuilds automatic numbers for readers of other formats whose lists
// work as those of WordprocessingML do.
type Lists struct{ n *numbering }

// ListLevel is one level of a list: see numbering.xml.
type ListLevel struct {
	Start   int
	Format  string // name of ISO/IEC 29500-1, 17.18.59
	Text    string // with %1 … %9 for the numbers
	Tight   bool   // nothing stands between number and text
	Legal   bool
	Restart int // -1: after any higher level
}

// NewLists makes an empty set of lists.
func NewLists() *Lists {
	return &Lists{&numbering{
		abstracts: map[string]*abstract{}, nums: map[int]*num{},
		count: map[string]*[levels]int{}, seen: map[int]bool{}, byStyle: map[string]numRef{},
	}}
}

// Define gives a list its levels, nine at most.
func (l *Lists) Define(list string, defs []ListLevel) {
	a := &abstract{}
	for i, d := range defs[:min(len(defs), levels)] {
		a.levels[i] = d.level()
	}
	l.n.abstracts[list] = a
}

func (d ListLevel) level() level {
	gap := "tab"
	if d.Tight {
		gap = "nothing"
	}
	return level{start: d.Start, format: d.Format, text: d.Text, gap: gap, restart: d.Restart, legal: d.Legal, set: true}
}

// Use makes instance id count on in a list, with start values of its own.
func (l *Lists) Use(id int, list string, starts map[int]int) {
	l.n.nums[id] = &num{abstract: list, starts: starts}
}

// Next is what is printed before the next paragraph of instance id at a level.
func (l *Lists) Next(id, level int) string { return l.n.next(numRef{id, level}) }

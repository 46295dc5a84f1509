package pdf

import (
	"encoding/binary"
	"strings"
)

// maxRange bounds a range of a CMap: no more codes than two bytes have.
const maxRange = 1 << 16

// readCMap reads a ToUnicode map (9.10.3) into m and gives the lengths of codes
// that it declares.
func readCMap(b []byte, m map[string]string) (lengths []int) {
	l := &lexer{b: b}
	var args array
	known := map[int]bool{}
	for {
		v, err := l.object()
		if err != nil {
			if l.at >= len(b) {
				return lengths
			}
			continue
		}
		o, ok := v.(op)
		if !ok {
			args = append(args, v)
			continue
		}
		switch o {
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				if s, ok := args[i].(str); ok && !known[len(s)] && len(s) > 0 && len(s) <= 4 {
					known[len(s)] = true
					lengths = append(lengths, len(s))
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				from, ok1 := args[i].(str)
				to, ok2 := args[i+1].(str)
				if ok1 && ok2 {
					m[string(from)] = utf16Text(string(to))
				}
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				bfRange(m, args[i], args[i+1], args[i+2])
			}
		}
		args = args[:0]
	}
}

func bfRange(m map[string]string, first, last, to any) {
	lo, ok1 := first.(str)
	hi, ok2 := last.(str)
	if !ok1 || !ok2 || len(lo) != len(hi) || len(lo) == 0 || len(lo) > 4 {
		return
	}
	from, end := codeValue(string(lo)), codeValue(string(hi))
	list, isList := to.(array)
	base, _ := to.(str)
	for c := from; c <= end && c-from < maxRange; c++ {
		var buf [4]byte
		binary.BigEndian.PutUint32(buf[:], uint32(c))
		code := string(buf[4-len(lo):])
		if isList {
			if c-from >= len(list) {
				return
			}
			s, _ := list[c-from].(str)
			m[code] = utf16Text(string(s))
			continue
		}
		if len(base) < 2 {
			return
		}
		text := []rune(utf16Text(string(base)))
		if len(text) == 0 {
			return
		}
		text[len(text)-1] += rune(c - from)
		m[code] = string(text)
	}
}

// embedded gives the text of glyph numbers by the character table of an
// embedded TrueType font, for files whose writer left ToUnicode out.
func (f *file) embedded(under dict) func(string) string {
	none := func(string) string { return "" }
	s, ok := f.get(f.dict(under["FontDescriptor"])["FontFile2"]).(*stream)
	if !ok {
		return none
	}
	if m, ok := f.get(under["CIDToGIDMap"]).(*stream); ok && m != nil {
		return none
	}
	b, err := f.decode(s)
	if err != nil {
		return none
	}
	glyphs := characterTable(b)
	return func(code string) string {
		if r := glyphs[codeValue(code)]; r != 0 {
			return string(r)
		}
		return ""
	}
}

// characterTable turns the cmap of a TrueType font around: glyph → character.
func characterTable(b []byte) (glyphs map[int]rune) {
	glyphs = map[int]rune{}
	defer func() { _ = recover() }() // offsets of a damaged font point anywhere
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(b[at:])) }
	for i := range u16(4) {
		rec := 12 + 16*i
		if string(b[rec:rec+4]) != "cmap" {
			continue
		}
		cmap := u32(rec + 8)
		for k := range u16(cmap + 2) {
			sub := cmap + u32(cmap+4+8*k+4)
			switch u16(sub) {
			case 4:
				segments(u16, sub, glyphs)
			case 12:
				for g := range min(u32(sub+12), maxRange) {
					at := sub + 16 + 12*g
					for c := u32(at); c <= u32(at+4) && c-u32(at) < maxRange; c++ {
						glyphs[u32(at+8)+c-u32(at)] = rune(c)
					}
				}
			}
		}
	}
	return glyphs
}

func segments(u16 func(int) int, sub int, glyphs map[int]rune) {
	n := u16(sub+6) / 2
	for s := range n {
		end, start := u16(sub+14+2*s), u16(sub+16+2*n+2*s)
		delta, at := u16(sub+16+4*n+2*s), sub+16+6*n+2*s
		for c := start; c <= end && c != 0xFFFF; c++ {
			g := c + delta
			if off := u16(at); off != 0 {
				if g = u16(at + off + 2*(c-start)); g != 0 {
					g += delta
				}
			}
			if g &= 0xFFFF; g != 0 && glyphs[g] == 0 {
				glyphs[g] = rune(c)
			}
		}
	}
}

// radicals are the characters meant by forms of U+2E80–2EFF that have one; those
// of U+2F00–2FD5 have a compatibility decomposition.
var radicals = strings.NewReplacer(
	"⺁", "厂", "⺄", "乙", "⺅", "亻", "⺆", "冂", "⺇", "几", "⺈", "刀", "⺉", "刂", "⺊", "卜", "⺋", "卩", "⺌", "小", "⺍", "小", "⺎", "兀", "⺏", "尣", "⺐", "尢", "⺒", "巳", "⺓", "幺",
	"⺔", "彑", "⺕", "彐", "⺖", "忄", "⺗", "心", "⺘", "扌", "⺙", "攵", "⺛", "旡", "⺝", "月", "⺞", "歺", "⺟", "母", "⺠", "民", "⺡", "氵", "⺢", "氺", "⺣", "灬", "⺤", "爫", "⺥", "爫", "⺦", "丬", "⺧", "牛", "⺨", "犭",
	"⺩", "王", "⺪", "疋", "⺫", "目", "⺬", "示", "⺭", "礻", "⺮", "竹", "⺯", "糸", "⺰", "纟", "⺱", "网", "⺲", "罒", "⺳", "网", "⺶", "羊", "⺷", "羊", "⺸", "羊", "⺹", "老", "⺻", "聿", "⺼", "月", "⺽", "臼", "⺾", "艹", "⺿", "艹", "⻀", "艹", "⻁", "虎",
	"⻂", "衤", "⻃", "覀", "⻄", "西", "⻅", "见", "⻆", "角", "⻇", "角", "⻈", "讠", "⻉", "贝", "⻊", "足", "⻋", "车", "⻌", "辶", "⻍", "辶", "⻎", "辶", "⻏", "阝", "⻐", "钅", "⻑", "長", "⻒", "镸", "⻓", "长", "⻔", "门", "⻖", "阝",
	"⻗", "雨", "⻘", "青", "⻙", "韦", "⻚", "页", "⻛", "风", "⻜", "飞", "⻝", "食", "⻞", "飠", "⻟", "飠", "⻠", "饣", "⻡", "首", "⻢", "马", "⻣", "骨", "⻤", "鬼", "⻥", "鱼", "⻦", "鸟", "⻧", "卤", "⻨", "麦", "⻩", "黄", "⻪", "黾",
	"⻫", "斉", "⻬", "齐", "⻭", "歯", "⻮", "齿", "⻯", "竜", "⻰", "龙", "⻱", "龜", "⻲", "亀", "⻳", "龟",
	"㬵", "胶") // the Noto fonts draw both with one glyph

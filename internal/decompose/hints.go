package decompose

// hint is what a rune may begin or be part of. One look at a clause tells which
// grammars need to read it.
type hint uint8

const (
	hFigure   hint = 1 << iota // a number, or a word that is one
	hNumber                    // begins a number
	hRelative                  // begins a comparison with another figure
	hDue                       // begins a time limit
	hList                      // 、
)

// hints is a table by rune.
var hints = func() *[1 << 16]hint {
	t := new([1 << 16]hint)
	set := func(h hint, runes string) {
		for _, r := range runes {
			t[r] |= h
		}
	}
	set(hFigure, "0123456789xX*%成百千十番零盖倍数")
	set(hNumber, "0123456789xX*IOol×〇零一二两三四五六七八九十百千")
	set(hRelative, "高快优好超低领不同平达完")
	set(hDue, "0123456789xX*×〇零一二两三四五六七八九十年每上下第首当“")
	set(hList, "、")
	return t
}()

func hintOf(r rune) hint {
	if uint32(r) < 1<<16 {
		return hints[r]
	}
	return 0
}

// look gathers the hints of [a,b).
func (p *parser) look(a, b int) hint {
	var h hint
	for _, r := range p.f[a:b] {
		h |= hintOf(r)
	}
	return h
}

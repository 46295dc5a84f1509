package docx

import (
	"encoding/xml"
	"strconv"
	"strings"

	"jiufen/internal/opc"
)

type start = xml.StartElement

// style is what reading needs of a paragraph style.
type style struct {
	based   string
	outline int // -1: not set
	num     numRef
}

// numRef points into numbering.xml. Unset parts are -1.
type numRef struct{ id, level int }

var noNum = numRef{-1, -1}

type styles struct {
	byID    map[string]*style
	initial string // default paragraph style
}

func readStyles(pkg *opc.Package, part string) (*styles, error) {
	s := &styles{byID: map[string]*style{}}
	if !pkg.Has(part) {
		return s, nil
	}
	var cur *style
	err := pkg.Each(part, func(_ *opc.Tokens, e start) error {
		switch e.Name.Local {
		case "style":
			id, _ := opc.Attr(e, "styleId")
			cur = &style{outline: -1, num: noNum}
			if kind, _ := opc.Attr(e, "type"); kind != "" && kind != "paragraph" {
				return nil
			}
			s.byID[id] = cur
			if d, _ := opc.Attr(e, "default"); d == "1" || d == "true" {
				s.initial = id
			}
		case "basedOn":
			if cur != nil {
				cur.based = opc.Val(e)
			}
		case "name":
			// Built-in headings carry their level in the name even where a
			// program left the outline level out.
			if cur != nil && cur.outline < 0 {
				cur.outline = headingName(opc.Val(e))
			}
		case "outlineLvl":
			if cur != nil {
				cur.outline = atoi(opc.Val(e), -1)
			}
		case "ilvl":
			if cur != nil {
				cur.num.level = atoi(opc.Val(e), -1)
			}
		case "numId":
			if cur != nil {
				cur.num.id = atoi(opc.Val(e), -1)
			}
		}
		return nil
	})
	return s, err
}

// headingName is the outline level (0 to 8) of a style named "heading 3" or "标题 3", else -1.
func headingName(name string) int {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, p := range []string{"heading", "标题"} {
		if rest, ok := strings.CutPrefix(name, p); ok {
			if n := atoi(strings.TrimSpace(rest), 0); n >= 1 && n <= 9 {
				return n - 1
			}
		}
	}
	return -1
}

func atoi(s string, fallback int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return fallback
	}
	return n
}

// resolve follows basedOn until outline level and numbering are known. A ring
// of styles ends after as many steps as there are styles.
func (s *styles) resolve(id string) (outline int, num numRef) {
	outline, num = -1, noNum
	if id == "" {
		id = s.initial
	}
	for range len(s.byID) + 1 {
		st := s.byID[id]
		if st == nil {
			break
		}
		if outline < 0 {
			outline = st.outline
		}
		if num.id < 0 {
			num.id = st.num.id
		}
		if num.level < 0 {
			num.level = st.num.level
		}
		id = st.based
	}
	return outline, num
}

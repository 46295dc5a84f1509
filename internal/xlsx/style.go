package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// Faces of the workbook: songti is on every machine in a Chinese office.
const (
	face     = "宋体"
	faceHead = "黑体"
)

// style makes each look once: title, note, head, text, right, day, and
// n<decimals> for figures.
func (b *book) style(name string) (int, error) {
	if id, ok := b.styles[name]; ok {
		return id, nil
	}
	id, err := b.f.NewStyle(look(name))
	if err == nil {
		b.styles[name] = id
	}
	return id, err
}

func look(name string) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: face, Size: 11},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		NumFmt:    49, // @: stays text when somebody edits it
	}
	if name != "title" && name != "note" {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Style: 1, Color: "808080"})
		}
	}
	switch {
	case name == "title":
		s.Font = &excelize.Font{Family: faceHead, Size: 16}
		s.Alignment.Horizontal = "center"
	case name == "note":
		s.Font.Size, s.Font.Color = 10, "595959"
		s.Alignment.Horizontal = "right"
	case name == "head":
		s.Font = &excelize.Font{Family: faceHead, Size: 11}
		s.Alignment.Horizontal = "center"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EDEDED"}}
	case name == "right":
		s.Alignment.Horizontal = "right"
	case name == "day":
		s.NumFmt, s.CustomNumFmt = 0, ptr("yyyy-mm-dd")
		s.Alignment.Horizontal = "center"
	case strings.HasPrefix(name, "n"):
		s.NumFmt, s.CustomNumFmt = 0, ptr(figures(name))
		s.Alignment.Horizontal = "right"
	}
	return s
}

func ptr(s string) *string { return &s }

// figures is the number format of a style named n<decimals>.
func figures(name string) string {
	f := "#,##0"
	if d := int(name[1] - '0'); d > 0 {
		f += "." + strings.Repeat("0", d)
	}
	return f
}

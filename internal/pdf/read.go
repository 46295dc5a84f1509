package pdf

import (
	"strings"
	"unicode/utf8"

	"jiufen/internal/errs"
)

// ReaderVersion changes whenever the text that Read gives for some file may change.
const ReaderVersion = "pdf/1"

// DefaultTotal is what the streams of a file may unpack to together.
const DefaultTotal = 256 << 20

// Text is a PDF as read.
type Text struct {
	String string
	Pages  int
	Tables []Table // with drawn rules
	Scans  int     // pages that are pictures without text
}

// Read gives the text of a PDF file. total bounds what its streams unpack to; 0
// is DefaultTotal. A file that is all pictures, needs a password, or whose
// fonts do not tell their characters is Invalid.
func Read(b []byte, total int64) (Text, error) {
	if total <= 0 {
		total = DefaultTotal
	}
	f, err := open(b, total)
	if err != nil {
		return Text{}, err
	}
	leaves := f.pages()
	if len(leaves) == 0 {
		return Text{}, errs.E(errs.Invalid, "textin.pdf.broken")
	}
	t := Text{Pages: len(leaves)}
	sheets := make([]sheet, len(leaves))
	known, unknown := 0, 0
	for i, p := range leaves {
		d := f.draw(p)
		if f.budget < 0 {
			return Text{}, f.over()
		}
		sheets[i] = newSheet(d, i)
		n := 0
		for _, g := range d.glyphs {
			n += utf8.RuneCountInString(strings.TrimSpace(g.text))
			unknown += strings.Count(g.text, "\uFFFD")
		}
		known += n
		if n < 10 && d.pictures {
			t.Scans++
		}
	}
	switch {
	case t.Scans == t.Pages || t.Scans > 0 && known < 20*t.Pages:
		return Text{}, errs.E(errs.Invalid, "textin.pdf.scan", "pages", t.Pages)
	case unknown*20 > known:
		return Text{}, errs.E(errs.Invalid, "textin.pdf.codes")
	}
	unfurnished(sheets)
	w := print(sheets)
	t.String, t.Tables = w.String(), w.tables
	return t, nil
}

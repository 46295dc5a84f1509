package paper

import (
	"strconv"
	"strings"

	"jiufen/internal/docx"
	"jiufen/internal/locale"
)

// Slip is the 校验单 of a paper: which files it is, by their sums, and on which
// state of the journal it rests. It is kept beside the paper, not in it.
type Slip struct {
	Title  string
	Number string // of the paper
	Day    string // of the paper
	Signer string
	Files  []File
	Leaf   uint64 // number of the journal leaf that records the signing
	Size   uint64 // leaves in the journal at the checkpoint
	Root   string // root hash of the checkpoint
	Note   string // the signed checkpoint, as the journal prints it
}

// File is one file of a paper.
type File struct {
	Name   string
	Bytes  int64
	SHA256 string // hex
}

// Docx renders the slip.
func (s Slip) Docx(m *locale.Messages) ([]byte, error) {
	g := docx.Grid{Widths: []int{24, 76}}
	add := func(key, text string) {
		if text != "" {
			g.Rows = append(g.Rows, []docx.Box{{Text: m.T("paper.slip." + key), Strong: true}, {Text: text}})
		}
	}
	add("title", strings.ReplaceAll(s.Title, "\n", ""))
	add("number", s.Number)
	add("day", s.Day)
	add("signer", s.Signer)
	for _, f := range s.Files {
		add("file", m.T("paper.slip.bytes", "name", f.Name, "n", f.Bytes)+"\nSHA-256 "+grouped(f.SHA256))
	}
	add("leaf", strconv.FormatUint(s.Leaf, 10))
	add("size", strconv.FormatUint(s.Size, 10))
	add("root", s.Root)
	add("checkpoint", strings.TrimRight(s.Note, "\n"))
	return docx.Render(docx.Document{Title: m.T("paper.slip"), Sections: []docx.Section{{Blocks: []docx.Block{
		docx.AnnexHead{Title: m.T("paper.slip")}, g, docx.Small(m.T("paper.slip.how")),
	}}}})
}

// grouped sets a sum in groups of eight, so that two people can compare it aloud.
func grouped(hex string) string {
	var b strings.Builder
	for i, r := range hex {
		if i > 0 && i%8 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

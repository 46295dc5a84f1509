package docx

import (
	"encoding/xml"

	"jiufen/internal/opc"
)

type charData = xml.CharData

func isEnd(t xml.Token) bool {
	_, ok := t.(xml.EndElement)
	return ok
}

func (w *walker) table() error {
	t := Table{Start: w.out.n}
	var child func(e start) error
	child = func(e start) error {
		switch e.Name.Local {
		case "tr":
			row, err := w.row()
			if row != nil {
				t.Rows = append(t.Rows, row)
			}
			return err
		case "sdt", "sdtContent", "customXml", "ins", "moveTo":
			return w.children(child)
		case "AlternateContent":
			return w.alternate(child)
		}
		return w.toks.SkipElement()
	}
	if err := w.children(child); err != nil {
		return err
	}
	t.End = w.out.n
	if w.cells == 0 {
		w.out.tables = append(w.out.tables, t)
	}
	return nil
}

// row reads one row, nil if it was deleted under revision.
func (w *walker) row() ([]Cell, error) {
	row, deleted := []Cell{}, false
	var child func(e start) error
	child = func(e start) error {
		switch e.Name.Local {
		case "trPr":
			return w.children(func(e start) error {
				if e.Name.Local == "del" {
					deleted = true
					w.left.Deleted++
				}
				return w.toks.SkipElement()
			})
		case "tc":
			if deleted {
				break
			}
			return w.cell(&row)
		case "sdt", "sdtContent", "customXml", "ins", "moveTo":
			return w.children(child)
		}
		return w.toks.SkipElement()
	}
	if err := w.children(child); err != nil {
		return nil, err
	}
	if deleted {
		return nil, nil
	}
	w.out.write("\n")
	return row, nil
}

// cell reads one cell. Its own paragraphs keep their \n but for the last.
func (w *walker) cell(row *[]Cell) error {
	mark := *w.out
	if len(*row) > 0 {
		w.out.write("\t")
	}
	c := Cell{Start: w.out.n, Span: 1}
	gone := false
	w.cells++
	err := w.children(func(e start) error {
		if e.Name.Local == "tcPr" {
			var err error
			gone, err = w.cellProperties(&c)
			return err
		}
		return w.block(e)
	})
	w.cells--
	if err != nil {
		return err
	}
	if gone { // deleted, or covered by the cell to its left
		w.left.Deleted++
		*w.out = mark
		return nil
	}
	if c.Below {
		w.out.buf = w.out.buf[:len(mark.buf)+(c.Start-mark.n)] // the tab is one byte
		w.out.n = c.Start
		w.out.headings = mark.headings
	} else {
		w.out.chop()
	}
	c.End = w.out.n
	*row = append(*row, c)
	return nil
}

func (w *walker) cellProperties(c *Cell) (gone bool, err error) {
	err = w.children(func(e start) error {
		switch e.Name.Local {
		case "gridSpan":
			c.Span = min(max(atoi(opc.Val(e), 1), 1), 1000)
		case "vMerge":
			c.Below = opc.Val(e) != "restart"
		case "hMerge":
			gone = opc.Val(e) != "restart"
		case "cellDel":
			gone = true
		}
		return w.toks.SkipElement()
	})
	return gone, err
}

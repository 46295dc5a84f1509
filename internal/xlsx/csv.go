package xlsx

import (
	"bufio"
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"time"

	"jiufen/internal/sheet"
)

// WriteCSV streams a table as CSV in UTF-8 with a byte order mark (without it
// Excel reads Chinese as GB18030) and \r\n.
func WriteCSV(w io.Writer, columns []Column, rows iter.Seq2[[]Cell, error]) error {
	bw := bufio.NewWriter(w)
	bw.WriteString("\uFEFF")
	cw := csv.NewWriter(bw)
	cw.UseCRLF = true
	rec := make([]string, len(columns))
	for i, c := range columns {
		rec[i] = c.Title
		if c.Unit != "" {
			rec[i] += "（" + c.Unit + "）"
		}
		rec[i] = sheet.Harmless(rec[i])
	}
	if err := cw.Write(rec); err != nil {
		return err
	}
	for cells, err := range rows {
		if err != nil {
			return err
		}
		for i := range rec {
			rec[i] = ""
			if i < len(cells) {
				rec[i] = cells[i].csv()
			}
		}
		if err := cw.Write(rec); err != nil {
			return err
		}
	}
	cw.Flush()
	if err := cw.Error(); err != nil {
		return err
	}
	return bw.Flush()
}

func (c Cell) csv() string {
	switch c.kind {
	case sheet.Text:
		return sheet.Harmless(c.text)
	case sheet.Number:
		return decimal(c.n, c.decimals)
	case sheet.Day:
		return time.Unix(c.n*86400, 0).UTC().Format("2006-01-02")
	}
	return ""
}

// decimal prints n / 10^decimals.
func decimal(n int64, decimals int) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	if decimals == 0 {
		return sign + s
	}
	for len(s) <= decimals {
		s = "0" + s
	}
	return sign + s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}

package sheet

import (
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiufen/internal/errs"
)

// Kind is what a cell holds.
type Kind int

// The kinds of cells. Numbers and days are given as text too, as printed.
const (
	Blank Kind = iota
	Text
	Number // Text is a decimal: "38.4", or "5%" where the cell is formatted as percent
	Day    // Text is 2026-07-20, Day the civil day
	Truth  // Text is TRUE or FALSE
	Fault  // Text is #N/A and the like
)

// Cell is one cell as read.
type Cell struct {
	Kind Kind
	Text string
	Day  int32 // days since 1970-01-01, where Kind is Day
}

// Merge is a merged area, counted from 0, both ends included.
type Merge struct{ Top, Left, Bottom, Right int }

// Grid is one sheet as read.
type Grid struct {
	Name   string
	Rows   [][]Cell
	Merges []Merge
}

// At is the cell of a row and column counted from 0; blank outside.
func (g *Grid) At(row, col int) Cell {
	if row < 0 || row >= len(g.Rows) || col < 0 || col >= len(g.Rows[row]) {
		return Cell{}
	}
	return g.Rows[row][col]
}

// Width is the number of columns of the widest row.
func (g *Grid) Width() int {
	n := 0
	for _, r := range g.Rows {
		n = max(n, len(r))
	}
	return n
}

// Ref names a cell as spreadsheets do: row 2, column 1 is B3.
func Ref(row, col int) string { return Column(col) + strconv.Itoa(row+1) }

// Column names a column counted from 0: A … Z, AA ….
func Column(col int) string {
	s := ""
	for col++; col > 0; col = (col - 1) / 26 {
		s = string(rune('A'+(col-1)%26)) + s
	}
	return s
}

// Limits of one table. What is larger is no list that people keep by hand.
const (
	MaxRows  = 20_000
	MaxCols  = 256
	MaxCells = 1_000_000
	MaxText  = 32_767 // characters in a cell, as spreadsheets allow
)

// ParseCSV makes a grid of text with commas, semicolons or tabs between cells,
// whichever the first line has most of. A quote that does not close names its line.
func ParseCSV(name, text string) (Grid, error) {
	g := Grid{Name: name}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, true
	cells := 0
	for {
		rec, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			line := 0
			if pe := new(csv.ParseError); errors.As(err, &pe) {
				line = pe.Line
			}
			return Grid{}, errs.Wrap(err, errs.Invalid, "sheet.csv", "name", name, "line", line)
		}
		// The reader passes over empty lines; the grid keeps them, so that rows
		// have the numbers that people see.
		line, _ := r.FieldPos(0)
		for len(g.Rows) < line-1 && len(g.Rows) < MaxRows {
			g.Rows = append(g.Rows, nil)
		}
		if cells += len(rec); len(g.Rows) >= MaxRows || len(rec) > MaxCols || cells > MaxCells {
			return Grid{}, errs.E(errs.TooLarge, "sheet.large", "name", name, "rows", MaxRows, "cols", MaxCols)
		}
		row := make([]Cell, len(rec))
		for i, s := range rec {
			if utf8.RuneCountInString(s) > MaxText {
				return Grid{}, errs.E(errs.Invalid, "sheet.long", "name", name, "cell", Ref(len(g.Rows), i), "max", MaxText)
			}
			row[i] = csvCell(s)
		}
		g.Rows = append(g.Rows, row)
	}
}

// csvCell takes the apostrophe off that Harmless puts before a text.
func csvCell(s string) Cell {
	if rest, ok := strings.CutPrefix(s, "'"); ok && Harmless(rest) == s {
		s = rest
	}
	if strings.TrimSpace(s) == "" {
		return Cell{}
	}
	return Cell{Kind: Text, Text: s}
}

// Harmless puts an apostrophe before text that a spreadsheet reading CSV would
// take for a formula: = + - @ in half and full width, a tab or a carriage
// return, also behind white space (OWASP, CSV Injection).
func Harmless(s string) string {
	head := strings.TrimLeft(s, " \u00A0\u3000\n")
	for _, p := range []string{"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(head, p) {
			return "'" + s
		}
	}
	return s
}

func separator(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, c := range ";\t" {
		if strings.Count(line, string(c)) > strings.Count(line, string(best)) {
			best = c
		}
	}
	return best
}

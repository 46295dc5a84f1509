// Package sheet imports tables that people made: it finds the header by
// aliases, fills merged cells and 同上, tells section, total and note rows from
// records, and names every problem by its cell.
//
// Reading a table changes nothing anywhere: the result is a dry run, with the
// records as they would be taken and the problems that stand against it; who
// imports decides on it. Formulas count with the value that was saved with
// them and are never evaluated.
//
// It knows no format (a Grid comes from xlsx or from CSV text) and no domain
// (fields come from whoever imports).
package sheet

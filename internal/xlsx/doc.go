// Package xlsx writes and reads SpreadsheetML workbooks and writes CSV, without
// knowing what the tables are about.
//
// Text goes out as text: a cell that begins with = + - @, a tab or a carriage
// return is never a formula, in a workbook because it is stored as a string in
// a cell formatted as text, in CSV because an apostrophe precedes it (see
// OWASP, CSV Injection). Figures go out as numbers with their number of
// decimals, days as dates. Rows are streamed. The same content gives the same
// bytes.
//
// Reading gives values: of a formula what was last saved with it, never an
// evaluation; links to other files are not followed. Size, depth and number of
// cells are bounded.
package xlsx

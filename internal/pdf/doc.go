// Package pdf reads the text of PDF files (ISO 32000-1), for Chinese papers
// first, without drawing anything.
//
// Objects are found by going through the file, not through its cross-reference
// table, so that damaged files read like sound ones. Characters come from the
// fonts' ToUnicode maps, else from the encodings that Chinese fonts name
// (GBK-EUC-H, UniGB-UTF16-H and their kin), else from the embedded font's own
// table. Lines are put together by place, paragraphs by indents and margins,
// page numbers and running heads are left out, radicals that some programs
// write instead of characters (⼯ for 工) are put right.
//
// Pages that are pictures have no text here; how many there are is reported. A
// table comes out line by line, with \t where there is a wide gap: rules that
// are only drawn are not seen.
//
// What a file unpacks to is bounded. No script, form action, link or attached
// file is ever looked at. A file that is only locked against changes is read; one
// that needs a password is refused.
package pdf

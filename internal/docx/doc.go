// Package docx reads and writes WordprocessingML, the format of .docx files
// (ISO/IEC 29500-1), without knowing what the text is about.
//
// Reading gives the text as read: a paragraph ends in \n, the cells of a table
// row are separated by \t, automatic numbers stand where they would be printed.
// Insertions under revision are kept, deletions and the old place of moved text
// are not; hidden text is not; a text box that is stored twice (for old and new
// programs) is read once, after the paragraph that anchors it. Footnotes,
// endnotes, headers, footers and comments are not part of the text; how many
// notes there were is reported. Headings are found by outline level, also
// through styles based on others, and reported with their place.
//
// Writing makes official papers in the layout of GB/T 9704-2012: 22 lines of 28
// characters, red head, document number, headings, tables, page numbers,
// signature. The same content gives the same bytes.
//
// It never opens a file or an address, never evaluates a field or a macro.
package docx

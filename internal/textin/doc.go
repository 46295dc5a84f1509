// Package textin turns a file from outside into text with places.
//
// Text as read: a paragraph ends in \n, table cells are separated by \t,
// automatic numbers are inserted as printed, \r\n becomes \n, a byte order mark
// goes; nothing else is changed. Offsets into it count code points. With the
// text come the version of the reader and two SHA-256 sums, of the bytes and of
// the text, so that places recorded once can be checked against any later
// reading.
//
// Forms: plain text in UTF-8, UTF-16 and GB18030, .docx, .doc and .wps of Word 97
// and later, .pdf with text, saved web pages, .xlsx. What a form cannot give is
// said with its reader: a .doc does not tell how many columns a cell covers, a
// PDF has no headings, pictures are never read.
//
// What a file is is told from its bytes; where its name says otherwise it is
// refused, because a renamed file is a mistake somewhere before us. Whatever
// cannot be read is refused with what it is and what to do about it.
//
// A hostile file cannot be stopped inside a goroutine, so Run re-executes the
// program as «jiufen textin», which limits its own memory, processor time and
// open files before it looks at the first byte. Read does the same work in
// process; it is for the child, for tests and for tools.
//
// It never writes a file, never opens an address, never expands an entity or a
// macro, never guesses at bytes it could not decode.
package textin

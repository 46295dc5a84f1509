// Package opc opens and writes the ZIP packages that .docx and .xlsx files are
// (Open Packaging Conventions, ISO/IEC 29500-2).
//
// Reading takes bytes of outside origin and trusts nothing in them: the number
// of entries, the size of each part and of all parts together, the ratio of
// compression and the depth of XML are bounded, a document type declaration is
// refused (no entity is ever expanded, no address ever fetched), and the sizes
// that a package declares are checked again while it is unpacked. Writing is
// reproducible: the same parts in the same order give the same bytes, because
// every entry carries one fixed time.
//
// It knows nothing of what the parts mean.
package opc

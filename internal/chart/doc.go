// Package chart turns numbers into SVG.
//
// Figures are int64 scaled by a power of ten, days are counts since 1970-01-01;
// positions are whole tenths of a pixel, so the same input gives the same bytes
// everywhere. Looks live in CSS classes (see web/static/app.css), geometry in
// attributes; there is no style attribute, because the pages forbid it.
//
// A chart that says something carries role="img" and a title with the finding;
// a bar beside its numbers is hidden from screen readers. The numbers themselves
// stand beside each chart as a table: that is the page's business, as are all
// words, which come in through the Text fields. Nothing here knows the domain.
package chart

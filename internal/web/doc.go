// Package web owns the pages: their structs, templates, static files, the
// table of routes and the reading of forms.
//
// Each page is one struct, filled by one handler and shown by one template; a
// template knows nothing but its struct and the messages of one language. A
// page is rendered to a buffer before the first byte goes out, so a fault in it
// becomes an error page and never half a page. Every change of state is a plain
// form with a form token and a request number; scripts only spare a reload.
//
// Package web never decides what someone may do or see and never touches the
// database: it calls app, which does. What a page shows as text comes from
// locale, charts come from chart. No page carries a style attribute, an inline
// script or an address outside this server; the content security policy would
// refuse them and tests do.
//
// Looks are static/app.css over static/tokens.css over Bootstrap, whose file is
// never edited: an upgrade replaces it.
package web

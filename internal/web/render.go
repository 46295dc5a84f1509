package web

import (
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"reflect"
	"strings"
	"time"

	"jiufen/internal/locale"
)

//go:embed templates/*.html templates/partial/*.html
var templateFiles embed.FS

// pages are all pages with their templates. The test checks each template
// against the type standing here.
var pages = []struct {
	file string
	page shown
}{
	{"signin", (*SignInPage)(nil)},
	{"link_open", (*LinkPage)(nil)},
	{"failure", (*FailurePage)(nil)},
	{"ledger_list", (*LedgerPage)(nil)},
	{"item_view", (*ItemPage)(nil)},
	{"document_list", (*DocumentsPage)(nil)},
	{"document_view", (*DocumentPage)(nil)},
	{"rest_list", (*RestPage)(nil)},
	{"register_written", (*WrittenPage)(nil)},
	{"table_import", (*TablePage)(nil)},
	{"draft_split", (*DraftSplitPage)(nil)},
	{"draft_merge", (*DraftMergePage)(nil)},
	{"item_undo", (*ItemUndoPage)(nil)},
	{"item_year", (*ItemYearPage)(nil)},
	{"item_into", (*ItemIntoPage)(nil)},
	{"draft_drop", (*DraftDropPage)(nil)},
	{"draft_conflict", (*DraftConflictPage)(nil)},
	{"paper_view", (*PaperPage)(nil)},
	{"explanation_view", (*ExplanationPage)(nil)},
	{"desk_view", (*DeskPage)(nil)},
	{"assignment_return", (*ReturnPage)(nil)},
	{"assignment_hand", (*HandOnPage)(nil)},
	{"assignment_decide", (*ReassignPage)(nil)},
	{"plan_edit", (*PlanPage)(nil)},
	{"sheet_sign", (*SheetSignPage)(nil)},
	{"report_review", (*ReviewPage)(nil)},
	{"check_add", (*CheckPage)(nil)},
	{"figure_release", (*ReleasePage)(nil)},
	{"figure_base", (*BasePage)(nil)},
	{"evidence_view", (*EvidencePage)(nil)},
	{"report_correct", (*CorrectPage)(nil)},
	{"change_ask", (*ChangePage)(nil)},
	{"change_decide", (*ChangeDecidePage)(nil)},
	{"journal_list", (*JournalPage)(nil)},
	{"waiting_list", (*WaitingPage)(nil)},
	{"account_list", (*AccountsPage)(nil)},
	{"account_view", (*AccountPage)(nil)},
	{"account_add", (*AccountAddPage)(nil)},
	{"account_link", (*AccountLinkPage)(nil)},
	{"token_list", (*TokensPage)(nil)},
	{"search_list", (*SearchPage)(nil)},
	{"overview_view", (*OverviewPage)(nil)},
	{"wall_view", (*WallPage)(nil)},
	{"rule_view", (*RulePage)(nil)},
	{"organisation_list", (*OrganisationPage)(nil)},
	{"organisation_unit", (*UnitPage)(nil)},
	{"library_view", (*LibraryPage)(nil)},
	{"start_view", (*StartPage)(nil)},
	{"bulletin_list", (*BulletinsPage)(nil)},
	{"bulletin_write", (*BulletinWritePage)(nil)},
	{"bulletin_view", (*BulletinPage)(nil)},
	{"version_list", (*VersionsPage)(nil)},
	{"compare_view", (*ComparePage)(nil)},
	{"opinion_reports", (*OpinionReportsPage)(nil)},
	{"opinion_list", (*OpinionsPage)(nil)},
	{"opinion_view", (*OpinionPage)(nil)},
	{"opinion_import", (*OpinionImportPage)(nil)},
	{"register_list", (*RegistersPage)(nil)},
	{"register_view", (*RegisterPage)(nil)},
	{"register_add", (*RegisterAddPage)(nil)},
	{"register_object", (*RegisterObjectPage)(nil)},
	{"register_switch", (*RegisterSwitchPage)(nil)},
	{"register_import", (*RegisterImportPage)(nil)},
	{"closing_apply", (*ClosingPage)(nil)},
	{"closing_decide", (*ClosingDecidePage)(nil)},
	{"more", (*MorePage)(nil)},
}

// shown is a pointer to a page struct.
type shown interface{ base() *Page }

// views holds the parsed templates of every page in every language, and the
// static files they point to.
type views struct {
	assets *assets
	sets   map[string]map[reflect.Type]*template.Template // by language
}

// newViews parses all templates. Under strict a missing message panics, which
// tests use.
func newViews(strict bool) (*views, error) {
	a, err := loadAssets()
	if err != nil {
		return nil, err
	}
	v := &views{assets: a, sets: map[string]map[reflect.Type]*template.Template{}}
	for _, tag := range locale.Tags {
		m := locale.For(tag)
		if strict {
			m = m.Strict()
		}
		if v.sets[tag], err = parse(m, a); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func parse(m *locale.Messages, a *assets) (map[reflect.Type]*template.Template, error) {
	common, err := template.New("layout.html").Funcs(funcs(m, a)).ParseFS(templateFiles, "templates/partial/*.html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	set := map[reflect.Type]*template.Template{}
	for _, p := range pages {
		t, err := common.Clone()
		if err == nil {
			t, err = t.ParseFS(templateFiles, path.Join("templates", p.file+".html"))
		}
		if err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
		set[reflect.TypeOf(p.page)] = t
	}
	return set, nil
}

// funcs are the words templates have. They write what the page struct holds;
// none of them decides anything.
func funcs(m *locale.Messages, a *assets) template.FuncMap {
	return template.FuncMap{
		"T":    func(key string, args ...any) string { return m.T(key, args...) },
		"has":  m.Has,
		"date": func(d Day) string { return orNone(d != 0, func() string { return m.Date(int32(d)) }) },
		"day": func(year int, d Day) string {
			return orNone(d != 0, func() string { return m.DateIn(int32(d), year) })
		},
		"iso": Day.String,
		"moment": func(t time.Time) string {
			return orNone(!t.IsZero(), func() string { return m.DateTime(t) })
		},
		"num":     func(f Figure) string { return orNone(f.OK, func() string { return m.Number(f.V, f.Dec) }) },
		"signed":  func(f Figure) string { return orNone(f.OK, func() string { return m.Signed(f.V, f.Dec) }) },
		"percent": func(f Figure) string { return orNone(f.OK, func() string { return m.Percent(f.V, f.Dec) }) },
		"count":   func(n int64) string { return m.Count(n) },
		"asset":   a.url,
		"request": requestID,
		"inc":     func(n int) int { return n + 1 },
	}
}

func orNone(ok bool, write func() string) string {
	if !ok {
		return locale.None
	}
	return write()
}

// requestID numbers one filling of one form, so that sending it twice acts once.
func requestID() string { return rand.Text() }

// csp allows nothing but our own styles, script, pictures and forms.
const csp = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers every page has. Pages are never kept: they show what
// one person may see at one moment.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// page is a page in its language.
func (v *views) page(p shown) ([]byte, error) {
	t, ok := v.sets[p.base().m.Tag()][reflect.TypeOf(p)]
	if !ok {
		return nil, fmt.Errorf("web: no template for %T", p)
	}
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, "layout", p); err != nil {
		return nil, fmt.Errorf("web: %T: %w", p, err)
	}
	return buf.Bytes(), nil
}

// render writes a page in its language. It is built whole before the first byte
// goes out; an error leaves the response untouched.
func (v *views) render(w http.ResponseWriter, r *http.Request, status int, p shown) error {
	body, err := v.page(p)
	if err != nil {
		return err
	}
	h := w.Header()
	secure(h)
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding")
	if acceptsGzip(r) && h.Get("Content-Encoding") == "" {
		zipped, err := zip(body, gzip.DefaultCompression)
		if err != nil {
			return fmt.Errorf("web: %w", err)
		}
		h.Set("Content-Encoding", "gzip")
		body = zipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	_, _ = w.Write(body) // the reader may be gone; nothing can be done about it
	return nil
}

// isLocal reports whether next is an address of this server, to go back to.
func isLocal(next string) bool {
	return strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") && !strings.ContainsAny(next, "\\\r\n\t")
}

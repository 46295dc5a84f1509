package web

import (
	"io"
	"net/http"
	"regexp"
	"strings"
)

func copyText(b *strings.Builder, resp *http.Response) (int64, error) { return io.Copy(b, resp.Body) }

var (
	tags  = regexp.MustCompile(`(?s)<(script|style|svg|dialog).*?</(script|style|svg|dialog)>|<[^>]*>`)
	space = regexp.MustCompile(`\s+`)
	// noText is a key that has no sentence, as it is shown to people.
	noText = regexp.MustCompile(`⟦[^⟧]*⟧`)
)

// text0 is what a page says, without its markup, for messages of tests.
func text0(body string) string {
	s := space.ReplaceAllString(tags.ReplaceAllString(body, " "), " ")
	if len(s) > 3000 {
		s = s[:3000] + "…"
	}
	return s
}

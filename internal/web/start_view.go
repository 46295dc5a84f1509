package web

import (
	"net/http"

	"jiufen/internal/app"
)

// StartPage leads a new place from the first account to the first notice: what
// stands, what comes next and who does it.
type StartPage struct {
	Page
	Says  string
	Steps []StartStep
}

// StartStep is one step of the way.
type StartStep struct {
	Name, Says, URL string
	Done, Next      bool
}

func (s *Site) getStart(v *visit) error {
	page, err := s.page(v, "start", v.m.T("start.head"))
	if err != nil {
		return err
	}
	st, err := s.App.Start(v.r.Context(), v.who.Viewer)
	if err != nil {
		return err
	}
	p := &StartPage{Page: page}
	next, done := false, 0
	for _, x := range st {
		step := StartStep{Name: v.m.T("start." + x.Key), Says: v.m.T("start.says."+x.Key, "n", x.N), Done: x.Done, URL: startURLs[x.Key]}
		if !app.MayStep(v.who.Viewer, x.Key) {
			step.URL = ""
		}
		if step.Done {
			done++
		} else if !next {
			step.Next, next = true, true
		}
		p.Steps = append(p.Steps, step)
	}
	p.Says = v.m.T("start.sum", "done", done, "all", len(st))
	return s.show(v, http.StatusOK, p)
}

// startURLs are where each step is done.
var startURLs = map[string]string{"calendar": "/library", "units": "/organisation", "leaders": "/organisation", "portfolio": "/organisation", "liaisons": "/organisation", "accounts": "/accounts", "second": "/accounts/new", "document": "/documents", "notice": "/documents"}

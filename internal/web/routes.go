package web

import (
	"net/http"
	"slices"
)

// What a route needs besides a session: nothing at all, or nothing more. All
// others name an org.Right.
const (
	Public   = "public"
	SignedIn = "signed-in"
)

// Route is one address with what it needs. There is no default: a route without
// Needs does not pass the tests and lets nobody in.
type Route struct {
	Method, Pattern string
	Needs           string
	Upload          bool // takes files
	do              func(*Site, *visit) error
}

// Routes are all addresses of the pages but the static files, a list for each
// part of the work.
var Routes = slices.Concat(lookRoutes, doorRoutes, documentRoutes, ledgerRoutes, deskRoutes, boardRoutes, bulletinRoutes, opinionRoutes, registerRoutes, organisationRoutes)

var lookRoutes = []Route{
	{Method: "POST", Pattern: "/me/look", Needs: Public, do: (*Site).postLook},
	{Method: "GET", Pattern: "/more", Needs: SignedIn, do: (*Site).getMore},
}

// shows answers with the page that build makes.
func shows[P shown](build func(*Site, *visit) (P, error)) func(*Site, *visit) error {
	return func(s *Site, v *visit) error {
		p, err := build(s, v)
		if err != nil {
			return err
		}
		return s.show(v, http.StatusOK, p)
	}
}

// showsOf is shows for what also tells what the page was made of, as its form's
// answer needs it.
func showsOf[P shown, X any](build func(*Site, *visit) (P, X, error)) func(*Site, *visit) error {
	return shows(func(s *Site, v *visit) (P, error) {
		p, _, err := build(s, v)
		return p, err
	})
}

package web

import (
	"net/http"

	"jiufen/internal/locale"
)

// postLook keeps the reader's language and size of type, and goes back to where
// he was.
func (s *Site) postLook(v *visit) error {
	const year = 365 * 24 * 3600
	if tag := v.form.raw("lang"); locale.Known(tag) {
		v.cookie(langCookie, tag, year)
	}
	switch size := v.form.raw("size"); size {
	case "large", "normal":
		v.cookie(sizeCookie, size, year)
	}
	back := v.form.raw("back")
	if !isLocal(back) {
		back = "/"
	}
	http.Redirect(v.w, v.r, back, http.StatusSeeOther)
	return nil
}

// MorePage lists, for phones, what the bar at the bottom has no room for.
type MorePage struct{ Page }

func (s *Site) getMore(v *visit) error {
	p, err := s.page(v, "more", v.m.T("nav.more"))
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, &MorePage{p})
}

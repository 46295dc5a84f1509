package web

import (
	"net/http"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/org"
)

// TokensPage lists the reader's tokens for programs of his – for the
// administrator of accounts everybody's – makes one, and ends one.
type TokensPage struct {
	Page
	Rows     []TokenRow
	Secret   string // of the one just made, shown once
	Name     Field
	Rights   Field
	Until    Field
	Password Field
}

// TokenRow is one token.
type TokenRow struct {
	ID                   int64
	Name, Holder, Rights string
	Made, Until          Day
}

func (s *Site) tokensPage(v *visit) (*TokensPage, error) {
	page, err := s.page(v, "more", v.m.T("token.head"))
	if err != nil {
		return nil, err
	}
	list, err := s.App.Tokens(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	p := &TokensPage{Page: page}
	for _, t := range list {
		p.Rows = append(p.Rows, TokenRow{ID: t.ID, Name: t.Name, Holder: t.Holder, Rights: rightWords(v, t.Rights), Made: t.Made, Until: t.Until})
	}
	var rights []Option
	for _, r := range org.Rights {
		if v.who.Viewer.Can(r) && !slices.Contains(org.TwoPersons, r) {
			rights = append(rights, Option{Value: string(r), Name: v.m.T("account.right." + string(r)), Chosen: slices.Contains(v.values("rights"), string(r))})
		}
	}
	p.Name, p.Until = text("name", v.typed("name")).as("tokenname").must(), date("until", v.typed("until")).as("tokenuntil").must()
	p.Rights = Field{Name: "rights", Key: "tokenrights", Kind: "check", Options: rights}
	if s.mustProve(v) {
		p.Password = Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
	}
	return p, nil
}

func rightWords(v *visit, rights []org.Right) string {
	var out []string
	for _, r := range rights {
		out = append(out, v.m.T("account.right."+string(r)))
	}
	return strings.Join(out, "、")
}

// postTokens makes a token and shows its secret, once.
func (s *Site) postTokens(v *visit) error {
	n := app.NewToken{Name: v.form.must("name", maxWord), Until: v.form.day("until")}
	for _, r := range v.values("rights") {
		n.Rights = append(n.Rights, org.Right(r))
	}
	err := v.form.err()
	if err == nil {
		err = s.prove(v)
	}
	secret := ""
	if err == nil {
		secret, _, err = s.App.MakeToken(v.r.Context(), v.who.Viewer, v.request(), n)
	}
	p, perr := s.tokensPage(v)
	if perr != nil {
		return perr
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Name, &p.Rights, &p.Until, &p.Password)
	}
	p.Secret = secret
	return s.show(v, http.StatusOK, p)
}

// postTokenEnd ends a token at once.
func (s *Site) postTokenEnd(v *visit) error {
	n := v.form.number("token")
	if n == 0 {
		return errNotFound()
	}
	if err := s.App.EndToken(v.r.Context(), v.who.Viewer, v.request(), n); err != nil {
		if errs.Is(err, errs.NotFound) {
			return errNotFound()
		}
		return err
	}
	return v.took("/me/tokens", "done.saved", 0)
}

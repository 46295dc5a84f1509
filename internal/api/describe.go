package api

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// describe makes the OpenAPI description in both languages: what an operation
// does, the rights that let in, and the headers every write takes.
func (a *API) describe() error {
	a.spec = map[string][]byte{}
	doc := a.huma.OpenAPI()
	for _, o := range a.ops {
		op := operationOf(doc, o)
		op.Extensions = map[string]any{"x-rights": o.Needs}
		op.Parameters = append(op.Parameters, languageParam())
		if o.Method != http.MethodGet {
			op.Parameters = append(op.Parameters,
				&huma.Param{Name: "Idempotency-Key", In: "header", Schema: &huma.Schema{Type: "string"}},
				&huma.Param{Name: "X-Form-Token", In: "header", Schema: &huma.Schema{Type: "string"}})
		}
	}
	a.openAnswers(doc)
	for path, p := range doc.Paths { // OpenAPI knows no parameter of several parts
		if strings.Contains(path, "...}") {
			delete(doc.Paths, path)
			doc.Paths[strings.Replace(path, "...}", "}", 1)] = p
		}
	}
	for _, tag := range locale.Tags {
		m := locale.For(tag)
		doc.Info.Title, doc.Info.Description = m.T("api.title"), m.T("api.about")
		for _, o := range a.ops {
			operationOf(doc, o).Summary = m.T("api.op." + o.ID)
		}
		b, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		a.spec[tag] = b
	}
	return nil
}

// openAnswers lets shapes of answers carry further fields, as later versions may
// add some; what comes in stays closed, so that a typing mistake is told.
func (a *API) openAnswers(doc *huma.OpenAPI) {
	all := doc.Components.Schemas.Map()
	in := map[*huma.Schema]bool{}
	var walk func(*huma.Schema)
	walk = func(s *huma.Schema) {
		if s == nil || in[s] {
			return
		}
		in[s] = true
		if s.Ref != "" {
			walk(doc.Components.Schemas.SchemaFromRef(s.Ref))
		}
		walk(s.Items)
		for _, p := range s.Properties {
			walk(p)
		}
	}
	for _, o := range a.ops {
		if b := operationOf(doc, o).RequestBody; b != nil {
			for _, m := range b.Content {
				walk(m.Schema)
			}
		}
	}
	for _, s := range all {
		if !in[s] && s.AdditionalProperties == false {
			s.AdditionalProperties = nil
		}
	}
}

func languageParam() *huma.Param {
	return &huma.Param{Name: "Accept-Language", In: "header", Schema: &huma.Schema{Type: "string", Enum: []any{locale.Chinese, locale.English}}}
}

func operationOf(doc *huma.OpenAPI, o Operation) *huma.Operation {
	p := doc.Paths[Prefix+o.Path]
	if p == nil {
		p = doc.Paths[Prefix+strings.Replace(o.Path, "...}", "}", 1)]
	}
	switch o.Method {
	case http.MethodGet:
		return p.Get
	case http.MethodPost:
		return p.Post
	case http.MethodPut:
		return p.Put
	case http.MethodPatch:
		return p.Patch
	default:
		return p.Delete
	}
}

// serveSpec gives the description to anybody: it says what can be asked, not
// what there is.
func (a *API) serveSpec(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/openapi+json")
	w.Header().Set("Cache-Control", "no-cache")
	w.Write(a.spec[reading(r).Tag()])
}

// rightsOf lists rights as strings.
func rightsOf(rs []org.Right) []string {
	out := make([]string, 0, len(rs))
	for _, r := range org.Rights {
		if slices.Contains(rs, r) {
			out = append(out, string(r))
		}
	}
	return out
}

package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"jiufen/internal/locale"
)

// TestDescription: the description lists every operation with its rights, in
// both languages, and points nowhere outside.
func TestDescription(t *testing.T) {
	w := newTown(t)
	for _, tag := range locale.Tags {
		a := w.call("", "GET", "/openapi.json", nil, "Accept-Language", tag).is(200)
		var doc struct {
			OpenAPI string
			Paths   map[string]map[string]struct {
				OperationID string   `json:"operationId"`
				Summary     string   `json:"summary"`
				Rights      []string `json:"x-rights"`
				Responses   map[string]any
			}
		}
		if err := json.Unmarshal(a.Body, &doc); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(doc.OpenAPI, "3.1") {
			t.Errorf("OpenAPI %s", doc.OpenAPI)
		}
		for _, o := range w.api.Operations() {
			d := doc.Paths[Prefix+strings.Replace(o.Path, "...}", "}", 1)][strings.ToLower(o.Method)]
			if d.OperationID != o.ID || d.Summary == "" || strings.Contains(d.Summary, "⟦") || len(d.Rights) == 0 || d.Responses["default"] == nil {
				t.Errorf("%s: %s: %+v", tag, o.ID, d)
			}
		}
		for _, bad := range []string{"unpkg", "$schema", "http://", "https://", part} {
			if strings.Contains(string(a.Body), bad) {
				t.Errorf("%s: the description says %q", tag, bad)
			}
		}
	}
	w.call("office", "GET", "/docs", nil).problem(http.StatusNotFound)
}

// TestNoFloats: figures go out as strings, identifiers too; no shape holds a
// float.
func TestNoFloats(t *testing.T) {
	w := newTown(t)
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Type, Format any }
			}
		}
	}
	if err := json.Unmarshal(w.call("", "GET", "/openapi.json", nil).is(200).Body, &doc); err != nil {
		t.Fatal(err)
	}
	if len(doc.Components.Schemas) < 10 {
		t.Errorf("%d shapes", len(doc.Components.Schemas))
	}
	for name, s := range doc.Components.Schemas {
		for field, p := range s.Properties {
			if p.Type == "number" {
				t.Errorf("%s.%s is a float", name, field)
			}
		}
	}
}

// TestAnswersAreOpenAndBodiesClosed: answers may get fields within v1; a field
// that nobody knows in a body is a mistake and is told. No list is null.
func TestAnswersAreOpenAndBodiesClosed(t *testing.T) {
	w := newTown(t)
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				AdditionalProperties any `json:"additionalProperties"`
				Properties           map[string]struct{ Type any }
			}
		}
	}
	if err := json.Unmarshal(w.call("", "GET", "/openapi.json", nil).is(200).Body, &doc); err != nil {
		t.Fatal(err)
	}
	for name, closed := range map[string]bool{"Item": false, "LedgerPage": false, "Problem": false, "NewReport": true, "NewChange": true, "SheetTyped": true} {
		s, ok := doc.Components.Schemas[name]
		if !ok || (s.AdditionalProperties == false) != closed {
			t.Errorf("%s: there %v, closed %v", name, ok, s.AdditionalProperties == false)
		}
	}
	for name, s := range doc.Components.Schemas {
		for field, p := range s.Properties {
			if _, several := p.Type.([]any); several {
				t.Errorf("%s.%s may be null", name, field)
			}
		}
	}
}

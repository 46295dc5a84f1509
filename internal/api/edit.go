package api

import (
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
)

// EditSaved is what saving an edit gave.
type EditSaved struct {
	Version int64    `json:"version"`
	Merged  []string `json:"merged" doc:"fields that others changed meanwhile and that were kept"`
}

// EditConflict says what somebody else did meanwhile.
type EditConflict struct {
	Version int64       `json:"version,omitempty" doc:"as it is now"`
	GoneTo  string      `json:"gone_to,omitempty" doc:"the draft it went over into"`
	By      string      `json:"by,omitempty" doc:"person who changed it last"`
	Clashes []EditClash `json:"clashes,omitempty"`
}

// EditClash is a field that two people changed differently.
type EditClash struct {
	Field  string `json:"field"`
	Base   any    `json:"base" doc:"as both saw it"`
	Mine   any    `json:"mine"`
	Theirs any    `json:"theirs"`
}

// conflict is the Problem for an edit that was not saved.
func conflict(m *locale.Messages, with *EditConflict, key string, args ...any) *Problem {
	kind := errs.Conflict
	return &Problem{Type: problemType + kind.String(), Title: http.StatusText(kind.Status()), Status: kind.Status(), Key: key, Detail: m.T(key, args...), Conflict: with}
}

func clashing(version int64, by id.Person, list []app.Clash) *EditConflict {
	out := &EditConflict{Version: version, By: known(by)}
	for _, x := range list {
		out.Clashes = append(out.Clashes, EditClash{Field: x.Field, Base: outward(x.Field, x.Base), Mine: outward(x.Field, x.Mine), Theirs: outward(x.Field, x.Theirs)})
	}
	return out
}

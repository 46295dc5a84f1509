package web

import (
	"io"
	"strings"

	"jiufen/internal/app"
)

// uploaded is the file that came with the form, its name without folders. That
// there is none is told by the field.
func (v *visit) uploaded() (name string, b []byte, err error) {
	file, head, err := v.r.FormFile("file")
	if err != nil {
		v.form.bad("file", "err.required")
		return "", nil, v.form.err()
	}
	defer file.Close()
	if b, err = io.ReadAll(file); err != nil {
		return "", nil, err
	}
	return head.Filename[strings.LastIndexAny(head.Filename, `/\`)+1:], b, v.form.err()
}

// tableUpload is a table as a file, or pasted.
func (v *visit) tableUpload() (u app.Upload, err error) {
	if t := v.form.text("text", formLimit); t != "" {
		return app.Upload{Name: v.m.T("table.pasted") + ".csv", Bytes: []byte(t)}, v.form.err()
	}
	u.Name, u.Bytes, err = v.uploaded()
	return u, err
}

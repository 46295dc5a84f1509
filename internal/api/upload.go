package api

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"path"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"jiufen/internal/app"
	"jiufen/internal/errs"
)

// FileBody is a file in a body: multipart/form-data with a part «file», or the
// bytes themselves with a name in the query.
type FileBody struct {
	File    string `query:"name" maxLength:"200" doc:"name of the file, whose ending says what it is; for multipart the part's own name counts"`
	Type    string `header:"Content-Type" hidden:"true"`
	RawBody []byte `contentType:"application/octet-stream"`
}

// upload is a document in a body.
type upload struct {
	FileBody
	Sort string `query:"sort" enum:"report,livelihood,instruction,decision,finding,opinion,notice" doc:"what the document is; report if left out"`
	Year int    `query:"year" minimum:"2000" maximum:"2100" doc:"year it speaks of; read from the text if left out"`
}

// TableBody is a table in a body, which can be tried before it is taken.
type TableBody struct {
	FileBody
	Dry bool `query:"dry" doc:"only try: nothing is kept"`
}

// read gives the file out of the body. The bytes are copied: the buffer they
// came in is used again for the next request.
func (u *FileBody) read() (app.Upload, error) {
	out := app.Upload{Name: path.Base(strings.ReplaceAll(u.File, `\`, "/"))}
	media, params, err := mime.ParseMediaType(u.Type)
	switch {
	case err == nil && media == "multipart/form-data":
		if err := u.readForm(params["boundary"], &out); err != nil {
			return out, err
		}
	case err == nil && strings.HasPrefix(media, "text/") && u.File == "":
		out.Name, out.Bytes = "paste.txt", bytes.Clone(u.RawBody)
	default:
		out.Bytes = bytes.Clone(u.RawBody)
	}
	if out.Name == "." || out.Name == "/" || out.Name == "" {
		return out, errs.Form([]errs.Field{{Name: "query.name", Key: "err.required"}})
	}
	return out, nil
}

func (u *FileBody) readForm(boundary string, out *app.Upload) error {
	r := multipart.NewReader(bytes.NewReader(u.RawBody), boundary)
	for {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return errs.Form([]errs.Field{{Name: "body.file", Key: "err.required"}})
		}
		if err != nil {
			return errs.Wrap(err, errs.Invalid, "api.body")
		}
		if p.FormName() != "file" {
			continue
		}
		if out.Bytes, err = io.ReadAll(p); err != nil {
			return errs.Wrap(err, errs.Invalid, "api.body")
		}
		out.Name = cmp.Or(p.FileName(), out.Name)
		return nil
	}
}

// uploadBody describes the ways a file can come.
func uploadBody() *huma.RequestBody {
	binary := &huma.Schema{Type: "string", Format: "binary"}
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: binary},
		"text/plain":               {Schema: &huma.Schema{Type: "string"}},
		"multipart/form-data":      {Schema: &huma.Schema{Type: "object", Required: []string{"file"}, Properties: map[string]*huma.Schema{"file": binary}}},
	}}
}

// attachment names a file for saving; it is never shown in place.
func attachment(name string) string {
	return mime.FormatMediaType("attachment", map[string]string{"filename": name})
}

// sandbox is the policy of files that go out.
const sandbox = "default-src 'none'; sandbox"

package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed static/app.css static/tokens.css static/app.js static/icon.svg
//go:embed static/vendor/bootstrap-5.3.9/bootstrap.min.css static/vendor/bootstrap-5.3.9/LICENSE
var staticFiles embed.FS

// bundles are the static files as they are served. Ours are joined, because an
// old machine on a slow line pays for each request.
var bundles = []struct {
	name string
	from []string
}{
	{"kit.css", []string{"static/vendor/bootstrap-5.3.9/bootstrap.min.css"}},
	{"jiufen.css", []string{"static/tokens.css", "static/app.css"}},
	{"app.js", []string{"static/app.js"}},
	{"icon.svg", []string{"static/icon.svg"}},
	{"kit-licence.txt", []string{"static/vendor/bootstrap-5.3.9/LICENSE"}},
}

var contentTypes = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
}

// asset is one static file with the address that changes with its content.
type asset struct {
	name, url, kind string
	body, zipped    []byte
}

// assets are all static files, by name and by address.
type assets struct{ byName, byURL map[string]*asset }

// loadAssets reads the embedded files. They are part of the program: a fault is
// a fault of the build, found by the first test.
func loadAssets() (*assets, error) {
	a := &assets{map[string]*asset{}, map[string]*asset{}}
	for _, b := range bundles {
		f := &asset{name: b.name, kind: contentTypes[path.Ext(b.name)]}
		for _, from := range b.from {
			body, err := staticFiles.ReadFile(from)
			if err != nil {
				return nil, fmt.Errorf("web: static file: %w", err)
			}
			f.body = append(f.body, body...)
		}
		if path.Ext(b.name) == ".css" {
			f.body = dropSourceMap(f.body)
		}
		sum := sha256.Sum256(f.body)
		ext := path.Ext(b.name)
		f.url = "/static/" + strings.TrimSuffix(b.name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		zipped, err := zip(f.body, gzip.BestCompression)
		if err != nil {
			return nil, fmt.Errorf("web: %s: %w", b.name, err)
		}
		f.zipped = zipped
		a.byName[f.name], a.byURL[f.url] = f, f
	}
	return a, nil
}

// dropSourceMap leaves out the pointer to a map that is not served; the file in
// the repository stays as its makers published it.
func dropSourceMap(css []byte) []byte {
	if i := bytes.LastIndex(css, []byte("/*# sourceMappingURL=")); i >= 0 {
		return css[:i]
	}
	return css
}

func zip(b []byte, level int) ([]byte, error) {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, level)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(b); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// url is the address of a static file; an error stops the template.
func (a *assets) url(name string) (string, error) {
	f, ok := a.byName[name]
	if !ok {
		return "", fmt.Errorf("web: no static file %q", name)
	}
	return f.url, nil
}

// ServeHTTP serves a static file. Its address holds a hash of its content, so
// it may be kept for ever.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := a.byURL[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Encoding")
	body := f.body
	if acceptsGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(body))
}

func acceptsGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" {
			return strings.ReplaceAll(params, " ", "") != "q=0"
		}
	}
	return false
}

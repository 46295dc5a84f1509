package pdf

import (
	"bytes"
	"regexp"
	"strconv"

	"jiufen/internal/errs"
)

// file is all objects of a PDF file by number; the last of a number counts.
type file struct {
	objects map[int]any
	places  map[int]int // where in the file an object, or the stream it is in, begins
	root    dict
	crypt   *crypt // nil: not encrypted
	budget  int64  // bytes that may still be unpacked
	fonts   map[ref]*font
}

var (
	objectHead = regexp.MustCompile(`(\d{1,10})[ \t\r\n\f\x00]+(\d{1,5})[ \t\r\n\f\x00]+obj\b`)
	endStream  = []byte("endstream")
)

const maxObjects = 2_000_000

// open goes through the file for objects.
func open(b []byte, budget int64) (*file, error) {
	f := &file{objects: map[int]any{}, places: map[int]int{}, budget: budget, fonts: map[ref]*font{}}
	trailers := findTrailers(b)
	var packed []*stream
	for at := 0; len(f.objects) < maxObjects; {
		m := objectHead.FindSubmatchIndex(b[at:])
		if m == nil {
			break
		}
		num, _ := strconv.Atoi(string(b[at+m[2] : at+m[3]]))
		gen, _ := strconv.Atoi(string(b[at+m[4] : at+m[5]]))
		f.places[num] = at + m[0]
		f.objects[num], at = indirect(b, at+m[1])
		if s, ok := f.objects[num].(*stream); ok {
			s.num, s.gen = num, gen
			switch s.dict["Type"] {
			case name("XRef"):
				trailers = append(trailers, s.dict)
				s.bare = true
			case name("ObjStm"):
				packed = append(packed, s)
			}
		}
	}
	if err := f.security(trailers); err != nil {
		return nil, err
	}
	for _, s := range packed {
		f.unpackObjects(s)
	}
	return f, f.catalog(trailers)
}

// security finds out whether the file is encrypted and opens it if it has no password.
func (f *file) security(trailers []dict) error {
	var enc any
	id := ""
	for _, t := range trailers {
		if t["Encrypt"] != nil {
			enc = t["Encrypt"]
		}
		if a := f.array(t["ID"]); len(a) > 0 {
			if s, ok := f.get(a[0]).(str); ok {
				id = string(s)
			}
		}
	}
	if enc == nil {
		return nil
	}
	d := f.dict(enc)
	if d == nil {
		return errLocked
	}
	return f.unlock(d, id)
}

// findTrailers reads the dictionaries behind the word trailer.
func findTrailers(b []byte) (out []dict) {
	word := []byte("trailer")
	for at := bytes.Index(b, word); at >= 0 && len(out) < 1000; {
		l := &lexer{b: b, at: at + len(word)}
		if v, err := l.object(); err == nil {
			if d, ok := v.(dict); ok {
				out = append(out, d)
			}
		}
		next := bytes.Index(b[at+len(word):], word)
		if next < 0 {
			break
		}
		at += len(word) + next
	}
	return out
}

// indirect reads the object behind "n g obj" and gives where reading goes on.
func indirect(b []byte, at int) (any, int) {
	l := &lexer{b: b, at: at}
	v, err := l.object()
	if err != nil {
		return nil, at
	}
	d, ok := v.(dict)
	if !ok {
		return v, l.at
	}
	l.space()
	if !bytes.HasPrefix(b[l.at:], []byte("stream")) {
		return v, l.at
	}
	from := l.at + len("stream")
	if bytes.HasPrefix(b[from:], []byte("\r\n")) {
		from += 2
	} else if from < len(b) && (b[from] == '\n' || b[from] == '\r') {
		from++
	}
	if n, ok := d["Length"].(float64); ok && n >= 0 && from+int(n) <= len(b) {
		if rest := bytes.TrimLeft(b[from+int(n):min(from+int(n)+16, len(b))], "\r\n \t"); bytes.HasPrefix(rest, endStream[:min(len(rest), len(endStream))]) && len(rest) > 0 {
			return &stream{dict: d, raw: b[from : from+int(n)]}, from + int(n)
		}
	}
	end := bytes.Index(b[from:], endStream)
	if end < 0 {
		return &stream{dict: d, raw: b[from:]}, len(b)
	}
	return &stream{dict: d, raw: b[from : from+end]}, from + end
}

// unpackObjects reads the objects of an object stream (7.5.7).
func (f *file) unpackObjects(s *stream) {
	body, err := f.decode(s)
	if err != nil {
		return
	}
	count, first := int(number(f.get(s.dict["N"]))), int(number(f.get(s.dict["First"])))
	if first < 0 || first > len(body) {
		return
	}
	head := &lexer{b: body[:first]}
	for range min(count, maxObjects-len(f.objects)) {
		num, err1 := head.object()
		off, err2 := head.object()
		if err1 != nil || err2 != nil {
			return
		}
		at := first + int(number(off))
		if at < first || at > len(body) {
			continue
		}
		l := &lexer{b: body, at: at}
		if v, err := l.object(); err == nil {
			// Of two objects of a number the one further down the file counts.
			if k := int(number(num)); f.places[k] <= f.places[s.num] {
				f.objects[k], f.places[k] = v, f.places[s.num]
			}
		}
	}
}

// catalog finds the root.
func (f *file) catalog(trailers []dict) error {
	for _, t := range trailers {
		if r, ok := f.get(t["Root"]).(dict); ok {
			f.root = r
		}
	}
	if f.root != nil && f.get(f.root["Pages"]) != nil {
		return nil
	}
	for _, v := range f.objects {
		if d, ok := v.(dict); ok && d["Type"] == name("Catalog") && f.get(d["Pages"]) != nil {
			f.root = d
			return nil
		}
	}
	if f.root == nil {
		return errs.E(errs.Invalid, "textin.pdf.broken")
	}
	return nil
}

// get follows references, a few at most.
func (f *file) get(v any) any {
	for range 8 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[int(r)]
	}
	return nil
}

func (f *file) dict(v any) dict {
	switch v := f.get(v).(type) {
	case dict:
		return v
	case *stream:
		return v.dict
	}
	return nil
}

func (f *file) array(v any) array {
	a, _ := f.get(v).(array)
	return a
}

func number(v any) float64 {
	n, _ := v.(float64)
	return n
}

// leaf is one page with what it inherits.
type leaf struct {
	page      dict
	resources dict
	box       [4]float64
}

const maxPages = 5000

// pages goes through the page tree. Each node is visited once.
func (f *file) pages() (out []leaf) {
	seen := map[ref]bool{}
	var visit func(v any, from leaf, depth int)
	visit = func(v any, from leaf, depth int) {
		if r, ok := v.(ref); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		d := f.dict(v)
		if d == nil || depth > maxDepth || len(out) >= maxPages {
			return
		}
		if r := f.dict(d["Resources"]); r != nil {
			from.resources = r
		}
		if b := f.array(d["MediaBox"]); len(b) == 4 {
			for i := range b {
				from.box[i] = number(f.get(b[i]))
			}
		}
		if kids := f.array(d["Kids"]); kids != nil {
			for _, k := range kids {
				visit(k, from, depth+1)
			}
			return
		}
		from.page = d
		out = append(out, from)
	}
	visit(f.root["Pages"], leaf{box: [4]float64{0, 0, 595, 842}}, 0)
	return out
}

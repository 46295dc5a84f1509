package store

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Archive is a zip file, or a directory where its name ends in a separator or is
// one, written beside its place and moved there whole by Commit.
type Archive struct {
	out  string
	tmp  string
	dir  bool
	file *os.File
	zip  *zip.Writer
	cur  io.WriteCloser
	buf  *bufio.Writer
}

// CreateArchive begins an archive. Abort or Commit must follow.
func CreateArchive(out string) (*Archive, error) {
	a := &Archive{out: filepath.Clean(out)}
	info, err := os.Stat(out)
	a.dir = strings.HasSuffix(out, "/") || !strings.HasSuffix(out, ".zip") && filepath.Ext(out) == ""
	if err == nil {
		a.dir = info.IsDir()
		if !a.dir {
			return nil, &fs.PathError{Op: "create", Path: out, Err: fs.ErrExist}
		}
		if entries, err := os.ReadDir(out); err != nil || len(entries) > 0 {
			return nil, errors.Join(&fs.PathError{Op: "create", Path: out, Err: fs.ErrExist}, err)
		}
	}
	if a.dir {
		a.tmp = a.out + ".part"
		return a, os.MkdirAll(a.tmp, 0o700)
	}
	if a.file, err = os.CreateTemp(filepath.Dir(a.out), ".jiufen-*.part"); err != nil {
		return nil, err
	}
	a.tmp = a.file.Name()
	a.zip = zip.NewWriter(a.file)
	a.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return a, nil
}

// File begins the next file; the one before is ended.
func (a *Archive) File(name string) (*bufio.Writer, error) {
	if err := a.end(); err != nil {
		return nil, err
	}
	if a.dir {
		path := filepath.Join(a.tmp, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return nil, err
		}
		a.cur = f
		a.buf = bufio.NewWriterSize(f, 1<<16)
		return a.buf, nil
	}
	// No time of modification: the same point gives the same bytes.
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		return nil, err
	}
	a.buf = bufio.NewWriterSize(w, 1<<16)
	return a.buf, nil
}

// Put writes one whole file.
func (a *Archive) Put(name string, data []byte) error {
	w, err := a.File(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

func (a *Archive) end() error {
	if a.buf == nil {
		return nil
	}
	err := a.buf.Flush()
	if f, ok := a.cur.(*os.File); ok {
		err = errors.Join(err, f.Sync(), f.Close())
	}
	a.buf, a.cur = nil, nil
	return err
}

// Commit makes the archive whole, safe on disk and moves it to its place.
func (a *Archive) Commit() error {
	err := a.end()
	if !a.dir {
		err = errors.Join(err, a.zip.Close(), a.file.Sync(), a.file.Close())
	}
	if err != nil {
		os.RemoveAll(a.tmp)
		return err
	}
	if a.dir {
		os.Remove(a.out) // an empty one
	}
	if err := os.Rename(a.tmp, a.out); err != nil {
		os.RemoveAll(a.tmp)
		return err
	}
	return syncDir(filepath.Dir(a.out))
}

// Abort leaves nothing behind; after Commit it does nothing.
func (a *Archive) Abort() {
	if f, ok := a.cur.(*os.File); ok {
		f.Close()
	}
	if a.file != nil {
		a.file.Close()
	}
	os.RemoveAll(a.tmp)
}

// syncDir makes a rename in a directory safe on disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// OpenArchive reads what CreateArchive wrote.
func OpenArchive(name string) (fs.FS, io.Closer, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return os.DirFS(name), io.NopCloser(nil), nil
	}
	r, err := zip.OpenReader(name)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return r, r, nil
}

// appendRow writes a row as one line of JSON, columns in their order. Whole
// numbers and texts are what they are; other values, which only tampering or a
// column of bytes gives, are objects that name their type.
func appendRow(b []byte, columns []string, row []driver.Value) []byte {
	b = append(b, '{')
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), c...), '"', ':')
		b = appendValue(b, row[i])
	}
	return append(b, '}', '\n')
}

func appendValue(b []byte, v driver.Value) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case string:
		if !utf8.ValidString(v) {
			return appendHex(b, "text", []byte(v))
		}
		return appendText(b, v)
	case []byte:
		return appendHex(b, "hex", v)
	default:
		return append(append(append(b, `{"other":`...), appendText(nil, fmt.Sprint(v))...), '}')
	}
}

func appendHex(b []byte, kind string, v []byte) []byte {
	b = append(append(append(b, `{"`...), kind...), `":"`...)
	return append(hex.AppendEncode(b, v), `"}`...)
}

// appendText writes a JSON string, escaping what must be and nothing else.
func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, fmt.Sprintf("\\u%04x", c)...)
		}
		from = i + 1
	}
	return append(append(b, s[from:]...), '"')
}

// lines reads rows written by appendRow. columns is what the row must have, in
// the order the values are wanted; nil takes the order of the line.
type lines struct {
	name    string
	r       *bufio.Reader
	c       io.Closer
	columns []string
	n       int
}

func openLines(files fs.FS, name string, columns []string) (*lines, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	return &lines{name: name, r: bufio.NewReaderSize(f, 1<<16), c: f, columns: columns}, nil
}

func (l *lines) bad(err error) error { return fmt.Errorf("%s line %d: %w", l.name, l.n, err) }

// next is the next row as columns and values, nil at the end.
func (l *lines) next() (columns []string, row []any, err error) {
	text, err := l.r.ReadBytes('\n')
	if len(text) == 0 && errors.Is(err, io.EOF) {
		return nil, nil, nil
	}
	l.n++
	if err != nil {
		return nil, nil, l.bad(fmt.Errorf("the file ends within the line: %w", err))
	}
	columns, row, err = parseRow(text)
	if err != nil {
		return nil, nil, l.bad(err)
	}
	if l.columns != nil {
		if len(columns) != len(l.columns) {
			return nil, nil, l.bad(fmt.Errorf("%d columns, expected %d", len(columns), len(l.columns)))
		}
		for i, c := range columns {
			if c != l.columns[i] {
				return nil, nil, l.bad(fmt.Errorf("column %q, expected %q", c, l.columns[i]))
			}
		}
	}
	return columns, row, nil
}

func parseRow(text []byte) (columns []string, row []any, err error) {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, nil, errors.New("not an object of JSON")
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		var v any
		if err := d.Decode(&v); err != nil {
			return nil, nil, err
		}
		if v, err = valueOf(v); err != nil {
			return nil, nil, fmt.Errorf("column %v: %w", key, err)
		}
		columns, row = append(columns, key.(string)), append(row, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	return columns, row, nil
}

func valueOf(v any) (any, error) {
	switch v := v.(type) {
	case nil, string:
		return v, nil
	case json.Number:
		return v.Int64()
	case map[string]any:
		for kind, x := range v {
			b, err := hex.DecodeString(fmt.Sprint(x))
			if len(v) != 1 || err != nil {
				break
			}
			switch kind {
			case "hex":
				return b, nil
			case "text":
				return string(b), nil
			}
		}
	}
	return nil, fmt.Errorf("value %v is of no known type", v)
}

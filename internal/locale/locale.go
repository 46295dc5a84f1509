package locale

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
)

// The languages, first the default.
const (
	Chinese = "zh-CN"
	English = "en"
)

// Tags are the languages, first the default.
var Tags = []string{Chinese, English}

//go:embed zh-CN/*.yaml en/*.yaml
var files embed.FS

// Messages are the sentences of one language. Its methods do not change it and
// may be called from many goroutines.
type Messages struct {
	tag    string
	text   map[string]string
	strict bool
}

var (
	loadChinese = sync.OnceValue(func() *Messages { return mustLoad(Chinese) })
	loadEnglish = sync.OnceValue(func() *Messages { return mustLoad(English) })
)

// For gives the messages of a language; Chinese for a tag it does not know.
func For(tag string) *Messages {
	if tag == English {
		return loadEnglish()
	}
	return loadChinese()
}

// Known reports whether tag is a language of this package.
func Known(tag string) bool { return slices.Contains(Tags, tag) }

// Tag is the language, as it stands in the lang attribute of a page.
func (m *Messages) Tag() string { return m.tag }

// Strict gives the same messages, which panic on a missing key, a missing
// argument or an argument that no placeholder takes. For tests.
func (m *Messages) Strict() *Messages {
	s := *m
	s.strict = true
	return &s
}

// Has reports whether the language has the key.
func (m *Messages) Has(key string) bool { _, ok := m.text[key]; return ok }

// Word is a coded value in words: the message prefix+value, the value itself where
// there is none or it is empty.
func (m *Messages) Word(prefix, value string) string {
	if value == "" || !m.Has(prefix+value) {
		return value
	}
	return m.T(prefix + value)
}

// Keys lists all keys in order.
func (m *Messages) Keys() []string { return slices.Sorted(maps.Keys(m.text)) }

// T gives the sentence of key with its {placeholders} filled from args, which
// alternate name and value. Values are written by fmt.Sprint; format figures
// and dates before.
func (m *Messages) T(key string, args ...any) string {
	text, ok := m.text[key]
	if !ok {
		m.complain("no text for key %q", key)
		return "⟦" + key + "⟧"
	}
	if len(args)%2 != 0 {
		m.complain("key %q: arguments do not alternate name and value: %v", key, args)
	}
	if !strings.Contains(text, "{") {
		if len(args) > 0 {
			m.complain("key %q: no placeholder takes %v", key, args[0])
		}
		return text
	}
	return m.fill(key, text, args)
}

func (m *Messages) fill(key, text string, args []any) string {
	var b strings.Builder
	taken := 0
	for {
		i := strings.IndexByte(text, '{')
		if i < 0 {
			break
		}
		j := strings.IndexByte(text[i:], '}')
		if j < 0 {
			break
		}
		b.WriteString(text[:i])
		name := text[i+1 : i+j]
		if v, ok := m.lookup(args, name); ok {
			b.WriteString(v)
			taken++
		} else {
			m.complain("key %q: no argument for {%s}", key, name)
			b.WriteString(text[i : i+j+1])
		}
		text = text[i+j+1:]
	}
	b.WriteString(text)
	if taken*2 < len(args) {
		m.complain("key %q: arguments without placeholder in %v", key, args)
	}
	return b.String()
}

// spoken is an argument with words of its own in each language: a name that comes
// from a file of the library.
type spoken interface{ In(tag string) string }

func (m *Messages) lookup(args []any, name string) (string, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if n, ok := args[i].(string); ok && n == name {
			if v, ok := args[i+1].(spoken); ok {
				return v.In(m.tag), true
			}
			return sprint(args[i+1]), true
		}
	}
	return "", false
}

func sprint(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	default:
		return fmt.Sprint(v)
	}
}

func (m *Messages) complain(format string, args ...any) {
	if m.strict {
		panic("locale: " + m.tag + ": " + fmt.Sprintf(format, args...))
	}
}

// mustLoad reads the embedded files; they are part of the program, so a fault
// in them is a fault of the build.
func mustLoad(tag string) *Messages {
	m, err := load(files, tag)
	if err != nil {
		panic(err)
	}
	return m
}

func load(fsys fs.FS, tag string) (*Messages, error) {
	names, err := fs.Glob(fsys, tag+"/*.yaml")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("locale: no files for %s: %w", tag, err)
	}
	m := &Messages{tag: tag, text: make(map[string]string, 1024)}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("locale: %w", err)
		}
		var area map[string]string
		if err := yaml.Unmarshal(b, &area); err != nil {
			return nil, fmt.Errorf("locale: %s: %w", name, err)
		}
		prefix := strings.TrimSuffix(path.Base(name), ".yaml") + "."
		for k, v := range area {
			if !strings.HasPrefix(k, prefix) {
				return nil, fmt.Errorf("locale: %s: key %q must begin with %q, the name of its file", name, k, prefix)
			}
			m.text[k] = v
		}
	}
	return m, nil
}

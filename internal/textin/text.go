package textin

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/opc"
)

// Text is a document as read. Places count code points in String.
type Text struct {
	String   string `json:"text"`
	Reader   string `json:"reader"`   // name and version, "docx/1": a new version may read differently
	Encoding string `json:"encoding"` // of plain text: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"; else empty
	Bytes    string `json:"bytes"`    // SHA-256 of the input, hex
	Sum      string `json:"sum"`      // SHA-256 of String in UTF-8, hex

	Headings []docx.Heading `json:"headings,omitempty"` // paragraphs that the file marks as headings
	Tables   []docx.Table   `json:"tables,omitempty"`
	Left     docx.Left      `json:"left"`  // what is in the file and not in the text
	Scans    int            `json:"scans"` // pages of a PDF that are pictures and were not read
}

// Limits bounds a reading. The zero value of a field means the default.
type Limits struct {
	Input    int64         `json:"input"`    // bytes of the file; at most Ceiling
	Unzipped int64         `json:"unzipped"` // bytes of all parts of a package
	Memory   int64         `json:"memory"`   // address space the child may take beyond what it starts with
	CPU      time.Duration `json:"cpu"`      // processor time of the child, whole seconds
	Deadline time.Duration `json:"deadline"` // from start to answer
}

// Ceiling is the size of file that no setting lets through.
const Ceiling = 200 << 20

// Defaults of Limits.
const (
	DefaultInput    = 50 << 20
	DefaultUnzipped = 256 << 20
	DefaultMemory   = 1 << 30
	DefaultCPU      = 20 * time.Second
	DefaultDeadline = 60 * time.Second
)

func (l Limits) filled() Limits {
	if l.Input <= 0 {
		l.Input = DefaultInput
	}
	l.Input = min(l.Input, Ceiling)
	if l.Unzipped <= 0 {
		l.Unzipped = DefaultUnzipped
	}
	if l.Memory <= 0 {
		l.Memory = DefaultMemory
	}
	if l.CPU <= 0 {
		l.CPU = DefaultCPU
	}
	if l.Deadline <= 0 {
		l.Deadline = DefaultDeadline
	}
	return l
}

func (l Limits) packages() opc.Limits { return opc.Limits{Total: l.Unzipped} }

// CheckSize refuses a size before the bytes are read or sent on. It is for
// uploads, whose size is known from a header or while they come in.
func CheckSize(name string, size int64, l Limits) error {
	l = l.filled()
	if size == 0 {
		return errs.E(errs.Invalid, "textin.empty", "name", name)
	}
	if size > l.Input {
		return errs.E(errs.TooLarge, "textin.size", "name", name, "mb", mb(size), "max", l.Input>>20)
	}
	return nil
}

// mb rounds up, so that a file just over the limit does not read as equal to it.
func mb(n int64) int64 { return (n + 1<<20 - 1) >> 20 }

func hash(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

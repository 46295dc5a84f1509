package textin

import (
	"bytes"
	"path"
	"strings"

	"github.com/richardlehane/mscfb"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/opc"
)

// form is what the bytes of a file are.
type form string

const (
	formText      form = "txt"
	formDocx      form = "docx"
	formXlsx      form = "xlsx"
	formPptx      form = "pptx"
	formODF       form = "odf"
	formOFD       form = "ofd"
	formZip       form = "zip"
	formPDF       form = "pdf"
	formHTML      form = "html"
	formRTF       form = "rtf"
	formDoc       form = "doc"
	formXls       form = "xls"
	formPpt       form = "ppt"
	formOLE       form = "ole"
	formEncrypted form = "encrypted"
	formBinary    form = "binary"
)

var magics = []struct {
	head string
	form form
}{
	{"%PDF-", formPDF},
	{`{\rtf`, formRTF},
	{"\x89PNG", formBinary}, {"\xFF\xD8\xFF", formBinary}, {"GIF8", formBinary},
	{"Rar!", formBinary}, {"7z\xBC\xAF", formBinary}, {"\x1F\x8B", formBinary},
	{"\x7FELF", formBinary}, {"MZ\x90", formBinary}, {"II*\x00", formBinary}, {"MM\x00*", formBinary},
}

// sniff tells what the bytes are. A package is opened, never unpacked.
func sniff(b []byte, lim opc.Limits) (form, *opc.Package, error) {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		pkg, err := opc.Open(b, lim)
		if err != nil {
			return formZip, nil, err
		}
		return packageForm(pkg), pkg, nil
	case bytes.HasPrefix(b, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return compoundForm(b), nil, nil
	}
	for _, m := range magics {
		if bytes.HasPrefix(b, []byte(m.head)) {
			return m.form, nil, nil
		}
	}
	head := b[:min(len(b), 1024)]
	if bytes.Contains(head, []byte("%PDF-")) { // ISO 32000 readers look for it in the first 1024 bytes
		return formPDF, nil, nil
	}
	if looksHTML(head) {
		return formHTML, nil, nil
	}
	return formText, nil, nil
}

func looksHTML(head []byte) bool {
	s := strings.ToLower(strings.TrimLeft(string(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF"))), " \t\r\n"))
	if strings.HasPrefix(s, "<?xml") && strings.Contains(s, "<html") {
		return true
	}
	for _, p := range []string{"<!doctype html", "<html", "<head", "<body", "<meta "} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func packageForm(pkg *opc.Package) form {
	switch {
	case docx.MainPart(pkg) != "":
		return formDocx
	case pkg.Has("xl/workbook.xml"):
		return formXlsx
	case pkg.Has("ppt/presentation.xml"):
		return formPptx
	case pkg.Has("OFD.xml"):
		return formOFD
	case pkg.Has("mimetype") && pkg.Has("content.xml"):
		return formODF
	}
	return formZip
}

// compoundForm tells OLE compound files apart by their streams ([MS-CFB],
// [MS-OFFCRYPTO] 2.3.2 for encrypted packages).
func compoundForm(b []byte) (f form) {
	// The directory of a broken compound file can make the reader fail badly;
	// such a file is an OLE file that is nothing in particular.
	defer func() {
		if recover() != nil {
			f = formOLE
		}
	}()
	r, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return formOLE
	}
	f = formOLE
	for range 10_000 {
		e, err := r.Next()
		if err != nil {
			return f
		}
		switch e.Name {
		case "EncryptedPackage":
			return formEncrypted
		case "WordDocument":
			f = formDoc
		case "Workbook", "Book":
			f = formXls
		case "PowerPoint Document":
			f = formPpt
		}
	}
	return f
}

// named gives the forms that a name's ending promises; nil if it promises nothing.
func named(name string) []form {
	switch strings.ToLower(path.Ext(strings.ReplaceAll(name, `\`, "/"))) {
	case ".txt", ".text", ".md", ".csv":
		return []form{formText}
	case ".docx", ".docm", ".dotx":
		return []form{formDocx}
	case ".doc", ".wps", ".wpt":
		return []form{formDoc}
	case ".xlsx", ".xlsm":
		return []form{formXlsx}
	case ".xls", ".et":
		return []form{formXls}
	case ".pdf":
		return []form{formPDF}
	case ".html", ".htm", ".xhtml":
		return []form{formHTML}
	}
	return nil
}

// agree refuses a file whose name promises one thing and whose bytes are another.
func agree(name string, f form) error {
	want := named(name)
	if want == nil {
		return nil
	}
	for _, w := range want {
		if w == f {
			return nil
		}
	}
	if f == formEncrypted || f == formBinary && want[0] == formText {
		return nil // has its own, clearer word
	}
	if want[0] == formDocx && (f == formZip || f == formText || f == formBinary) {
		return errs.E(errs.Invalid, "textin.docx.none", "name", name)
	}
	if f == formHTML && want[0] == formText {
		return nil // a page saved under .txt reads as text all the same
	}
	return errs.E(errs.Invalid, "textin.renamed", "name", name, "is", "."+string(f))
}

package textin

import (
	"strings"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/opc"
	"jiufen/internal/pdf"
)

// Read turns a file into text, in process. name is the file's name as given by
// whoever sent it; it serves only for messages and to find renamed files.
// Errors are Invalid or TooLarge and say what the file is and what to do.
func Read(name string, b []byte, l Limits) (Text, error) {
	l = l.filled()
	if err := CheckSize(name, int64(len(b)), l); err != nil {
		return Text{}, err
	}
	t, err := read(name, b, l)
	if err != nil {
		return Text{}, withName(err, name)
	}
	if strings.TrimSpace(t.String) == "" {
		return Text{}, errs.E(errs.Invalid, "textin.blank", "name", name)
	}
	t.Bytes, t.Sum = hash(b), hash([]byte(t.String))
	return t, nil
}

func read(name string, b []byte, l Limits) (Text, error) {
	f, pkg, err := sniff(b, l.packages())
	if err != nil {
		return Text{}, err
	}
	if err := agree(name, f); err != nil {
		return Text{}, err
	}
	switch f {
	case formText:
		return plain(b)
	case formDocx:
		return word(pkg)
	case formXlsx:
		return workbook(name, pkg)
	case formPDF:
		return portable(b, l)
	case formDoc:
		return doc97(b)
	case formHTML:
		return webPage(b)
	case formEncrypted:
		return Text{}, errs.E(errs.Invalid, "textin.encrypted")
	}
	return Text{}, errs.E(errs.Invalid, "textin.form."+string(f))
}

func word(pkg *opc.Package) (Text, error) {
	d, err := docx.ReadPackage(pkg)
	if err != nil {
		return Text{}, err
	}
	return Text{String: d.String, Reader: docx.ReaderVersion, Headings: d.Headings, Tables: d.Tables, Left: d.Left}, nil
}

func portable(b []byte, l Limits) (Text, error) {
	d, err := pdf.Read(b, l.Unzipped)
	if err != nil {
		return Text{}, err
	}
	t := Text{String: d.String, Reader: pdf.ReaderVersion, Scans: d.Scans}
	for _, tab := range d.Tables {
		out := docx.Table{Start: tab.Start, End: tab.End}
		for _, row := range tab.Rows {
			var cells []docx.Cell
			for _, c := range row {
				cells = append(cells, docx.Cell(c))
			}
			out.Rows = append(out.Rows, cells)
		}
		t.Tables = append(t.Tables, out)
	}
	return t, nil
}

// withName puts the file's name into an error that was made where it was not known.
func withName(err error, name string) error {
	e := errs.Of(err)
	for i := 0; i+1 < len(e.Args); i += 2 {
		if e.Args[i] == "name" {
			return err
		}
	}
	named := *e
	named.Args = append([]any{"name", name}, e.Args...)
	return &named
}

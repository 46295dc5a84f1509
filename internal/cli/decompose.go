package cli

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"jiufen/internal/app"
	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/textin"
	"jiufen/library"
)

type decomposeCmd struct {
	JSON  bool   `name:"json" help:"cli.flag.json"`
	Year  int    `help:"cli.flag.year" placeholder:"2026"`
	Units string `help:"cli.flag.units" placeholder:"units.csv"`
	Xlsx  string `help:"cli.flag.xlsx" placeholder:"out.xlsx"`
	Docx  string `help:"cli.flag.docx" placeholder:"out.docx"`
	File  string `arg:"" help:"cli.arg.file" placeholder:"FILE"`
}

// Run reads one paper and shows what it promises.
func (c *decomposeCmd) Run(e *env) error {
	if c.Year != 0 && (c.Year < 1949 || c.Year > 2200) {
		return &misuse{"cli.misuse.year", []any{"year", c.Year}}
	}
	units, err := readUnits(c.Units)
	if err != nil {
		return err
	}
	text, err := e.readPaper(c.File)
	if err != nil {
		return err
	}
	r, err := decomposeText(text, decompose.Options{Year: c.Year, Units: units})
	if err != nil {
		return at(e.inputName(c.File), err)
	}
	outs, err := c.papers(e, r)
	if err != nil {
		return err
	}
	var shown bytes.Buffer
	if c.JSON {
		err = decompose.WriteJSON(&shown, r, text.Bytes, func(key string) string { return e.m.T(key) })
	} else {
		err = e.summary(&shown, c.File, text, r)
	}
	if err != nil {
		return err
	}
	for _, o := range outs {
		if err := writeWhole(o.name, o.data); err != nil {
			return err
		}
		e.note("cli.written", "name", o.name)
	}
	_, err = e.io.Out.Write(shown.Bytes())
	return err
}

// decomposeText reads a text as a document and takes it apart.
func decomposeText(text textin.Text, opts decompose.Options) (*decompose.Result, error) {
	lex, err := app.LoadLexicon(library.FS, "lexicon")
	if err != nil {
		return nil, err
	}
	doc, err := document.Read(text.String)
	if err != nil {
		return nil, err
	}
	r := decompose.Decompose(doc, lex, opts)
	return &r, nil
}

func (e *env) inputName(file string) string {
	if file == "-" {
		return e.m.T("cli.stdin")
	}
	return file
}

// readPaper reads a file from outside, or standard input, in a child process.
func (e *env) readPaper(file string) (textin.Text, error) {
	b, err := e.readInput(file)
	if err != nil {
		return textin.Text{}, err
	}
	exe, err := os.Executable()
	if err != nil {
		return textin.Text{}, err
	}
	stop := e.waiting("cli.reading", "name", e.inputName(file))
	defer stop()
	name := e.inputName(file)
	if file != "-" {
		name = filepath.Base(file)
	}
	return textin.Run(e.ctx, exe, textin.Limits{}, name, b)
}

func (e *env) readInput(file string) ([]byte, error) {
	if file == "-" {
		b, err := io.ReadAll(io.LimitReader(e.io.In, textin.DefaultInput+1))
		if err != nil {
			return nil, at(e.inputName(file), err)
		}
		return b, nil
	}
	info, err := os.Stat(file)
	if err != nil {
		return nil, fileError(file, err)
	}
	if info.IsDir() {
		return nil, errs.E(errs.Invalid, "cli.file.dir", "name", file)
	}
	if info.Mode().IsRegular() {
		if err := textin.CheckSize(filepath.Base(file), info.Size(), textin.Limits{}); err != nil {
			return nil, err
		}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fileError(file, err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, textin.DefaultInput+1))
	if err != nil {
		return nil, fileError(file, err)
	}
	return b, nil
}

// fileError says what is wrong with a file that was named.
func fileError(name string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errs.Wrap(err, errs.NotFound, "cli.file.none", "name", name)
	case errors.Is(err, fs.ErrPermission):
		return errs.Wrap(err, errs.Forbidden, "cli.file.closed", "name", name)
	}
	var pe *fs.PathError
	cause := err
	if errors.As(err, &pe) {
		cause = pe.Err
	}
	return errs.Wrap(err, errs.Invalid, "cli.file.failed", "name", name, "cause", cause.Error())
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".jiufen-*")
	if err != nil {
		return fileError(name, err)
	}
	defer os.Remove(f.Name())
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return fileError(name, err)
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return fileError(name, err)
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return fileError(name, err)
	}
	if err := f.Close(); err != nil {
		return fileError(name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fileError(name, err)
	}
	return nil
}

package cli

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
)

// importCmd takes in the table of an existing decomposition. Trying it needs no
// data. Writing is the act of whoever holds the token, with the rights it
// carries: the machine itself has no voice in the ledger.
type importCmd struct {
	Source    source `embed:""`
	Year      int    `help:"cli.flag.tableyear" placeholder:"2026"`
	TokenFile string `help:"cli.flag.token-file" placeholder:"FILE"`
	Write     bool   `help:"cli.flag.write"`
	File      string `arg:"" help:"cli.arg.table" placeholder:"FILE"`
}

// Run shows how a table is read, and takes it with --write. A table that was
// taken before changes nothing.
func (c *importCmd) Run(e *env) error {
	if c.Year != 0 && (c.Year < 2000 || c.Year > 2199) {
		return &misuse{"cli.misuse.year", []any{"year", c.Year}}
	}
	secret, err := c.token(e)
	if err != nil {
		return err
	}
	if c.Write && secret == "" {
		return &misuse{"cli.misuse.token", nil}
	}
	if secret != "" {
		if err := c.Source.fill(e); err != nil {
			return err
		}
	}
	b, err := e.readInput(c.File)
	if err != nil {
		return err
	}
	u := app.Upload{Name: filepath.Base(e.inputName(c.File)), Bytes: b, Year: c.Year}
	if secret == "" {
		return c.alone(e, u)
	}
	return c.inPlace(e, u, secret)
}

// token is what signs in: a file's or the environment's. A secret on the command
// line would stand in the list of processes.
func (c *importCmd) token(e *env) (string, error) {
	if c.TokenFile == "" {
		return strings.TrimSpace(e.get("JIUFEN_TOKEN")), nil
	}
	b, err := os.ReadFile(c.TokenFile)
	if err != nil {
		return "", fileError(c.TokenFile, err)
	}
	return strings.TrimSpace(string(b)), nil
}

// alone tries a table without any data.
func (c *importCmd) alone(e *env, u app.Upload) error {
	exe, err := os.Executable()
	if err != nil {
		return err
	}
	t, err := (&app.App{Exe: exe}).TryTasks(e.ctx, u)
	if err != nil {
		return at(e.inputName(c.File), err)
	}
	e.taskTable(e.io.Out, t)
	if err := t.Table.Err(); err != nil {
		return at(e.inputName(c.File), err)
	}
	e.say("cli.import.alone")
	return nil
}

// inPlace tries a table on the place's data, and takes it with --write while no
// server holds them.
func (c *importCmd) inPlace(e *env, u app.Upload, secret string) error {
	open := c.Source.reading
	if c.Write {
		open = c.Source.alone
	}
	db, free, err := open(e)
	if err != nil {
		return err
	}
	defer free()
	if c.Write {
		if _, err := db.Tick(e.ctx); err != nil {
			return err
		}
	}
	a, err := newApp(db, slog.New(slog.DiscardHandler), false)
	if err != nil {
		return err
	}
	who, err := a.Bearer(e.ctx, secret)
	if err != nil {
		return err
	}
	t, err := a.ReadTasks(e.ctx, who, u)
	if err != nil {
		return at(e.inputName(c.File), err)
	}
	e.taskTable(e.io.Out, t)
	if err := t.Table.Err(); err != nil {
		return at(e.inputName(c.File), err)
	}
	if !c.Write {
		e.say("cli.import.tried")
		return nil
	}
	doc, err := a.TakeTasks(e.ctx, who, "", u)
	if shown := errs.Of(err); err != nil && shown.Key == "err.document.same" {
		e.say("cli.import.same")
		return nil
	}
	if err != nil {
		return at(e.inputName(c.File), err)
	}
	e.say("cli.import.done", "n", len(t.Rows), "document", doc)
	return nil
}

// taskTable prints the columns as they were recognised and what each row is read
// as.
func (e *env) taskTable(w io.Writer, t *app.TaskTable) {
	fmt.Fprintln(w, e.m.T("cli.import.head", "row", t.Table.Head, "rows", len(t.Rows), "skip", len(t.Table.Skipped)))
	var columns []string
	for _, f := range app.TaskFields {
		if c := t.Table.Columns[f]; c != "" {
			columns = append(columns, c+" "+e.m.T("table.field."+f))
		}
	}
	fmt.Fprintln(w, e.m.T("cli.import.columns", "list", strings.Join(columns, e.m.T("cli.comma"))))
	if len(t.Table.Unknown) > 0 {
		fmt.Fprintln(w, e.m.T("table.unknown")+strings.Join(t.Table.Unknown, e.m.T("cli.comma")))
	}
	for _, r := range t.Rows {
		fmt.Fprintf(w, "%4d  %s\n", r.Row, r.Sentence)
		if len(r.Unknown) > 0 {
			fmt.Fprintln(w, "      "+e.m.T("cli.import.nounit", "list", strings.Join(r.Unknown, e.m.T("cli.comma"))))
		}
	}
	for _, x := range t.Table.Skipped {
		fmt.Fprintln(w, "      "+e.m.T("table.skipped", "row", x.Row, "why", e.m.T(x.Why)))
	}
}

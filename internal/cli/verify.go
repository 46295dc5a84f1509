package cli

import (
	"os"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/journal"
	"jiufen/internal/store"
)

type verifyCmd struct {
	Source     source   `embed:""`
	Export     string   `help:"cli.flag.export" placeholder:"FILE"`
	Key        []string `help:"cli.flag.key" placeholder:"FILE.pub" sep:"none"`
	Checkpoint []string `help:"cli.flag.checkpoint" placeholder:"FILE" sep:"none"`
	Recompute  bool     `help:"cli.flag.recompute"`
}

// Run holds the data against their journal, and the journal against what is kept
// outside.
func (c *verifyCmd) Run(e *env) error {
	if c.Export == "" {
		if err := c.Source.fill(e); err != nil {
			return err
		}
	} else if c.Source.Data != "" || c.Source.DatabaseURL != "" || c.Recompute {
		return &misuse{"cli.misuse.together", []any{"what", "--export, --data, --database-url, --recompute"}}
	}
	if len(c.Checkpoint) > 0 && len(c.Key) == 0 {
		return &misuse{"cli.misuse.nokey", nil}
	}
	opt, err := c.options(e)
	if err != nil {
		return err
	}
	if c.Export != "" {
		return c.export(e, opt)
	}
	return c.live(e, opt)
}

func (c *verifyCmd) options(e *env) (journal.Options, error) {
	var opt journal.Options
	keys, err := readKeys(c.Key)
	if err != nil {
		return opt, err
	}
	if len(keys) > 0 {
		opt.Keys, opt.Place = ring(keys), keys[0].Place()
		for i, k := range keys {
			if k.Place() != opt.Place {
				return opt, errs.E(errs.Invalid, "cli.key.place", "path", c.Key[i], "have", k.Place(), "want", opt.Place)
			}
		}
	}
	for i, name := range c.Checkpoint {
		b, err := os.ReadFile(name)
		if err != nil {
			return opt, fileError(c.Checkpoint[i], err)
		}
		opt.Outside = append(opt.Outside, b)
	}
	for _, k := range keys {
		e.say("cli.verify.key", "print", k.Fingerprint())
	}
	return opt, nil
}

func (c *verifyCmd) live(e *env, opt journal.Options) error {
	db, err := c.Source.read(e)
	if err != nil {
		return err
	}
	defer db.Close()
	if opt.Place == "" {
		if opt.Place, err = db.CodeOr(e.ctx); err != nil {
			return err
		}
	}
	var r *journal.Report
	err = db.Snapshot(e.ctx, func(s *store.Snapshot) error {
		src, err := s.Journal()
		if err != nil {
			return err
		}
		r, err = e.verify(src, opt)
		return err
	})
	if err != nil {
		return err
	}
	bad := e.showReport(r, c.Checkpoint)
	if c.Recompute {
		again, err := e.recompute(db)
		if err != nil {
			return err
		}
		bad = bad || again
	}
	return quietIf(bad)
}

func (c *verifyCmd) export(e *env, opt journal.Options) error {
	files, closer, err := store.OpenArchive(c.Export)
	if err != nil {
		return fileError(c.Export, err)
	}
	defer closer.Close()
	src, m, err := store.OpenExport(files)
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "cli.export.bad", "name", c.Export)
	}
	if opt.Place == "" {
		opt.Place = m.Place
	}
	e.say("cli.verify.export", "name", c.Export, "seq", m.Seq, "day", m.Day)
	r, err := e.verify(src, opt)
	if err != nil {
		return at(c.Export, err)
	}
	return quietIf(e.showReport(r, c.Checkpoint))
}

func quietIf(bad bool) error {
	if bad {
		return errQuiet
	}
	return nil
}

func (e *env) verify(src journal.Source, opt journal.Options) (*journal.Report, error) {
	b := e.bar("cli.verify.bar")
	defer b.end()
	opt.Progress = func(p journal.Progress) { b.set(p.Facts, 0) }
	return journal.Verify(e.ctx, src, opt)
}

func (e *env) recompute(db *store.DB) (bad bool, err error) {
	b := e.bar("cli.verify.recompute")
	spans, diff, err := db.Recompute(e.ctx, func(done, all int) { b.set(int64(done), int64(all)) })
	b.end()
	if err != nil {
		return false, err
	}
	for i, d := range diff {
		if i == maxShown {
			e.say("cli.verify.more", "n", len(diff)-maxShown)
			break
		}
		e.say("verify.find.span", "number", d.Number, "seq", d.Seq, "day", d.Day.String())
	}
	e.say("cli.verify.recomputed", "n", spans, "bad", len(diff))
	return len(diff) > 0, nil
}

// maxShown is how many findings are printed one by one.
const maxShown = 50

// showReport prints a report: first what it comes to, then why. It reports
// whether anything is not as it was recorded.
func (e *env) showReport(r *journal.Report, names []string) (bad bool) {
	e.say("verify.state."+r.State.String(), "held", r.HeldTo, "size", r.Size, "n", r.Total)
	e.say("cli.verify.counts", "changes", e.m.Count(r.Size), "facts", e.m.Count(r.Facts), "bodies", e.m.Count(r.Bodies), "root", r.Root.String())
	if r.Erased > 0 {
		e.say("verify.erased", "n", r.Erased)
	}
	for _, x := range r.Restores {
		e.say("verify.restore", "epoch", x.Epoch, "seq", x.Seq, "gone", x.Gone, "reason", x.Reason)
	}
	if r.State == journal.Passed && r.HeldTo < r.Size {
		e.say("verify.after", "from", r.HeldTo+1, "to", r.Size)
	}
	for _, n := range r.Checkpoints {
		if n.Outside {
			e.say("verify.checkpoint."+n.Outcome.String(), "name", names[n.Index], "size", n.Size, "gone", n.Gone)
		}
	}
	for i, f := range r.Findings {
		if i == maxShown {
			e.say("cli.verify.more", "n", r.Total-maxShown)
			break
		}
		e.say("cli.verify.finding", "what", e.finding(f))
	}
	return r.Total > 0
}

func (e *env) finding(f journal.Finding) string {
	args := f.Args()
	for i := 0; i < len(args); i += 2 {
		switch args[i] {
		case "fromSeq":
			args[i] = "from_seq"
		case "fromRow":
			args[i] = "from_row"
		}
	}
	text := e.m.T("verify.find."+f.Kind.String(), args...)
	if f.Err != nil {
		text += e.m.T("cli.cause", "cause", strings.TrimPrefix(f.Err.Error(), "journal: "))
	}
	return text
}

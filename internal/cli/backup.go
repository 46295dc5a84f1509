package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/journal"
	"jiufen/internal/store"
)

type exportCmd struct {
	Source  source `embed:""`
	Out     string `required:"" help:"cli.flag.out-export" placeholder:"FILE.zip|DIR"`
	AsOf    string `name:"as-of" help:"cli.flag.as-of" placeholder:"2026-06-30"`
	KeyFile string `help:"cli.flag.key-file" placeholder:"FILE"`
}

// Run writes everything known at a day's end as text that verifies without us.
func (c *exportCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	var day calendar.Day
	if c.AsOf != "" {
		var err error
		if day, err = calendar.Parse(c.AsOf, 0); err != nil {
			return &misuse{"cli.misuse.value", []any{"what", "--as-of"}}
		}
	}
	db, err := c.Source.read(e)
	if err != nil {
		return err
	}
	defer db.Close()
	signer, place, err := e.signer(db, c.KeyFile, c.Source.Data)
	if err != nil {
		return err
	}
	a, err := store.CreateArchive(c.Out)
	if err != nil {
		return fileError(c.Out, err)
	}
	defer a.Abort()
	b := e.bar("cli.export.bar")
	m, err := db.Export(e.ctx, a, place, day, signer, func(rows int64) { b.set(rows, 0) })
	b.end()
	if err != nil {
		return at(c.Out, err)
	}
	if err := a.Commit(); err != nil {
		return fileError(c.Out, err)
	}
	e.say("cli.export.done", "name", c.Out, "seq", m.Seq, "day", m.Day)
	return nil
}

// signer loads the key of the place if it is at hand; nil if it is not.
func (e *env) signer(db *store.DB, path, data string) (store.Signer, string, error) {
	k, err := e.keyFile(db, path, data)
	if err != nil {
		return nil, "", err
	}
	err = k.load()
	if errs.Is(err, errs.NotFound) && path == "" {
		e.note("cli.key.unsigned", "path", k.path)
		return nil, k.code, nil
	}
	if err != nil {
		return nil, "", err
	}
	return k.key, k.code, nil
}

type backupCmd struct {
	Source  source `embed:""`
	Out     string `required:"" help:"cli.flag.out-backup" placeholder:"FILE.zip"`
	KeyFile string `help:"cli.flag.key-file" placeholder:"FILE"`
}

// Run makes a backup beside a running server.
func (c *backupCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	db, err := c.Source.read(e)
	if err != nil {
		return err
	}
	defer db.Close()
	return e.backup(db, c.Source.Data, c.KeyFile, c.Out)
}

func (e *env) backup(db *store.DB, data, keyFile, out string) error {
	signer, place, err := e.signer(db, keyFile, data)
	if err != nil {
		return err
	}
	note, err := lastNote(e, db, signer)
	if err != nil {
		return err
	}
	a, err := store.CreateArchive(out)
	if err != nil {
		return fileError(out, err)
	}
	defer a.Abort()
	b := e.bar("cli.backup.bar")
	info, err := db.Backup(e.ctx, a, place, note, b.set)
	b.end()
	if err != nil {
		return at(out, err)
	}
	if err := a.Commit(); err != nil {
		return fileError(out, err)
	}
	e.say("cli.backup.done", "name", out, "seq", info.Seq, "day", info.Day)
	return nil
}

// lastNote signs the journal as it stands; without the key it is the newest note
// kept.
func lastNote(e *env, db *store.DB, signer store.Signer) (note []byte, err error) {
	if signer != nil {
		return db.Checkpoint(e.ctx, signer)
	}
	err = db.View(e.ctx, func(tx *store.Tx) error {
		n, err := tx.LastNote()
		note = []byte(n)
		return err
	})
	return note, err
}

type restoreCmd struct {
	From       string   `required:"" help:"cli.flag.from" placeholder:"FILE.zip"`
	Source     source   `embed:""`
	Reason     string   `required:"" help:"cli.flag.reason" placeholder:"WORDS"`
	Checkpoint []string `help:"cli.flag.restore-checkpoint" placeholder:"FILE" sep:"none"`
	Key        []string `help:"cli.flag.key" placeholder:"FILE.pub" sep:"none"`
}

// Run puts a backup into an empty place and opens a new epoch of the journal.
func (c *restoreCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	files, closer, err := store.OpenArchive(c.From)
	if err != nil {
		return fileError(c.From, err)
	}
	defer closer.Close()
	info, note, err := store.ReadBackup(files)
	if err != nil {
		return at(c.From, err)
	}
	known, err := c.known(info, note)
	if err != nil {
		return err
	}
	free, _, err := c.Source.lock(store.ForReal)
	if err != nil {
		return err
	}
	defer free()
	db, undo, err := c.fill(e, files, info)
	if err != nil {
		return at(c.From, err)
	}
	defer db.Close()
	epoch, err := db.OpenEpoch(e.ctx, string(known.note), known.Epoch, c.Reason)
	if err != nil {
		undo()
		return err
	}
	lost := max(0, known.Size-info.Seq)
	e.say("cli.restore.done", "from", c.From, "to", c.Source.name(), "seq", info.Seq, "day", info.Day, "at", info.At, "epoch", epoch, "lost", lost)
	return nil
}

// known is the newest checkpoint at hand.
type known struct {
	journal.Checkpoint
	note []byte
}

// known finds the newest of the checkpoints given and the one in the backup. One
// given is checked if a key is given.
func (c *restoreCmd) known(info store.BackupInfo, note []byte) (known, error) {
	var best known
	if cp, err := journal.ReadCheckpoint(note); err == nil {
		best = known{cp, note}
	}
	best.Epoch = max(best.Epoch, info.Epoch)
	keys, err := readKeys(c.Key)
	if err != nil {
		return best, err
	}
	for _, name := range c.Checkpoint {
		b, err := os.ReadFile(name)
		if err != nil {
			return best, fileError(name, err)
		}
		cp, err := journal.ReadCheckpoint(b)
		if err == nil && len(keys) > 0 {
			_, err = journal.OpenCheckpoint(b, ring(keys))
		}
		if err == nil && cp.Place != info.Place {
			err = fmt.Errorf("%s ≠ %s", cp.Place, info.Place)
		}
		if err != nil {
			return best, errs.Wrap(err, errs.Invalid, "cli.checkpoint.bad", "name", name)
		}
		if cp.Epoch > best.Epoch || cp.Epoch == best.Epoch && cp.Size > best.Size {
			best = known{cp, b}
		}
	}
	return best, nil
}

// fill puts the backup in its place; undo takes it away again.
func (c *restoreCmd) fill(e *env, files fs.FS, info store.BackupInfo) (db *store.DB, undo func(), err error) {
	b := e.bar("cli.restore.bar")
	defer b.end()
	file := info.Form == "sqlite"
	if file && c.Source.DatabaseURL != "" {
		return nil, nil, errs.E(errs.Invalid, "cli.restore.form")
	}
	if c.Source.DatabaseURL == "" {
		if there, err := store.HasData(c.Source.Data); err != nil || there {
			return nil, nil, errs.Wrap(err, errs.Conflict, "err.restore.there", "dir", c.Source.Data)
		}
	}
	undo = func() {
		if c.Source.DatabaseURL == "" {
			store.RemoveData(c.Source.Data)
		}
	}
	if file {
		if err := store.RestoreFile(e.ctx, files, c.Source.Data, b.set); err != nil {
			return nil, nil, err
		}
	}
	db, err = store.Open(e.ctx, store.Config{Dir: c.Source.Data, URL: c.Source.DatabaseURL, Place: info.PlaceID})
	if err == nil {
		err = db.Upgrade(e.ctx, nil)
	}
	if err == nil && !file {
		err = db.RestoreTables(e.ctx, files, b.set)
	}
	if err == nil {
		err = db.UseZone(e.ctx)
	}
	if err != nil {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
		undo()
		return nil, nil, err
	}
	return db, undo, nil
}

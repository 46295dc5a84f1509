package cli

import (
	"fmt"
	"path/filepath"
	"time"

	"jiufen/internal/store"
)

type migrateCmd struct {
	Source   source `embed:""`
	Backup   string `help:"cli.flag.migrate-backup" placeholder:"FILE.zip"`
	NoBackup bool   `help:"cli.flag.no-backup"`
	Grant    string `help:"cli.flag.grant" placeholder:"ROLE"`
	KeyFile  string `help:"cli.flag.key-file" placeholder:"FILE"`
}

// Run brings the schema up to date: with room for it, and a backup before.
func (c *migrateCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	free, _, err := c.Source.lock(store.ForCheck)
	if err != nil {
		return err
	}
	defer free()
	db, err := store.Open(e.ctx, store.Config{Dir: c.Source.Data, URL: c.Source.DatabaseURL})
	if err != nil {
		return err
	}
	defer db.Close()
	have, err := db.SchemaOf(e.ctx)
	if err != nil {
		return err
	}
	if have > store.SchemaVersion() {
		return db.CheckSchema(e.ctx)
	}
	if have > 0 && have < store.SchemaVersion() {
		if err := c.prepare(e, db, have); err != nil {
			return err
		}
	}
	b := e.bar("cli.migrate.bar")
	err = db.Upgrade(e.ctx, func(version, want int64) { b.set(version, want) })
	b.end()
	if err != nil {
		return err
	}
	e.say("cli.migrate.done", "from", have, "to", store.SchemaVersion())
	if c.Grant == "" {
		return nil
	}
	if err := db.GrantServer(e.ctx, c.Grant); err != nil {
		return err
	}
	e.say("cli.migrate.granted", "role", c.Grant)
	return nil
}

// prepare makes room sure and a backup before a schema with data in it changes.
func (c *migrateCmd) prepare(e *env, db *store.DB, have int64) error {
	if err := db.CheckRoom(e.ctx); err != nil {
		return err
	}
	if c.NoBackup {
		return nil
	}
	out := c.Backup
	if out == "" && c.Source.DatabaseURL != "" {
		return &misuse{"cli.misuse.migrate", nil}
	}
	if out == "" {
		out = filepath.Join(c.Source.Data, fmt.Sprintf("before-migrate-%d-%s.zip", have, time.Now().Format("20060102-150405")))
	}
	return e.backup(db, c.Source.Data, c.KeyFile, out)
}

type rebuildCmd struct {
	Source source `embed:""`
}

// Run makes all projections anew from facts.
func (c *rebuildCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	db, free, err := c.Source.alone(e)
	if err != nil {
		return err
	}
	defer free()
	b := e.bar("cli.rebuild.bar")
	items := 0
	begin := time.Now()
	err = db.Rebuild(e.ctx, func(done, all int) { items = all; b.set(int64(done), int64(all)) })
	b.end()
	if err != nil {
		return err
	}
	e.say("cli.rebuild.done", "n", items, "seconds", fmt.Sprintf("%.1f", time.Since(begin).Seconds()))
	return nil
}

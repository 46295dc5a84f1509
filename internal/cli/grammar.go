package cli

// grammar is every command and flag. Helps are keys of internal/locale.
type grammar struct {
	Lang string `help:"cli.flag.lang" placeholder:"zh-CN|en"`
	Help bool   `help:"cli.flag.help" short:"h"`

	Demo       demoCmd       `cmd:"" help:"cli.help.demo"`
	Serve      serveCmd      `cmd:"" help:"cli.help.serve"`
	Decompose  decomposeCmd  `cmd:"" help:"cli.help.decompose"`
	Import     importCmd     `cmd:"" help:"cli.help.import"`
	Compare    compareCmd    `cmd:"" help:"cli.help.compare"`
	Same       sameCmd       `cmd:"" help:"cli.help.same"`
	Register   registerCmd   `cmd:"" help:"cli.help.register"`
	Verify     verifyCmd     `cmd:"" help:"cli.help.verify"`
	Backup     backupCmd     `cmd:"" help:"cli.help.backup"`
	Restore    restoreCmd    `cmd:"" help:"cli.help.restore"`
	Export     exportCmd     `cmd:"" help:"cli.help.export"`
	Migrate    migrateCmd    `cmd:"" help:"cli.help.migrate"`
	Rebuild    rebuildCmd    `cmd:"" help:"cli.help.rebuild"`
	User       userCmd       `cmd:"" help:"cli.help.user"`
	Key        keyCmd        `cmd:"" help:"cli.help.key"`
	Checkpoint checkpointCmd `cmd:"" help:"cli.help.checkpoint"`
	Version    versionCmd    `cmd:"" help:"cli.help.version"`
}

package cli

// grammar is every command and flag. Helps are keys of internal/locale.
type grammar struct {
	Lang string `help:"cli.flag.lang" placeholder:"zh-CN|en"`
	Help bool   `help:"cli.flag.help" short:"h"`

	Decompose decomposeCmd `cmd:"" help:"cli.help.decompose"`
	Version   versionCmd   `cmd:"" help:"cli.help.version"`
}

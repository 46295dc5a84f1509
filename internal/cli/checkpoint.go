package cli

type checkpointCmd struct {
	Source  source `embed:""`
	KeyFile string `help:"cli.flag.key-file" placeholder:"FILE"`
	Out     string `help:"cli.flag.out-checkpoint" placeholder:"FILE"`
}

// Run signs the journal as it stands and gives the note, to be kept where nobody
// who can write to the data can reach it. It runs beside a server.
func (c *checkpointCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	db, err := c.Source.read(e)
	if err != nil {
		return err
	}
	defer db.Close()
	k, err := e.keyFile(db, c.KeyFile, c.Source.Data)
	if err != nil {
		return err
	}
	if err := k.load(); err != nil {
		return err
	}
	note, err := db.Checkpoint(e.ctx, k.key)
	if err != nil {
		return err
	}
	if c.Out == "" {
		_, err = e.io.Out.Write(note)
		return err
	}
	if err := writeWhole(c.Out, note); err != nil {
		return err
	}
	e.note("cli.written", "name", c.Out)
	return nil
}

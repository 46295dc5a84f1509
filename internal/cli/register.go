package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"jiufen/internal/register"
)

type registerCmd struct {
	Units   int      `help:"cli.flag.regunits" default:"1"`
	Objects int      `help:"cli.flag.regobjects" default:"0"`
	Files   []string `arg:"" name:"file" help:"cli.arg.registers" placeholder:"FILE"`
}

// Run reads files of registers and says what each keeps and what keeping it
// takes, before one is loaded. Nothing is changed; the first file that cannot be
// read ends it with its place.
func (c *registerCmd) Run(e *env) error {
	for _, f := range c.Files {
		b, err := os.ReadFile(f)
		if err != nil {
			return at(f, err)
		}
		d, err := register.Parse(b)
		if err != nil {
			return at(f, err)
		}
		if name := strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)); name != d.ID {
			return at(f, fmt.Errorf("the file is called %s and its id is %s; make them the same", name, d.ID))
		}
		objects := c.Objects
		if objects == 0 {
			objects = max(d.Expected, 1)
		}
		cost := d.Cost(max(c.Units, 1), objects)
		fmt.Fprintln(e.io.Out, e.m.T("cli.register", "id", d.ID, "name", d.In(e.m.Tag()).Name, "fields", len(d.Fields), "stages", len(d.Stages), "alerts", len(d.Alerts), "each", cost.Each, "all", cost.All))
	}
	return nil
}

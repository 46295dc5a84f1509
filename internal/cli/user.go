package cli

import (
	"log/slog"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/config"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// userCmd keeps accounts from the machine itself, while no server holds the
// data. What it does is recorded as the machine's doing; a reset puts deciding
// rights to sleep as it does on the pages.
type userCmd struct {
	List    userListCmd  `cmd:"" help:"cli.help.user-list"`
	Create  userAddCmd   `cmd:"" help:"cli.help.user-create"`
	Reset   userResetCmd `cmd:"" help:"cli.help.user-reset"`
	Disable userOffCmd   `cmd:"" help:"cli.help.user-disable"`
	Enable  userOnCmd    `cmd:"" help:"cli.help.user-enable"`
}

// operator is who sits at the machine.
var operator = org.Viewer{Operator: true}

// accounts opens the data for keeping accounts.
func (s *source) accounts(e *env) (*app.App, func(), error) {
	if err := s.fill(e); err != nil {
		return nil, nil, err
	}
	db, free, err := s.alone(e)
	if err != nil {
		return nil, nil, err
	}
	if _, err := db.Tick(e.ctx); err != nil {
		free()
		return nil, nil, err
	}
	return &app.App{DB: db, Log: slog.New(slog.DiscardHandler), Text: e.m}, free, nil
}

type userListCmd struct {
	Source source `embed:""`
}

// Run lists accounts with their state and posts.
func (c *userListCmd) Run(e *env) error {
	a, free, err := c.Source.accounts(e)
	if err != nil {
		return err
	}
	defer free()
	lines, dir, err := a.Accounts(e.ctx, operator)
	if err != nil {
		return err
	}
	for _, l := range lines {
		var posts []string
		for _, p := range l.Posts {
			posts = append(posts, dir.Unit(p.UnitID).Short+" "+p.Title)
		}
		e.say("cli.user.line", "login", l.Login, "name", l.Name, "state", e.m.T("cli.user."+state(l)), "posts", strings.Join(posts, "、"))
	}
	e.say("cli.user.count", "n", len(lines))
	return nil
}

// state is the account's state as a word of the area.
func state(l app.AccountLine) string {
	switch {
	case l.State != "active":
		return "disabled"
	case l.Hash == "":
		return "new"
	case l.Sleeping == 1:
		return "asleep"
	}
	return "active"
}

type userAddCmd struct {
	Login  string   `arg:"" help:"cli.arg.login"`
	Source source   `embed:""`
	Name   string   `required:"" help:"cli.flag.user-name" placeholder:"NAME"`
	Unit   string   `required:"" help:"cli.flag.user-unit" placeholder:"UNIT"`
	Title  string   `required:"" help:"cli.flag.user-title" placeholder:"TITLE"`
	Duty   string   `required:"" help:"cli.flag.user-duty" placeholder:"DUTY"`
	Right  []string `help:"cli.flag.user-right" placeholder:"RIGHT"`
	URL    string   `name:"url" help:"cli.flag.url" placeholder:"URL"`
}

// Run makes an account; its holder sets the password through a one-time link.
func (c *userAddCmd) Run(e *env) error {
	a, free, err := c.Source.accounts(e)
	if err != nil {
		return err
	}
	defer free()
	unit, err := findUnit(e, a.DB, c.Unit)
	if err != nil {
		return err
	}
	n := app.NewAccount{Name: c.Name, Login: c.Login, Unit: unit, Title: c.Title, Duty: org.Duty(c.Duty)}
	for _, r := range c.Right {
		n.Rights = append(n.Rights, org.Right(r))
	}
	secret, until, err := a.AddAccount(e.ctx, operator, "", n)
	if err != nil {
		return err
	}
	e.sayLink(c.Login, c.URL, secret, until)
	return nil
}

// findUnit finds a unit by its name, short name or code.
func findUnit(e *env, db *store.DB, name string) (id.Unit, error) {
	var found id.Unit
	err := db.View(e.ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for _, u := range dir.Units {
			if u.EndDay == 0 && (u.Name == name || u.Short == name || u.Code == name) {
				found = u.ID
			}
		}
		return nil
	})
	if err == nil && found == 0 {
		err = errs.E(errs.NotFound, "cli.user.unit", "unit", name)
	}
	return found, err
}

// sayLink prints a one-time link. Where the server will be reached only the
// operator knows.
func (e *env) sayLink(login, url, secret string, until time.Time) {
	if url == "" {
		url = "http://" + config.DefaultAddr
	}
	e.say("cli.user.link", "login", login, "link", strings.TrimSuffix(url, "/")+"/link/"+secret, "until", until.Format("2006-01-02 15:04"))
}

type userResetCmd struct {
	Login  string `arg:"" help:"cli.arg.login"`
	Source source `embed:""`
	URL    string `name:"url" help:"cli.flag.url" placeholder:"URL"`
}

// Run gives the holder a one-time link for a new password.
func (c *userResetCmd) Run(e *env) error {
	a, free, err := c.Source.accounts(e)
	if err != nil {
		return err
	}
	defer free()
	p, err := holderOf(e, a.DB, c.Login)
	if err != nil {
		return err
	}
	secret, until, err := a.ResetAccount(e.ctx, operator, "", p)
	if err != nil {
		return err
	}
	e.sayLink(c.Login, c.URL, secret, until)
	return nil
}

func holderOf(e *env, db *store.DB, login string) (id.Person, error) {
	var p id.Person
	err := db.View(e.ctx, func(tx *store.Tx) error {
		acc, err := tx.AccountByLogin(login)
		p = acc.Person
		return err
	})
	if errs.Is(err, errs.NotFound) {
		err = errs.E(errs.NotFound, "cli.user.none", "login", login)
	}
	return p, err
}

type userOffCmd struct {
	Login  string `arg:"" help:"cli.arg.login"`
	Source source `embed:""`
}

// Run shuts an account.
func (c *userOffCmd) Run(e *env) error { return c.Source.turn(e, c.Login, false) }

type userOnCmd struct {
	Login  string `arg:"" help:"cli.arg.login"`
	Source source `embed:""`
}

// Run opens an account again.
func (c *userOnCmd) Run(e *env) error { return c.Source.turn(e, c.Login, true) }

func (s *source) turn(e *env, login string, on bool) error {
	a, free, err := s.accounts(e)
	if err != nil {
		return err
	}
	defer free()
	p, err := holderOf(e, a.DB, login)
	if err != nil {
		return err
	}
	if err := a.EnableAccount(e.ctx, operator, "", p, on); err != nil {
		return err
	}
	key := "cli.user.off"
	if on {
		key = "cli.user.on"
	}
	e.say(key, "login", login)
	return nil
}

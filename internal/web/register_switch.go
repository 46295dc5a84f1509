package web

import (
	"strconv"

	"jiufen/internal/app"
	"jiufen/internal/id"
)

// RegisterSwitchPage shows what a register takes in fillings before it is
// switched on by a signature, or switches it off.
type RegisterSwitchPage struct {
	Page
	Name, URL, Purpose, Called string
	On, Free                   bool
	Cost                       []Pair
	Filled, Same               string
	All                        int
	Units, Objects, Keeper     Field
	Words                      Field
	Password                   Field
}

func (s *Site) registerSwitchPage(v *visit) (*RegisterSwitchPage, *app.RegisterView, error) {
	x, page, err := s.registerHere(v)
	if err != nil {
		return nil, nil, err
	}
	key := "register.switchhead"
	if x.On && (x.Switch.ID != 0 || x.Def.On) {
		key = "register.offhead"
	}
	p := &RegisterSwitchPage{Page: page, Name: v.m.T(key, "name", x.Def.Name), URL: "/registers/" + x.Def.ID, Purpose: capital(x.Def.Purpose), Called: x.Def.Called, On: x.On, Free: x.Def.System != ""}
	p.Title = p.Name
	asked := func(name string) int {
		n, _ := strconv.Atoi(plain(v.typedOr(name, v.r.URL.Query().Get(name))))
		return max(0, min(n, 10_000))
	}
	c, err := s.App.SwitchCost(v.r.Context(), v.who.Viewer, x.Def.ID, asked("units"), asked("objects"))
	if err != nil {
		return nil, nil, err
	}
	p.cost(v, x, c)
	p.Units = number("units", v.typedOr("units", strconv.Itoa(c.Units)), "").as("regunits").must()
	p.Objects = number("objects", v.typedOr("objects", strconv.Itoa(c.Objects)), "").as("regobjects").must()
	p.Keeper = choose("keeper", v.typedOr("keeper", id.String(x.Switch.Keeper)), unitOptions(x.Dir, 0)).as("regkeeper").must()
	p.Words = text("words", v.typed("words")).as("regoffwords").must()
	if s.mustProve(v) {
		p.Password = Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
	}
	return p, x, nil
}

func (p *RegisterSwitchPage) cost(v *visit, x *app.RegisterView, c app.RegisterCost) {
	p.All = c.All
	items := func(key string, n int, args ...any) {
		p.Cost = append(p.Cost, Pair{Name: v.m.T("register.cost"+key, args...), Text: v.m.T("register.items", "n", v.m.Count(int64(n)))})
	}
	items("fields", c.Fields)
	items("way", c.Way)
	items("lines", c.Lines)
	items("rounds", c.Rounds)
	items("each", c.Each)
	items("unit", c.Unit)
	items("all", c.All)
	if c.Filled > 0 {
		p.Filled = v.m.T("register.filledsays", "n", c.Filled)
	}
	if len(c.Same) > 0 {
		names := ""
		for i, n := range c.Same {
			if i > 0 {
				names += v.m.T("bulletin.and")
			}
			names += n.In(v.m.Tag())
		}
		p.Same = v.m.T("register.samesays", "called", x.Def.Called, "names", names)
	}
}

func (s *Site) postRegisterSwitch(v *visit) error {
	p, x, err := s.registerSwitchPage(v)
	if err != nil {
		return err
	}
	f := v.form
	act, seen := f.one("act", "on", "off"), int(f.number("seen"))
	if err = f.err(); err == nil {
		if err = s.prove(v); err == nil {
			err = s.App.SwitchRegister(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, act, id.Unit(f.number("keeper")), int(f.number("units")), int(f.number("objects")), seen, f.text("words", 500))
		}
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Units, &p.Objects, &p.Keeper, &p.Words, &p.Password)
	}
	return v.took("/registers", "done.registerswitched", 0)
}

package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// UnitPage is one unit: its posts with holders and rights, who leads it, who
// stands in, what else it may see, and what can be changed, each by a form of its
// own.
type UnitPage struct {
	Page
	ID, Name string
	Says     string
	Facts    []Pair
	Posts    []PostLine
	Forms    []UnitForm
}

// PostLine is one post of a unit.
type PostLine struct{ Title, Duty, Holder, Rights string }

// UnitForm is one change that can be made of a unit.
type UnitForm struct {
	Act, Head, Says string
	Fields          []Field
	Button          string
	Open            bool
}

// unitForms are the changes, in the order of how often they are made. Each field
// is named by the form it is in.
func (s *Site) unitPage(v *visit) (*UnitPage, *org.Directory, id.Unit, error) {
	unit := idIn[id.Unit](v)
	dir, err := s.App.Directory(v.r.Context(), v.who.Viewer, 0)
	if err != nil {
		return nil, nil, 0, err
	}
	u := dir.Unit(unit)
	if u.Code == "" {
		return nil, nil, 0, errNotFound()
	}
	page, err := s.page(v, "organisation", u.Name)
	if err != nil {
		return nil, nil, 0, err
	}
	p := &UnitPage{Page: page, ID: id.String(unit), Name: u.Name, Says: v.m.T("organisation.sort."+string(u.Sort)) + "·" + u.Code}
	var own, mayHold []Option
	for _, x := range dir.Posts {
		if x.UnitID != unit {
			continue
		}
		own = append(own, Option{Value: id.String(x.ID), Name: x.Title})
		rights := make([]string, len(x.Rights))
		for i, r := range x.Rights {
			rights[i] = v.m.T("account.right." + string(r))
		}
		p.Posts = append(p.Posts, PostLine{Title: x.Title, Duty: v.m.T("account.duty." + string(x.Duty)), Holder: cmp.Or(dir.PersonName(x.Holder), v.m.T("organisation.vacant")), Rights: strings.Join(rights, "、")})
	}
	p.facts(v, dir, unit)
	seen := map[id.Person]bool{}
	for _, h := range dir.Holdings {
		if !seen[h.Person] && h.EndDay == 0 {
			seen[h.Person] = true
			mayHold = append(mayHold, Option{Value: id.String(h.Person), Name: dir.PersonName(h.Person) + "（" + seatName(dir, h.Post) + "）"})
		}
	}
	p.forms(v, dir, u, own, mayHold)
	return p, dir, unit, nil
}

func (p *UnitPage) facts(v *visit, dir *org.Directory, unit id.Unit) {
	add := func(key, text string) {
		if text != "" {
			p.Facts = append(p.Facts, Pair{Name: v.m.T("organisation.fact." + key), Text: text})
		}
	}
	u := dir.Unit(unit)
	add("parent", dir.Unit(u.Parent).Name)
	if post, field := dir.Leader(unit); post != 0 {
		add("leader", strings.TrimSpace(dir.PersonName(dir.Post(post).Holder)+" "+inCharge(dir, post, field)))
	}
	if post := dir.Follower(unit); post != 0 {
		add("follower", postName(dir, post)+" "+dir.PersonName(dir.Post(post).Holder))
	}
	for _, x := range dir.StandIns {
		if dir.Post(x.For).UnitID == unit {
			add("standin", v.m.T("organisation.standinfor", "post", postName(dir, x.Post), "for", postName(dir, x.For), "from", p.m.DateIn(int32(x.FromDay), p.Year)))
		}
	}
	for _, g := range dir.Grants {
		if g.Unit == unit {
			of := v.m.T("organisation.allunits")
			if g.OfUnit != 0 {
				of = dir.Unit(g.OfUnit).Name
			}
			add("grant", v.m.T("organisation.mayread", "of", of, "programme", cmp.Or(g.Programme, v.m.T("organisation.allprogrammes"))))
		}
	}
	if u.EndDay != 0 {
		add("ended", v.m.T("organisation.into", "name", dir.Unit(u.Into).Name))
	}
}

func (p *UnitPage) forms(v *visit, dir *org.Directory, u org.Unit, own, people []Option) {
	today := v.typedOr("from", p.Today.String())
	var units, posts, leaders, rights, sorts []Option
	for _, x := range dir.Units {
		if x.EndDay == 0 && x.ID != u.ID {
			units = append(units, Option{Value: id.String(x.ID), Name: x.Name})
		}
	}
	for _, x := range dir.Posts {
		o := Option{Value: id.String(x.ID), Name: postName(dir, x.ID)}
		if x.UnitID == u.ID || dir.Unit(x.UnitID).Parent == u.ID {
			posts = append(posts, o)
		}
		if slices.Contains([]org.Duty{org.Mayor, org.ViceMayor, org.Secretary, org.Deputy}, x.Duty) {
			leaders = append(leaders, o)
		}
	}
	for _, r := range org.Rights {
		rights = append(rights, Option{Value: string(r), Name: v.m.T("account.right." + string(r))})
	}
	for _, d := range duties {
		sorts = append(sorts, Option{Value: string(d), Name: v.m.T("account.duty." + string(d))})
	}
	some := slices.Clone(rights)
	for i := range some {
		some[i].Chosen = slices.Contains(v.values("rights"), some[i].Value)
	}
	add := func(act string, fields ...Field) {
		for i := range fields {
			fields[i].Scope = act + "-"
		}
		p.Forms = append(p.Forms, UnitForm{Act: act, Head: v.m.T("organisation.form." + act), Says: v.m.T("organisation.says." + act), Fields: fields, Button: v.m.T("organisation.do." + act), Open: v.form != nil && strings.HasSuffix(v.r.URL.Path, "/"+act)})
	}
	add("posts", text("title", v.typed("title")).as("post").must(), choose("duty", v.typed("duty"), sorts).must(), text("holder", v.typed("holder")).as("newholder"), Field{Name: "rights", Key: "rights", Kind: "check", Options: some})
	if len(own) > 0 {
		add("hand", choose("post", v.typed("post"), own).as("whichpost").must(), choose("person", v.typed("person"), people).as("takesover"), date("from", today).as("fromday").must())
	}
	if u.Sort != org.Government {
		add("leader", choose("leader", v.typed("leader"), leaders).as("leaderpost").must(), radio("relation", v.typedOr("relation", "lead"), []Option{{Value: "lead", Name: v.m.T("organisation.lead")}, {Value: "follow", Name: v.m.T("organisation.follow")}}).as("leaderrelation").must(), text("field", v.typed("field")).as("leaderfield"), date("from", today).as("fromday").must())
	}
	if len(posts) > 1 {
		add("standin", choose("post", v.typed("post"), posts).as("standinpost").must(), choose("for", v.typed("for"), posts).as("standinfor").must(), date("from", today).as("fromday").must(), date("until", v.typed("until")).as("untilday"))
	}
	if v.who.Viewer.Can(org.Manage) && len(own) > 0 {
		add("right", choose("post", v.typed("post"), own).as("whichpost").must(), choose("right", v.typed("right"), rights).as("whichright").must(), radio("give", v.typed("give"), []Option{{Value: "give", Name: v.m.T("organisation.give")}, {Value: "take", Name: v.m.T("organisation.take")}}).as("giveortake").must())
	}
	add("grant", choose("of", v.typed("of"), units).as("grantof"), text("programme", v.typed("programme")).as("grantprogramme"), date("from", today).as("fromday").must(), date("until", v.typed("until")).as("untilday"))
	add("name", text("name", v.typedOr("name", u.Name)).as("unitname").must(), text("short", v.typedOr("short", u.Short)).as("unitshort"))
	if u.EndDay == 0 && u.Sort != org.Government {
		add("merge", choose("into", v.typed("into"), units).as("mergeinto").must(), date("from", today).as("fromday").must(), text("words", v.typed("words")).as("mergewords").must())
	}
}

func (s *Site) getUnit(v *visit) error {
	p, _, _, err := s.unitPage(v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// changeUnit reads a form, makes the change, and shows the form again if it is
// refused.
func (s *Site) changeUnit(v *visit, act func(dir *org.Directory, unit id.Unit) error) error {
	p, dir, unit, err := s.unitPage(v)
	if err != nil {
		return err
	}
	if err = act(dir, unit); err == nil {
		return v.took("/organisation/units/"+p.ID, "done.saved", 0)
	}
	if !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.Conflict) {
		return err
	}
	var fields []*Field
	for i := range p.Forms {
		if p.Forms[i].Open {
			for j := range p.Forms[i].Fields {
				fields = append(fields, &p.Forms[i].Fields[j])
			}
		}
	}
	return s.refuse(v, err, p, fields...)
}

// chosenID reads a choice of the form; 0 and an error if it is none.
func chosenID[T ~int64](f *form, name string) T {
	n, err := id.Parse[T](f.raw(name))
	if err != nil {
		f.bad(name, "err.choice")
	}
	return n
}

func (s *Site) postUnitName(v *visit) error {
	return s.changeUnit(v, func(_ *org.Directory, unit id.Unit) error {
		name, short := v.form.must("name", maxWord), v.form.text("short", maxWord)
		if err := v.form.err(); err != nil {
			return err
		}
		return s.App.RenameUnit(v.r.Context(), v.who.Viewer, v.request(), unit, name, short)
	})
}

func (s *Site) postUnitPost(v *visit) error {
	return s.changeUnit(v, func(_ *org.Directory, unit id.Unit) error {
		n := app.NewPost{Unit: unit, Title: v.form.must("title", maxWord), Duty: org.Duty(v.form.raw("duty")), Name: v.form.text("holder", maxWord)}
		if !slices.Contains(duties, n.Duty) {
			v.form.bad("duty", "err.choice")
		}
		for _, r := range v.values("rights") {
			if !slices.Contains(org.Rights, org.Right(r)) {
				v.form.bad("rights", "err.choice")
			}
			n.Rights = append(n.Rights, org.Right(r))
		}
		if err := v.form.err(); err != nil {
			return err
		}
		_, _, err := s.App.AddPosts(v.r.Context(), v.who.Viewer, v.request(), []app.NewPost{n})
		return err
	})
}

func (s *Site) postUnitHand(v *visit) error {
	return s.changeUnit(v, func(dir *org.Directory, unit id.Unit) error {
		h := app.Hand{Post: chosenID[id.Post](v.form, "post"), From: v.form.day("from")}
		if v.form.raw("person") != "" {
			h.Person = chosenID[id.Person](v.form, "person")
		}
		v.mine(dir, unit, "post", h.Post)
		v.dated("from", h.From)
		if err := v.form.err(); err != nil {
			return err
		}
		return s.App.HandOver(v.r.Context(), v.who.Viewer, v.request(), []app.Hand{h})
	})
}

// mine refuses a post of another unit.
func (v *visit) mine(dir *org.Directory, unit id.Unit, field string, post id.Post) {
	if dir.Post(post).UnitID != unit {
		v.form.bad(field, "err.choice")
	}
}

func (v *visit) dated(field string, d calendar.Day) {
	if d == 0 {
		v.form.bad(field, "err.required")
	}
}

func (s *Site) postUnitLeader(v *visit) error {
	return s.changeUnit(v, func(dir *org.Directory, unit id.Unit) error {
		l := org.Line{Post: chosenID[id.Post](v.form, "leader"), Unit: unit, Field: v.form.text("field", maxWord), Follow: v.form.one("relation", "lead", "follow") == "follow", FromDay: v.form.day("from")}
		v.dated("from", l.FromDay)
		if err := v.form.err(); err != nil {
			return err
		}
		return s.App.SetPortfolio(v.r.Context(), v.who.Viewer, v.request(), []org.Line{l})
	})
}

func (s *Site) postUnitStandIn(v *visit) error {
	return s.changeUnit(v, func(dir *org.Directory, unit id.Unit) error {
		x := org.StandIn{Post: chosenID[id.Post](v.form, "post"), For: chosenID[id.Post](v.form, "for"), FromDay: v.form.day("from"), EndDay: v.form.day("until")}
		v.dated("from", x.FromDay)
		if x.Post == x.For {
			v.form.bad("for", "err.standin.self")
		}
		if x.EndDay != 0 && x.EndDay < x.FromDay {
			v.form.bad("until", "err.untilbefore")
		}
		if err := v.form.err(); err != nil {
			return err
		}
		return s.App.SetStandIn(v.r.Context(), v.who.Viewer, v.request(), x)
	})
}

func (s *Site) postUnitGrant(v *visit) error {
	return s.changeUnit(v, func(dir *org.Directory, unit id.Unit) error {
		g := org.Grant{Unit: unit, Programme: v.form.text("programme", maxWord), FromDay: v.form.day("from"), EndDay: v.form.day("until")}
		if v.form.raw("of") != "" {
			g.OfUnit = chosenID[id.Unit](v.form, "of")
		}
		v.dated("from", g.FromDay)
		if g.EndDay != 0 && g.EndDay < g.FromDay {
			v.form.bad("until", "err.untilbefore")
		}
		if err := v.form.err(); err != nil {
			return err
		}
		return s.App.Grant(v.r.Context(), v.who.Viewer, v.request(), g)
	})
}

func (s *Site) postUnitMerge(v *visit) error {
	return s.changeUnit(v, func(dir *org.Directory, unit id.Unit) error {
		into, from, words := chosenID[id.Unit](v.form, "into"), v.form.day("from"), v.form.must("words", maxWord)
		v.dated("from", from)
		if err := v.form.err(); err != nil {
			return err
		}
		return s.App.MergeUnit(v.r.Context(), v.who.Viewer, v.request(), unit, into, from, words)
	})
}

func (s *Site) postUnitRight(v *visit) error {
	return s.changeUnit(v, func(dir *org.Directory, unit id.Unit) error {
		post, right := chosenID[id.Post](v.form, "post"), org.Right(v.form.raw("right"))
		v.mine(dir, unit, "post", post)
		if !slices.Contains(org.Rights, right) {
			v.form.bad("right", "err.choice")
		}
		give := v.form.one("give", "give", "take") == "give"
		if err := v.form.err(); err != nil {
			return err
		}
		if give {
			return s.App.GiveRight(v.r.Context(), v.who.Viewer, v.request(), post, right)
		}
		return s.App.TakeRight(v.r.Context(), v.who.Viewer, v.request(), post, right)
	})
}

// values are all values of a field of the form, none before it was sent.
func (v *visit) values(name string) []string {
	if v.form == nil {
		return nil
	}
	return v.form.values[name]
}

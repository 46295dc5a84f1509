package web

import (
	"slices"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// BulletinsPage lists bulletins and briefs, and begins a new one.
type BulletinsPage struct {
	Page
	May    bool   // may write one
	Due    string // when the next 通报 is due
	Late   bool   // it stays away
	Sort   Field
	Leader Field
	AsOf   Field
	Views  []View // by sort
	Rows   []BulletinRow
}

// BulletinRow is one bulletin.
type BulletinRow struct {
	Title, URL, Kind, State, No, For string
	Gap                              string // it came late after the one before; of a letter where its reply stands
	At                               Day
}

func (s *Site) bulletinsPage(v *visit) (*BulletinsPage, error) {
	page, err := s.page(v, "bulletins", v.m.T("bulletin.head"))
	if err != nil {
		return nil, err
	}
	p := &BulletinsPage{Page: page, May: v.who.Viewer.Can(org.Draft)}
	sort := v.r.URL.Query().Get("sort")
	if !slices.Contains(app.BulletinSorts, sort) {
		sort = ""
	}
	list, dir, err := s.App.Bulletins(v.r.Context(), v.who.Viewer, sort)
	if err != nil {
		return nil, err
	}
	p.Views = []View{{Name: v.m.T("ledger.all"), URL: "/bulletins", Current: sort == ""}}
	for _, x := range app.BulletinSorts {
		p.Views = append(p.Views, View{Name: v.m.T("bulletin.sort." + x), URL: "/bulletins?sort=" + x, Current: sort == x})
	}
	for _, x := range list {
		r := BulletinRow{Title: x.Title, Kind: v.m.T("bulletin.sort." + x.Sort), State: v.m.T("bulletin.state." + x.State), No: x.Number, At: x.AsOf, URL: "/bulletins/" + id.String(x.Paper)}
		if x.Draft != 0 {
			r.URL = "/bulletin-drafts/" + id.String(x.Draft)
		}
		if x.Gap > 0 {
			r.Gap = v.m.T("bulletin.gap", "n", x.Gap)
		}
		if x.ForPost != 0 {
			r.For = v.m.T("bulletin.leader", "who", postName(dir, x.ForPost))
		}
		if x.Unit != 0 {
			r.For = v.m.T("letter.unit", "unit", unitName(dir, x.Unit))
		}
		if x.Reply != nil {
			r.Gap = replySays(v.m, *x.Reply, v.now.Year())
		}
		p.Rows = append(p.Rows, r)
	}
	if p.Due, p.Late, err = s.bulletinDue(v); err != nil {
		return nil, err
	}
	if p.May {
		var leaders []Option
		for _, post := range dir.Posts {
			if post.Duty == org.Mayor || post.Duty == org.ViceMayor {
				leaders = append(leaders, Option{Value: id.String(post.ID), Name: postName(dir, post.ID)})
			}
		}
		p.Sort = radio("sort", v.typedOr("sort", app.Circular), words(v.m, "bulletin.sort.", app.Circular, app.Brief)).as("bulletinsort").must()
		p.Leader = choose("leader", v.typed("leader"), leaders).as("bulletinleader")
		p.AsOf = date("asof", v.typed("asof")).as("bulletinasof")
	}
	return p, nil
}

// bulletinDue says when the next 通报 has to go out, and whether it stays away.
func (s *Site) bulletinDue(v *visit) (string, bool, error) {
	due, err := s.App.BulletinDue(v.r.Context(), v.who.Viewer)
	if err != nil || due.Day == 0 {
		return "", false, err
	}
	day := v.m.DateIn(int32(due.Day), v.now.Year())
	switch {
	case due.Late > 0:
		return v.m.T("bulletin.missed", "every", due.Every, "day", day, "days", v.m.WorkingDays(due.Late)), true, nil
	case due.Last == 0:
		return v.m.T("bulletin.duefirst", "every", due.Every, "day", day), false, nil
	}
	return v.m.T("bulletin.due", "every", due.Every, "last", v.m.DateIn(int32(due.Last), v.now.Year()), "day", day), false, nil
}

func (s *Site) postBulletins(v *visit) error {
	var leader id.Post
	var err error
	if typed := v.form.raw("leader"); typed != "" {
		if leader, err = id.Parse[id.Post](typed); err != nil {
			v.form.bad("leader", "err.choice")
		}
	}
	day, sort := v.form.day("asof"), v.form.one("sort", app.Circular, app.Brief)
	n := int64(0)
	if err = v.form.err(); err == nil {
		n, err = s.App.NewBulletin(v.r.Context(), v.who.Viewer, sort, leader, day)
	}
	if err == nil {
		return v.took("/bulletin-drafts/"+id.String(n), "done.saved", 0)
	}
	if !errs.Is(err, errs.Invalid) {
		return err
	}
	p, perr := s.bulletinsPage(v)
	if perr != nil {
		return perr
	}
	return s.refuse(v, err, p, &p.Sort, &p.Leader, &p.AsOf)
}

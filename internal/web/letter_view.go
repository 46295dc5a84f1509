package web

import (
	"cmp"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/store"
)

// CountiesPart is on the page of a signed 通报: the counties that lag in it, with
// their letters, and the form that begins one.
type CountiesPart struct {
	Rows   []CountyRow
	Open   bool // one at least has no letter yet
	Unit   Field
	Answer Field
}

// CountyRow is a county that lags.
type CountyRow struct{ Name, Lag, State, URL string }

// LetterPart is what the page of a letter has beside that of a bulletin.
type LetterPart struct {
	Facts    []Pair
	Signed   bool
	Replies  []ReplyRow
	MayRead  bool
	MayReply bool
	Words    Field
	Says     string // what became of the items, in numbers
	Now      string // the day they are compared with
	Items    []LetterItemRow
}

// ReplyRow is a reply of the addressee.
type ReplyRow struct {
	Who, At string
	Lines   []string
}

// LetterItemRow is an item of a letter, its light then and now by name.
type LetterItemRow struct{ No, Title, URL, Then, Now, Change string }

// letterWords is the length of a reply.
const letterWords = 5000

func (p *BulletinPage) counties(v *visit, x *app.BulletinView) {
	if x.Answer == 0 {
		return
	}
	out := &CountiesPart{}
	var to []Option
	for _, c := range x.Counties {
		r := CountyRow{Name: c.Name, Lag: lagSays(v.m, c), State: v.m.T("letter.none")}
		if c.Draft.ID == 0 {
			to = append(to, Option{Value: id.String(c.Unit), Name: c.Name + "·" + r.Lag})
		} else if r.State = cmp.Or(c.Number, v.m.T("bulletin.state."+c.State)); c.Draft.State == "open" {
			r.URL = "/bulletin-drafts/" + id.String(c.Draft.ID)
		} else {
			r.URL = "/bulletins/" + id.String(c.Draft.PaperID)
		}
		out.Rows = append(out.Rows, r)
	}
	if out.Open = len(to) > 0; out.Open {
		out.Unit = choose("unit", v.typed("unit"), to).as("letterunit").must()
		out.Answer = date("answer", v.typedOr("answer", x.Answer.String())).as("letteranswer").must()
	}
	p.Counties = out
}

// lagSays is what of a county lags: 红灯1项，黄灯2项.
func lagSays(m *locale.Messages, c app.LetterCounty) string {
	var out []string
	if c.Red > 0 {
		out = append(out, m.T("letter.lagred", "n", c.Red))
	}
	if c.Yellow > 0 {
		out = append(out, m.T("letter.lagyellow", "n", c.Yellow))
	}
	return strings.Join(out, m.T("bulletin.letter.comma"))
}

func (p *BulletinPage) letter(v *visit, x *app.BulletinView) {
	l := x.Letter
	if l == nil {
		return
	}
	m, year := v.m, v.now.Year()
	unit := unitName(x.Dir, l.UnitID)
	out := &LetterPart{Signed: x.State == "signed"}
	out.Facts = []Pair{{Name: m.T("letter.to"), Text: unit}, {Name: m.T("letter.base"), Text: strings.TrimSpace(l.On.Title + " " + l.On.Number), URL: "/bulletins/" + id.String(l.On.Paper)},
		{Name: m.T("letter.answer"), Text: m.DateWeekday(int32(l.Answer), year)}, {Name: m.T("letter.heard"), Text: app.HeardSays(m, l.Letter, unit)}}
	p.Letter = out
	if !out.Signed {
		return
	}
	read := m.T("letter.notread")
	if l.Reply.Read != 0 {
		read = m.T("letter.readon", "day", m.DateIn(int32(l.Reply.Read), year))
	}
	out.Facts = append(out.Facts, Pair{Name: m.T("letter.read"), Text: read}, Pair{Name: m.T("letter.reply"), Text: replySays(m, l.Reply, year)})
	for _, a := range l.Acts {
		if a.Act == store.LetterReply {
			post := x.Dir.Post(a.Post)
			out.Replies = append(out.Replies, ReplyRow{Who: strings.TrimSpace(postName(x.Dir, a.Post) + " " + x.Dir.PersonName(post.Holder)), At: m.DateIn(int32(a.Day), year), Lines: strings.Split(a.Words, "\n")})
		}
	}
	p.asof(v.r.URL.Path, v.r.URL.Query())
	out.outcome(v, l)
	if x.MayReply(v.who.Viewer) && !p.Past() {
		out.MayReply, out.MayRead = true, l.Reply.Read == 0
		out.Words = area("words", v.typed("words"), 8).as("letterreply").must()
	}
}

// replySays is where the reply to a letter stands.
func replySays(m *locale.Messages, r app.LetterReply, year int) string {
	day := func(d Day) string { return m.DateIn(int32(d), year) }
	switch {
	case r.Day != 0 && r.Late > 0:
		return m.T("letter.repliedlate", "day", day(r.Day), "days", m.WorkingDays(r.Late))
	case r.Day != 0:
		return m.T("letter.repliedon", "day", day(r.Day))
	case r.Late > 0:
		return m.T("letter.late", "day", day(r.Answer), "days", m.WorkingDays(r.Late))
	}
	return m.T("letter.waits", "day", day(r.Answer))
}

func (p *LetterPart) outcome(v *visit, l *app.LetterView) {
	m, year := v.m, v.now.Year()
	n := map[string]int{}
	for _, x := range l.Items {
		n[x.Outcome]++
		p.Items = append(p.Items, LetterItemRow{No: x.Number, Title: x.Title, URL: "/items/" + id.String(x.Item), Then: x.Then.String(), Now: x.Now.String(), Change: m.T("letter.outcome." + x.Outcome)})
	}
	p.Now = m.DateIn(int32(l.Point.Day), year)
	args := []any{"sent", m.DateIn(int32(l.SentDay), year), "day", p.Now}
	for _, o := range app.LetterOutcomes {
		args = append(args, o, n[o])
	}
	p.Says = m.T("letter.outcomesays", args...)
}

// letterFields are the fields that only a letter has while it is written.
func letterFields(v *visit, l *app.LetterView) []Field {
	if l == nil {
		return nil
	}
	heard := ""
	if l.HeardDay != 0 {
		heard = l.HeardDay.String()
	}
	return []Field{date("answer", v.typedOr("answer", l.Answer.String())).as("letteranswer").must(),
		choose("heard", v.typedOr("heard", l.Heard), words(v.m, "letter.heardway.", app.HeardWays...)).as("letterheard"),
		date("heardday", v.typedOr("heardday", heard)).as("letterheardday"),
		text("heardwords", v.typedOr("heardwords", l.HeardWords)).as("letterheardwords")}
}

// postLetter begins a letter on the page of a signed 通报.
func (s *Site) postLetter(v *visit) error {
	unit, err := id.Parse[id.Unit](v.form.raw("unit"))
	if err != nil {
		v.form.bad("unit", "err.required")
	}
	day := v.form.day("answer")
	n := int64(0)
	if err = v.form.err(); err == nil {
		n, err = s.App.NewLetter(v.r.Context(), v.who.Viewer, idIn[id.Paper](v), unit, day)
	}
	if err == nil {
		return v.took("/bulletin-drafts/"+id.String(n), "done.saved", 0)
	}
	p, perr := s.bulletinPage(v)
	if perr != nil {
		return perr
	}
	if p.Counties == nil {
		return err
	}
	return s.refuse(v, err, p, &p.Counties.Unit, &p.Counties.Answer)
}

func (s *Site) postLetterRead(v *visit) error {
	n := idIn[id.Paper](v)
	if err := s.App.ReadLetter(v.r.Context(), v.who.Viewer, v.request(), n); err != nil {
		return err
	}
	return v.took("/bulletins/"+id.String(n), "done.letterread", 0)
}

func (s *Site) postLetterReply(v *visit) error {
	n := idIn[id.Paper](v)
	err := s.App.ReplyLetter(v.r.Context(), v.who.Viewer, v.request(), n, v.form.text("words", letterWords))
	if err == nil {
		return v.took("/bulletins/"+id.String(n), "done.letterreplied", 0)
	}
	if !errs.Is(err, errs.Invalid) {
		return err
	}
	p, perr := s.bulletinPage(v)
	if perr != nil {
		return perr
	}
	return s.refuse(v, err, p, &p.Letter.Words)
}

// LetterRow is a letter on the desk of the unit it goes to.
type LetterRow struct{ No, Title, URL, Read, Limit string }

func letterRows(v *visit, view *app.DeskView) (out []LetterRow) {
	m, year := v.m, v.now.Year()
	for _, l := range view.Letters {
		r := LetterRow{No: l.Number, Title: l.Title, URL: "/bulletins/" + id.String(l.Paper), Read: m.T("letter.notread"), Limit: dueSays(m, view.Lib, l.Answer, view.Today, year)}
		if l.LetterReply.Read != 0 {
			r.Read = m.T("letter.readon", "day", m.DateIn(int32(l.LetterReply.Read), year))
		}
		out = append(out, r)
	}
	return out
}

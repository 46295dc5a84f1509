package web

import (
	"cmp"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// EvidencePage is what has to show that reports of an item are so, and what was
// given, period by period (佐证).
type EvidencePage struct {
	Page
	ID, Item, No, Back string
	Says               string // what is asked; empty: nothing
	Reason             string
	Periods            []EvidencePeriod

	MayAsk     bool
	Cost       string // what asking takes
	Sort       Field
	What       Field
	Why        Field
	MayGive    bool
	Period     Field
	File       Field
	Shows      Field
	Types      string // endings taken, and how large
	Taken      Field  // what is taken back; without options: nothing can be
	BackReason Field
}

// EvidencePeriod is what was given for a period.
type EvidencePeriod struct {
	Name, State string
	Rows        []EvidenceRow
}

// EvidenceRow is one thing given.
type EvidenceRow struct {
	ID, Name, URL, Words string
	At                   Day
}

// proofWord is how a report stands to what is asked: ” where nothing is.
func (k known) proofWord(p store.Proof) string {
	if p == store.NotAsked {
		return ""
	}
	return k.m.T("evidence." + p.String())
}

// evidenceRows are what a viewer sees of what was given for a period.
func (k known) evidenceRows(v org.Viewer, p calendar.Period) (out []EvidenceRow) {
	for _, e := range app.EvidenceSeen(k.Facts, k.Dir, v, p) {
		row := EvidenceRow{ID: id.String(e.ID), Name: e.Words, At: e.Day}
		if e.File != "" {
			row.Name, row.URL, row.Words = e.File, k.url()+"/evidence/"+id.String(e.ID), e.Words
		}
		out = append(out, row)
	}
	return out
}

func (s *Site) evidencePage(v *visit) (*EvidencePage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &EvidencePage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url()}
	if p.Page, err = s.page(v, "ledger", v.m.T("evidence.head")); err != nil {
		return nil, k, err
	}
	who, stage := v.who.Viewer, k.Facts.Stage()
	live := !p.Past() && (stage == ledger.Open || stage == ledger.Applied)
	ask, asked := k.Facts.EvidenceAsked()
	if asked {
		p.Says, p.Reason = v.m.T("evidence.asks."+ask.Sort, "what", ask.Words), ask.Reason
	}
	own := live && who.Can(org.Report) && k.leads(who)
	p.Taken = choose("evidence", v.typed("evidence"), nil).as("evidencetaken").must()
	options := p.periods(k, who, own)
	p.MayAsk = live && who.Can(org.Assign)
	p.Cost = k.evidenceCost()
	p.Sort = radio("evidencesort", v.typedOr("evidencesort", cmp.Or(ask.Sort, store.NoEvidence)), words(v.m, "evidence.sort.", store.EvidenceSorts...)).must()
	p.What = text("what", v.typedOr("what", ask.Words)).as("evidencewhat")
	p.Why = text("reason", v.typedOr("reason", ask.Reason)).as("evidencereason")
	p.MayGive = own && (ask.Sort == store.EvidenceFile || ask.Sort == store.EvidencePhoto) && len(options) > 0
	if p.MayGive {
		p.Period = choose("period", v.typedOr("period", periodAsked(v, options)), options).as("evidenceperiod").must()
		p.File = Field{Kind: "file", Name: "file", Key: "evidencefile", Required: true}
		p.Shows = text("words", v.typed("words")).as("evidenceshows")
		p.Types = v.m.T("evidence.types", "types", strings.Join(app.EvidenceTypes(ask.Sort), " "), "mb", k.Lib.Int(app.SettingEvidenceMB, app.DefaultEvidenceMB))
	}
	p.BackReason = text("backreason", v.typed("backreason")).as("evidenceback").must()
	return p, k, nil
}

// periodAsked is the period of the address, else the first offered.
func periodAsked(v *visit, options []Option) string {
	if p := v.r.URL.Query().Get("period"); slices.ContainsFunc(options, func(o Option) bool { return o.Value == p }) {
		return p
	}
	return options[0].Value
}

// periods lists what was given, the newest period first, and gives the periods
// for which something can be given: those owed so far.
func (p *EvidencePage) periods(k known, who org.Viewer, own bool) (options []Option) {
	for _, o := range slices.Backward(k.Lib.Owed(k.Facts, k.Point.Day)) {
		rows := k.evidenceRows(who, o.Period)
		if own {
			options = append(options, Option{Value: periodID(o.Period), Name: periodWord(k.m, o.Period, k.year)})
			if o.Report == nil {
				for _, r := range rows {
					p.Taken.Options = append(p.Taken.Options, Option{Value: r.ID, Name: r.Name})
				}
			}
		}
		if state := k.proofWord(k.Facts.Proof(o.Period)); state != "" || len(rows) > 0 {
			p.Periods = append(p.Periods, EvidencePeriod{Name: periodWord(k.m, o.Period, k.year), State: state, Rows: rows})
		}
	}
	return options
}

// evidenceCost says what asking takes until the limit, before it is asked.
func (k known) evidenceCost() string {
	grain := k.Head.Cadence
	if grain == "" {
		return k.m.T("evidence.costnone")
	}
	due, n := k.Row.Due, 0
	if due == 0 || due == store.NoDue {
		due = calendar.Date(k.year, 12, 31)
	}
	for _, o := range k.Lib.Owed(k.Facts, due) {
		if o.Due >= k.Point.Day && o.Period.Start() <= due {
			n++
		}
	}
	return k.m.T("evidence.cost", "cadence", wordOr(k.m, "word.grain.", grain), "n", n, "day", dayWord(k.m, due, k.year))
}

func (s *Site) postEvidenceAsk(v *visit) error {
	p, k, err := s.evidencePage(v)
	if err != nil {
		return err
	}
	what, why := v.form.text("what", 200), v.form.text("reason", 200)
	if err = v.form.err(); err == nil {
		err = s.App.AskEvidence(v.r.Context(), v.who.Viewer, v.request(), k.Row.ItemID, v.form.raw("evidencesort"), what, why)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Sort, &p.What, &p.Why)
	}
	return v.took(k.url()+"/evidence", "done.evidenceask", 0)
}

func (s *Site) postEvidence(v *visit) error {
	p, k, err := s.evidencePage(v)
	if err != nil {
		return err
	}
	in := app.EvidenceInput{Item: k.Row.ItemID, Words: v.form.text("words", 200)}
	if in.Period, err = readPeriod(v.form.raw("period")); err != nil {
		return err
	}
	if in.Name, in.Bytes, err = v.uploaded(); err == nil {
		err = s.App.GiveEvidence(v.r.Context(), v.who.Viewer, v.request(), in)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Period, &p.File, &p.Shows)
	}
	return v.took(k.url()+"/evidence", "done.evidence", 0)
}

func (s *Site) postEvidenceBack(v *visit) error {
	p, k, err := s.evidencePage(v)
	if err != nil {
		return err
	}
	n, err := id.Parse[id.Fact](v.form.raw("evidence"))
	if err != nil {
		err = missing("evidence")
	}
	if err == nil {
		err = s.App.WithdrawEvidence(v.r.Context(), v.who.Viewer, v.request(), k.Row.ItemID, n, v.form.text("backreason", 200))
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Taken, &p.BackReason)
	}
	return v.took(k.url()+"/evidence", "done.evidenceback", 0)
}

// getEvidenceFile hands a file on as it came, never to be shown in the browser.
func (s *Site) getEvidenceFile(v *visit) error {
	n, err := pathID[id.Fact](v, "evidence")
	if err != nil {
		return err
	}
	name, b, err := s.App.EvidenceBytes(v.r.Context(), v.who.Viewer, idIn[id.Item](v), n)
	if err != nil {
		return err
	}
	return v.send(name, "application/octet-stream", b)
}

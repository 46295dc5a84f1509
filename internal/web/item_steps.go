package web

import (
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// missing says that a field has to be filled in.
func missing(field string) error {
	return errs.Form([]errs.Field{{Name: field, Key: "err.required"}})
}

// calendarFigure reads a figure as typed, for showing it.
func calendarFigure(typed string) (Figure, error) {
	q, err := quantity.Parse(typed)
	if err != nil {
		return Figure{}, err
	}
	return Fig(q.N, q.Decimals), nil
}

// acts are what the reader may do with the item now.
func (k known) acts(p *ItemPage, v org.Viewer) {
	url := "/items/" + id.String(k.Row.ItemID)
	if k.Merged != 0 && !p.Past() && v.Can(org.Assign) {
		p.Acts = append(p.Acts, Act{URL: url + "/into", Name: k.m.T("same.part")})
	}
	if p.Past() || k.HeadOnly || k.Merged != 0 {
		return
	}
	add := func(ok bool, path, key string) {
		if ok {
			p.Acts = append(p.Acts, Act{URL: url + path, Name: k.m.T(key)})
		}
	}
	stage, lead := k.Facts.Stage(), k.leads(v)
	open := stage == ledger.Open || stage == ledger.Applied
	plan, _ := k.Facts.Plan()
	if open && lead && v.Can(org.Receive) {
		p.Acts = append(p.Acts, Act{URL: "/assignments/" + id.String(k.Row.ItemID) + "/section", Name: k.m.T("assign.handon")})
	}
	add(open && lead && v.Can(org.Receive) && plan.ID == 0, "/plan", "desk.doplan")
	add(open && lead && v.Can(org.Sheet) && k.Facts.PendingChange() == nil, "/change", "change.head")
	if c := k.Facts.PendingChange(); c != nil && (v.Can(org.Decide) || v.Can(org.Close)) {
		p.Acts = append(p.Acts, Act{URL: url + "/change/decide", Name: k.m.T("change.decidehead")})
	}
	add(open && v.Can(org.Assign), "/into", "same.into")
	add(open && v.Can(org.CheckFig) && len(k.Measures) > 0, "/check", "review.check")
	add(v.Can(org.Release) && len(app.Releasable(k.Facts)) > 0, "/release", "item.release")
	add(v.Can(org.Release) && len(app.Growing(k.Facts)) > 0, "/base", "base.head")
	add(open && v.Can(org.Assign), "/evidence", "evidence.askdo")
	add(stage == ledger.Open && lead && v.Can(org.Sheet), "/closing", "closing.head")
	add(v.Can(org.Close) && stage != ledger.Open && stage != ledger.StoppedStage, "/closing/decide", "closing.decidehead")
}

// leads reports whether the viewer's unit answers for the item.
func (k known) leads(v org.Viewer) bool {
	_, units := k.Facts.Assignment()
	for _, u := range units {
		if k.Dir.Successor(u.UnitID) == v.Unit && u.Role != "cooperate" {
			return true
		}
	}
	return false
}

// stepPage reads the item of a form; what is not seen in full is not there.
func (s *Site) stepItem(v *visit) (known, error) {
	view, err := s.readItem(v)
	if err != nil {
		return known{}, err
	}
	if view.HeadOnly {
		return known{}, errNotFound()
	}
	return known{v.m, v.now.Year(), view}, nil
}

func (k known) url() string { return "/items/" + id.String(k.Row.ItemID) }

func (s *Site) checkPage(v *visit) (*CheckPage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &CheckPage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url(), Says: v.m.T("check.beside")}
	if p.Page, err = s.page(v, "ledger", v.m.T("check.head")); err != nil {
		return nil, k, err
	}
	var measures, periods []Option
	for _, x := range k.Measures {
		measures = append(measures, Option{Value: id.String(x.ID), Name: x.Name + unitIn(x.Unit)})
	}
	seen := map[calendar.Period]bool{}
	for _, r := range k.Facts.Reports {
		if !seen[r.Period] {
			seen[r.Period] = true
			periods = append([]Option{{Value: periodID(r.Period), Name: periodWord(v.m, r.Period, v.now.Year())}}, periods...)
		}
	}
	if now := calendar.In(k.Point.Day, calendar.Month); !seen[now] {
		periods = append([]Option{{Value: periodID(now), Name: periodWord(v.m, now, v.now.Year())}}, periods...)
	}
	for _, r := range k.reports(org.Viewer{}) {
		p.Reported = append(p.Reported, Pair{Name: r.Period, Text: figureText(v.m, r.Value) + r.Unit + " " + r.Standing})
		if len(p.Reported) == 3 {
			break
		}
	}
	// What is checked and when is no decision: the newest period, and the only
	// measure where there is one.
	one, newest := "", periods[0].Value
	if len(measures) == 1 {
		one = measures[0].Value
	}
	p.Measure, p.Period = choose("measure", v.typedOr("measure", one), measures).must(), choose("period", v.typedOr("period", newest), periods).must()
	p.Found = number("found", v.typed("found"), "").must()
	p.Day = date("checkday", v.typedOr("checkday", k.Point.Day.String())).must()
	p.Manner = radio("manner", v.typed("manner"), words(v.m, "word.check.", "field", "desk")).must()
	p.Words = area("words", v.typed("words"), 3).must()
	return p, k, nil
}

func unitIn(unit string) string {
	if unit == "" {
		return ""
	}
	return "（" + unit + "）"
}

func figureText(m wordsOf, f Figure) string {
	if !f.OK {
		return "—"
	}
	return quantity.Format(f.V, f.Dec)
}

func (s *Site) postCheck(v *visit) error {
	p, k, err := s.checkPage(v)
	if err != nil {
		return err
	}
	c := app.Found{Item: k.Row.ItemID, Measure: id.Measure(v.form.number("measure")), Level: ledger.CheckLevel(v.form.raw("manner")), Day: v.form.day("checkday"), Words: v.form.text("words", 1000)}
	if n, err := readPeriod(v.form.raw("period")); err == nil {
		c.Period = n
	}
	for _, x := range k.Measures {
		if x.ID == c.Measure {
			c.Value, _ = v.form.figure("found", int(x.Decimals), x.Unit)
		}
	}
	if err = v.form.err(); err == nil {
		err = s.App.RecordCheck(v.r.Context(), v.who.Viewer, v.request(), c)
	}
	if err != nil {
		return s.refuse(v, renamed(err, "day", "checkday"), p, &p.Measure, &p.Period, &p.Found, &p.Day, &p.Manner, &p.Words)
	}
	return v.took(k.url(), "done.checked", 0)
}

func (s *Site) changePage(v *visit) (*ChangePage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &ChangePage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url(), Says: k.says(LedgerRow{Kind: k.Row.KindName, Lead: k.Row.Lead, Due: k.Row.Due})}
	if p.Page, err = s.page(v, "ledger", v.m.T("change.head")); err != nil {
		return nil, k, err
	}
	kinds := words(v.m, "word.change.", "defer")
	_, nodes := k.Facts.Plan()
	for _, n := range nodes {
		if n.Day >= k.Point.Day {
			kinds = append(kinds, Option{Value: "node-" + id.String(n.ID), Name: v.m.T("change.node", "day", dayWord(v.m, n.Day, p.Year), "state", n.State)})
		}
	}
	kinds = append(kinds, words(v.m, "word.change.", "advance", "value", "content", "unit", "pause", "stop")...)
	p.Kind = radio("changekind", v.typed("changekind"), kinds).must()
	p.Due, p.Value, p.Until = date("newdue", v.typed("newdue")), number("newvalue", v.typed("newvalue"), k.mainUnit()), date("until", v.typed("until"))
	p.Reason = radio("changereason", v.typed("changereason"), words(v.m, "word.reason.", "policy", "force", "factor", "subjective")).must()
	p.Words = area("changewords", v.typed("changewords"), 4).must()
	for _, o := range k.origins(v.who.Viewer) {
		if o.Decider != "" {
			p.Deciders = append(p.Deciders, Pair{Name: o.Cite, Text: o.Decider})
		}
	}
	return p, k, nil
}

func (k known) mainUnit() string {
	if len(k.Measures) > 0 {
		return k.Measures[0].Unit
	}
	return ""
}

func (s *Site) postChange(v *visit) error {
	p, k, err := s.changePage(v)
	if err != nil {
		return err
	}
	f := v.form
	c := app.ChangeInput{Item: k.Row.ItemID, Sort: ledger.ChangeSort(f.raw("changekind")), To: f.day("newdue"), Class: ledger.ReasonClass(f.raw("changereason")), Words: f.text("changewords", 2000)}
	if node, ok := cutNode(f.raw("changekind")); ok {
		c.Sort, c.Milestone = ledger.ChangeDefer, node
	}
	if c.Sort == ledger.ChangePause {
		c.From, c.To = k.Point.Day, f.day("until")
	}
	if c.Sort == ledger.ChangeValue && len(k.Measures) > 0 {
		c.Measure = k.Measures[0].ID
		c.Value, _ = f.figure("newvalue", int(k.Measures[0].Decimals), k.Measures[0].Unit)
	}
	if err = f.err(); err == nil {
		_, err = s.App.AskChange(v.r.Context(), v.who.Viewer, v.request(), c)
	}
	if err != nil {
		return s.refuse(v, renamed(err, "kind", "changekind", "due", "newdue", "value", "newvalue", "reason", "changereason", "words", "changewords"), p, &p.Kind, &p.Due, &p.Value, &p.Until, &p.Reason, &p.Words)
	}
	return v.took(k.url(), "done.asked", 0)
}

func cutNode(s string) (id.Milestone, bool) {
	if len(s) < 6 || s[:5] != "node-" {
		return 0, false
	}
	n, err := id.Parse[id.Milestone](s[5:])
	return n, err == nil
}

// changeDeciders are the rights with one of which changes are decided; whose word
// a change needs is for the use case to tell.
var changeDeciders = []org.Right{org.Decide, org.Close, org.Assign, org.Sign}

func (s *Site) changeDecidePage(v *visit) (*ChangeDecidePage, known, *store.ItemChange, error) {
	if !canOne(v.who.Viewer, changeDeciders) {
		return nil, known{}, nil, errs.E(errs.Forbidden, "err.right", "right", string(org.Decide))
	}
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, nil, err
	}
	c := k.Facts.PendingChange()
	if c == nil {
		return nil, k, nil, errNotFound()
	}
	p := &ChangeDecidePage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url()}
	if p.Page, err = s.page(v, "ledger", v.m.T("change.decidehead")); err != nil {
		return nil, k, c, err
	}
	from, to := k.fromTo(*c)
	p.Facts = []Pair{{Name: v.m.T("word.change." + c.Sort), Text: from + " → " + to}, {Name: wordOr(v.m, "word.reason.", c.Class), Text: c.Words}}
	p.Decision = radio("decision", v.typed("decision"), []Option{{Value: "approve", Name: v.m.T("change.agree")}, {Value: "refuse", Name: v.m.T("change.refuse")}}).must()
	p.Basis, p.Words = text("decisionbasis", v.typed("decisionbasis")), area("words", v.typed("words"), 2)
	return p, k, c, nil
}

func (s *Site) getChangeDecide(v *visit) error {
	p, _, _, err := s.changeDecidePage(v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) postChangeDecide(v *visit) error {
	p, k, c, err := s.changeDecidePage(v)
	if err != nil {
		return err
	}
	d := v.form.raw("decision")
	if d != "approve" && d != "refuse" {
		err = missing("decision")
	} else {
		said := v.form.text("words", 1000)
		if b := v.form.text("decisionbasis", 200); b != "" {
			said = b + "\n" + said
		}
		err = s.App.DecideChange(v.r.Context(), v.who.Viewer, v.request(), c.ID, k.Row.ItemID, d == "approve", said)
	}
	if errs.Is(err, errs.Forbidden) { // says who must decide, on the page it was tried
		e := errs.Of(err)
		err = errs.E(errs.Conflict, e.Key, e.Args...)
	}
	if err != nil {
		return s.refuse(v, renamed(err, "basis", "decisionbasis"), p, &p.Decision, &p.Basis, &p.Words)
	}
	return v.took(k.url(), "done.decided", 0)
}

func (s *Site) closingPage(v *visit) (*ClosingPage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &ClosingPage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url(), Says: v.m.T("closing.says")}
	if p.Page, err = s.page(v, "ledger", v.m.T("closing.head")); err != nil {
		return nil, k, err
	}
	if k.Head.Standard != "" {
		p.Facts = []Pair{{Name: v.m.T("closing.standard"), Text: k.Head.Standard}}
	}
	if kind := k.Lib.Kinds[k.Facts.Item.Kind]; kind != nil {
		for _, step := range kind.Closing {
			p.Steps = append(p.Steps, Pair{Name: v.m.T("word.closing." + string(step.Act)), Text: wordOr(v.m, "closing.by.", string(step.By))})
		}
	}
	p.Reached = date("reached", v.typedOr("reached", k.Point.Day.String())).must()
	p.Words = area("words", v.typed("words"), 3).as("closingwords").must()
	return p, k, nil
}

func (s *Site) postClosing(v *visit) error {
	p, k, err := s.closingPage(v)
	if err != nil {
		return err
	}
	reached, said := v.form.day("reached"), v.form.text("words", 2000)
	if err = v.form.err(); err == nil {
		err = s.App.ApplyClose(v.r.Context(), v.who.Viewer, v.request(), k.Row.ItemID, reached, said)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Reached, &p.Words)
	}
	return v.took(k.url(), "done.closeasked", 0)
}

func (s *Site) closingDecidePage(v *visit) (*ClosingDecidePage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &ClosingDecidePage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url(), Says: v.m.T("word.stage." + k.Facts.Stage().String()),
		Light: Light{Colour: k.Row.Light.String(), Why: k.Row.Says}}
	if p.Page, err = s.page(v, "ledger", v.m.T("closing.decidehead")); err != nil {
		return nil, k, err
	}
	if n := len(k.Facts.Closings); n > 0 {
		c := k.Facts.Closings[n-1]
		p.Facts = []Pair{{Name: v.m.T("closing.standard"), Text: k.Head.Standard}, {Name: v.m.T("closing.reachedon"), Text: dayWord(v.m, c.Reached, p.Year)}, {Name: v.m.T("closing.byword"), Text: c.Words}}
	}
	acts := []string{"reopen"}
	switch k.Facts.Stage() {
	case ledger.Applied:
		acts = []string{"close", "basic", "phase", "await", "return"}
	case ledger.AwaitingStrike:
		acts = []string{"external", "reopen"}
	}
	p.Decision = radio("decision", v.typed("decision"), words(v.m, "word.closing.", acts...)).must()
	p.Reached, p.Number, p.Words = date("reached", v.typed("reached")), text("strike", v.typed("strike")), area("words", v.typed("words"), 2).must()
	return p, k, nil
}

func (s *Site) postClosingDecide(v *visit) error {
	p, k, err := s.closingDecidePage(v)
	if err != nil {
		return err
	}
	c := app.Closing{Item: k.Row.ItemID, Act: ledger.ClosingAct(v.form.raw("decision")), Reached: v.form.day("reached"), Number: v.form.text("strike", 100), Words: v.form.text("words", 1000)}
	if err = v.form.err(); err == nil {
		err = s.App.DecideClose(v.r.Context(), v.who.Viewer, v.request(), c)
	}
	if err != nil {
		return s.refuse(v, renamed(err, "number", "strike"), p, &p.Decision, &p.Reached, &p.Number, &p.Words)
	}
	return v.took(k.url(), "done.decided", 0)
}

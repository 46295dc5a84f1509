package app

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/bulletin"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// Sorts of bulletins.
const (
	Circular = "circular" // 通报, to units
	Brief    = "brief"    // 专报, to one leader, of his portfolio alone
	Letter   = "letter"   // 函, to the two principal leaders of a county that lags in a 通报
)

// BulletinSorts are the sorts of papers that are bulletins.
var BulletinSorts = []string{Circular, Brief, Letter}

// BulletinFigure is a figure a bulletin can be bound to.
type BulletinFigure struct {
	Name string // as it stands in the text: 红灯
	Text string // what it is as of the day: 7项
	Item id.Item
	Unit id.Unit
}

// bulletinFacts is what can be said as of a point, by name.
type bulletinFacts struct {
	point  asof.Point
	dir    *org.Directory
	lib    *store.Library
	list   []BulletinFigure
	red    []LedgerRow
	main   []MainRow // main indicators with what the rest of the year has to come to
	soon   []LedgerRow
	units  []OverviewLine // with something red, the most first
	late   []string       // units with a report overdue
	asked  bool           // evidence is asked of some items
	fixes  []string       // names of corrections to announce
	answer calendar.Day
	base   LetterBase             // of a letter
	lights map[ledger.Light]int64 // of a letter: the items its unit leads
}

// Settings of bulletins: how many lines they list at most, and in how many
// working days units answer.
const (
	SettingBulletinItems  = "bulletin.items"
	SettingBriefItems     = "brief.items"
	SettingBulletinAnswer = "bulletin.answer"
	SettingBulletinSeries = "bulletin.series"
	SettingBriefSeries    = "brief.series"
	SettingBulletinHead   = "bulletin.head"
	SettingBriefHead      = "brief.head"

	defaultBulletinItems  = 20
	defaultBriefItems     = 8 // two pages (practice A.11)
	defaultBulletinAnswer = 5
	defaultBulletinSeries = "样督通报"
	defaultBriefSeries    = "样督专报"
	defaultBulletinHead   = "督查通报"
	defaultBriefHead      = "督查专报"
)

func (b *bulletinFacts) add(name, text string) {
	b.list = append(b.list, BulletinFigure{Name: name, Text: text})
}

func (b *bulletinFacts) figures() map[string]string {
	out := make(map[string]string, len(b.list))
	for _, f := range b.list {
		out[f.Name] = f.Text
	}
	return out
}

// bulletinFactsOf reads what a bulletin can say. A brief speaks of the leader's
// own items alone.
func (a *App) bulletinFactsOf(tx *store.Tx, v org.Viewer, sort string, leader id.Post, day calendar.Day, m *locale.Messages) (*bulletinFacts, error) {
	b := &bulletinFacts{}
	var red, soon LedgerView
	if err := a.ledger(tx, v, LedgerQuery{Day: day, Leader: leader, Light: ledger.Red, Sort: store.ByLight, Limit: 1}, m, &red); err != nil {
		return nil, err
	}
	b.point, b.dir, b.lib = red.Point, red.Dir, red.Lib
	most := b.lib.Int(SettingBulletinItems, defaultBulletinItems)
	if sort == Brief {
		most = b.lib.Int(SettingBriefItems, defaultBriefItems)
	}
	red = LedgerView{}
	if err := a.ledger(tx, v, LedgerQuery{Day: day, Leader: leader, Light: ledger.Red, Sort: store.ByLight, Limit: most}, m, &red); err != nil {
		return nil, err
	}
	if err := a.ledger(tx, v, LedgerQuery{Day: day, Leader: leader, DueFrom: b.point.Day, DueTo: b.point.Day + 14, Limit: most}, m, &soon); err != nil {
		return nil, err
	}
	b.red = red.Rows
	b.soon = slices.DeleteFunc(soon.Rows, func(r LedgerRow) bool { return r.Light == ledger.Done || r.Light == ledger.Red })
	var main LedgerView
	if err := a.ledger(tx, v, LedgerQuery{Day: day, Leader: leader, Kind: MainIndicator, Limit: mainRowsMost}, m, &main); err != nil {
		return nil, err
	}
	b.main = mainNeeds(main.Lib, main.Rows, m)
	for _, r := range b.main {
		b.list = append(b.list, BulletinFigure{Name: itemName(r.LedgerRow, "need", m), Text: r.Title + m.T("bulletin.colon") + strings.TrimRight(r.Need, "。."), Item: r.ItemID, Unit: r.LeadID})
	}
	if err := b.counts(tx, leader, m); err != nil {
		return nil, err
	}
	for _, r := range append(slices.Clone(b.red), b.soon...) {
		b.item(r, m)
	}
	b.answer = b.lib.Cal.Add(b.point.Day, b.lib.Int(SettingBulletinAnswer, defaultBulletinAnswer)).Day
	b.add(m.T("bulletin.name.asof"), b.point.Day.Label())
	b.add(m.T("bulletin.name.answer"), b.answer.Label())
	if sort == Brief {
		return b, nil
	}
	if err := a.bulletinLate(tx, v, b, m); err != nil {
		return nil, err
	}
	proof, err := proofs(tx, v, b.point)
	if err != nil {
		return nil, err
	}
	if proof.Asked > 0 {
		b.asked = true
		b.add(m.T("bulletin.name.asked"), m.T("bulletin.items", "n", proof.Asked))
		b.add(m.T("bulletin.name.proven"), m.T("bulletin.items", "n", proof.Proven))
		b.add(m.T("bulletin.name.declared"), m.T("bulletin.items", "n", proof.Declared))
	}
	return b, b.corrections(tx, m)
}

// counts are the lights of all, and of each unit that leads something.
func (b *bulletinFacts) counts(tx *store.Tx, leader id.Post, m *locale.Messages) error {
	tallies, err := tx.Tallies(b.point)
	if err != nil {
		return err
	}
	if leader != 0 {
		tallies = slices.DeleteFunc(tallies, func(t store.Tally) bool { return t.Leader != leader })
	}
	o := &Overview{Dir: b.dir}
	o.group(tallies)
	all, lights := int64(0), map[ledger.Light]int64{}
	for _, u := range o.Units {
		all += u.All
		for l, n := range u.Lights {
			lights[l] += n
		}
	}
	items := func(n int64) string { return m.T("bulletin.items", "n", n) }
	b.add(m.T("bulletin.name.all"), items(all))
	for _, l := range []ledger.Light{ledger.Done, ledger.Green, ledger.Yellow, ledger.Red, ledger.Grey} {
		b.add(m.T("bulletin.name."+l.String()), items(lights[l]))
	}
	b.add(m.T("bulletin.name.open"), items(all-lights[ledger.Done]))
	for _, u := range o.Units {
		for _, l := range []ledger.Light{ledger.Red, ledger.Yellow} {
			b.list = append(b.list, BulletinFigure{Name: u.Name + m.T("bulletin.name."+l.String()), Text: items(u.Lights[l]), Unit: u.Unit})
		}
		if u.Lights[ledger.Red] > 0 {
			b.units = append(b.units, u)
		}
	}
	slices.SortStableFunc(b.units, func(x, y OverviewLine) int {
		return cmp.Or(cmp.Compare(y.Lights[ledger.Red], x.Lights[ledger.Red]), cmp.Compare(x.Unit, y.Unit))
	})
	return nil
}

// item binds what a line says: its sentence has the figures in it.
func (b *bulletinFacts) item(r LedgerRow, m *locale.Messages) {
	due := m.T("bulletin.nodue")
	if r.Due != store.NoDue {
		due = r.Due.Label()
	}
	for _, x := range [][2]string{{"title", r.Title}, {"lead", cmp.Or(r.Lead, m.T("bulletin.nolead"))}, {"due", due}, {"says", strings.TrimRight(r.Says, "。.")}} {
		b.list = append(b.list, BulletinFigure{Name: itemName(r, x[0], m), Text: x[1], Item: r.ItemID, Unit: r.LeadID})
	}
}

func itemName(r LedgerRow, key string, m *locale.Messages) string {
	return r.Number + m.T("bulletin.name."+key)
}

// bulletinLate finds the units with a report overdue on the day.
func (a *App) bulletinLate(tx *store.Tx, v org.Viewer, b *bulletinFacts, m *locale.Messages) error {
	q := LedgerQuery{Day: b.point.Day, Limit: pageMost}
	if b.point.Now {
		q.Day = 0
	}
	n := 0
	for {
		var page LedgerView
		if err := a.ledger(tx, v, q, m, &page); err != nil {
			return err
		}
		for _, r := range page.Rows {
			if r.Late != "" {
				n++
				if !slices.Contains(b.late, r.Lead) {
					b.late = append(b.late, r.Lead)
				}
			}
		}
		if page.Next == nil {
			break
		}
		q.After = *page.Next
	}
	slices.Sort(b.late)
	b.add(m.T("bulletin.name.late"), m.T("bulletin.items", "n", n))
	b.add(m.T("bulletin.name.lateunits"), m.T("bulletin.units", "n", len(b.late)))
	b.add(m.T("bulletin.name.latenames"), strings.Join(b.late, m.T("bulletin.and")))
	return nil
}

// corrections are the figures that an earlier bulletin rested on and that were
// corrected since: the next one says so (practice B.10).
func (b *bulletinFacts) corrections(tx *store.Tx, m *locale.Messages) error {
	prev, content, number, err := lastBulletin(tx)
	if err != nil || prev.PaperID == 0 || len(content.Items) == 0 {
		return err
	}
	all, err := tx.ItemFacts(b.point.Before(), content.Items...)
	if err != nil {
		return err
	}
	for _, item := range content.Items {
		f := all[item]
		if f == nil {
			continue
		}
		for _, r := range f.Reports {
			if r.Supersedes == 0 || id.Fact(r.ID).Seq() <= prev.AsOfSeq {
				continue
			}
			for _, text := range correctionWords(f, r, number, m) {
				name := m.T("bulletin.name.fix", "n", strconv.Itoa(len(b.fixes)+1))
				b.fixes = append(b.fixes, name)
				b.list = append(b.list, BulletinFigure{Name: name, Text: text, Item: item})
			}
		}
	}
	return nil
}

// correctionWords says for each figure of a correction what it was and is.
func correctionWords(f *store.Facts, r store.Report, number string, m *locale.Messages) (out []string) {
	h, _ := f.Head()
	value := func(report id.Report, root id.Measure) (int64, bool) {
		for _, x := range f.Values {
			if x.ReportID == report && f.Root(x.MeasureID) == root {
				return x.Value, true
			}
		}
		return 0, false
	}
	for _, x := range f.LiveMeasures() {
		was, had := value(r.Supersedes, f.Root(x.ID))
		is, has := value(r.ID, f.Root(x.ID))
		if had && has && was != is {
			show := func(n int64) string { return quantity.Format(n, int(x.Decimals)) + x.Unit }
			out = append(out, m.T("bulletin.correction", "number", number, "title", h.Title, "period", periodText(m, r.Period), "name", x.Name, "was", show(was), "is", show(is)))
		}
	}
	return out
}

// composer writes the first text of a bulletin, paragraph by paragraph; every figure
// in it is bound.
type composer struct {
	strings.Builder
	n    int // headings so far
	sort string
	m    *locale.Messages
}

var headNumerals = []string{"一", "二", "三", "四", "五", "六", "七", "八"}

func (w *composer) head(key string) {
	w.say(headNumerals[w.n] + "、" + w.m.T("bulletin."+w.sort+"."+key))
	w.n++
}

func (w *composer) say(text string) { w.WriteString(text + "\n") }

// bind makes arguments of figures by the keys of their names.
func (w *composer) bind(keys ...string) (args []any) {
	for _, k := range keys {
		args = append(args, k, bulletin.Bind(w.m.T("bulletin.name."+k)))
	}
	return args
}

// lines numbers items, each in the words of a message.
func (w *composer) lines(key string, rows []LedgerRow) {
	for i, r := range rows {
		args := []any{"n", strconv.Itoa(i + 1)}
		for _, k := range []string{"title", "lead", "due", "says"} {
			args = append(args, k, bulletin.Bind(itemName(r, k, w.m)))
		}
		w.say(w.m.T(key, args...))
	}
}

// compose writes the first text of a bulletin or brief.
func (b *bulletinFacts) compose(sort string, leader string, m *locale.Messages) string {
	w := &composer{sort: sort, m: m}
	w.head("headall")
	w.say(m.T("bulletin."+sort+".all", append(w.bind("asof", "all", "open", "done", "green", "yellow", "red", "grey"), "leader", leader)...))
	if len(b.main) > 0 {
		w.head("headmain")
		for i, r := range b.main {
			w.say(m.T("bulletin.mainline", "n", strconv.Itoa(i+1), "need", bulletin.Bind(itemName(r.LedgerRow, "need", m))))
		}
	}
	if sort == Circular && len(b.units) > 0 {
		w.head("headunits")
		for _, u := range b.units {
			w.say(m.T("bulletin.circular.unit", "unit", u.Name, "red", bulletin.Bind(u.Name+m.T("bulletin.name.red")), "yellow", bulletin.Bind(u.Name+m.T("bulletin.name.yellow"))))
		}
	}
	if len(b.red) > 0 {
		w.head("headred")
		w.lines("bulletin.line", b.red)
	}
	if len(b.soon) > 0 {
		w.head("headsoon")
		w.lines("bulletin.line", b.soon)
	}
	if sort == Circular && (len(b.late) > 0 || b.asked) {
		w.head("headlate")
		if len(b.late) > 0 {
			w.say(m.T("bulletin.circular.late", w.bind("asof", "late", "lateunits", "latenames")...))
		}
		if b.asked {
			w.say(m.T("bulletin.circular.proof", w.bind("asof", "asked", "proven", "declared")...))
		}
	}
	if len(b.fixes) > 0 {
		w.head("headfix")
		for _, f := range b.fixes {
			w.say(bulletin.Bind(f))
		}
	}
	if sort == Circular {
		w.head("headask")
		w.say(m.T("bulletin.circular.ask", w.bind("answer")...))
	}
	return strings.TrimRight(w.String(), "\n")
}

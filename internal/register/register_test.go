package register

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/library"
)

func shipped(t testing.TB) map[string]*Definition {
	names, err := fs.Glob(library.FS, "registers/*.yaml")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d registers: %v", len(names), err)
	}
	out := map[string]*Definition{}
	for _, n := range names {
		b, err := fs.ReadFile(library.FS, n)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Parse(b)
		if err != nil {
			t.Errorf("%s: %v", n, err)
			continue
		}
		if n != "registers/"+d.ID+".yaml" {
			t.Errorf("%s has id %s", n, d.ID)
		}
		out[d.ID] = d
	}
	return out
}

// At most ten or so ship switched on (design.md §1), and what they name exists.
func TestShippedRegisters(t *testing.T) {
	on := 0
	all := shipped(t)
	for _, d := range all {
		if d.On {
			on++
		}
		for _, f := range d.Fields {
			if f.Of != "" && all[f.Of] == nil {
				t.Errorf("%s.%s: no register %s", d.ID, f.Name, f.Of)
			}
		}
		if len(d.Rows) == 0 {
			t.Errorf("%s names no row of the map", d.ID)
		}
	}
	if on > 11 {
		t.Errorf("%d registers ship switched on", on)
	}
}

func TestParseTellsThePlace(t *testing.T) {
	base := "id: a\nname: 甲\npurpose: 用途\ntitle: title\nfields:\n  - {name: title, label: 名称, type: text}\n  - {name: due, label: 时限, type: day}\n"
	for more, want := range map[string]string{
		"colour: red\n":                "colour",
		"owner: title\n":               "owner",
		"due: title\n":                 "due",
		"key: [none]\n":                "key",
		"cadence: weekly\n":            "cadence",
		"stages: [{id: x, name: 甲}]\n": "done",
		"stages: [{id: x, name: 甲, done: true, needs: due > 0}]\n":                                  "says",
		"alerts: [{id: a, name: 甲, when: du > 0, says: 甲}]\n":                                       "alerts[0]",
		"alerts: [{id: a, name: 甲, when: due > 0, says: '{nothing}'}]\n":                            "{nothing}",
		"alerts: [{id: a, name: 甲, when: reached(\"x\"), says: 甲}]\n":                               "no stage",
		"alerts: [{id: a, name: 甲, when: count(\"x\") > 0, says: 甲}]\n":                             "no sort of lines",
		"obliges: {kind: key-task, title: '{title}', standard: 甲, due: due, lead: title}\n":         "obliges",
		"lines: [{name: l, label: 行, fields: []}]\n":                                                "fields is empty",
		"lines: [{name: l, label: 行, fields: [{name: a, label: 甲, type: number, decimals: 9}]}]\n":  "decimals",
		"lines: [{name: l, label: 行, fields: [{name: a, label: 甲, type: choice, choices: [一]}]}]\n": "two choices",
		"fill: {kinds: [main-indicator], fields: {title: colour}}\n":                                "fill",
		"system: 国家平台\n": "counts",
	} {
		_, err := Parse([]byte(base + more))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want a word about %q", more, err, want)
		}
	}
	if _, err := Parse([]byte(strings.Replace(base, "name: due", "name: today", 1))); err == nil || !strings.Contains(err.Error(), "word of conditions") {
		t.Errorf("a field may not be called like a word of conditions: %v", err)
	}
}

func cal(t testing.TB) *calendar.Cal {
	var years []calendar.Year
	names, _ := fs.Glob(library.FS, "calendars/*.yaml")
	for _, n := range names {
		b, _ := fs.ReadFile(library.FS, n)
		y, err := calendar.ParseYear(b)
		if err != nil {
			t.Fatal(err)
		}
		years = append(years, y)
	}
	c, err := calendar.New(years)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(s string) calendar.Day { d, _ := calendar.Parse(s, 0); return d }

func plain(f Field, s string) string { return s }

// plan is a special plan with its entries.
type plan struct {
	d    *Definition
	list []Entry
	n    id.Fact
}

func (p *plan) add(e Entry) id.Fact {
	p.n++
	e.ID, e.Object = p.n, 1
	p.list = append(p.list, e)
	return p.n
}

func (p *plan) record() *Record {
	return Assemble([]Founding{{ID: 1, N: 1, Day: day("2026-01-05")}}, slices.Clone(p.list))[0]
}

func newPlan(t testing.TB) *plan {
	p := &plan{d: shipped(t)["special-plans"], n: 1}
	for name, v := range map[string]string{"title": "养老服务规划", "class": "重点专项规划", "lead": "7", "due": "2026-06-30"} {
		p.add(Entry{Part: Value, Name: name, Text: v})
	}
	return p
}

// S5-06: stage days are counted back from 30 June in working days, and a plan
// that cannot make it is an alert; S5-07, S5-08: the gates before review and
// before the final text.
func TestSpecialPlan(t *testing.T) {
	p, c := newPlan(t), cal(t)
	latest := p.record().Latest(p.d, c)
	// Ten working days end on 30 June 2026: 17 June is the first (19 June is the
	// Dragon Boat Festival), so review has to be done by 16 June.
	if latest[4] != day("2026-06-30") || latest[3] != day("2026-06-15") && latest[3] != day("2026-06-16") {
		t.Errorf("latest days %v", latest)
	}
	for i := 1; i < len(latest); i++ {
		if latest[i] <= latest[i-1] || !c.Working(latest[i-1]) {
			t.Errorf("latest days %v are not in order or no working days", latest)
		}
	}
	if got := names(t, p, c, latest[0]); len(got) != 0 {
		t.Errorf("on the latest day itself %v", got)
	}
	if got := names(t, p, c, latest[0]+1); !slices.Equal(got, []string{"behind"}) {
		t.Errorf("a day after %v, want behind", got)
	}
	p.add(Entry{Part: Reach, Name: "linking", Day: day("2026-03-01")})
	if got := names(t, p, c, latest[0]+1); len(got) != 0 {
		t.Errorf("with a later stage reached %v", got)
	}
	w := World{Today: day("2026-04-01"), Cal: c}
	if why, err := p.d.Refused(p.record(), w, "review", plain); err != nil || !strings.Contains(why, "对标市委《建议》、对标《规划纲要》") {
		t.Errorf("review without alignment: %q %v", why, err)
	}
	for _, tick := range p.d.Ticks {
		p.add(Entry{Part: Check, Name: tick.ID, Text: "3.2", Other: "3.2", Day: 1})
	}
	if why, _ := p.d.Refused(p.record(), w, "review", plain); why != "" {
		t.Errorf("review refused: %s", why)
	}
	p.add(Entry{Part: Check, Name: "province", Text: "3.2", Other: "3.5", Day: 1})
	if got := names(t, p, c, w.Today); !slices.Equal(got, []string{"differs"}) {
		t.Errorf("a differing value gives %v", got)
	}
	p.add(Entry{Part: Value, Name: "number", Text: "样政发〔2026〕9号"})
	line := p.add(Entry{Part: Line, Name: "provisional"})
	p.add(Entry{Part: Value, Line: line, Name: "value", Text: "12"})
	if why, _ := p.d.Refused(p.record(), w, "printed", plain); why == "" {
		t.Error("printed with a provisional figure in it")
	}
	p.add(Entry{Part: Value, Line: line, Name: "final", Text: "12.1"})
	if why, _ := p.d.Refused(p.record(), w, "printed", plain); why != "" {
		t.Errorf("printed refused: %s", why)
	}
}

func names(t *testing.T, p *plan, c *calendar.Cal, today calendar.Day) (out []string) {
	t.Helper()
	list, err := p.d.Warn(p.record(), World{Today: today, Cal: c}, plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		out = append(out, a.ID)
	}
	return out
}

// S5-04: the same indicator with another value in the text above.
func TestConflictWithTheTextAbove(t *testing.T) {
	d := shipped(t)["planning-texts"]
	text := func(value string) *Record {
		return &Record{Values: map[string]string{"title": "纲要", "above": "1", "level": "规划纲要"}, Rows: map[string][]Row{"targets": {{ID: 2, Values: map[string]string{"indicator": "城镇化率", "value": value}}}}}
	}
	above := text("65.00")
	w := World{Today: 1, Parent: func(*Record) *Record { return above }}
	for value, want := range map[string]string{"65.00": "", "66.00": "和上位文本数值不一致：城镇化率（66.00／65.00）"} {
		list, err := d.Warn(text(value), w, plain)
		got := ""
		if len(list) > 0 {
			got = list[0].Says
		}
		if err != nil || got != want {
			t.Errorf("%s: %q %v; want %q", value, got, err, want)
		}
	}
}

// S1-65: the slices of the years sum to the five-year target, without floats.
func TestYearsSumToFive(t *testing.T) {
	d := shipped(t)["five-year-targets"]
	r := &Record{Values: map[string]string{"target": "0.30", "summed": "yes"}, Rows: map[string][]Row{"slices": {{Values: map[string]string{"planned": "0.10"}}, {Values: map[string]string{"planned": "0.20"}}}}}
	if list, _ := d.Warn(r, World{Today: 1}, plain); len(list) != 0 {
		t.Errorf("0.10 + 0.20 is not 0.30: %v", list)
	}
	r.Rows["slices"][1].Values["planned"] = "0.21"
	if list, _ := d.Warn(r, World{Today: 1}, plain); len(list) != 1 || list[0].ID != "sum" {
		t.Errorf("0.31 against 0.30: %v", list)
	}
}

// S1-01: a plenary session is not closed until its three blocks stand.
func TestPlenaryClosesWithItsBlocks(t *testing.T) {
	d := shipped(t)["sessions"]
	r := &Record{Values: map[string]string{"sort": "全体会议"}, Rows: map[string][]Row{}}
	refused := func() bool {
		why, err := d.Refused(r, World{Today: 1}, "closed", plain)
		if err != nil {
			t.Fatal(err)
		}
		return why != ""
	}
	for _, g := range []string{"results", "judged", "tasks"} {
		if !refused() {
			t.Errorf("closed before %s stands", g)
		}
		r.Rows[g] = []Row{{Values: map[string]string{"text": "甲"}}}
	}
	if !refused() {
		t.Error("closed with a task that nobody owes")
	}
	r.Rows["tasks"][0].Values["unit"], r.Rows["tasks"][0].Values["due"] = "3", "2026-12-31"
	if refused() {
		t.Error("not closed with all blocks")
	}
	if r.Rows = nil; true {
		r.Values["sort"] = "座谈会"
		if refused() {
			t.Error("a symposium needs no blocks")
		}
	}
}

func TestRoundsAndDefects(t *testing.T) {
	d, err := Parse([]byte("id: points\nname: 积水点\npurpose: 查\ntitle: title\ncadence: month\nfields: [{name: title, label: 名称, type: text}]\nalerts: [{id: u, name: 未查, when: unchecked > 1, says: 甲}, {id: d, name: 未改, when: uncured > 0, says: '{uncured}处'}]\n"))
	if err != nil {
		t.Fatal(err)
	}
	p := &plan{d: d, n: 1}
	c := cal(t)
	if got := names(t, p, c, day("2026-02-28")); len(got) != 0 {
		t.Errorf("one round missed: %v", got)
	}
	if got := names(t, p, c, day("2026-03-01")); !slices.Equal(got, []string{"u"}) {
		t.Errorf("two rounds missed: %v", got)
	}
	p.add(Entry{Part: Look, Text: "defect", Day: day("2026-02-10"), Words: "堵塞"})
	flaw := p.add(Entry{Part: Defect, Words: "堵塞", Day: day("2026-02-20")})
	if got := names(t, p, c, day("2026-03-01")); !slices.Equal(got, []string{"d"}) {
		t.Errorf("a defect late: %v", got)
	}
	p.add(Entry{Part: Cure, Line: flaw, Day: day("2026-02-25")})
	if got := names(t, p, c, day("2026-03-01")); len(got) != 0 {
		t.Errorf("cured: %v", got)
	}
	if cost := d.Cost(12, 5); cost.Rounds != 12 || cost.All != 13*5*12 {
		t.Errorf("cost %+v", cost)
	}
}

func TestReadValues(t *testing.T) {
	for _, c := range []struct {
		f           Field
		typed, want string
		bad         string
	}{
		{Field{Type: Number, Decimals: 2}, "１２.5", "12.50", ""}, {Field{Type: Number}, "12.5", "", "err.register.number"}, {Field{Type: Day}, "2026年6月30日", "2026-06-30", ""}, {Field{Type: Day}, "6.30", "2026-06-30", ""}, {Field{Type: Day}, "月底", "", "err.register.day"},
		{Field{Type: Choice, Choices: []string{"甲", "乙"}}, "丙", "", "err.register.choice"}, {Field{Type: Yes}, "是", "yes", ""}, {Field{Type: Unit}, "市教育局", "", "err.register.number0"}, {Field{Type: Text}, "一\n二", "", "err.register.long"},
	} {
		got, p := c.f.Read(c.typed, 2026)
		if key := ""; p != nil {
			if key = p.Key; key != c.bad {
				t.Errorf("%v %q: %s, want %s", c.f.Type, c.typed, key, c.bad)
			}
		} else if c.bad != "" || got != c.want {
			t.Errorf("%v %q gives %q, want %q", c.f.Type, c.typed, got, c.want)
		}
	}
}

// What is read is in its canonical form: reading it again changes nothing.
func TestReadIsCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Field{Name: "a", Label: "甲", Type: rapid.SampledFrom(types).Draw(t, "type"), Choices: []string{"甲", "乙"}}
		if f.Type == Number {
			f.Decimals = rapid.IntRange(0, 6).Draw(t, "decimals")
		}
		s, p := f.Read(rapid.String().Draw(t, "typed"), 2026)
		if p != nil {
			return
		}
		again, p := f.Read(s, 2026)
		if f.Type != Yes && (p != nil || again != s) {
			t.Fatalf("%v: %q, then %q (%v)", f.Type, s, again, p)
		}
	})
}

// The order in which entries come does not matter, and a past state is the one
// of the entries up to then.
func TestAssembleByNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Entry
		n := rapid.IntRange(1, 40).Draw(t, "n")
		for i := range n {
			e := Entry{ID: id.Fact(i + 1), Object: id.Fact(rapid.IntRange(1, 2).Draw(t, "o")), Part: rapid.SampledFrom([]Part{Value, Line, Unline, Reach, Back, Check, Defect, Cure, End}).Draw(t, "part"),
				Name: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "name"), Text: rapid.StringN(0, 3, -1).Draw(t, "text"), Line: id.Fact(rapid.IntRange(0, i).Draw(t, "line")), Day: 5}
			list = append(list, e)
		}
		at := rapid.IntRange(0, n).Draw(t, "at")
		founded := []Founding{{ID: 1, N: 1}, {ID: 2, N: 2}}
		want := Assemble(founded, slices.Clone(list[:at]))
		mixed := rapid.Permutation(list[:at]).Draw(t, "order")
		got := Assemble(founded, mixed)
		for i := range want {
			if len(want[i].History) != len(got[i].History) || len(want[i].Values) != len(got[i].Values) || len(want[i].Reached) != len(got[i].Reached) || want[i].Values["a"] != got[i].Values["a"] {
				t.Fatalf("%+v\n%+v", want[i], got[i])
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	names, _ := fs.Glob(library.FS, "registers/*.yaml")
	for _, n := range names {
		b, _ := fs.ReadFile(library.FS, n)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if d, err := Parse(b); err == nil && d.System == "" {
			r := &Record{Values: map[string]string{}, Rows: map[string][]Row{}, Ticks: map[string]Ticked{}, Reached: map[string]calendar.Day{}}
			d.Warn(r, World{Today: 1}, plain)
			d.Cost(3, 4)
		}
	})
}

// Every register that ships speaks both languages whole; a word for what does not
// exist is refused, and one that is missing is told.
func TestRegistersSpeakEnglish(t *testing.T) {
	for id, d := range shipped(t) {
		if list := d.Untranslated(); len(list) > 0 {
			t.Errorf("%s has no English for %v", id, list)
		}
		e := d.In(English)
		for _, s := range append(e.spoken(), e.Name, e.Purpose, e.Called, e.System) {
			if han.MatchString(s) {
				t.Errorf("%s says in English %q", id, s)
			}
		}
		if d.In("zh-CN") != d {
			t.Errorf("%s in Chinese is another", id)
		}
	}
	base := "id: points\nname: 积水点\npurpose: 查\ntitle: title\nfields: [{name: title, label: 名称, type: text}]\n"
	if d, err := Parse([]byte(base)); err != nil || d.In(English) != d || len(d.Untranslated()) != 4 {
		t.Errorf("a file of one language: %v, %v", d.Untranslated(), err)
	}
	if d, err := Parse([]byte(base + "en: {name: Points, purpose: looked at, called: point}\n")); err != nil || !slices.Equal(d.Untranslated(), []string{"fields.title"}) || d.In(English).Fields[0].Label != "名称" {
		t.Errorf("one label is missing: %v, %v", d.Untranslated(), err)
	}
	for _, bad := range []string{"en: {name: Points, fields: {titel: Name}}", "en: {name: Points, lines: {none: {label: x}}}", "en: {name: Points, says: {none: '{nothing}'}}", "en: {naem: Points}"} {
		if _, err := Parse([]byte(base + bad + "\n")); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

var han = regexp.MustCompile(`\p{Han}`)

// spoken is everything the definition says besides its own name.
func (d *Definition) spoken() (out []string) {
	fields := func(list []Field) {
		for _, f := range list {
			out = append(out, f.Label, f.Unit)
			for _, c := range f.Choices {
				out = append(out, f.Shown(c))
			}
		}
	}
	fields(d.Fields)
	fields(d.Counts)
	for _, g := range d.Groups {
		out = append(out, g.Label)
		fields(g.Fields)
	}
	for _, s := range d.Stages {
		out = append(out, s.Name, s.Says)
	}
	for _, x := range d.Ticks {
		out = append(out, x.Name)
	}
	for _, v := range d.Views {
		out = append(out, v.Name)
	}
	for _, a := range d.Alerts {
		out = append(out, a.Name, a.Says)
	}
	return out
}

// What the ledger fills is no filling by hand (design.md §4).
func TestSourcedFieldsCostNothing(t *testing.T) {
	const file = "id: points\nname: 目标\npurpose: 查\ntitle: title\nfields: [{name: title, label: 名称, type: text}, {name: item, label: 事项, type: item}, {name: now, label: 完成数, type: text, late: true%s}]\n"
	typed, err := Parse([]byte(strings.Replace(file, "%s", "", 1)))
	if err != nil {
		t.Fatal(err)
	}
	sourced, err := Parse([]byte(strings.Replace(file, "%s", ", from: {sort: result, item: item}", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := typed.Cost(2, 3), sourced.Cost(2, 3); a.All != 18 || b.All != 12 {
		t.Errorf("%+v, sourced %+v", a, b)
	}
	for _, bad := range []string{", from: {sort: result, item: title}", ", from: {sort: guess, item: item}", ", from: {sort: result, item: item, unit: none}", ", must: true, from: {sort: forecast, item: item}"} {
		if _, err := Parse([]byte(strings.Replace(file, "%s", bad, 1))); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

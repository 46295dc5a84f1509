package register

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"jiufen/internal/calendar"
	"jiufen/internal/rule"
)

type fieldFile struct {
	Name     string   `yaml:"name"`
	Label    string   `yaml:"label"`
	Also     []string `yaml:"also"`
	Type     string   `yaml:"type"`
	Must     bool     `yaml:"must"`
	Decimals int      `yaml:"decimals"`
	Unit     string   `yaml:"unit"`
	Choices  []string `yaml:"choices"`
	Of       string   `yaml:"of"`
	Late     bool     `yaml:"late"`
	Listed   bool     `yaml:"listed"`
	Sum      bool     `yaml:"sum"`
	From     *struct {
		Sort   string `yaml:"sort"`
		Item   string `yaml:"item"`
		Unit   string `yaml:"unit"`
		Leader string `yaml:"leader"`
		Field  string `yaml:"field"`
		Part   string `yaml:"part"`
	} `yaml:"from"`
}

type file struct {
	ID      string      `yaml:"id"`
	Name    string      `yaml:"name"`
	Called  string      `yaml:"called"`
	Purpose string      `yaml:"purpose"`
	Rows    []string    `yaml:"rows"`
	On      bool        `yaml:"on"`
	SeenBy  string      `yaml:"seen_by"`
	System  string      `yaml:"system"`
	Counts  []fieldFile `yaml:"counts"`
	Fields  []fieldFile `yaml:"fields"`
	Groups  []struct {
		Name   string      `yaml:"name"`
		Label  string      `yaml:"label"`
		Fields []fieldFile `yaml:"fields"`
	} `yaml:"lines"`
	Stages []struct {
		ID    string `yaml:"id"`
		Name  string `yaml:"name"`
		Days  int    `yaml:"days"`
		Done  bool   `yaml:"done"`
		Needs string `yaml:"needs"`
		Says  string `yaml:"says"`
	} `yaml:"stages"`
	Ticks []struct {
		ID     string `yaml:"id"`
		Name   string `yaml:"name"`
		Values bool   `yaml:"values"`
	} `yaml:"checklist"`
	Key      []string `yaml:"key"`
	Title    string   `yaml:"title"`
	Owner    string   `yaml:"owner"`
	Due      string   `yaml:"due"`
	Series   string   `yaml:"series"`
	Compared string   `yaml:"compared"`
	Parent   string   `yaml:"parent"`
	Cadence  string   `yaml:"cadence"`
	Alerts   []struct {
		ID   string `yaml:"id"`
		Name string `yaml:"name"`
		When string `yaml:"when"`
		Says string `yaml:"says"`
	} `yaml:"alerts"`
	Obliges *struct {
		Kind      string `yaml:"kind"`
		Title     string `yaml:"title"`
		Standard  string `yaml:"standard"`
		Origin    string `yaml:"origin"`
		Programme string `yaml:"programme"`
		Due       string `yaml:"due"`
		Lead      string `yaml:"lead"`
	} `yaml:"obliges"`
	Fill *struct {
		Kinds  []string          `yaml:"kinds"`
		Fields map[string]string `yaml:"fields"`
	} `yaml:"fill"`
	En    *wording `yaml:"en"`
	Views []struct {
		ID   string `yaml:"id"`
		Name string `yaml:"name"`
		When string `yaml:"when"`
	} `yaml:"views"`
	Asks *struct {
		Lines string `yaml:"lines"`
		Text  string `yaml:"text"`
		Item  string `yaml:"item"`
		Why   string `yaml:"why"`
	} `yaml:"asks"`
	Expected struct {
		Objects int `yaml:"objects"`
		Lines   int `yaml:"lines"`
	} `yaml:"expected"`
}

// mostBytes is how large a file may be.
const mostBytes = 256 << 10

var word = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}$`)
var idWord = regexp.MustCompile(`^[a-z][a-z0-9-]{0,40}$`)
var fills = []string{"number", "title", "item", "lead", "target", "value", "unit", "due"}

// Parse reads a file of library/registers. Unknown fields are errors with their
// line; names that do not exist, conditions that cannot be read and stages
// without an end are errors that name the place.
func Parse(b []byte) (*Definition, error) {
	var f file
	if err := decode(b, &f); err != nil {
		return nil, fmt.Errorf("register: %w", err)
	}
	if !idWord.MatchString(f.ID) || f.Name == "" || f.Purpose == "" {
		return nil, fmt.Errorf("register: id (small letters, figures and -), name and purpose are needed; write them")
	}
	d := &Definition{ID: f.ID, Name: f.Name, Called: f.Called, Purpose: f.Purpose, Rows: f.Rows, On: f.On, SeenBy: f.SeenBy, System: f.System, Key: f.Key, Title: f.Title, Owner: f.Owner, Due: f.Due,
		Series: f.Series, Compared: f.Compared, Parent: f.Parent, Expected: f.Expected.Objects, Lines: f.Expected.Lines}
	for _, step := range []func(*Definition) error{f.fields, f.roles, f.way, f.alerts, f.views, f.leads, f.english} {
		if err := step(d); err != nil {
			return nil, fmt.Errorf("register %s: %w", f.ID, err)
		}
	}
	return d, nil
}

func decode(b []byte, to any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the file is not YAML: %v", p)
		}
	}()
	if len(b) > mostBytes {
		return fmt.Errorf("the file has %d bytes, at most %d are read", len(b), mostBytes)
	}
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(to); err != nil {
		if err == io.EOF {
			return fmt.Errorf("the file is empty")
		}
		return err
	}
	return nil
}

func (f *file) fields(d *Definition) (err error) {
	if d.Fields, err = readFields("fields", f.Fields, reserved); err != nil {
		return err
	}
	if d.Counts, err = readFields("counts", f.Counts, nil); err != nil {
		return err
	}
	if len(d.Fields) == 0 && d.System == "" {
		return fmt.Errorf("fields is empty; say what is kept of one object")
	}
	if d.System != "" && (len(d.Counts) == 0 || len(d.Fields) > 0 || len(f.Stages) > 0) {
		return fmt.Errorf("with a competent system (%s) only counts are imported: write counts and leave fields and stages out", d.System)
	}
	for i, g := range f.Groups {
		at := fmt.Sprintf("lines[%d]", i)
		if !word.MatchString(g.Name) || g.Label == "" {
			return fmt.Errorf("%s: name (small letters) and label are needed", at)
		}
		if _, twice := d.Group(g.Name); twice {
			return fmt.Errorf("%s: %s stands twice", at, g.Name)
		}
		fs, err := readFields(at+".fields", g.Fields, nil)
		if err != nil {
			return err
		}
		if len(fs) == 0 {
			return fmt.Errorf("%s: fields is empty", at)
		}
		d.Groups = append(d.Groups, Group{Name: g.Name, Label: g.Label, Fields: fs})
	}
	for _, g := range append([]Group{{Fields: d.Fields}}, d.Groups...) {
		for _, x := range g.Fields {
			if x.From != nil && x.From.Unit != "" {
				if u, ok := d.Field(x.From.Unit); !ok || u.Type != Text {
					return fmt.Errorf("%s: from: unit: %q is no text of the object", x.Name, x.From.Unit)
				}
			}
			d.decimals = max(d.decimals, x.Decimals)
		}
	}
	return nil
}

func readFields(at string, files []fieldFile, taken []string) (out []Field, err error) {
	for i, f := range files {
		at := fmt.Sprintf("%s[%d]", at, i)
		x := Field{Name: f.Name, Label: f.Label, Also: f.Also, Type: Type(f.Type), Must: f.Must, Decimals: f.Decimals, Unit: f.Unit, Choices: f.Choices, Of: f.Of, Late: f.Late, Listed: f.Listed, Sum: f.Sum}
		_, twice := byName(out, f.Name)
		switch {
		case !word.MatchString(f.Name) || f.Label == "":
			return nil, fmt.Errorf("%s: name (small letters) and label are needed", at)
		case twice:
			return nil, fmt.Errorf("%s: %s stands twice", at, f.Name)
		case slices.Contains(taken, f.Name):
			return nil, fmt.Errorf("%s: %s is a word of conditions; take another name", at, f.Name)
		case !slices.Contains(types, x.Type):
			return nil, fmt.Errorf("%s (%s): type %q is not one of %v", at, f.Name, f.Type, types)
		case x.Type == Choice && len(x.Choices) < 2:
			return nil, fmt.Errorf("%s (%s): a choice needs at least two choices", at, f.Name)
		case x.Decimals < 0 || x.Decimals > 6 || x.Decimals > 0 && x.Type != Number:
			return nil, fmt.Errorf("%s (%s): decimals are 0 to 6 and for numbers only", at, f.Name)
		case x.Sum && x.Type != Number:
			return nil, fmt.Errorf("%s (%s): only numbers are added up", at, f.Name)
		}
		if f.From != nil {
			src := Source(*f.From)
			x.From = &src
		}
		out = append(out, x)
	}
	for i, x := range out {
		if err := x.checkSource(out); err != nil {
			return nil, fmt.Errorf("%s[%d] (%s): from: %w", at, i, x.Name, err)
		}
	}
	return out, nil
}

// checkSource refuses a source that is none, or that names what does not stand
// beside the field.
func (f Field) checkSource(beside []Field) error {
	if f.From == nil {
		return nil
	}
	typed := func(name string, want ...Type) error {
		if x, ok := byName(beside, name); !ok || !slices.Contains(want, x.Type) {
			return fmt.Errorf("%q is no field of type %v beside it", name, want)
		}
		return nil
	}
	switch s := f.From; s.Sort {
	case Result, Forecast:
		if f.Type != Number && f.Type != Text || !f.Late || f.Must {
			return fmt.Errorf("a figure is taken into a number or text that is late and no must: nobody types it at first")
		}
		if err := typed(s.Item, Item); err != nil {
			return fmt.Errorf("item: %w", err)
		}
		return nil
	case Portfolio:
		if f.Type != Words || s.Part != "done" && s.Part != "next" {
			return fmt.Errorf("a portfolio is written into a field of words; part is done or next")
		}
		if err := typed(s.Leader, Post); err != nil {
			return fmt.Errorf("leader: %w", err)
		}
		if err := typed(s.Field, Text); err != nil {
			return fmt.Errorf("field: %w", err)
		}
		return nil
	default:
		return fmt.Errorf("sort %q is not one of %s, %s, %s", s.Sort, Result, Forecast, Portfolio)
	}
}

// roles checks which fields name an object, own it and so on.
func (f *file) roles(d *Definition) error {
	if d.System != "" {
		return nil
	}
	for _, r := range []struct {
		what, name string
		must       bool
		types      []Type
	}{{"title", d.Title, true, []Type{Text, Words}}, {"owner", d.Owner, false, []Type{Unit}}, {"due", d.Due, false, []Type{Day}}, {"series", d.Series, false, []Type{Text, Choice, Unit}},
		{"compared", d.Compared, false, []Type{Words}}, {"parent", d.Parent, false, []Type{Object}}} {
		if r.name == "" && !r.must {
			continue
		}
		x, ok := d.Field(r.name)
		if !ok || !slices.Contains(r.types, x.Type) {
			return fmt.Errorf("%s: %q is no field of type %v", r.what, r.name, r.types)
		}
	}
	if d.SeenBy != "" && d.SeenBy != "all" {
		return fmt.Errorf("seen_by: %q is not all; leave it out for the keeper, the office and the owners", d.SeenBy)
	}
	if len(d.Key) == 0 {
		d.Key = []string{d.Title}
	}
	for _, k := range d.Key {
		if _, ok := d.Field(k); !ok {
			return fmt.Errorf("key: %q is no field", k)
		}
	}
	if (d.Compared == "") != (d.Series == "") {
		return fmt.Errorf("series and compared go together; write both or neither")
	}
	if d.Called == "" {
		d.Called = d.Name
	}
	var err error
	if d.Cadence, err = calendar.ParseGrain(f.Cadence); err != nil {
		return fmt.Errorf("cadence: %w", err)
	}
	return nil
}

func (f *file) way(d *Definition) (err error) {
	for i, s := range f.Stages {
		if !idWord.MatchString(s.ID) || s.Name == "" || s.Days < 0 || s.Days > 500 {
			return fmt.Errorf("stages[%d]: id, name and days (0 to 500) are needed", i)
		}
		if d.StageAt(s.ID) >= 0 {
			return fmt.Errorf("stages[%d]: %s stands twice", i, s.ID)
		}
		d.Stages = append(d.Stages, Stage{ID: s.ID, Name: s.Name, Days: s.Days, Done: s.Done, Says: s.Says})
	}
	if n := len(d.Stages); n > 0 && !d.Stages[n-1].Done {
		return fmt.Errorf("stages: the last one has done: true; say where the way ends")
	}
	for i, t := range f.Ticks {
		if _, twice := d.Tick(t.ID); twice || !idWord.MatchString(t.ID) || t.Name == "" {
			return fmt.Errorf("checklist[%d]: id, used once, and name are needed", i)
		}
		d.Ticks = append(d.Ticks, Tick(t))
	}
	for i, s := range f.Stages {
		if s.Needs == "" {
			continue
		}
		if s.Says == "" {
			return fmt.Errorf("stages[%d] (%s): says is needed beside needs: it tells people what is missing", i, s.ID)
		}
		if d.Stages[i].Needs, err = d.condition(s.Needs, s.Says); err != nil {
			return fmt.Errorf("stages[%d] (%s): %w", i, s.ID, err)
		}
	}
	return nil
}

func (f *file) alerts(d *Definition) error {
	for i, a := range f.Alerts {
		if !idWord.MatchString(a.ID) || a.Name == "" || a.Says == "" {
			return fmt.Errorf("alerts[%d]: id, name and says are needed", i)
		}
		when, err := d.condition(a.When, a.Says)
		if err != nil {
			return fmt.Errorf("alerts[%d] (%s): %w", i, a.ID, err)
		}
		d.Alerts = append(d.Alerts, Alert{ID: a.ID, Name: a.Name, When: when, Says: a.Says})
	}
	return nil
}

func (f *file) views(d *Definition) error {
	for i, v := range f.Views {
		if !idWord.MatchString(v.ID) || v.Name == "" || slices.ContainsFunc(d.Views, func(x View) bool { return x.ID == v.ID }) {
			return fmt.Errorf("views[%d]: id, used once, and name are needed", i)
		}
		when, err := d.condition(v.When, "")
		if err != nil {
			return fmt.Errorf("views[%d] (%s): %w", i, v.ID, err)
		}
		d.Views = append(d.Views, View{ID: v.ID, Name: v.Name, When: when})
	}
	return nil
}

func (d *Definition) condition(text, says string) (*rule.Rule, error) {
	if err := d.checkWords(says); err != nil {
		return nil, err
	}
	return rule.Compile(text, d.names())
}

var hole = regexp.MustCompile(`\{([a-z0-9_]+)\}`)

// checkWords refuses a sentence with a place for a field that is none.
func (d *Definition) checkWords(says string) error {
	for _, m := range hole.FindAllStringSubmatch(says, -1) {
		if _, ok := d.Field(m[1]); !ok && !slices.Contains(spoken, m[1]) {
			return fmt.Errorf("%q: {%s} is no field, nor one of %s", says, m[1], strings.Join(spoken, ", "))
		}
	}
	return nil
}

// leads reads how objects become items, and how items become objects.
func (f *file) leads(d *Definition) error {
	if o := f.Obliges; o != nil {
		due, okDue := d.Field(o.Due)
		lead, okLead := d.Field(o.Lead)
		if !okDue || due.Type != Day || !okLead || lead.Type != Unit || o.Kind == "" || o.Title == "" || o.Standard == "" || len(d.Stages) == 0 {
			return fmt.Errorf("obliges: kind, title, standard, due (a day), lead (a unit) and stages are needed: what obliges has an owner, a date and an end")
		}
		for _, s := range []string{o.Title, o.Standard} {
			if err := d.checkWords(s); err != nil {
				return fmt.Errorf("obliges: %w", err)
			}
		}
		d.Obliges = &Oblige{Kind: o.Kind, Title: o.Title, Standard: o.Standard, Origin: o.Origin, Programme: o.Programme, Due: o.Due, Lead: o.Lead}
		if d.Obliges.Origin == "" {
			d.Obliges.Origin = "decision"
		}
	}
	if f.Fill != nil {
		for name, from := range f.Fill.Fields {
			if _, ok := d.Field(name); !ok || !slices.Contains(fills, from) {
				return fmt.Errorf("fill: %q is no field, or %q is not one of %v", name, from, fills)
			}
		}
		if len(f.Fill.Kinds) == 0 || f.Fill.Fields[d.Title] == "" {
			return fmt.Errorf("fill: kinds and a source for %s are needed", d.Title)
		}
		d.Fill = &Fill{Kinds: f.Fill.Kinds, Fields: f.Fill.Fields}
	}
	return f.asks(d)
}

func (f *file) asks(d *Definition) error {
	if f.Asks == nil {
		return nil
	}
	k := Ask(*f.Asks)
	g, ok := d.Group(k.Lines)
	text, okText := g.Field(k.Text)
	item, okItem := g.Field(k.Item)
	_, okWhy := g.Field(k.Why)
	if !ok || !okText || text.Type != Text && text.Type != Words || !okItem || item.Type != Item || k.Why != "" && !okWhy {
		return fmt.Errorf("asks: lines, text (a text of them) and item (an item of them) are needed, why is a field of them or left out")
	}
	d.Asks = &k
	return nil
}

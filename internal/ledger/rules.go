package ledger

import (
	"bytes"
	"fmt"
	"io"

	"jiufen/internal/quantity"

	"github.com/goccy/go-yaml"
)

// Metric is what a rule set measures how far a figure is behind in.
type Metric uint8

// The metrics.
const (
	Points Metric = iota // shortfall in points of the target
	Ratio                // actual as a share of what is expected by now
)

// Threshold is a line: how far behind a figure is, in hundredths of a percent
// of its base, before the light changes. Inclusive: on the line counts as over.
type Threshold struct {
	Behind    int64
	Inclusive bool
}

// Rules is a rule set of a place. Places differ (S05, S06, S07), so
// it is data.
type Rules struct {
	ID     string
	Name   string
	Source string // where the thresholds stand

	Metric      Metric
	Yellow, Red Threshold // cumulative amounts and shares of completion
	LevelYellow Threshold // rates, levels and relative figures: shortfall as a share of what is expected
	LevelRed    Threshold
	OverdueDays int // a state or limit missed by up to n working days is yellow, by more red
	StaleDays   int // n working days without an owed report, and green becomes yellow
}

type rulesFile struct {
	ID        string     `yaml:"id"`
	Name      string     `yaml:"name"`
	Source    string     `yaml:"source"`
	Measure   string     `yaml:"measure"`
	Yellow    *threshold `yaml:"yellow"`
	Red       *threshold `yaml:"red"`
	Level     levelFile  `yaml:"level"`
	Overdue   *int       `yaml:"overdue_yellow_days"`
	StaleDays *int       `yaml:"stale_days"`
}

type levelFile struct {
	Yellow *threshold `yaml:"yellow"`
	Red    *threshold `yaml:"red"`
}

type threshold struct {
	Above   string `yaml:"above"`
	AtLeast string `yaml:"at_least"`
	Below   string `yaml:"below"`
	AtMost  string `yaml:"at_most"`
}

// ParseRules reads a file of library/rules. Unknown fields are errors with
// their line; a missing or contradictory threshold is one that names the field.
func ParseRules(b []byte) (*Rules, error) {
	var f rulesFile
	if err := decodeStrict(b, &f); err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	r := &Rules{ID: f.ID, Name: f.Name, Source: f.Source}
	for _, need := range []struct{ field, value string }{{"id", f.ID}, {"name", f.Name}, {"source", f.Source}} {
		if need.value == "" {
			return nil, fmt.Errorf("rules: %s is missing; write it", need.field)
		}
	}
	switch f.Measure {
	case "points":
		r.Metric = Points
	case "ratio":
		r.Metric = Ratio
	default:
		return nil, fmt.Errorf("rules %s: measure %q; write points (points of the target behind) or ratio (share of what is expected)", f.ID, f.Measure)
	}
	if err := r.lines(f); err != nil {
		return nil, fmt.Errorf("rules %s: %w", f.ID, err)
	}
	if f.Overdue == nil || f.StaleDays == nil || *f.Overdue < 0 || *f.StaleDays < 1 || *f.Overdue > 250 || *f.StaleDays > 250 {
		return nil, fmt.Errorf("rules %s: overdue_yellow_days (0 to 250) and stale_days (1 to 250) are working days; write both", f.ID)
	}
	r.OverdueDays, r.StaleDays = *f.Overdue, *f.StaleDays
	return r, nil
}

func (r *Rules) lines(f rulesFile) error {
	for _, l := range []struct {
		field  string
		from   *threshold
		metric Metric
		to     *Threshold
	}{
		{"yellow", f.Yellow, r.Metric, &r.Yellow}, {"red", f.Red, r.Metric, &r.Red},
		{"level.yellow", f.Level.Yellow, Points, &r.LevelYellow}, {"level.red", f.Level.Red, Points, &r.LevelRed},
	} {
		t, err := l.from.line(l.metric)
		if err != nil {
			return fmt.Errorf("%s: %w", l.field, err)
		}
		*l.to = t
	}
	if r.Red.before(r.Yellow) || r.LevelRed.before(r.LevelYellow) {
		return fmt.Errorf("red begins before yellow; exchange the lines")
	}
	return nil
}

// before reports whether t is crossed where u is not yet.
func (t Threshold) before(u Threshold) bool {
	return t.Behind < u.Behind || t.Behind == u.Behind && t.Inclusive && !u.Inclusive
}

// line makes a threshold of what is written: how far behind for points (above,
// at_least), how much is done for a ratio (below, at_most).
func (t *threshold) line(m Metric) (Threshold, error) {
	cure := "write above or at_least with percent points behind"
	words := [2]string{}
	if t != nil {
		words = [2]string{t.Above, t.AtLeast}
	}
	if m == Ratio {
		cure = "write below or at_most with percent of what is expected"
		if t != nil {
			words = [2]string{t.Below, t.AtMost}
		}
	}
	if t == nil || (words[0] == "") == (words[1] == "") || len(t.Above)+len(t.AtLeast)+len(t.Below)+len(t.AtMost) != len(words[0])+len(words[1]) {
		return Threshold{}, fmt.Errorf("exactly one line is needed; %s", cure)
	}
	n, err := quantity.ParseScaled(words[0]+words[1], 2, "%")
	if err != nil {
		return Threshold{}, fmt.Errorf("%w; %s", err, cure)
	}
	if n < 0 || n > 100_00 {
		return Threshold{}, fmt.Errorf("%s is not between 0 and 100; %s", words[0]+words[1], cure)
	}
	if m == Ratio {
		n = 100_00 - n
	}
	if n == 0 && words[1] != "" {
		return Threshold{}, fmt.Errorf("a figure right on plan would be behind; %s", cure)
	}
	return Threshold{Behind: n, Inclusive: words[1] != ""}, nil
}

// mostBytes is how large a library file may be.
const mostBytes = 256 << 10

// decodeStrict reads exactly one YAML document without unknown fields. The
// reader of YAML panics on some malformed texts; that is an error here.
func decodeStrict(b []byte, to any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the file is not YAML: %v", p)
		}
	}()
	if len(b) > mostBytes {
		return fmt.Errorf("the file has %d bytes, at most %d are read", len(b), mostBytes)
	}
	dec := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict())
	if err := dec.Decode(to); err != nil {
		if err == io.EOF {
			return fmt.Errorf("the file is empty")
		}
		return err
	}
	var more any
	if err := dec.Decode(&more); err != io.EOF {
		return fmt.Errorf("a second document follows; keep one in a file")
	}
	return nil
}

// DefaultRules is the rule set where a place has chosen none: that of Wuhan, as
// in library/rules/wuhan.yaml, because two of the places whose lines are known
// (S07, S08) draw them there and it judges against what is due by now, whatever
// the size of the target.
func DefaultRules() *Rules {
	return &Rules{
		ID: "wuhan", Name: "按序时完成率亮灯（80%、60%）", Source: "武汉市（S07）：低于80%黄灯，低于60%红灯",
		Metric: Ratio, Yellow: Threshold{Behind: 20_00}, Red: Threshold{Behind: 40_00},
		LevelYellow: Threshold{Behind: 0}, LevelRed: Threshold{Behind: 20_00},
		OverdueDays: 5, StaleDays: 10,
	}
}

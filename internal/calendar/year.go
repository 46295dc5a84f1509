package calendar

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"github.com/goccy/go-yaml"
)

// Year is the announced arrangement of a year at a place: which days are off,
// and which days of a weekend are worked to make up for them.
type Year struct {
	Place  string // cn for the country; a minority area's own days add to it (Art. 4)
	Year   int
	Notice string // number or title of the notice
	Off    []OffDay
	Work   []Day // make-up days
}

// OffDay is a day off and the holiday it belongs to.
type OffDay struct {
	Day  Day
	Name string
}

// National is the place whose arrangement is the ground of all others.
const National = "cn"

// yearFile is the file as written: a holiday has its first and last day.
type yearFile struct {
	Place    string `yaml:"place"`
	Year     int    `yaml:"year"`
	Notice   string `yaml:"notice"`
	Holidays []struct {
		Name string `yaml:"name"`
		From string `yaml:"from"`
		To   string `yaml:"to"`
	} `yaml:"holidays"`
	Work []string `yaml:"work"`
}

// ParseYear reads a file of library/calendars. Unknown fields, days that do not
// exist, days far outside the year and days that are both off and worked are
// errors that name the line or the field.
func ParseYear(b []byte) (Year, error) {
	f, err := decodeYear(b)
	if err != nil {
		return Year{}, fmt.Errorf("calendar: %w", err)
	}
	y := Year{Place: f.Place, Year: f.Year, Notice: f.Notice}
	switch {
	case f.Place == "":
		return Year{}, fmt.Errorf("calendar: place is missing; write cn for the country")
	case f.Year < firstYear || f.Year > lastYear:
		return Year{}, fmt.Errorf("calendar: year %d is not between %d and %d", f.Year, firstYear, lastYear)
	case f.Notice == "":
		return Year{}, fmt.Errorf("calendar: notice is missing; name the paper that announces %d", f.Year)
	}
	for i, h := range f.Holidays {
		if err := y.addHoliday(fmt.Sprintf("holidays[%d]", i), h.Name, h.From, h.To); err != nil {
			return Year{}, err
		}
	}
	for i, s := range f.Work {
		if err := y.addWork(fmt.Sprintf("work[%d]", i), s); err != nil {
			return Year{}, err
		}
	}
	return y, nil
}

// mostBytes is how large a file of a year may be.
const mostBytes = 64 << 10

// decodeYear reads the YAML. Its reader panics on some malformed texts; that is
// an error here.
func decodeYear(b []byte) (f yearFile, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the file is not YAML: %v", p)
		}
	}()
	if len(b) > mostBytes {
		return f, fmt.Errorf("the file has %d bytes, at most %d are read", len(b), mostBytes)
	}
	if err := yaml.NewDecoder(bytes.NewReader(b), yaml.Strict()).Decode(&f); err != nil {
		if err == io.EOF {
			return f, fmt.Errorf("the file is empty; write place, year, notice, holidays and work")
		}
		return f, err
	}
	return f, nil
}

func (y *Year) addHoliday(field, name, from, to string) error {
	if to == "" {
		to = from
	}
	if name == "" {
		return fmt.Errorf("calendar: %s.name is missing; name the holiday", field)
	}
	first, err := y.day(field+".from", from)
	if err != nil {
		return err
	}
	last, err := y.day(field+".to", to)
	if err != nil {
		return err
	}
	if last < first || last-first > 30 {
		return fmt.Errorf("calendar: %s: %s to %s is not a holiday's length; check the days", field, first, last)
	}
	for d := first; d <= last; d++ {
		if slices.ContainsFunc(y.Off, func(o OffDay) bool { return o.Day == d }) {
			return fmt.Errorf("calendar: %s: %s is already off; each day once", field, d)
		}
		y.Off = append(y.Off, OffDay{d, name})
	}
	return nil
}

func (y *Year) addWork(field, s string) error {
	d, err := y.day(field, s)
	if err != nil {
		return err
	}
	switch {
	case !d.Weekend():
		return fmt.Errorf("calendar: %s: %s is a %s and worked anyway; only days of a weekend make up", field, d, d.Weekday())
	case slices.ContainsFunc(y.Off, func(o OffDay) bool { return o.Day == d }):
		return fmt.Errorf("calendar: %s: %s is off as well; it can only be one of the two", field, d)
	case slices.Contains(y.Work, d):
		return fmt.Errorf("calendar: %s: %s is named twice", field, d)
	}
	y.Work = append(y.Work, d)
	return nil
}

// day reads a day in the file. An arrangement may reach a few days over the end
// of its year: that of 2019 began on 29 December 2018.
func (y *Year) day(field, s string) (Day, error) {
	d, err := Parse(s, 0)
	if err != nil {
		return None, fmt.Errorf("calendar: %s: %w", field, err)
	}
	if d < Date(y.Year-1, 12, 20) || d > Date(y.Year+1, 1, 10) {
		return None, fmt.Errorf("calendar: %s: %s is not of %d", field, d, y.Year)
	}
	return d, nil
}

package store

import (
	"cmp"
	"fmt"
	"strconv"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/register"
)

// Library is what was loaded from library files, as known at a point: the
// calendar, the rule set in force, the kinds, and the settings of the place.
type Library struct {
	Cal       *calendar.Cal
	Rules     *ledger.Rules
	RuleSets  map[string]*ledger.Rules
	Kinds     map[string]*ledger.Kind
	Registers map[string]*register.Definition
	Settings  map[string]string
	Events    map[id.Event]calendar.Day // events that happened, and when

	ReportRule calendar.Rule // when the report of a period is due
	Files      []LibraryFact // the files in force, without their text
}

// Sorts of library files that the store reads.
const (
	LibraryKind     = "kind"
	LibraryRules    = "rules"
	LibraryCalendar = "calendar"
	LibraryRegister = "register"
)

// Settings that the store itself reads, with their defaults.
const (
	SettingRules     = "rules"      // the rule set in force
	SettingReportDue = "report.due" // when the report of a period is due, as calendar.ParseRule reads it

	DefaultReportDue = "day 25 +0 next" // 每月25日前，遇非工作日顺延
)

// Library is the library as known at p, kept in memory per change of it.
func (tx *Tx) Library(p asof.Point) (*Library, error) {
	if tx.rejudge {
		return tx.loadLibrary(id.Before(tx.Seq))
	}
	seq := tx.libSeq
	if p.Seq < seq {
		seqs, err := keepBy(tx, &tx.db.libSeqs, keptKey{seq: tx.libSeq}, func() ([]id.Seq, error) { return tx.seqsOf(libTables...) })
		if err != nil {
			return nil, err
		}
		seq = last(seqs, p.Seq)
	}
	return keepBy(tx, &tx.db.libs, keptKey{seq: seq}, func() (*Library, error) { return tx.loadLibrary(id.Before(seq)) })
}

func (tx *Tx) loadLibrary(before int64) (*Library, error) {
	files, err := facts[LibraryFact](tx, "library_fact", before)
	if err != nil {
		return nil, err
	}
	files = newest(files, func(f LibraryFact) [2]string { return [2]string{f.Sort, f.Name} })
	settings, err := facts[SettingFact](tx, "setting_fact", before)
	if err != nil {
		return nil, err
	}
	lib := &Library{RuleSets: map[string]*ledger.Rules{}, Kinds: map[string]*ledger.Kind{}, Registers: map[string]*register.Definition{}, Settings: map[string]string{}}
	for _, s := range settings {
		lib.Settings[s.Name] = s.Value
	}
	var years []calendar.Year
	for _, f := range files {
		if err := lib.add(f, &years); err != nil {
			return nil, fmt.Errorf("library file %s/%s: %w", f.Sort, f.Name, err)
		}
		f.Text = ""
		lib.Files = append(lib.Files, f)
	}
	if lib.Cal, err = calendar.New(years); err != nil {
		return nil, err
	}
	if lib.Rules = lib.RuleSets[lib.Settings[SettingRules]]; lib.Rules == nil {
		lib.Rules = ledger.DefaultRules()
	}
	if lib.ReportRule, err = calendar.ParseRule(cmp.Or(lib.Settings[SettingReportDue], DefaultReportDue)); err != nil {
		return nil, err
	}
	events, err := facts[EventHappened](tx, "event_happened", before)
	if err != nil {
		return nil, err
	}
	lib.Events = map[id.Event]calendar.Day{}
	for _, e := range events {
		lib.Events[e.EventID] = e.Day
	}
	return lib, nil
}

func (lib *Library) add(f LibraryFact, years *[]calendar.Year) error {
	switch f.Sort {
	case LibraryKind:
		k, err := ledger.ParseKind([]byte(f.Text))
		if err != nil {
			return err
		}
		lib.Kinds[f.Name] = k
	case LibraryRules:
		r, err := ledger.ParseRules([]byte(f.Text))
		if err != nil {
			return err
		}
		lib.RuleSets[f.Name] = r
	case LibraryRegister:
		d, err := register.Parse([]byte(f.Text))
		if err != nil {
			return err
		}
		lib.Registers[f.Name] = d
	case LibraryCalendar:
		y, err := calendar.ParseYear([]byte(f.Text))
		if err != nil {
			return err
		}
		*years = append(*years, y)
	}
	return nil
}

// Int is a setting that is a number, or its default.
func (lib *Library) Int(name string, otherwise int) int {
	if n, err := strconv.Atoi(lib.Settings[name]); err == nil {
		return n
	}
	return otherwise
}

// LibraryFile is a file of the library in force, with its text.
func (tx *Tx) LibraryFile(sort, name string) (LibraryFact, error) {
	return one[LibraryFact](tx, "SELECT "+cols[LibraryFact]("")+" FROM library_fact WHERE place = $1 AND sort = $2 AND name = $3 ORDER BY id DESC LIMIT 1", tx.db.place, sort, name)
}

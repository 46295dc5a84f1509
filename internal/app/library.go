package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// libraryFolders says which folder of library/ holds which sort of file.
var libraryFolders = []struct{ folder, sort string }{
	{"calendars", store.LibraryCalendar}, {"kinds", store.LibraryKind}, {"rules", store.LibraryRules}, {"registers", store.LibraryRegister},
}

// LibraryFile is a file to be loaded. Name is the file's name without ending.
type LibraryFile struct {
	Sort, Name string
	Text       []byte
}

// LibraryFiles reads the calendars, kinds and rule sets of a tree as it ships.
func LibraryFiles(tree fs.FS) ([]LibraryFile, error) {
	var out []LibraryFile
	for _, f := range libraryFolders {
		names, err := fs.Glob(tree, f.folder+"/*.yaml")
		if err != nil {
			return nil, err
		}
		for _, n := range names {
			b, err := fs.ReadFile(tree, n)
			if err != nil {
				return nil, err
			}
			out = append(out, LibraryFile{Sort: f.sort, Name: strings.TrimSuffix(path.Base(n), ".yaml"), Text: b})
		}
	}
	return out, nil
}

// check reads the file as the store will; the error names the place in it.
func (f LibraryFile) check() (err error) {
	switch f.Sort {
	case store.LibraryKind:
		_, err = ledger.ParseKind(f.Text)
	case store.LibraryRules:
		_, err = ledger.ParseRules(f.Text)
	case store.LibraryCalendar:
		_, err = calendar.ParseYear(f.Text)
	case store.LibraryRegister:
		var d *register.Definition
		if d, err = register.Parse(f.Text); err == nil && d.ID != f.Name {
			err = fmt.Errorf("the file is called %s and its id is %s; make them the same", f.Name, d.ID)
		}
	default:
		return errs.E(errs.Invalid, "err.library.sort", "sort", f.Sort)
	}
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "err.library.file", "name", f.Name, "problem", err.Error())
	}
	return nil
}

// LoadLibrary records the files that differ from those in force, each with its
// hash, and has everything judged by them from now on; what was judged before
// stays. It returns the names of the files loaded; none is no change.
func (a *App) LoadLibrary(ctx context.Context, v org.Viewer, req Request, files []LibraryFile) ([]string, error) {
	if err := need(v, org.Library); err != nil {
		return nil, err
	}
	return a.loadLibrary(ctx, v, req, files)
}

// ShipLibrary loads what ships with the program into a place that has no file of
// the sort yet, in the machine's name; what a place has it keeps.
func (a *App) ShipLibrary(ctx context.Context, tree fs.FS) error {
	have := map[string]bool{}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err == nil {
			for _, f := range lib.Files {
				have[f.Sort] = true
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	files, err := LibraryFiles(tree)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f LibraryFile) bool { return have[f.Sort] })
	if len(files) == 0 {
		return nil
	}
	_, err = a.loadLibrary(ctx, org.Viewer{}, "", files)
	return err
}

func (a *App) loadLibrary(ctx context.Context, v org.Viewer, req Request, files []LibraryFile) ([]string, error) {
	for _, f := range files {
		if err := f.check(); err != nil {
			return nil, err
		}
	}
	changed, err := a.changedFiles(ctx, files)
	if err != nil || len(changed) == 0 {
		return nil, err
	}
	var names []string
	_, err = a.write(ctx, v, "library_load", req, func(tx *store.Tx) error {
		names = names[:0]
		for _, f := range changed {
			if err := store.Add(tx, store.LibraryFact{Sort: f.Sort, Name: f.Name, Hash: hashOf(f.Text), Text: string(f.Text)}); err != nil {
				return err
			}
			names = append(names, f.Name)
		}
		return nil
	})
	return names, err
}

func hashOf(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

func (a *App) changedFiles(ctx context.Context, files []LibraryFile) (out []LibraryFile, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		have := map[[2]string]string{}
		for _, f := range lib.Files {
			have[[2]string{f.Sort, f.Name}] = f.Hash
		}
		for _, f := range files {
			if have[[2]string{f.Sort, f.Name}] != hashOf(f.Text) {
				out = append(out, f)
			}
		}
		return nil
	})
	return out, err
}

// Set sets a setting of the place from now on. Unknown names are refused, for a
// typing mistake would otherwise be a silent no.
func (a *App) Set(ctx context.Context, v org.Viewer, req Request, name, value string) error {
	if err := need(v, org.Library); err != nil {
		return err
	}
	i := slices.IndexFunc(settings, func(s Setting) bool { return s.Name == name })
	if i < 0 {
		return errs.Form([]errs.Field{{Name: "name", Key: "err.setting", Args: []any{"name", name}}})
	}
	_, err := a.write(ctx, v, "setting", req, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if err := settings[i].wrong(lib, value); err != nil {
			return err
		}
		return store.Add(tx, store.SettingFact{Name: name, Value: value})
	})
	return err
}

// Setting is a setting of the place: its name, what holds while nobody set it, and
// what holds now.
type Setting struct{ Name, Default, Now string }

// settings are all settings, in the order of pages. A default that is a number
// takes numbers alone.
var settings = []Setting{
	{Name: SettingPlace, Default: defaultPlace}, {Name: store.SettingRules, Default: "wuhan"},
	{Name: SettingSignDays, Default: strconv.Itoa(defaultSignDays)}, {Name: SettingPlanDays, Default: strconv.Itoa(defaultPlanDays)},
	{Name: store.SettingReportDue, Default: store.DefaultReportDue}, {Name: SettingOpens, Default: strconv.Itoa(defaultOpens)}, {Name: SettingNoChange, Default: strconv.Itoa(defaultNoChange)},
	{Name: SettingHandlers}, {Name: SettingSameLeast, Default: strconv.Itoa(same.DefaultNow.Least)}, {Name: SettingYearLeast, Default: strconv.Itoa(same.DefaultYear.Least)}, {Name: SettingParentLeast, Default: strconv.Itoa(defaultParentLeast)}, {Name: SettingReturnDays, Default: strconv.Itoa(defaultReturnDays)}, {Name: SettingReturns, Default: strconv.Itoa(defaultReturns)}, {Name: SettingEvidenceMB, Default: strconv.Itoa(DefaultEvidenceMB)}, {Name: store.SettingAbout, Default: strconv.Itoa(store.DefaultAbout)},
	{Name: SettingHead, Default: defaultHead}, {Name: SettingSeries, Default: defaultSeries}, {Name: SettingIssuer, Default: defaultIssuer}, {Name: SettingTo, Default: defaultTo}, {Name: SettingLeadRule},
	{Name: SettingBulletinHead, Default: defaultBulletinHead}, {Name: SettingBulletinSeries, Default: defaultBulletinSeries}, {Name: SettingBulletinItems, Default: strconv.Itoa(defaultBulletinItems)}, {Name: SettingBulletinAnswer, Default: strconv.Itoa(defaultBulletinAnswer)}, {Name: SettingBulletinEvery, Default: strconv.Itoa(defaultBulletinEvery)},
	{Name: SettingBriefHead, Default: defaultBriefHead}, {Name: SettingBriefSeries, Default: defaultBriefSeries}, {Name: SettingBriefItems, Default: strconv.Itoa(defaultBriefItems)},
	{Name: SettingLetterHead, Default: defaultLetterHead}, {Name: SettingLetterSeries, Default: defaultLetterSeries}, {Name: SettingLetterAnswer, Default: strconv.Itoa(defaultLetterAnswer)},
	{Name: SettingPortfolioItems, Default: strconv.Itoa(defaultPortfolioItems)}, {Name: SettingForecast, Default: forecastMethods[0]},
	{Name: SettingSessionMinutes, Default: strconv.Itoa(defaultSessionMinutes)}, {Name: SettingIdleMinutes, Default: strconv.Itoa(defaultIdleMinutes)}, {Name: SettingProvenMinutes, Default: strconv.Itoa(defaultProvenMinutes)}, {Name: SettingSignInDays, Default: strconv.Itoa(defaultSignInDays)}, {Name: SettingTokenDays, Default: strconv.Itoa(defaultTokenDays)},
}

// SettingsOf are all settings with what holds now.
func SettingsOf(lib *store.Library) []Setting {
	out := slices.Clone(settings)
	for i := range out {
		out[i].Now = lib.Settings[out[i].Name]
	}
	return out
}

// wrong is what is wrong with a value; nil is nothing.
func (s Setting) wrong(lib *store.Library, value string) error {
	problem := func(key string, args ...any) error {
		return errs.Form([]errs.Field{{Name: "value", Key: key, Args: args}})
	}
	if _, err := strconv.Atoi(s.Default); err == nil {
		if n, err := strconv.Atoi(value); err != nil || n < 0 || n > 100_000 {
			return problem("err.setting.number")
		}
	}
	switch s.Name {
	case store.SettingReportDue:
		if _, err := calendar.ParseRule(value); err != nil {
			return problem("err.setting.value", "problem", err.Error())
		}
	case store.SettingRules:
		if lib.RuleSets[value] == nil {
			return problem("err.setting.rules", "name", value)
		}
	case SettingForecast:
		if !slices.Contains(forecastMethods, value) {
			return problem("err.setting.value", "problem", strings.Join(forecastMethods, ", "))
		}
	}
	return nil
}

// RuleSet is a rule set as it was loaded.
type RuleSet struct {
	Rules *ledger.Rules
	File  store.LibraryFact // zero for the default that no file stands behind
	Lib   *store.Library
}

// RuleSet shows a rule set by its name, with the file it came from, to whoever
// may read the ledger.
func (a *App) RuleSet(ctx context.Context, v org.Viewer, name string) (*RuleSet, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	out := &RuleSet{}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if out.Lib, err = tx.Library(tx.Now()); err != nil {
			return err
		}
		if out.Rules = out.Lib.RuleSets[name]; out.Rules == nil {
			if out.Rules = out.Lib.Rules; out.Rules.ID != name {
				return errNotThere()
			}
			return nil
		}
		out.File, err = tx.LibraryFile(store.LibraryRules, name)
		return err
	})
	return out, err
}

// Library is the kinds, rule sets, calendars and settings in force, for whoever
// may read the ledger.
func (a *App) Library(ctx context.Context, v org.Viewer) (lib *store.Library, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		lib, err = tx.Library(tx.Now())
		return err
	})
	return lib, err
}

package decompose

import (
	"errors"
	"fmt"
	"strings"
)

// Words is a list of words parted by white space, as it stands in a file.
type Words string

// Data is the lexicon as plain data: the files of library/lexicon read one
// after the other into one value.
type Data struct {
	Counters    Words `yaml:"counters"`
	Measures    Words `yaml:"measures"`
	Times       Words `yaml:"times"`
	Named       Words `yaml:"named"`
	Uncounted   Words `yaml:"uncounted"`
	LeastBefore Words `yaml:"least_before"`
	MostBefore  Words `yaml:"most_before"`
	AboutBefore Words `yaml:"about_before"`
	LeastAfter  Words `yaml:"least_after"`
	MostAfter   Words `yaml:"most_after"`
	AboutAfter  Words `yaml:"about_after"`
	Metrics     Words `yaml:"metrics"`
	Shares      Words `yaml:"shares"`
	GrowthNouns Words `yaml:"growth_nouns"`
	FallNouns   Words `yaml:"fall_nouns"`
	Generic     Words `yaml:"generic_heads"`
	Modifiers   Words `yaml:"modifiers"`
	Bare        Words `yaml:"bare"`
	Topics      Words `yaml:"topics"`
	LeadIn      Words `yaml:"lead_in"`
	Adverbs     Words `yaml:"adverbs"`
	Drop        Words `yaml:"drop"`
	Closers     Words `yaml:"closers"`

	Fused map[string]Words `yaml:"fused"`

	Up           Words `yaml:"up"`
	Down         Words `yaml:"down"`
	Level        Words `yaml:"level"`
	Reach        Words `yaml:"reach"`
	Actions      Words `yaml:"actions"`
	Causatives   Words `yaml:"causatives"`
	Prepositions Words `yaml:"prepositions"`
	Benefactives Words `yaml:"benefactives"`
	Joins        Words `yaml:"joins"`
	Ensure       Words `yaml:"strength_ensure"`
	Strive       Words `yaml:"strength_strive"`
	Expected     Words `yaml:"expected"`
	Binding      Words `yaml:"binding"`

	BackgroundStart  Words `yaml:"background_start"`
	BackgroundIn     Words `yaml:"background_in"`
	Thanks           Words `yaml:"thanks"`
	AchievementStart Words `yaml:"achievement_start"`
	AchievementIn    Words `yaml:"achievement_in"`
	WorkVerbs        Words `yaml:"work_verbs"`

	Suffixes          Words `yaml:"suffixes"`
	NotSuffixes       Words `yaml:"not_suffixes"`
	UnitVerbs         Words `yaml:"unit_verbs"`
	Stems             Words `yaml:"stems"`
	GenericUnits      Words `yaml:"generic"`
	Areas             Words `yaml:"areas"`
	LeadLabels        Words `yaml:"lead_labels"`
	ResponsibleLabels Words `yaml:"responsible_labels"`
	CooperateLabels   Words `yaml:"cooperate_labels"`
	CollateLabels     Words `yaml:"collate_labels"`
	LeaderLabels      Words `yaml:"leader_labels"`
	DueLabels         Words `yaml:"due_labels"`
	LeaderSuffixes    Words `yaml:"leader_suffixes"`
	LeadVerbs         Words `yaml:"lead_verbs"`
	ResponsibleVerbs  Words `yaml:"responsible_verbs"`
	CooperateVerbs    Words `yaml:"cooperate_verbs"`
	Modals            Words `yaml:"modals"`
	Manners           Words `yaml:"manners"`

	Said   Words `yaml:"said"`
	States Words `yaml:"states"`

	DoneVerbs Words `yaml:"done_verbs"`
	StartVerb Words `yaml:"start_verbs"`
	Process   Words `yaml:"process_verbs"`
}

// The word classes.
const (
	cUnit class = 1 << iota
	cTime
	cNamed
	cUncounted
	cLeastBefore
	cMostBefore
	cAboutBefore
	cLeastAfter
	cMostAfter
	cAboutAfter
	cMetric
	cShare
	cGrowthNoun
	cFallNoun
	cGeneric
	cModifier
	cBare
	cTopic
	cLeadIn
	cAdverb
	cDrop
	cCloser
	cUp
	cDown
	cLevel
	cReach
	cAction
	cCausative
	cPreposition
	cBenefactive
	cJoin
	cEnsure
	cStrive
	cExpected
	cBinding
	cBackStart
	cBackIn
	cThanks
	cAchStart
	cAchIn
	cWork
	cSuffix
	cNotSuffix
	cStem
	cUnitVerb
	cGenericUnit
	cArea
	cLeadLabel
	cRespLabel
	cCoopLabel
	cCollateLabel
	cLeaderLabel
	cDueLabel
	cLeaderSuffix
	cLeadVerb
	cRespVerb
	cCoopVerb
	cModal
	cManner
	cSaid
	cState
	cDone
	cStart
	cProcess
)

// Lexicon is the words ready for use. The zero value knows none; make one with
// NewLexicon and share it, it never changes.
type Lexicon struct {
	fwd, bwd *trie
	fused    map[string][]string
	cue      *[1 << 10]uint64 // runes that begin a word of anywhere
}

// lists pairs every list of Data with its class.
func (d *Data) lists() []struct {
	w Words
	c class
} {
	return []struct {
		w Words
		c class
	}{
		{d.Counters, cUnit}, {d.Measures, cUnit}, {d.Times, cTime}, {d.Named, cNamed}, {d.Uncounted, cUncounted},
		{d.LeastBefore, cLeastBefore}, {d.MostBefore, cMostBefore}, {d.AboutBefore, cAboutBefore},
		{d.LeastAfter, cLeastAfter}, {d.MostAfter, cMostAfter}, {d.AboutAfter, cAboutAfter},
		{d.Metrics, cMetric}, {d.Shares, cShare}, {d.GrowthNouns, cGrowthNoun}, {d.FallNouns, cFallNoun},
		{d.Generic, cGeneric}, {d.Modifiers, cModifier}, {d.Bare, cBare}, {d.Topics, cTopic},
		{d.LeadIn, cLeadIn}, {d.Adverbs, cAdverb}, {d.Drop, cDrop}, {d.Closers, cCloser},
		{d.Up, cUp}, {d.Down, cDown}, {d.Level, cLevel}, {d.Reach, cReach}, {d.Actions, cAction},
		{d.Causatives, cCausative}, {d.Prepositions, cPreposition}, {d.Benefactives, cBenefactive}, {d.Joins, cJoin},
		{d.Ensure, cEnsure}, {d.Strive, cStrive}, {d.Expected, cExpected}, {d.Binding, cBinding},
		{d.BackgroundStart, cBackStart}, {d.BackgroundIn, cBackIn}, {d.Thanks, cThanks},
		{d.AchievementStart, cAchStart}, {d.AchievementIn, cAchIn},
		{d.WorkVerbs, cWork},
		{d.Suffixes, cSuffix}, {d.NotSuffixes, cNotSuffix}, {d.Stems, cStem}, {d.UnitVerbs, cUnitVerb}, {d.GenericUnits, cGenericUnit}, {d.Areas, cArea},
		{d.LeadLabels, cLeadLabel}, {d.ResponsibleLabels, cRespLabel}, {d.CooperateLabels, cCoopLabel},
		{d.CollateLabels, cCollateLabel}, {d.LeaderLabels, cLeaderLabel}, {d.DueLabels, cDueLabel},
		{d.LeaderSuffixes, cLeaderSuffix}, {d.LeadVerbs, cLeadVerb}, {d.ResponsibleVerbs, cRespVerb},
		{d.CooperateVerbs, cCoopVerb}, {d.Modals, cModal}, {d.Manners, cManner}, {d.Said, cSaid}, {d.States, cState},
		{d.DoneVerbs, cDone}, {d.StartVerb, cStart}, {d.Process, cProcess},
	}
}

// NewLexicon makes a lexicon of data. Words are folded as documents are, so a
// file may write them full-width or not.
func NewLexicon(d Data) (Lexicon, error) {
	words := map[string]class{}
	total := 0
	for _, l := range d.lists() {
		for w := range strings.FieldsSeq(string(l.w)) {
			w = foldWord(w)
			words[w] |= l.c
			total += len(w)
		}
	}
	if len(words) == 0 {
		return Lexicon{}, errors.New("the lexicon has no words: read the files of library/lexicon first")
	}
	if total >= 1<<16 {
		return Lexicon{}, fmt.Errorf("the lexicon has %d bytes of words, more than %d: shorten its lists", total, 1<<16)
	}
	lex := Lexicon{fwd: buildTrie(words, false), bwd: buildTrie(words, true), fused: map[string][]string{}, cue: new([1 << 10]uint64)}
	for r := range rune(1 << 16) {
		if lex.fwd.may(r, anywhere) || r == '了' || r == '着' || r == '分' || r == '才' || r == '是' {
			lex.cue[r>>6] |= 1 << (r & 63)
		}
	}
	for k, v := range d.Fused {
		for w := range strings.FieldsSeq(string(v)) {
			lex.fused[foldWord(k)] = append(lex.fused[foldWord(k)], foldWord(w))
		}
	}
	return lex, nil
}

func foldWord(w string) string {
	rs := []rune(w)
	for i, r := range rs {
		if r >= 0xFF01 && r <= 0xFF5E {
			rs[i] = r - 0xFEE0
		}
	}
	return string(rs)
}

package web

import "html/template"

// OverviewPage answers on one page how it stands: how many of each light, by
// leader and by unit, what is furthest behind and why, what is due this week and
// what waits for me.
type OverviewPage struct {
	Page
	Says    string
	Lights  []LightCount
	All     LightCount
	Leaders []CountRow
	Units   []CountRow
	Total   CountRow
	More    string // address of all units; empty: all are shown
	Behind  []LedgerRow
	BehindN Act // address of all that are behind
	Week    []DueRow
	Main    []MainRow // main indicators: what the rest of the year has to come to
	Waits   []Big
	Legend  Legend
	Proof   string // of how many evidence is asked, and how they stand; empty: of none
	Bare    []Act  // declared, nothing shows it
}

// LightCount is how many items have a light, as one of the large numbers.
type LightCount struct {
	Colour, URL, Note string
	N                 int64
}

// CountRow is the counts of one leader or unit; N follows LightOrder.
type CountRow struct {
	Name, Field, URL string
	All              int64
	N                []int64
	Bar              template.HTML
}

// MainRow is a main indicator with its figure, its target and what is still needed.
type MainRow struct {
	LedgerRow
	Need string
}

// DueRow is an item due within the days shown.
type DueRow struct {
	Day              Day
	When             string // 7月10日（周五）
	Light            Light
	Title, URL, Lead string
}

// CountTable is what the template "counts" shows.
type CountTable struct {
	Name   string
	Lights []string
	Rows   []CountRow
	Total  *CountRow
}

// Table gives the counts by leaders, with their total, or by units.
func (p *OverviewPage) Table(which string) CountTable {
	t := CountTable{Lights: LightOrder}
	if which == "leaders" {
		t.Name, t.Rows, t.Total = p.m.T("ledger.leader"), p.Leaders, &p.Total
		return t
	}
	t.Name, t.Rows = p.m.T("ledger.lead"), p.Units
	return t
}

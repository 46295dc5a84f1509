package api

import (
	"strings"
	"testing"
)

// Objects are given by the views of their register's file, and their lines can be
// added and changed.
func TestRegisterByViewAndLine(t *testing.T) {
	w := newTown(t)
	add := func(title, level string) string {
		return into[struct{ ID string }](w.call("office", "POST", "/registers/special-plans/objects", m{"values": m{"title": title, "class": "重点专项规划", "level": level, "lead": known(w.house), "due": "2026-12-31"}}).is(201)).ID
	}
	add("住房发展规划", "")
	county := add("甲县教育发展规划", "县级")
	type list struct{ List []RegisterObject }
	if got := into[list](w.call("office", "GET", "/registers/special-plans?view=county", nil).is(200)).List; len(got) != 1 || got[0].Values["title"] != "甲县教育发展规划" || len(got[0].Views) != 1 {
		t.Errorf("of counties: %+v", got)
	}
	if got := into[list](w.call("office", "GET", "/registers/special-plans", nil).is(200)).List; len(got) != 2 {
		t.Errorf("of all: %d", len(got))
	}
	en := into[struct {
		Title  string
		Labels map[string]string
		List   []RegisterObject
	}](w.call("office", "GET", "/registers/special-plans", nil, "Accept-Language", "en").is(200))
	if en.Title != "Special plans" || en.Labels["lead"] != "Lead unit" || en.Labels["provisional.final"] != "Released" {
		t.Errorf("in English: %s %v", en.Title, en.Labels)
	}
	if p := w.call("office", "POST", "/registers/special-plans/objects", m{"values": m{"title": "x", "due": "soon"}}, "Accept-Language", "en").problem(422); !strings.Contains(p.Errors[0].Detail, "“Due on”") && !strings.Contains(p.Errors[1].Detail, "“Due on”") {
		t.Errorf("a refusal in English: %+v", p.Errors)
	}
	at := "/registers/special-plans/objects/" + county
	w.call("office", "POST", at+"/lines", m{"group": "provisional", "values": m{"figure": "2025年常住人口", "value": "102万"}}).is(204)
	line := into[RegisterObject](w.call("office", "GET", at, nil).is(200)).LineIDs["provisional"][0]
	w.call("office", "POST", at+"/lines/"+line, m{"values": m{"final": "101万"}}).is(204)
	if got := into[RegisterObject](w.call("office", "GET", at, nil).is(200)).Lines["provisional"][0]["final"]; got != "101万" {
		t.Errorf("the line has %q", got)
	}
}

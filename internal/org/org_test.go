package org

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

var d0 = calendar.Date(2026, 7, 8)

// city is a small order of government: a bureau that went over into another, a
// county with a town, posts that changed hands, dated stand-ins and grants.
func city(day calendar.Day) *Directory {
	return New(day, Parts{
		Units: []Unit{
			{ID: 1, Code: "0", Name: "样例市人民政府", Short: "市政府", Sort: Government, Rank: 1},
			{ID: 2, Code: "01", Name: "市政府办公室", Sort: Office, Parent: 1, Rank: 2},
			{ID: 3, Code: "101", Name: "市农业农村局", Sort: Department, Parent: 1, Rank: 4},
			{ID: 4, Code: "102", Name: "市乡村振兴局", Sort: Department, Parent: 1, Rank: 3, EndDay: calendar.Date(2026, 6, 30), Into: 3},
			{ID: 5, Code: "201", Name: "甲县", Sort: County, Parent: 1, Rank: 5},
			{ID: 6, Code: "2011", Name: "甲县住建局", Sort: Department, Parent: 5, Rank: 6},
			{ID: 7, Code: "2012", Name: "河口镇", Sort: Town, Parent: 5, Rank: 7},
			{ID: 8, Code: "1011", Name: "种植科", Sort: Section, Parent: 3, Rank: 8},
			{ID: 9, Code: "103", Name: "市乡村振兴局", Sort: Department, Parent: 1, Rank: 9}, // founded anew under the name
		},
		Persons: []Person{{ID: 1, Name: "甲"}, {ID: 2, Name: "乙"}, {ID: 3, Name: "丙"}},
		Posts: []Post{
			{ID: 11, UnitID: 3, Title: "局长", Duty: Head, Rank: 1, Rights: []Right{Read, Sheet}},
			{ID: 12, UnitID: 3, Title: "联络员", Duty: Liaison, Rank: 2, Rights: []Right{Read, Report}},
			{ID: 13, UnitID: 1, Title: "副市长", Duty: ViceMayor, Rights: []Right{Read, Decide}},
			{ID: 14, UnitID: 2, Title: "账号管理员", Duty: Accounts, Rights: []Right{Manage, Read}},
			{ID: 15, UnitID: 5, Title: "县联络员", Duty: CountyLiaison, Rights: []Right{Read}},
			{ID: 16, UnitID: 4, Title: "局长", Duty: Head},
			{ID: 17, UnitID: 2, Title: "档案员", Duty: OfficeClerk}, // no right at all
		},
		Holdings: []Holding{
			{Post: 11, Person: 1, FromDay: calendar.Date(2026, 1, 1), EndDay: calendar.Date(2026, 5, 31)},
			{Post: 11, Person: 2, FromDay: calendar.Date(2026, 6, 1)},
			{Post: 12, Person: 2, FromDay: calendar.Date(2026, 1, 1)},
			{Post: 15, Person: 2, FromDay: calendar.Date(2026, 7, 8), EndDay: calendar.Date(2026, 7, 8)},
			{Post: 14, Person: 3, FromDay: calendar.Date(2026, 1, 1)},
		},
		Lines: []Line{
			{Post: 13, Unit: 3, Field: "农业农村", FromDay: calendar.Date(2026, 1, 1), EndDay: calendar.Date(2026, 6, 30)},
			{Post: 21, Unit: 3, Field: "三农", FromDay: calendar.Date(2026, 7, 1)},
			{Post: 22, Unit: 3, Follow: true, FromDay: calendar.Date(2026, 1, 1)},
		},
		StandIns: []StandIn{{Post: 12, For: 11, FromDay: calendar.Date(2026, 7, 1), EndDay: calendar.Date(2026, 7, 10)}},
		Grants:   []Grant{{Unit: 3, OfUnit: 5, FromDay: calendar.Date(2026, 7, 9)}, {Unit: 3, FromDay: calendar.Date(2026, 7, 1), EndDay: calendar.Date(2026, 7, 8)}},
	})
}

// What holds on a day is what was dated so, both ends included.
func TestWhatHoldsOnADay(t *testing.T) {
	for _, c := range []struct {
		day            calendar.Day
		holder         id.Person
		leader         id.Post
		field          string
		standin        bool
		grants, county int
	}{
		{calendar.Date(2026, 5, 31), 1, 13, "农业农村", false, 0, 0},
		{calendar.Date(2026, 6, 1), 2, 13, "农业农村", false, 0, 0},
		{calendar.Date(2026, 7, 1), 2, 21, "三农", true, 1, 0},
		{d0, 2, 21, "三农", true, 1, 1},
		{calendar.Date(2026, 7, 9), 2, 21, "三农", true, 1, 0},
		{calendar.Date(2026, 7, 11), 2, 21, "三农", false, 1, 0},
	} {
		d := city(c.day)
		leader, field := d.Leader(8) // a section takes the line of its bureau
		county := 0
		if slices.Contains(d.PostsOf(2), id.Post(15)) {
			county = 1
		}
		if d.Post(11).Holder != c.holder || leader != c.leader || field != c.field || d.SignsFor(12, 11) != c.standin || len(d.Grants) != c.grants || county != c.county {
			t.Errorf("%s: holder %d, leader %d %s, stands in %v, %d grants, county %d", c.day, d.Post(11).Holder, leader, field, d.SignsFor(12, 11), len(d.Grants), county)
		}
	}
	d := city(d0)
	if d.Follower(8) != 22 {
		t.Errorf("followed by %d", d.Follower(8))
	}
	if p, f := d.Leader(5); p != 0 || f != "" {
		t.Errorf("a county without a line is led by %d %s", p, f)
	}
	if !d.SignsFor(11, 11) || d.SignsFor(11, 12) {
		t.Error("who stands in is not stood in for")
	}
}

// A county closes its branch upward, and space and branch are told by it.
func TestBranches(t *testing.T) {
	d := city(d0)
	for u, want := range map[id.Unit][]id.Unit{8: {8, 3, 1}, 6: {6, 5}, 5: {5}, 1: {1}, 99: {99}} {
		if got := d.Upward(u); !slices.Equal(got, want) {
			t.Errorf("upward of %d: %v", u, got)
		}
	}
	if got := d.Below(5); !slices.Equal(got, []id.Unit{5, 6, 7}) {
		t.Errorf("below the county: %v", got)
	}
	if got := len(d.Below(1)); got != 9 {
		t.Errorf("%d units below the government", got)
	}
	for u, want := range map[id.Unit]id.Unit{7: 5, 5: 5, 3: 0, 99: 0} {
		if got := d.Space(u); got != want {
			t.Errorf("space of %d: %d", u, got)
		}
	}
}

// A unit that went over is followed to the one that stands; of two units of one
// name the one that stands answers to it.
func TestSuccessionAndNames(t *testing.T) {
	d := city(d0)
	if d.Successor(4) != 3 || d.Successor(3) != 3 || d.Successor(99) != 99 {
		t.Errorf("successors: %d, %d, %d", d.Successor(4), d.Successor(3), d.Successor(99))
	}
	if d.UnitByName("市乡村振兴局") != 9 || d.UnitByName("市政府") != 1 || d.UnitByName("没有") != 0 || d.UnitByCode("102") != 4 {
		t.Errorf("names: %d %d %d", d.UnitByName("市乡村振兴局"), d.UnitByName("市政府"), d.UnitByCode("102"))
	}
	if d.Unit(99).ID != 99 || d.Post(99).ID != 99 || d.PersonName(99) != "" {
		t.Error("what is not known has no number")
	}
	vacant := []id.Post{}
	for _, p := range d.Vacant() {
		vacant = append(vacant, p.ID)
	}
	if diff := cmp.Diff([]id.Post{13, 17}, vacant); diff != "" { // not the head of a bureau that is no more
		t.Error(diff)
	}
	if d.PostWith(3, Liaison) != 12 || d.PostWith(3, Mayor) != 0 {
		t.Error("posts by duty")
	}
}

// A viewer sees with all his posts and acts with the rights of one.
func TestViewers(t *testing.T) {
	d := city(d0)
	v, ok := d.ViewerOf(2, 12)
	if !ok || !slices.Equal(v.Sees, []id.Unit{3, 5}) || v.Can(Sheet) || !v.Can(Report) {
		t.Errorf("%v %+v", ok, v)
	}
	if first, ok := d.ViewerOf(2, 0); !ok || first.Post != 11 {
		t.Errorf("without a post he acts in %d", first.Post)
	}
	if _, ok := d.ViewerOf(2, 13); ok {
		t.Error("he acts in a post he does not hold")
	}
	if _, ok := d.ViewerOf(1, 0); ok {
		t.Error("who left acts still")
	}
	a, ok := d.ViewerOf(3, 14)
	if !ok || !slices.Equal(a.Sees, []id.Unit{2}) {
		t.Errorf("the administrator of accounts sees %v", a.Sees)
	}
	head, _ := d.ViewerOf(2, 11)
	head.Asleep = true
	for _, r := range Rights {
		if head.Can(r) && slices.Contains(Deciding, r) {
			t.Errorf("asleep he may %s", r)
		}
	}
	if !head.Can(Read) || (Viewer{}).Can(Read) {
		t.Error("sleep takes reading too, or nobody reads")
	}
	mayor := New(d0, Parts{Units: []Unit{{ID: 1, Sort: Government}, {ID: 3, Sort: Department}}, Posts: []Post{{ID: 1, UnitID: 1, Duty: Mayor, Rights: []Right{Read}}, {ID: 2, UnitID: 3, Rights: []Right{Read}}},
		Holdings: []Holding{{Post: 1, Person: 7}, {Post: 2, Person: 7}}})
	if v, _ := mayor.ViewerOf(7, 2); !slices.Equal(v.Sees, []id.Unit{0}) {
		t.Errorf("the office's view takes the others in: %v", v.Sees)
	}
}

// However the parents and successions are tangled, every walk ends, and a unit is
// upward of itself and below itself.
func TestWalksEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "n")
		var p Parts
		for i := 1; i <= n; i++ {
			p.Units = append(p.Units, Unit{ID: id.Unit(i), Name: string(rune('a' + i)), Sort: rapid.SampledFrom(Sorts).Draw(t, "sort"),
				Parent: id.Unit(rapid.IntRange(0, n).Draw(t, "parent")), Into: id.Unit(rapid.IntRange(0, n).Draw(t, "into"))})
		}
		d := New(d0, p)
		for i := 1; i <= n; i++ {
			u := id.Unit(i)
			if d.Upward(u)[0] != u || d.Below(u)[0] != u || len(d.Below(u)) > n {
				t.Fatalf("%d: upward %v, below %v", u, d.Upward(u), d.Below(u))
			}
			if s := d.Space(u); s != 0 && d.Unit(s).Sort != County && d.Unit(s).Sort != Zone {
				t.Fatalf("the space of %d is %d", u, s)
			}
			d.Successor(u)
		}
	})
}

package org

import (
	"slices"

	"jiufen/internal/id"
)

// Right is one thing that a post may do. A post has none by default.
type Right string

// The rights. Separate by design: no one of them implies another.
const (
	Read     Right = "read"     // see the ledger, as far as the viewer's sight goes
	Draft    Right = "draft"    // take in documents, edit drafts (拟稿)
	Approve  Right = "approve"  // 审定
	Sign     Right = "sign"     // 签发
	Assign   Right = "assign"   // decide on returns, assign anew (改派)
	Receive  Right = "receive"  // sign for, hand back plans, ask for changes (签收)
	Report   Right = "report"   // write the sheet of the period (填报)
	Sheet    Right = "sheet"    // sign the sheet (审签)
	Accept   Right = "accept"   // accept or return reports (受理)
	CheckFig Right = "check"    // record findings (核查)
	Release  Right = "release"  // make statistics under embargo known (发布)
	Decide   Right = "decide"   // decide on changes within one's duty
	Close    Right = "close"    // decide on closings (办结)
	Library  Right = "library"  // load kinds, rules, calendars
	Organise Right = "organise" // units, posts, portfolios
	Manage   Right = "accounts" // accounts and rights
	Audit    Right = "audit"    // read the journal and sign-in records
	Erase    Right = "erase"    // lawful erasure, with a second person
)

// Rights lists every right, in the order of pages.
var Rights = []Right{Read, Draft, Approve, Sign, Assign, Receive, Report, Sheet, Accept, CheckFig, Release, Decide, Close, Library, Organise, Manage, Audit, Erase}

// TwoPersons lists the rights that one administrator cannot give alone.
var TwoPersons = []Right{Approve, Sign, Audit, Erase, Manage}

// Deciding lists the rights that sleep after a password was reset, until a
// second administrator has confirmed.
var Deciding = []Right{Approve, Sign, Sheet, Decide, Close, Manage, Audit, Erase}

// Viewer is a person at work in one of his posts.
type Viewer struct {
	Person id.Person
	Post   id.Post // the post acted in
	Name   string
	Unit   id.Unit
	Duty   Duty
	Rights []Right
	Sees   []id.Unit // whose sights are walked: units of all posts held; 0 is the office's view
	Asleep bool      // deciding rights sleep
	Proven bool      // gave the password again a moment ago, as 审定 and 签发 ask

	Operator bool // at the machine itself, by the command line: accounts and nothing else
}

// Can reports whether the viewer has a right in the post he acts in.
func (v Viewer) Can(r Right) bool {
	if v.Asleep && slices.Contains(Deciding, r) {
		return false
	}
	return slices.Contains(v.Rights, r)
}

// officeView reports whether a post sees the city's whole ledger: posts of the
// government and its office, but not the administrator of accounts, who owns no
// data.
func (d *Directory) officeView(p Post) bool {
	s := d.Unit(p.UnitID).Sort
	return (s == Government || s == Office) && p.Duty != Accounts
}

// ViewerOf makes the viewer of a person in a post; false if he does not hold it
// today. Post 0 takes his first.
func (d *Directory) ViewerOf(person id.Person, post id.Post) (Viewer, bool) {
	posts := d.PostsOf(person)
	if len(posts) == 0 {
		return Viewer{Person: person, Name: d.PersonName(person)}, false
	}
	if !slices.Contains(posts, post) {
		if post != 0 {
			return Viewer{Person: person, Name: d.PersonName(person)}, false
		}
		post = posts[0]
	}
	p := d.Post(post)
	v := Viewer{Person: person, Post: post, Name: d.PersonName(person), Unit: p.UnitID, Duty: p.Duty, Rights: p.Rights}
	for _, q := range posts {
		held := d.Post(q)
		if !slices.Contains(held.Rights, Read) {
			continue
		}
		u := held.UnitID
		if d.officeView(held) {
			u = 0
		}
		if !slices.Contains(v.Sees, u) {
			v.Sees = append(v.Sees, u)
		}
	}
	slices.Sort(v.Sees)
	if len(v.Sees) > 0 && v.Sees[0] == 0 {
		v.Sees = v.Sees[:1]
	}
	return v, true
}

package app

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RegisterNames are the names of what objects point at.
type RegisterNames struct {
	dir     *org.Directory
	def     *register.Definition
	objects map[string]map[string]string // by register
	numbers map[string]int               // in their registers
	items   map[string]RegisterItem
	papers  map[string]string
	m       *locale.Messages // of the reader; nil: what is recorded, in Chinese
}

// RegisterItem is an item that an object points at.
type RegisterItem struct {
	Item          id.Item
	Number, Title string
	Light         int64
}

func (n *RegisterNames) fill(dir *org.Directory, d *register.Definition, all []*register.Record) {
	n.dir, n.def, n.objects, n.numbers = dir, d, map[string]map[string]string{}, map[string]int{}
	n.name(d, all)
}

func (n *RegisterNames) name(d *register.Definition, all []*register.Record) {
	names := make(map[string]string, len(all))
	for _, r := range all {
		n.numbers[id.String(r.ID)] = r.N
		names[id.String(r.ID)] = cmp.Or(r.Values[d.Title], strconv.Itoa(r.N))
	}
	n.objects[d.ID] = names
}

// load reads the names of the items, documents and objects that the records of a
// view point at. An item that the viewer does not see keeps its number to itself.
func (n *RegisterNames) load(tx *store.Tx, v org.Viewer, x *RegisterView) error {
	n.items, n.papers = map[string]RegisterItem{}, map[string]string{}
	var items []id.Item
	var papers []id.Document
	others := map[string]bool{}
	add := func(f register.Field, s string) {
		switch f.Type {
		case register.Item:
			if i, err := id.Parse[id.Item](s); err == nil {
				items = append(items, i)
			}
		case register.Document:
			if d, err := id.Parse[id.Document](s); err == nil {
				papers = append(papers, d)
			}
		}
	}
	for _, f := range x.Def.Fields {
		others[f.Of] = true
	}
	for _, g := range x.Def.Groups {
		for _, f := range g.Fields {
			others[f.Of] = true
		}
	}
	for _, r := range x.Records {
		for _, f := range x.Def.Fields {
			add(f, r.Values[f.Name])
		}
		for _, g := range x.Def.Groups {
			for _, row := range r.Rows[g.Name] {
				for _, f := range g.Fields {
					add(f, row.Values[f.Name])
				}
			}
		}
		if r.Item != 0 {
			items = append(items, r.Item)
		}
		for _, f := range r.Flaws {
			if f.Item != 0 {
				items = append(items, f.Item)
			}
		}
	}
	for of := range others {
		d := x.Lib.Registers[of]
		if d == nil || d == x.Def {
			continue
		}
		list, err := tx.Register(of, x.Point)
		if err != nil {
			return err
		}
		n.name(d, list)
	}
	if err := n.loadItems(tx, v, items); err != nil {
		return err
	}
	slices.Sort(papers)
	for _, d := range slices.Compact(papers) {
		doc, err := tx.Document(d)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		n.papers[id.String(d)] = doc.Title
	}
	return nil
}

func (n *RegisterNames) loadItems(tx *store.Tx, v org.Viewer, items []id.Item) error {
	slices.Sort(items)
	items = slices.Compact(items)
	spans, err := tx.OpenSpans(items)
	if err != nil {
		return err
	}
	sight, err := tx.Sights(items, v.Sees)
	if err != nil {
		return err
	}
	for _, i := range items {
		if sight[i] == 0 {
			continue
		}
		s := spans[i]
		n.items[id.String(i)] = RegisterItem{Item: i, Number: s.Number, Title: s.Title, Light: s.Shown}
	}
	return nil
}

// Show writes the value of a field as people read it.
func (n *RegisterNames) Show(f register.Field, s string) string {
	if s == "" {
		return ""
	}
	switch f.Type {
	case register.Unit:
		if u, err := id.Parse[id.Unit](s); err == nil {
			return n.dir.Unit(u).Short
		}
	case register.Post:
		if p, err := id.Parse[id.Post](s); err == nil {
			x := n.dir.Post(p)
			return strings.TrimSpace(x.Title + " " + n.dir.PersonName(x.Holder))
		}
	case register.Item:
		if i, ok := n.items[s]; ok {
			return i.Number + " " + i.Title
		}
		return "—"
	case register.Object:
		return n.Objects(f)[s]
	case register.Document:
		return n.papers[s]
	case register.Choice:
		return f.Shown(s)
	case register.Day:
		if d, err := calendar.Parse(s, 0); err == nil {
			if n.m != nil {
				return n.m.Date(int32(d))
			}
			return d.LabelYear()
		}
	case register.Yes:
		return "√"
	case register.Number:
		return s + f.Unit
	}
	return s
}

// ItemOf is the item a value points at; false if there is none to be seen.
func (n *RegisterNames) ItemOf(s string) (RegisterItem, bool) {
	i, ok := n.items[s]
	return i, ok
}

// Objects are the titles of the objects a field can point at, by their numbers.
func (n *RegisterNames) Objects(f register.Field) map[string]string {
	return n.objects[cmp.Or(f.Of, n.def.ID)]
}

// NumberOf is the number in its register of the object that a value names.
func (n *RegisterNames) NumberOf(s string) (int, bool) {
	k, ok := n.numbers[s]
	return k, ok
}

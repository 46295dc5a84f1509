package store

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// This file is the only place where a query's text is put together from parts,
// and the parts are names of our own tables and columns, or integers: nothing a
// person typed ever becomes part of a query.

// columnList joins column names.
func columnList(columns []string) string { return strings.Join(columns, ", ") }

// insertText is the INSERT of one row.
func insertText(table string, columns []string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + columnList(columns) + ") VALUES (")
	for i := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	b.WriteString(")")
	return b.String()
}

// idList is a list of numbers for an IN, written out because a list of
// parameters is slow on SQLite and an array is not portable. It is never empty:
// no number is 0, so an empty list is written as (0).
func idList[T ~int64](ids []T) string {
	if len(ids) == 0 {
		return "(0)"
	}
	var b strings.Builder
	b.Grow(len(ids) * 12)
	for i, v := range ids {
		if i == 0 {
			b.WriteByte('(')
		} else {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(int64(v), 10))
	}
	b.WriteByte(')')
	return b.String()
}

var selectCache sync.Map // reflect.Type → string

// cols is the list of columns of a row struct, each with the alias before it.
func cols[T any](alias string) string {
	type key struct {
		t reflect.Type
		a string
	}
	k := key{reflect.TypeFor[T](), alias}
	if s, ok := selectCache.Load(k); ok {
		return s.(string)
	}
	var names []string
	for i := range k.t.NumField() {
		if c := k.t.Field(i).Tag.Get("db"); c != "" {
			names = append(names, alias+c)
		}
	}
	s := columnList(names)
	selectCache.Store(k, s)
	return s
}

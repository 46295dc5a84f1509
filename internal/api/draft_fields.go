package api

import (
	"bytes"
	"encoding/json"
	"strconv"

	"jiufen/internal/errs"
)

// Identifiers are strings outside and numbers in a draft's body: the parent, the
// unit of each party, who publishes a measure.

// unitIn is which field of a list's entries is a unit.
var unitIn = map[string]string{"parties": "unit", "measures": "publisher"}

// inward turns a field's value as it came into the one a draft keeps.
func inward(field string, v any) (json.RawMessage, error) {
	var err error
	switch field {
	case "parent", "last":
		v, err = number(field, v)
	case "refused":
		list, ok := v.([]any)
		if !ok {
			return nil, wrongField(field, "api.array")
		}
		for i := range list {
			if list[i], err = number(field, list[i]); err != nil {
				return nil, err
			}
		}
	case "parties", "measures":
		list, ok := v.([]any)
		if !ok {
			return nil, wrongField(field, "api.array")
		}
		unit := unitIn[field]
		for _, x := range list {
			p, ok := x.(map[string]any)
			if !ok {
				return nil, wrongField(field, "api.object")
			}
			if p[unit], err = number(field, p[unit]); err != nil {
				return nil, err
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

func number(field string, v any) (json.Number, error) {
	if v == nil || v == "" {
		return "0", nil
	}
	s, ok := v.(string)
	if _, err := strconv.ParseInt(s, 10, 64); !ok || err != nil {
		return "", wrongField(field, "api.string")
	}
	return json.Number(s), nil
}

func wrongField(field, key string) error {
	return errs.Form([]errs.Field{{Name: "body.fields." + field, Key: key}})
}

// outward is the reverse, for showing base, mine and theirs.
func outward(field string, j json.RawMessage) any {
	if len(j) == 0 {
		return nil
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(j))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	switch list, _ := v.([]any); {
	case field == "parent" || field == "last":
		return spelled(v)
	case field == "refused":
		for i := range list {
			list[i] = spelled(list[i])
		}
	case unitIn[field] != "":
		for _, x := range list {
			if p, ok := x.(map[string]any); ok {
				p[unitIn[field]] = spelled(p[unitIn[field]])
			}
		}
	}
	return v
}

func spelled(v any) any {
	if n, ok := v.(json.Number); ok {
		if n == "0" {
			return ""
		}
		return n.String()
	}
	return v
}

package api

import (
	"encoding/base64"
	"encoding/json"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/store"
)

// mark is what a cursor of the ledger holds. Callers get it as one string and
// send it back; what is in it may change. It names the order it belongs to,
// because in another it would skip lines without a word.
type mark struct {
	Sort  store.Sort   `json:"s"`
	AsOf  string       `json:"a,omitempty"`
	Light int64        `json:"l"`
	Due   calendar.Day `json:"d"`
	Item  id.Item      `json:"i"`
}

func (k mark) String() string {
	j, err := json.Marshal(k)
	if err != nil { // integers and our own words: cannot fail
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(j)
}

// parseMark reads a cursor for an order and a day; ” is the beginning.
func parseMark(s string, sort store.Sort, asOf string) (store.Cursor, error) {
	if s == "" {
		return store.Cursor{}, nil
	}
	var k mark
	j, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		err = json.Unmarshal(j, &k)
	}
	if err != nil || k.Sort != sort || k.AsOf != asOf || k.Item <= 0 || k.Light < 0 {
		return store.Cursor{}, errs.Form([]errs.Field{{Name: "query.cursor", Key: "api.cursor"}})
	}
	return store.Cursor{Light: k.Light, Due: k.Due, Item: k.Item}, nil
}

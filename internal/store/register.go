package store

import (
	"sync"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/register"
)

// RegisterSwitch switches a register on or off. What it was said to cost when it
// was switched on stays with it (design.md §4).
type RegisterSwitch struct {
	ID       id.Fact `db:"id"`
	Register string  `db:"register"`
	Act      string  `db:"act"` // on, off
	Keeper   id.Unit `db:"keeper_id"`
	Units    int64   `db:"units"`   // that keep objects in it
	Objects  int64   `db:"objects"` // expected of each, a year
	Fillings int64   `db:"fillings"`
	Words    string  `db:"words"`
}

// RegisterObject begins an object of a register.
type RegisterObject struct {
	ID       id.Fact      `db:"id"`
	Register string       `db:"register"`
	N        int64        `db:"n"` // its number in the register
	Day      calendar.Day `db:"day"`
}

// RegisterEntry is one thing recorded of an object; the parts are those of the
// package register.
type RegisterEntry struct {
	ID       id.Fact      `db:"id"`
	Register string       `db:"register"`
	Object   id.Fact      `db:"object_id"`
	Line     id.Fact      `db:"line_id"`
	Part     string       `db:"part"`
	Name     string       `db:"name"`
	Value    string       `db:"value"`
	Other    string       `db:"other"`
	Words    string       `db:"words"`
	Day      calendar.Day `db:"day"`
	Item     id.Item      `db:"item_id"` // that the value names, 0 if none
}

// RegisterCount is a count that a competent system elsewhere gave of a unit.
type RegisterCount struct {
	ID       id.Fact         `db:"id"`
	Register string          `db:"register"`
	UnitID   id.Unit         `db:"unit_id"`
	Period   calendar.Period `db:"period"`
	Name     string          `db:"name"`
	Value    string          `db:"value"`
}

// registersKept is what is kept in memory of registers, each thing per change of
// it, so that a page usually costs no statement for them.
type registersKept struct {
	newest   kept[map[string]id.Seq]                // last change of each register
	switches kept[[]RegisterSwitch]                 // of all
	pointing kept[map[id.Item]map[string][]id.Fact] // objects of which an entry named an item
	records  sync.Map                               // of a name: *kept[[]*register.Record]
}

// regKey is the state of all registers known at p; false while one is being
// changed.
func (tx *Tx) regKey(p asof.Point) (keptKey, bool) {
	return keptKey{seq: min(tx.regSeq, p.Seq)}, !tx.reg
}

// keepReg gives what is kept of the registers as known at p, or loads it.
func keepReg[T any](tx *Tx, k *kept[T], p asof.Point, load func() (T, error)) (T, error) {
	key, still := tx.regKey(p)
	if !still {
		return load()
	}
	return keepBy(tx, k, key, load)
}

// Switches lists what was switched, oldest first, as known at p.
func (tx *Tx) Switches(p asof.Point) ([]RegisterSwitch, error) {
	return keepReg(tx, &tx.db.registers.switches, p, func() ([]RegisterSwitch, error) {
		return list[RegisterSwitch](tx, "SELECT "+cols[RegisterSwitch]("")+" FROM register_switch WHERE place = $1 AND id < $2 ORDER BY id", tx.db.place, id.Before(p.Seq))
	})
}

// Register lays together the objects of a register as known at p. What it gives
// is kept in memory and must not be changed.
func (tx *Tx) Register(name string, p asof.Point) ([]*register.Record, error) {
	if tx.reg {
		return tx.loadRegister(name, p)
	}
	newest, err := keepReg(tx, &tx.db.registers.newest, p, func() (map[string]id.Seq, error) { return tx.newestOf(p) })
	if err != nil || newest[name] == 0 {
		return nil, err
	}
	k, _ := tx.db.registers.records.LoadOrStore(name, new(kept[[]*register.Record]))
	return keepBy(tx, k.(*kept[[]*register.Record]), keptKey{seq: newest[name]}, func() ([]*register.Record, error) { return tx.loadRegister(name, p) })
}

// newestOf is the last change of each register known at p.
func (tx *Tx) newestOf(p asof.Point) (map[string]id.Seq, error) {
	rows, err := list[struct {
		Register string  `db:"register"`
		Last     id.Fact `db:"last"`
	}](tx, "SELECT register, max(id) AS last FROM register_entry WHERE place = $1 AND id < $2 GROUP BY register ORDER BY register", tx.db.place, id.Before(p.Seq))
	out := map[string]id.Seq{}
	for _, r := range rows {
		out[r.Register] = r.Last.Seq()
	}
	return out, err
}

func (tx *Tx) loadRegister(name string, p asof.Point) ([]*register.Record, error) {
	objects, err := list[RegisterObject](tx, "SELECT "+cols[RegisterObject]("")+" FROM register_object WHERE place = $1 AND register = $2 AND id < $3 ORDER BY n", tx.db.place, name, id.Before(p.Seq))
	if err != nil || len(objects) == 0 {
		return nil, err
	}
	rows, err := list[RegisterEntry](tx, "SELECT "+cols[RegisterEntry]("")+" FROM register_entry WHERE place = $1 AND register = $2 AND id < $3 ORDER BY id", tx.db.place, name, id.Before(p.Seq))
	if err != nil {
		return nil, err
	}
	founded := make([]register.Founding, len(objects))
	for i, o := range objects {
		founded[i] = register.Founding{ID: o.ID, N: int(o.N), Day: o.Day}
	}
	entries := make([]register.Entry, len(rows))
	for i, r := range rows {
		entries[i] = register.Entry{ID: r.ID, Object: r.Object, Line: r.Line, Part: register.Part(r.Part), Name: r.Name, Text: r.Value, Other: r.Other, Words: r.Words, Day: r.Day}
	}
	return register.Assemble(founded, entries), nil
}

// RegisterObjectOf reads the beginning of an object.
func (tx *Tx) RegisterObjectOf(n id.Fact) (RegisterObject, error) {
	return one[RegisterObject](tx, "SELECT "+cols[RegisterObject]("")+" FROM register_object WHERE place = $1 AND id = $2", tx.db.place, n)
}

// NextObject is the number the next object of a register gets.
func (tx *Tx) NextObject(name string) (int64, error) {
	var last int64
	err := tx.row("SELECT COALESCE(max(n), 0) FROM register_object WHERE place = $1 AND register = $2", []any{tx.db.place, name}, &last)
	return last + 1, err
}

// PointsAt finds the objects of which an entry named an item, as known at p, by
// register; whether they still do is for their records to say.
func (tx *Tx) PointsAt(item id.Item, p asof.Point) (map[string][]id.Fact, error) {
	all, err := keepReg(tx, &tx.db.registers.pointing, p, func() (map[id.Item]map[string][]id.Fact, error) {
		rows, err := list[struct {
			Item     id.Item `db:"item_id"`
			Register string  `db:"register"`
			Object   id.Fact `db:"object_id"`
		}](tx, "SELECT DISTINCT item_id, register, object_id FROM register_entry WHERE place = $1 AND item_id <> 0 AND id < $2 ORDER BY item_id, register, object_id", tx.db.place, id.Before(p.Seq))
		out := map[id.Item]map[string][]id.Fact{}
		for _, r := range rows {
			if out[r.Item] == nil {
				out[r.Item] = map[string][]id.Fact{}
			}
			out[r.Item][r.Register] = append(out[r.Item][r.Register], r.Object)
		}
		return out, err
	})
	return all[item], err
}

// RegisterCounts reads the counts of a register as known at p, oldest first.
func (tx *Tx) RegisterCounts(name string, p asof.Point) ([]RegisterCount, error) {
	return list[RegisterCount](tx, "SELECT "+cols[RegisterCount]("")+" FROM register_count WHERE place = $1 AND register = $2 AND id < $3 ORDER BY id", tx.db.place, name, id.Before(p.Seq))
}

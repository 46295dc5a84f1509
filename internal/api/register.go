package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/register"
)

// Register is a register of the library.
type Register struct {
	Name    string `json:"name" doc:"name of its file"`
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	On      bool   `json:"on"`
	Keeper  string `json:"keeper,omitempty"`
	System  string `json:"system,omitempty" doc:"competent system elsewhere; only counts are imported"`
	Objects int    `json:"objects" doc:"that the caller sees"`
	Alerts  int    `json:"alerts" doc:"objects with an alert"`
}

// RegisterObject is one object of a register.
type RegisterObject struct {
	No      int                            `json:"no" doc:"number in the register"`
	Values  map[string]string              `json:"values" doc:"by field; units, items and documents by their numbers"`
	Lines   map[string][]map[string]string `json:"lines"`
	LineIDs map[string][]string            `json:"line_ids" doc:"identifiers of the lines, in the same order"`
	Bound   map[string]map[string]Bound    `json:"bound" doc:"by line and field: words whose figures come from the ledger"`
	Sourced []SourcedValue                 `json:"sourced" doc:"fields that the ledger fills, with what it gives; a value typed instead stands in values or lines"`
	Owner   string                         `json:"owner,omitempty"`
	Stage   string                         `json:"stage,omitempty"`
	Views   []string                       `json:"views" doc:"of the register's, that it stands in"`
	Reached map[string]string              `json:"reached" doc:"stages with the day they were reached"`
	Latest  map[string]string              `json:"latest" doc:"stages with their latest days"`
	Alerts  []string                       `json:"alerts"`
	Item    string                         `json:"item,omitempty" doc:"the item it is in the ledger"`
	Ended   string                         `json:"ended,omitempty" format:"date"`
}

// SourcedValue is what the ledger gives for a field.
type SourcedValue struct {
	Line   string `json:"line,omitempty" doc:"of a line; of the object if left out"`
	Field  string `json:"field"`
	Value  string `json:"value"`
	Item   string `json:"item" doc:"number of the item"`
	Figure string `json:"figure" doc:"the newest figure"`
	Period string `json:"period" doc:"it is of"`
	Method string `json:"method,omitempty" doc:"of a projection: lastyear, plan, pace, asitis, reported"`
	Why    string `json:"why,omitempty" doc:"why a person typed another value"`
}

// Bound is what a value was filled from.
type Bound struct {
	Words string `json:"words" doc:"with the names of figures in 【】"`
	AsOf  string `json:"as_of" format:"date"`
}

// RegisterPath is the address of a register.
type RegisterPath struct {
	Register string `path:"name" doc:"name of the register's file" maxLength:"60"`
}

// RegisterObjectPath is the address of an object.
type RegisterObjectPath struct {
	RegisterPath
	ID string `path:"id" doc:"number of the object in the register"`
}

func (a *API) addRegisters() {
	read := []org.Right{org.Read}
	add(a, Operation{ID: "registers.list", Method: http.MethodGet, Path: "/registers", Needs: read}, a.listRegisters)
	add(a, Operation{ID: "registers.get", Method: http.MethodGet, Path: "/registers/{name}", Needs: read}, a.getRegister)
	add(a, Operation{ID: "registers.object", Method: http.MethodGet, Path: "/registers/{name}/objects/{id}", Needs: read}, a.getRegisterObject)
	add(a, Operation{ID: "registers.create", Method: http.MethodPost, Path: "/registers/{name}/objects", Needs: read, success: http.StatusCreated}, a.createRegisterObject)
	add(a, Operation{ID: "registers.set", Method: http.MethodPost, Path: "/registers/{name}/objects/{id}/values", Needs: read, success: http.StatusNoContent}, a.setRegisterObject)
	add(a, Operation{ID: "registers.stage", Method: http.MethodPost, Path: "/registers/{name}/objects/{id}/stage", Needs: read, success: http.StatusNoContent}, a.reachRegisterStage)
	a.addRegisterLines()
	add(a, Operation{ID: "registers.import", Method: http.MethodPost, Path: "/registers/{name}/import", Needs: read, Upload: true}, a.importRegister)
}

func viewRegister(c *call, l *app.RegisterLine) Register {
	d := l.Def.In(c.m.Tag())
	return Register{Name: d.ID, Title: d.Name, Purpose: d.Purpose, On: l.On, Keeper: l.Keeper, System: d.System, Objects: l.Objects, Alerts: l.Alerts}
}

func viewRegisterObject(x *app.RegisterView, r *app.RegisterRow) RegisterObject {
	out := RegisterObject{No: r.N, Values: r.Values, Lines: map[string][]map[string]string{}, LineIDs: map[string][]string{}, Bound: map[string]map[string]Bound{}, Reached: map[string]string{}, Sourced: []SourcedValue{}, Views: append([]string{}, r.Views...), Latest: map[string]string{}, Alerts: []string{}, Ended: iso(r.Ended)}
	out.source(x, r, 0, x.Def.Fields, r.Whys)
	for g, rows := range r.Rows {
		for _, row := range rows {
			line := known(row.ID)
			out.Lines[g], out.LineIDs[g] = append(out.Lines[g], row.Values), append(out.LineIDs[g], line)
			if group, ok := x.Def.Group(g); ok {
				out.source(x, r, row.ID, group.Fields, row.Why)
			}
			for f, b := range row.Bound {
				if out.Bound[line] == nil {
					out.Bound[line] = map[string]Bound{}
				}
				out.Bound[line][f] = Bound{Words: b.Words, AsOf: iso(b.Day)}
			}
		}
	}
	if r.Owner != 0 {
		out.Owner = known(r.Owner)
	}
	if r.Stage >= 0 {
		out.Stage = x.Def.Stages[r.Stage].ID
	}
	for i, s := range x.Def.Stages {
		if d := r.Reached[s.ID]; d != 0 {
			out.Reached[s.ID] = iso(d)
		}
		if r.Latest[i] != 0 {
			out.Latest[s.ID] = iso(r.Latest[i])
		}
	}
	for _, al := range r.Alerts {
		out.Alerts = append(out.Alerts, al.Says)
	}
	if i, ok := x.Names.ItemOf(id.String(r.Item)); ok {
		out.Item = i.Number
	}
	return out
}

// source tells what the ledger gives for the fields of an object or of a line.
func (o *RegisterObject) source(x *app.RegisterView, r *app.RegisterRow, line id.Fact, fields []register.Field, whys map[string]string) {
	for _, f := range fields {
		if s, ok := x.SourcedOf(r, line, f.Name); ok {
			v := SourcedValue{Field: f.Name, Value: s.Value, Item: s.Number, Figure: s.From, Period: s.Period.String(), Method: string(s.Method), Why: whys[f.Name]}
			if line != 0 {
				v.Line = known(line)
			}
			o.Sourced = append(o.Sourced, v)
		}
	}
}

type registersOut struct {
	Body struct {
		Registers []Register `json:"registers"`
	}
}

func (a *API) listRegisters(ctx context.Context, c *call, in *struct {
	AsOf string `query:"asOf" format:"date" doc:"as known at the end of a day; now if left out"`
}) (*registersOut, error) {
	d, err := day("query.asOf", in.AsOf)
	if err != nil {
		return nil, err
	}
	list, err := a.App.Registers(ctx, c.v, d)
	if err != nil {
		return nil, err
	}
	out := &registersOut{}
	out.Body.Registers = make([]Register, len(list))
	for i := range list {
		out.Body.Registers[i] = viewRegister(c, &list[i])
	}
	return out, nil
}

type registerOut struct {
	Body struct {
		Register
		List   []RegisterObject  `json:"list"`
		Labels map[string]string `json:"labels" doc:"of fields, stages and groups of lines by their names, in the caller's language; a stage as stage.name, a field of a line as group.field"`
		Counts []RegisterCount   `json:"counts" doc:"of a register that is kept elsewhere"`
	}
}

// RegisterCount is a count that a competent system gave of a unit.
type RegisterCount struct {
	Unit   string `json:"unit"`
	Period string `json:"period"`
	Name   string `json:"name"`
	Value  string `json:"value"`
}

func (a *API) getRegister(ctx context.Context, c *call, in *struct {
	RegisterPath
	AsOf string `query:"asOf" format:"date"`
	View string `query:"view" doc:"a view of the register's file; all objects if left out" maxLength:"40"`
}) (*registerOut, error) {
	d, err := day("query.asOf", in.AsOf)
	if err != nil {
		return nil, err
	}
	x, err := a.App.Register(ctx, c.v, in.Register, d)
	if err != nil {
		return nil, err
	}
	if err := x.In(c.m); err != nil {
		return nil, err
	}
	out := &registerOut{}
	out.Body.Register, out.Body.List, out.Body.Counts = viewRegister(c, &x.RegisterLine), []RegisterObject{}, make([]RegisterCount, len(x.Counts))
	out.Body.Labels = labelsOf(x.Def)
	for _, r := range x.Records {
		if in.View == "" || slices.Contains(r.Views, in.View) {
			out.Body.List = append(out.Body.List, viewRegisterObject(x, r))
		}
	}
	for i, k := range x.Counts {
		out.Body.Counts[i] = RegisterCount{Unit: known(k.UnitID), Period: k.Period.String(), Name: k.Name, Value: k.Value}
	}
	return out, nil
}

func labelsOf(d *register.Definition) map[string]string {
	out := map[string]string{}
	for _, f := range d.Fields {
		out[f.Name] = f.Label
	}
	for _, s := range d.Stages {
		out["stage."+s.ID] = s.Name
	}
	for _, g := range d.Groups {
		out[g.Name] = g.Label
		for _, f := range g.Fields {
			out[g.Name+"."+f.Name] = f.Label
		}
	}
	return out
}

type registerObjectOut struct{ Body RegisterObject }

// objectNo reads the number of an object; one that is none is not there.
func objectNo(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 0, errs.E(errs.NotFound, "err.notfound")
	}
	return n, nil
}

func (a *API) getRegisterObject(ctx context.Context, c *call, in *struct {
	RegisterObjectPath
	AsOf string `query:"asOf" format:"date"`
}) (*registerObjectOut, error) {
	n, err := objectNo(in.ID)
	if err != nil {
		return nil, err
	}
	d, err := day("query.asOf", in.AsOf)
	if err != nil {
		return nil, err
	}
	x, err := a.App.RegisterObject(ctx, c.v, in.Register, n, d)
	if err != nil {
		return nil, err
	}
	if err := x.In(c.m); err != nil {
		return nil, err
	}
	return &registerObjectOut{viewRegisterObject(x.RegisterView, x.Row)}, nil
}

type registerValues struct {
	Values map[string]string `json:"values" doc:"by field of the register's file; units and documents by their identifiers, items by their numbers"`
}

func (a *API) createRegisterObject(ctx context.Context, c *call, in *struct {
	RegisterPath
	Body registerValues
}) (*createdOut, error) {
	n, err := a.App.AddObject(ctx, c.v, c.req, in.Register, in.Body.Values)
	if err != nil {
		return nil, err
	}
	return created("/registers/"+in.Register+"/objects/", id.Fact(n)), nil
}

func (a *API) setRegisterObject(ctx context.Context, c *call, in *struct {
	RegisterObjectPath
	Body registerValues
}) (*struct{}, error) {
	n, err := objectNo(in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.SetObject(ctx, c.v, c.req, in.Register, n, in.Body.Values)
}

func (a *API) reachRegisterStage(ctx context.Context, c *call, in *struct {
	RegisterObjectPath
	Body struct {
		Stage string `json:"stage" maxLength:"40"`
		Day   string `json:"day,omitempty" format:"date" doc:"today if left out"`
	}
}) (*struct{}, error) {
	n, err := objectNo(in.ID)
	if err != nil {
		return nil, err
	}
	var d calendar.Day
	if d, err = day("day", in.Body.Day); err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReachStage(ctx, c.v, c.req, in.Register, n, in.Body.Stage, d)
}

type registerImport struct {
	RegisterPath
	TableBody
}

type registerImportOut struct {
	Body struct {
		Rows    int  `json:"rows"`
		Added   int  `json:"added"`
		Changed int  `json:"changed"`
		Taken   bool `json:"taken"`
	}
}

func (a *API) importRegister(ctx context.Context, c *call, in *registerImport) (*registerImportOut, error) {
	u, err := in.read()
	if err != nil {
		return nil, err
	}
	l, err := a.App.ReadObjects(ctx, c.v, in.Register, u)
	if err == nil {
		err = l.Table.Err()
	}
	if err == nil && !in.Dry {
		_, err = a.App.TakeObjects(ctx, c.v, c.req, in.Register, u)
	}
	if err != nil {
		return nil, err
	}
	out := &registerImportOut{}
	out.Body.Rows, out.Body.Added, out.Body.Changed, out.Body.Taken = len(l.Rows), l.Added, l.Changed, !in.Dry
	return out, nil
}

package api

import (
	"context"
	"net/http"

	"jiufen/internal/org"
)

// Unit is a unit as it stood on the day asked for.
type Unit struct {
	ID     string `json:"id"`
	Code   string `json:"code" doc:"stable across years"`
	Name   string `json:"name"`
	Short  string `json:"short"`
	Sort   string `json:"sort"`
	Parent string `json:"parent,omitempty"`
	From   string `json:"from" format:"date"`
	End    string `json:"end,omitempty" format:"date" doc:"last day"`
}

// Post is a post and who holds it.
type Post struct {
	ID     string `json:"id"`
	Unit   string `json:"unit"`
	Title  string `json:"title"`
	Duty   string `json:"duty"`
	Person string `json:"person,omitempty" doc:"holder; none: vacant"`
	Name   string `json:"name,omitempty"`
}

// PortfolioLine says that a leader's post answers for a unit.
type PortfolioLine struct {
	Post   string `json:"post"`
	Unit   string `json:"unit"`
	Field  string `json:"field"`
	Follow bool   `json:"follow" doc:"协管 instead of 分管"`
}

// Directory is the organisation on a day.
type Directory struct {
	Day        string          `json:"day" format:"date"`
	Units      []Unit          `json:"units"`
	Posts      []Post          `json:"posts"`
	Portfolios []PortfolioLine `json:"portfolios"`
}

// AsOf is the day whose knowledge is asked for.
type AsOf struct {
	AsOf string `query:"as_of" format:"date" doc:"as known at the end of this day; now if left out"`
}

type directoryOut struct{ Body Directory }

func (a *API) addDirectory() {
	add(a, Operation{ID: "directory.get", Method: http.MethodGet, Path: "/directory", Needs: []org.Right{SignedIn}}, a.directory)
}

func (a *API) directory(ctx context.Context, c *call, in *AsOf) (*directoryOut, error) {
	d, err := day("query.as_of", in.AsOf)
	if err != nil {
		return nil, err
	}
	dir, err := a.App.Directory(ctx, c.v, d)
	if err != nil {
		return nil, err
	}
	out := Directory{Day: iso(dir.Day), Units: make([]Unit, len(dir.Units)), Posts: make([]Post, len(dir.Posts)), Portfolios: make([]PortfolioLine, len(dir.Lines))}
	for i, u := range dir.Units {
		out.Units[i] = Unit{ID: known(u.ID), Code: u.Code, Name: u.Name, Short: u.Short, Sort: string(u.Sort), Parent: known(u.Parent), From: iso(u.FromDay), End: iso(u.EndDay)}
	}
	for i, p := range dir.Posts {
		out.Posts[i] = Post{ID: known(p.ID), Unit: known(p.UnitID), Title: p.Title, Duty: string(p.Duty), Person: known(p.Holder), Name: dir.PersonName(p.Holder)}
	}
	for i, l := range dir.Lines {
		out.Portfolios[i] = PortfolioLine{Post: known(l.Post), Unit: known(l.Unit), Field: l.Field, Follow: l.Follow}
	}
	return &directoryOut{out}, nil
}

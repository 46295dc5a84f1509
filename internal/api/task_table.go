package api

import "context"

type taskTable struct {
	TableBody
	Year int `query:"year" minimum:"2000" maximum:"2100" doc:"year it speaks of; read from the table if left out"`
}

type taskTableOut struct {
	Body struct {
		Rows     int               `json:"rows" doc:"tasks read"`
		Skipped  int               `json:"skipped"`
		Columns  map[string]string `json:"columns" doc:"field to column"`
		Document string            `json:"document,omitempty" doc:"the document it became, if it was taken"`
	}
}

// importTasks takes the table of an existing decomposition; problems are told by
// cell, and nothing of a table with one is kept.
func (a *API) importTasks(ctx context.Context, c *call, in *taskTable) (*taskTableOut, error) {
	u, err := in.read()
	if err != nil {
		return nil, err
	}
	u.Year = in.Year
	t, err := a.App.ReadTasks(ctx, c.v, u)
	if err == nil {
		err = t.Table.Err()
	}
	if err != nil {
		return nil, err
	}
	out := &taskTableOut{}
	out.Body.Rows, out.Body.Skipped, out.Body.Columns = len(t.Table.Records), len(t.Table.Skipped), t.Table.Columns
	if !in.Dry {
		doc, err := a.App.TakeTasks(ctx, c.v, c.req, u)
		if err != nil {
			return nil, err
		}
		out.Body.Document = known(doc)
	}
	return out, nil
}

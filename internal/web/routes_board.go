package web

import "jiufen/internal/org"

// boardRoutes are the pages that look at the whole: how it stands, by which rule
// the lights are lit, and what the journal holds.
var boardRoutes = []Route{
	{Method: "GET", Pattern: "/overview", Needs: string(org.Read), do: (*Site).getOverview},
	{Method: "GET", Pattern: "/wall", Needs: string(org.Read), do: (*Site).getWall},
	{Method: "GET", Pattern: "/rules/{name}", Needs: string(org.Read), do: (*Site).getRule},
	{Method: "GET", Pattern: "/journal", Needs: string(org.Audit), do: (*Site).getJournal},
}

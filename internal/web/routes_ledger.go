package web

import "jiufen/internal/org"

// ledgerRoutes are the ledger, its items and what is read from them. What of it
// a reader may see is the use cases' to tell.
var ledgerRoutes = []Route{
	{Method: "GET", Pattern: "/ledger", Needs: string(org.Read), do: (*Site).getLedger},
	{Method: "GET", Pattern: "/ledger.xlsx", Needs: string(org.Read), do: (*Site).getLedgerXlsx},
	{Method: "GET", Pattern: "/ledger.csv", Needs: string(org.Read), do: (*Site).getLedgerCSV},
	{Method: "GET", Pattern: "/items/{id}", Needs: string(org.Read), do: (*Site).getItem},
	{Method: "GET", Pattern: "/items/{id}/measures/{measure}", Needs: string(org.Read), do: (*Site).getMeasureCSV},
	{Method: "POST", Pattern: "/ledger/views", Needs: string(org.Read), do: (*Site).postView},
	{Method: "GET", Pattern: "/search", Needs: string(org.Read), do: (*Site).getSearch},
	{Method: "GET", Pattern: "/items/{id}/origins/{origin}/undo", Needs: string(org.Draft), do: shows((*Site).undoPage)},
	{Method: "POST", Pattern: "/items/{id}/origins/{origin}/undo", Needs: string(org.Draft), do: (*Site).postUndo},
	{Method: "GET", Pattern: "/items/{id}/into", Needs: string(org.Assign), do: showsOf((*Site).intoPage)},
	{Method: "POST", Pattern: "/items/{id}/into", Needs: string(org.Assign), do: (*Site).postInto},
	{Method: "GET", Pattern: "/items/{id}/year", Needs: string(org.Assign), do: shows((*Site).yearPage)},
	{Method: "POST", Pattern: "/items/{id}/year", Needs: string(org.Assign), do: (*Site).postItemYear},
}

package web

import "jiufen/internal/org"

// deskRoutes are the work of units and of those who review it.
var deskRoutes = []Route{
	{Method: "GET", Pattern: "/desk", Needs: SignedIn, do: (*Site).getDesk},
	{Method: "POST", Pattern: "/assignments/sign", Needs: string(org.Receive), do: (*Site).postSignFor},
	{Method: "POST", Pattern: "/assignments/{id}/sign", Needs: string(org.Receive), do: (*Site).postSignFor},
	{Method: "GET", Pattern: "/assignments/{id}/return", Needs: string(org.Receive), do: (*Site).getReturn},
	{Method: "POST", Pattern: "/assignments/{id}/return", Needs: string(org.Receive), do: (*Site).postReturn},
	{Method: "GET", Pattern: "/assignments/{id}/decide", Needs: string(org.Assign), do: (*Site).getReassign},
	{Method: "POST", Pattern: "/assignments/{id}/decide", Needs: string(org.Assign), do: (*Site).postReassign},
	{Method: "GET", Pattern: "/items/{id}/plan", Needs: string(org.Receive), do: (*Site).getPlan},
	{Method: "POST", Pattern: "/items/{id}/plan", Needs: string(org.Receive), do: (*Site).postPlan},
	{Method: "POST", Pattern: "/sheets/{id}", Needs: string(org.Report), do: (*Site).postSheet},
	{Method: "GET", Pattern: "/sheets", Needs: string(org.Sheet), do: (*Site).getSheets},
	{Method: "GET", Pattern: "/sheets/{id}", Needs: string(org.Sheet), do: (*Site).getSheet},
	{Method: "POST", Pattern: "/sheets/{id}/sign", Needs: string(org.Sheet), do: (*Site).postSheetSign},
	{Method: "GET", Pattern: "/reviews", Needs: string(org.Accept), do: (*Site).getReviews},
	{Method: "POST", Pattern: "/reports/{id}/review", Needs: string(org.Accept), do: (*Site).postReview},
	{Method: "GET", Pattern: "/assignments", Needs: string(org.Assign), do: (*Site).getAssignments},
	{Method: "GET", Pattern: "/changes", Needs: string(org.Read), do: (*Site).getChanges},
	{Method: "GET", Pattern: "/closings", Needs: string(org.Close), do: (*Site).getClosings},
	{Method: "GET", Pattern: "/items/{id}/check", Needs: string(org.CheckFig), do: (*Site).getCheck},
	{Method: "POST", Pattern: "/items/{id}/checks", Needs: string(org.CheckFig), do: (*Site).postCheck},
	{Method: "GET", Pattern: "/items/{id}/reports/{report}/correct", Needs: string(org.Sheet), do: (*Site).getCorrect},
	{Method: "POST", Pattern: "/items/{id}/reports/{report}/correct", Needs: string(org.Sheet), do: (*Site).postCorrect},
	{Method: "POST", Pattern: "/reviews/accept", Needs: string(org.Accept), do: (*Site).postAcceptMany},
	{Method: "GET", Pattern: "/items/{id}/change", Needs: string(org.Sheet), do: (*Site).getChange},
	{Method: "POST", Pattern: "/items/{id}/changes", Needs: string(org.Sheet), do: (*Site).postChange},
	{Method: "GET", Pattern: "/items/{id}/change/decide", Needs: string(org.Read), do: (*Site).getChangeDecide},
	{Method: "POST", Pattern: "/items/{id}/change/decide", Needs: string(org.Read), do: (*Site).postChangeDecide},
	{Method: "GET", Pattern: "/items/{id}/closing", Needs: string(org.Sheet), do: (*Site).getClosing},
	{Method: "POST", Pattern: "/items/{id}/closing", Needs: string(org.Sheet), do: (*Site).postClosing},
	{Method: "GET", Pattern: "/items/{id}/closing/decide", Needs: string(org.Close), do: (*Site).getClosingDecide},
	{Method: "POST", Pattern: "/items/{id}/closing/decide", Needs: string(org.Close), do: (*Site).postClosingDecide},
}

package web

import "jiufen/internal/org"

// documentRoutes lead from a document over its drafts to a signed paper. Papers
// are seen by those who make, approve or sign them; the use cases tell.
var documentRoutes = []Route{
	{Method: "GET", Pattern: "/documents", Needs: SignedIn, do: shows((*Site).documentsPage)},
	{Method: "POST", Pattern: "/documents", Needs: string(org.Draft), Upload: true, do: (*Site).postDocument},
	{Method: "GET", Pattern: "/documents/table", Needs: string(org.Draft), do: shows((*Site).tablePage)},
	{Method: "POST", Pattern: "/documents/table/take", Needs: string(org.Draft), Upload: true, do: (*Site).postTable},
	{Method: "POST", Pattern: "/documents/table", Needs: string(org.Draft), Upload: true, do: (*Site).postTable},
	{Method: "GET", Pattern: "/documents/rest", Needs: string(org.Draft), do: (*Site).getRest},
	{Method: "GET", Pattern: "/documents/rest.xlsx", Needs: string(org.Draft), do: (*Site).getRestXlsx},
	{Method: "GET", Pattern: "/documents/{id}", Needs: string(org.Draft), do: (*Site).getDocument},
	{Method: "POST", Pattern: "/documents/{id}/accept", Needs: string(org.Draft), do: (*Site).postAccept},
	{Method: "POST", Pattern: "/documents/{id}/paper", Needs: string(org.Draft), do: (*Site).postPaper},
	{Method: "POST", Pattern: "/documents/{id}/parents/{n}", Needs: string(org.Draft), do: (*Site).postParent},
	{Method: "POST", Pattern: "/documents/{id}/clauses/{n}/draft", Needs: string(org.Draft), do: (*Site).postClause},
	{Method: "POST", Pattern: "/drafts/{id}", Needs: string(org.Draft), do: (*Site).postDraft},
	{Method: "POST", Pattern: "/drafts/{id}/resolve", Needs: string(org.Draft), do: (*Site).postResolve},
	{Method: "GET", Pattern: "/drafts/{id}/split", Needs: string(org.Draft), do: showsOf((*Site).splitPage)},
	{Method: "POST", Pattern: "/drafts/{id}/split", Needs: string(org.Draft), do: (*Site).postSplit},
	{Method: "GET", Pattern: "/drafts/{id}/merge", Needs: string(org.Draft), do: showsOf((*Site).mergePage)},
	{Method: "POST", Pattern: "/drafts/{id}/merge", Needs: string(org.Draft), do: (*Site).postMerge},
	{Method: "POST", Pattern: "/drafts/{id}/same", Needs: string(org.Draft), do: (*Site).postSame},
	{Method: "POST", Pattern: "/drafts/{id}/notsame", Needs: string(org.Draft), do: (*Site).postNotSame},
	{Method: "POST", Pattern: "/drafts/{id}/year", Needs: string(org.Draft), do: (*Site).postYear},
	{Method: "GET", Pattern: "/drafts/{id}/drop", Needs: string(org.Draft), do: showsOf((*Site).dropPage)},
	{Method: "POST", Pattern: "/drafts/{id}/drop", Needs: string(org.Draft), do: (*Site).postDrop},
	{Method: "GET", Pattern: "/papers/{id}", Needs: SignedIn, do: shows((*Site).paperPage)},
	{Method: "POST", Pattern: "/papers/{id}/approve", Needs: string(org.Approve), do: (*Site).postApprove},
	{Method: "POST", Pattern: "/papers/{id}/sign", Needs: string(org.Sign), do: (*Site).postSign},
	{Method: "GET", Pattern: "/papers/{id}/explanation", Needs: SignedIn, do: (*Site).getExplanation},
	{Method: "GET", Pattern: "/papers/{id}/explanation.docx", Needs: SignedIn, do: (*Site).getExplanationDocx},
	{Method: "GET", Pattern: "/papers/{id}/notice.docx", Needs: string(org.Read), do: (*Site).getPaperDocx},
	{Method: "GET", Pattern: "/papers/{id}/notice.xlsx", Needs: string(org.Read), do: (*Site).getPaperXlsx},
}

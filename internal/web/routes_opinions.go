package web

import "jiufen/internal/org"

// opinionRoutes are the versions of a report, what differs between them, and the
// opinions on it from entry to answer. Which opinions a reader sees, and who
// answers, is the use cases' to tell.
var opinionRoutes = []Route{
	{Method: "GET", Pattern: "/documents/{id}/versions", Needs: string(org.Draft), do: shows((*Site).versionsPage)},
	{Method: "POST", Pattern: "/documents/{id}/versions", Needs: string(org.Draft), Upload: true, do: (*Site).postVersion},
	{Method: "POST", Pattern: "/documents/{id}/stage", Needs: string(org.Draft), do: (*Site).postStage},
	{Method: "GET", Pattern: "/documents/{id}/compare", Needs: string(org.Draft), do: (*Site).getCompare},
	{Method: "GET", Pattern: "/opinions", Needs: string(org.Read), do: (*Site).getOpinionReports},
	{Method: "GET", Pattern: "/documents/{id}/opinions", Needs: string(org.Read), do: shows((*Site).opinionsPage)},
	{Method: "POST", Pattern: "/documents/{id}/opinions", Needs: string(org.Draft), do: (*Site).postOpinion},
	{Method: "GET", Pattern: "/documents/{id}/opinions/import", Needs: string(org.Draft), do: shows((*Site).opinionImportPage)},
	{Method: "POST", Pattern: "/documents/{id}/opinions/import", Needs: string(org.Draft), Upload: true, do: (*Site).postOpinionImport},
	{Method: "POST", Pattern: "/documents/{id}/opinions/take", Needs: string(org.Draft), Upload: true, do: (*Site).postOpinionImport},
	{Method: "GET", Pattern: "/opinions/{id}", Needs: string(org.Read), do: shows((*Site).opinionPage)},
	{Method: "POST", Pattern: "/opinions/{id}/answer", Needs: string(org.Read), do: (*Site).postAnswer},
	{Method: "POST", Pattern: "/opinions/{id}/assign", Needs: string(org.Draft), do: (*Site).postOpinionAssign},
}

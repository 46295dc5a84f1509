package web

import "jiufen/internal/org"

// organisationRoutes keep the order of government: units, posts, portfolios,
// stand-ins, grants; and the library of kinds, rules and calendars.
var organisationRoutes = []Route{
	{Method: "GET", Pattern: "/start", Needs: SignedIn, do: (*Site).getStart},
	{Method: "GET", Pattern: "/organisation", Needs: string(org.Organise), do: shows((*Site).organisationPage)},
	{Method: "POST", Pattern: "/organisation/units", Needs: string(org.Organise), Upload: true, do: (*Site).postUnits},
	{Method: "GET", Pattern: "/organisation/units/{id}", Needs: string(org.Organise), do: (*Site).getUnit},
	{Method: "POST", Pattern: "/organisation/units/{id}/name", Needs: string(org.Organise), do: (*Site).postUnitName},
	{Method: "POST", Pattern: "/organisation/units/{id}/posts", Needs: string(org.Organise), do: (*Site).postUnitPost},
	{Method: "POST", Pattern: "/organisation/units/{id}/hand", Needs: string(org.Organise), do: (*Site).postUnitHand},
	{Method: "POST", Pattern: "/organisation/units/{id}/leader", Needs: string(org.Organise), do: (*Site).postUnitLeader},
	{Method: "POST", Pattern: "/organisation/units/{id}/standin", Needs: string(org.Organise), do: (*Site).postUnitStandIn},
	{Method: "POST", Pattern: "/organisation/units/{id}/grant", Needs: string(org.Organise), do: (*Site).postUnitGrant},
	{Method: "POST", Pattern: "/organisation/units/{id}/merge", Needs: string(org.Organise), do: (*Site).postUnitMerge},
	{Method: "POST", Pattern: "/organisation/units/{id}/right", Needs: string(org.Manage), do: (*Site).postUnitRight},
	{Method: "GET", Pattern: "/library", Needs: string(org.Read), do: shows((*Site).libraryPage)},
	{Method: "POST", Pattern: "/library", Needs: string(org.Library), Upload: true, do: (*Site).postLibrary},
	{Method: "POST", Pattern: "/library/settings", Needs: string(org.Library), do: (*Site).postSetting},
	{Method: "POST", Pattern: "/library/calendar", Needs: string(org.Library), do: (*Site).postCalendar},
}

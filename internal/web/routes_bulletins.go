package web

import "jiufen/internal/org"

// bulletinRoutes lead from the facts of a day to a signed bulletin (通报), brief
// (专报) or letter (函), and a letter to its reply. Which of them a reader sees is the use cases' to tell.
var bulletinRoutes = []Route{
	{Method: "GET", Pattern: "/bulletins", Needs: string(org.Read), do: shows((*Site).bulletinsPage)},
	{Method: "POST", Pattern: "/bulletins", Needs: string(org.Draft), do: (*Site).postBulletins},
	{Method: "GET", Pattern: "/bulletin-drafts/{id}", Needs: string(org.Draft), do: (*Site).getBulletinDraft},
	{Method: "POST", Pattern: "/bulletin-drafts/{id}", Needs: string(org.Draft), do: (*Site).postBulletinDraft},
	{Method: "GET", Pattern: "/bulletins/{id}", Needs: string(org.Read), do: shows((*Site).bulletinPage)},
	{Method: "POST", Pattern: "/bulletins/{id}/approve", Needs: string(org.Approve), do: (*Site).postBulletinApprove},
	{Method: "POST", Pattern: "/bulletins/{id}/consent", Needs: SignedIn, do: (*Site).postBulletinConsent},
	{Method: "POST", Pattern: "/bulletins/{id}/sign", Needs: string(org.Sign), do: (*Site).postBulletinSign},
	{Method: "POST", Pattern: "/bulletins/{id}/letters", Needs: string(org.Draft), do: (*Site).postLetter},
	{Method: "POST", Pattern: "/bulletins/{id}/read", Needs: string(org.Receive), do: (*Site).postLetterRead},
	{Method: "POST", Pattern: "/bulletins/{id}/reply", Needs: string(org.Receive), do: (*Site).postLetterReply},
	{Method: "GET", Pattern: "/bulletins/{id}/bulletin.docx", Needs: string(org.Read), do: (*Site).getBulletinDocx},
	{Method: "GET", Pattern: "/papers/{id}/slip.docx", Needs: string(org.Read), do: (*Site).getSlip},
}

package web

import "jiufen/internal/org"

// doorRoutes let people in and out, and keep the accounts.
var doorRoutes = []Route{
	{Method: "GET", Pattern: "/{$}", Needs: SignedIn, do: (*Site).getHome},
	{Method: "GET", Pattern: "/signin", Needs: Public, do: (*Site).getSignIn},
	{Method: "POST", Pattern: "/signin", Needs: Public, do: (*Site).postSignIn},
	{Method: "POST", Pattern: "/signin/demo", Needs: Public, do: (*Site).postDemo},
	{Method: "POST", Pattern: "/signout", Needs: Public, do: (*Site).postSignOut},
	{Method: "GET", Pattern: "/link/{secret}", Needs: Public, do: (*Site).getLink},
	{Method: "POST", Pattern: "/link", Needs: Public, do: (*Site).postLink},
	{Method: "POST", Pattern: "/me/post", Needs: SignedIn, do: (*Site).postPost},
	{Method: "GET", Pattern: "/me/tokens", Needs: SignedIn, do: shows((*Site).tokensPage)},
	{Method: "POST", Pattern: "/me/tokens", Needs: SignedIn, do: (*Site).postTokens},
	{Method: "POST", Pattern: "/me/tokens/end", Needs: SignedIn, do: (*Site).postTokenEnd},
	{Method: "GET", Pattern: "/accounts", Needs: string(org.Manage), do: (*Site).getAccounts},
	{Method: "GET", Pattern: "/accounts/new", Needs: string(org.Manage), do: shows((*Site).accountAddPage)},
	{Method: "POST", Pattern: "/accounts", Needs: string(org.Manage), do: (*Site).postAccountAdd},
	{Method: "GET", Pattern: "/accounts/{id}", Needs: string(org.Manage), do: shows((*Site).accountPage)},
	{Method: "POST", Pattern: "/accounts/{id}", Needs: string(org.Manage), do: (*Site).postAccount},
	{Method: "POST", Pattern: "/accounts/rights/{id}", Needs: string(org.Manage), do: (*Site).postProposal},
}

package web

import "jiufen/internal/org"

// registerRoutes are the registers: lists, objects, what is recorded of them, and
// their use. Who sees and who records what is the use cases' to tell; a register
// is switched by a signature.
var registerRoutes = []Route{
	{Method: "GET", Pattern: "/registers", Needs: string(org.Read), do: (*Site).getRegisters},
	{Method: "GET", Pattern: "/registers/{name}", Needs: string(org.Read), do: (*Site).getRegister},
	{Method: "GET", Pattern: "/registers/{name}/new", Needs: string(org.Read), do: showsOf((*Site).registerAddPage)},
	{Method: "POST", Pattern: "/registers/{name}/objects", Needs: string(org.Read), do: (*Site).postRegisterAdd},
	{Method: "GET", Pattern: "/registers/{name}/import", Needs: string(org.Read), do: showsOf((*Site).registerImportPage)},
	{Method: "POST", Pattern: "/registers/{name}/import", Needs: string(org.Read), Upload: true, do: (*Site).postRegisterImport},
	{Method: "POST", Pattern: "/registers/{name}/take", Needs: string(org.Read), Upload: true, do: (*Site).postRegisterImport},
	{Method: "POST", Pattern: "/registers/{name}/fill", Needs: string(org.Read), do: (*Site).postRegisterFill},
	{Method: "GET", Pattern: "/registers/{name}/switch", Needs: string(org.Sign), do: showsOf((*Site).registerSwitchPage)},
	{Method: "POST", Pattern: "/registers/{name}/switch", Needs: string(org.Sign), do: (*Site).postRegisterSwitch},
	{Method: "GET", Pattern: "/registers/{name}/{n}", Needs: string(org.Read), do: showsOf((*Site).registerObjectPage)},
	{Method: "POST", Pattern: "/registers/{name}/{n}/{act}", Needs: string(org.Read), do: (*Site).postRegisterObject},
	{Method: "POST", Pattern: "/registers/{name}/{n}/add/{group}", Needs: string(org.Read), do: (*Site).postRegisterLine},
	{Method: "POST", Pattern: "/registers/{name}/{n}/lines/{line}", Needs: string(org.Read), do: (*Site).postRegisterLine},
	{Method: "POST", Pattern: "/registers/{name}/{n}/lines/{line}/drop", Needs: string(org.Read), do: (*Site).postRegisterLine},
	{Method: "POST", Pattern: "/registers/{name}/{n}/write/{group}", Needs: string(org.Read), do: (*Site).postRegisterWrite},
	{Method: "GET", Pattern: "/registers/{name}/{n}/written/{line}", Needs: string(org.Read), do: showsOf((*Site).writtenPage)},
	{Method: "POST", Pattern: "/registers/{name}/{n}/written/{line}", Needs: string(org.Read), do: (*Site).postWritten},
	{Method: "POST", Pattern: "/registers/{name}/{n}/flaws/{flaw}", Needs: string(org.Read), do: (*Site).postRegisterFlaw},
}

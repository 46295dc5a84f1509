package api

import "slices"

var (
	drafters  = []string{"office", "eager"}
	papers    = []string{"office", "approver", "signer", "eager"}
	readers   = except("accounts")
	reviewers = []string{"office", "supervision", "eager"}
	checkers  = []string{"supervision", "eager"}
	assigners = []string{"office", "supervision", "eager"}
	receivers = []string{"head", "liaison", "urban", "jia", "yi", "eager"}
	heads     = []string{"head", "eager"}
	closers   = []string{"signer", "supervision", "eager"}
	deciders  = []string{"mayor", "vice", "office", "signer", "supervision", "eager"}
	auditors  = []string{"auditor", "eager"}
	city      = []string{"mayor", "vice", "office", "approver", "signer", "supervision", "auditor"}
	parties   = []string{"head", "liaison", "urban"}
	opiners   = []string{"office", "approver", "signer", "head", "liaison"}
	planners  = append(slices.Clone(city), "head", "liaison")
	onlookers = slices.DeleteFunc(slices.Clone(city), func(r string) bool { return r == "office" }) // see an object, record nothing of it
	seers     = slices.Concat(city, parties)
)

// probes is the table of access: who passes the door of each operation, and who
// of them may see the target.
var probes = map[string]probe{
	"me.get":                {allowed: everybody},
	"documents.list":        {allowed: drafters},
	"documents.create":      {allowed: drafters, query: "?name=a.docx", body: []byte("no document")},
	"documents.table":       {allowed: drafters, query: "?name=a.docx", body: []byte("no table")},
	"documents.get":         {allowed: drafters, target: "document"},
	"documents.rest":        {allowed: drafters},
	"drafts.list":           {allowed: drafters, target: "document"},
	"drafts.add":            {allowed: drafters, target: "document", body: m{"clause": 1}},
	"drafts.get":            {allowed: drafters, target: "draft"},
	"drafts.edit":           {allowed: drafters, target: "draft", match: "1", body: m{"fields": m{"title": "x"}}},
	"drafts.accept":         {allowed: drafters, target: "draft", body: m{"drafts": []string{"{x}"}}},
	"drafts.merge":          {allowed: drafters, target: "draft", match: "1", body: m{"into": "1"}},
	"drafts.split":          {allowed: drafters, target: "draft", match: "1", body: m{"titles": []string{"a", "b"}}},
	"drafts.drop":           {allowed: drafters, target: "draft", match: "1", body: m{"reason": "x"}},
	"drafts.offers":         {allowed: drafters, target: "draft"},
	"drafts.join":           {allowed: drafters, target: "draft", match: "1", body: m{"item": "1"}},
	"drafts.refuse":         {allowed: drafters, target: "draft", match: "1", body: m{"item": "1"}},
	"drafts.last_year":      {allowed: drafters, target: "draft", match: "1", body: m{"item": ""}},
	"documents.parents":     {allowed: drafters, target: "document"},
	"documents.parent":      {allowed: drafters, target: "document", body: m{"clause": 1, "accept": true}},
	"papers.list":           {allowed: papers},
	"papers.submit":         {allowed: drafters, target: "document", body: m{"document": "{x}"}},
	"papers.get":            {allowed: papers, target: "paper"},
	"papers.approve":        {allowed: []string{"approver", "eager"}, target: "paper"},
	"papers.return":         {allowed: []string{"approver", "signer", "eager"}, target: "paper", body: m{"words": "x"}},
	"papers.sign":           {allowed: []string{"signer", "eager"}, target: "paper"},
	"papers.file":           {allowed: readers, target: "paper"},
	"bulletins.list":        {allowed: readers},
	"bulletins.begin":       {allowed: drafters, body: m{"sort": "x"}},
	"bulletins.draft":       {allowed: drafters, target: "bulletin draft", seen: []string{"office"}},
	"bulletins.save":        {allowed: drafters, target: "bulletin draft", seen: []string{"office"}, body: m{"version": 1, "title": "x", "words": "y"}},
	"bulletins.submit":      {allowed: drafters, target: "bulletin draft", seen: []string{"office"}, body: m{"version": 1}},
	"bulletins.get":         {allowed: readers, target: "bulletin", seen: append([]string{"mayor"}, papers...)},
	"bulletins.approve":     {allowed: []string{"approver", "eager"}, target: "bulletin"},
	"bulletins.consent":     {allowed: []string{"mayor", "vice", "signer", "eager"}, target: "bulletin", seen: append([]string{"mayor"}, papers...), body: m{"words": "x"}},
	"bulletins.return":      {allowed: []string{"approver", "signer", "eager"}, target: "bulletin", body: m{"words": "x"}},
	"bulletins.sign":        {allowed: []string{"signer", "eager"}, target: "bulletin"},
	"bulletins.letter":      {allowed: drafters, target: "bulletin", seen: []string{"office"}, body: m{"unit": "{unit}"}},
	"bulletins.read":        {allowed: receivers, target: "bulletin", seen: []string{}},
	"bulletins.reply":       {allowed: receivers, target: "bulletin", seen: []string{}, body: m{"words": "x"}},
	"bulletins.file":        {allowed: readers, target: "bulletin", seen: []string{}},
	"papers.slip":           {allowed: readers, target: "paper"},
	"documents.versions":    {allowed: drafters, target: "document"},
	"documents.version":     {allowed: drafters, target: "document", seen: []string{"office"}, query: "?name=a.docx&stage=revised", body: []byte("no document")},
	"documents.stage":       {allowed: drafters, target: "document", seen: []string{"office"}, body: m{"stage": "comment"}},
	"documents.compare":     {allowed: drafters, target: "document", query: "?with={x}"},
	"opinions.reports":      {allowed: readers},
	"opinions.list":         {allowed: readers, target: "document", seen: opiners},
	"opinions.create":       {allowed: drafters, target: "document", seen: []string{"office"}, body: m{"words": "x", "proposer": "y", "kind": "work", "handler": "{unit}"}},
	"opinions.import":       {allowed: drafters, target: "document", seen: []string{"office"}, query: "?name=a.docx", body: []byte("no list")},
	"opinions.get":          {allowed: readers, target: "opinion", seen: opiners},
	"opinions.assign":       {allowed: drafters, target: "opinion", seen: []string{"office"}, body: m{"handler": "{unit}"}},
	"registers.list":        {allowed: readers},
	"registers.get":         {allowed: readers},
	"registers.object":      {allowed: readers, target: "register object", seen: planners},
	"registers.create":      {allowed: readers, refused: true, body: m{"values": m{"title": "x"}}},
	"registers.set":         {allowed: readers, target: "register object", seen: planners, body: m{"values": m{"number": "x"}}},
	"registers.stage":       {allowed: readers, target: "register object", seen: planners, body: m{"stage": "none"}},
	"registers.line":        {allowed: readers, target: "register object", seen: planners, body: m{"group": "provisional", "values": m{}}},
	"registers.set_line":    {allowed: readers, path: "1", target: "register object", seen: onlookers, body: m{"values": m{}}},
	"registers.ask":         {allowed: readers, target: "register object", seen: planners},
	"registers.write":       {allowed: readers, target: "register object", seen: planners, body: m{"group": "portfolios", "leader": "1"}},
	"registers.written":     {allowed: readers, path: "1", target: "register object", seen: append(slices.Clone(onlookers), "head", "liaison"), body: m{"words": m{}}},
	"registers.import":      {allowed: readers, refused: true, query: "?name=a.csv", body: []byte("no list")},
	"opinions.answer":       {allowed: append([]string{"office"}, receivers...), target: "opinion", seen: opiners, body: m{"outcome": "part"}},
	"tokens.list":           {allowed: everybody},
	"tokens.create":         {allowed: everybody, body: m{"name": "x", "rights": []string{"sign"}, "until": "2026-06-30"}},
	"tokens.end":            {allowed: everybody, target: "token", seen: []string{"office"}}, // after which it is gone
	"directory.get":         {allowed: everybody},
	"ledger.list":           {allowed: readers},
	"ledger.overview":       {allowed: readers},
	"ledger.export":         {allowed: readers},
	"items.get":             {allowed: readers, target: "item", seen: seers},
	"items.measures":        {allowed: readers, target: "item", seen: seers},
	"items.undo":            {allowed: drafters, target: "item", seen: []string{"office"}, body: m{"origin": "1", "words": "x"}},
	"items.merge":           {allowed: assigners, target: "item", seen: city, body: m{"number": "2026-0099", "words": "x"}},
	"items.unmerge":         {allowed: assigners, target: "item", seen: city, body: m{"words": "x"}},
	"items.last_year":       {allowed: assigners, target: "item", seen: city, body: m{"number": "2025-0001"}},
	"evidence.ask":          {allowed: assigners, target: "item", seen: city, body: m{"sort": "paper", "words": "x"}},
	"evidence.give":         {allowed: receivers, target: "item", seen: parties, query: "?name=a.pdf&period=2026-03", body: []byte("no file")},
	"evidence.file":         {allowed: readers, path: "1", target: "item", seen: []string{}},
	"evidence.withdraw":     {allowed: receivers, path: "1", target: "item", seen: []string{}, body: m{"reason": "x"}},
	"checks.create":         {allowed: checkers, target: "item", seen: city, body: m{"measure": "1", "period": "2026-03", "value": "1", "level": "desk", "words": "x"}},
	"releases.create":       {allowed: []string{"eager"}, target: "item", seen: city, body: m{"measure": "1", "period": "2026-03"}},
	"decompositions.create": {allowed: drafters, query: "?name=a.docx", body: []byte("no document")},
	"assignments.sign":      {allowed: receivers, target: "item", seen: parties, body: m{"items": []string{"{x}"}}},
	"assignments.section":   {allowed: receivers, target: "item", seen: parties, body: m{"to": "1"}},
	"assignments.return":    {allowed: receivers, target: "item", seen: parties, body: m{"reason": "above", "basis": "三定", "words": "x"}},
	"assignments.returned":  {allowed: assigners},
	"assignments.decide":    {allowed: assigners, target: "item", seen: city, body: m{"words": "x"}},
	"plans.propose":         {allowed: receivers, target: "item", seen: parties, body: m{"days": []int{10}}},
	"plans.create":          {allowed: receivers, target: "item", seen: parties, body: m{"nodes": []m{{"day": "2026-06-30", "state": "开工"}}}},
	"sheets.desk":           {allowed: readers},
	"sheets.save":           {allowed: receivers, path: "2026-03", target: "item", seen: parties, match: "0", body: m{"words": "x"}},
	"sheets.finish":         {allowed: receivers, path: "2026-03"},
	"sheets.reopen":         {allowed: receivers, path: "2026-03"},
	"sheets.sign":           {allowed: heads, path: "2026-03"},
	"reports.file":          {allowed: []string{"head", "office", "supervision", "eager"}, target: "item", seen: []string{"head", "office", "supervision"}, body: m{"unit": "{unit}", "period": "2026-03", "rows": []m{{"item": "{x}", "words": "x"}}}},
	"reports.correct":       {allowed: heads, target: "report", seen: parties, body: m{"item": "{item}", "words": "x", "reason": "y"}},
	"sheets.list":           {allowed: heads},
	"changes.list":          {allowed: deciders},
	"changes.deciders":      {allowed: heads, target: "item", seen: parties, body: m{"sort": "stop", "class": "policy", "words": "x"}},
	"closings.list":         {allowed: closers},
	"changes.ask":           {allowed: heads, target: "item", seen: parties, body: m{"sort": "stop", "class": "policy", "words": "x"}},
	"changes.withdraw":      {allowed: heads, path: "1", target: "item", seen: parties},
	"changes.decide":        {allowed: deciders, path: "1", target: "item", seen: city, body: m{"approve": false, "words": "x"}},
	"closings.apply":        {allowed: heads, target: "item", seen: parties, body: m{"reached": "2026-03-01", "words": "x"}},
	"closings.decide":       {allowed: closers, target: "item", seen: city, body: m{"act": "close", "words": "x"}},
	"journal.list":          {allowed: auditors},
	"journal.checkpoint":    {allowed: readers},
	"journal.tile":          {allowed: readers},
	"reviews.list":          {allowed: reviewers},
	"reviews.accept":        {allowed: reviewers, target: "report", seen: city, body: m{"reports": []string{"{x}"}}},
	"reviews.return":        {allowed: reviewers, target: "report", seen: city, body: m{"reason": "other", "words": "x"}},
}

// except is everybody but some.
func except(out ...string) []string {
	var list []string
next:
	for _, r := range roles {
		for _, o := range out {
			if r == o {
				continue next
			}
		}
		list = append(list, r)
	}
	return list
}

// targets makes one of everything that an operation can name.
func (w *town) targets() map[string]string {
	w.t.Helper()
	paper, items := w.issue()
	p := into[PaperView](w.call("office", "GET", "/papers/"+paper, nil).is(200))
	w.item = items[0]
	draft := w.call("office", "POST", "/bulletins", m{"sort": "circular"}).is(201)
	n := into[struct{ ID string }](draft).ID
	b := into[Bulletin](w.call("office", "GET", "/bulletin-drafts/"+n, nil).is(200))
	bulletin := into[struct{ ID string }](w.call("office", "POST", "/bulletin-drafts/"+n+"/submit", m{"version": b.Version}).is(201)).ID
	open := into[struct{ ID string }](w.call("office", "POST", "/bulletins", m{"sort": "circular"}).is(201)).ID
	opinion := into[struct{ ID string }](w.call("office", "POST", "/documents/"+p.Document+"/opinions", m{"words": "加装电梯", "proposer": "李代表", "kind": "work", "handler": known(w.house)}).is(201)).ID
	plan := into[struct{ ID string }](w.call("office", "POST", "/registers/special-plans/objects", m{"values": m{"title": "住房发展规划", "class": "重点专项规划", "lead": known(w.house), "due": "2026-12-31"}}).is(201)).ID
	return map[string]string{"register object": plan, "opinion": opinion, "bulletin": bulletin, "bulletin draft": open, "paper": paper, "document": p.Document, "item": items[0], "draft": w.draft(p.Document, "改造老旧小区").ID, "report": w.report(items[0], "2026-02", "8"), "token": w.token("office").ID}
}

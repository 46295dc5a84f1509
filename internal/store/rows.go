package store

import (
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// The rows of an item and of what it comes from; the rules for all rows stand in
// rows_place.go.

// Document is a document as read. Its text is the body TextHash.
type Document struct {
	ID         id.Document  `db:"id"`
	Title      string       `db:"title"`
	Sort       string       `db:"sort"` // report, notice, instruction …
	Year       int64        `db:"year"`
	FileHash   string       `db:"file_hash"`
	TextHash   string       `db:"text_hash"`
	Reader     string       `db:"reader"` // reader and version, which fix the offsets
	AdoptedDay calendar.Day `db:"adopted_day"`
}

// Clause is a sentence or list item of a document. Offsets count code points
// of the text as read.
type Clause struct {
	ID       id.Clause   `db:"id"`
	Document id.Document `db:"document_id"`
	N        int64       `db:"n"`
	Start    int64       `db:"start_at"`
	End      int64       `db:"end_at"`
	Heading  string      `db:"heading"` // path, parts joined by \n
	Section  string      `db:"section"`
	Label    string      `db:"label"`
	Reason   string      `db:"reason"`
}

// Paper is a paper under way: a decomposition notice, an order, a bulletin.
type Paper struct {
	ID       id.Paper    `db:"id"`
	Sort     string      `db:"sort"` // notice …
	Title    string      `db:"title"`
	Document id.Document `db:"document_id"`
	SetHash  string      `db:"set_hash"` // of the content submitted: what is approved and signed is what was submitted
	Year     int64       `db:"year"`
}

// PaperStep is approval (审定), signing (签发), return or withdrawal of a paper.
// Series, year and number are given in the write that signs, without a gap.
type PaperStep struct {
	ID       id.Fact  `db:"id"`
	PaperID  id.Paper `db:"paper_id"`
	Act      string   `db:"act"` // submit, approve, sign, return, withdraw
	Post     id.Post  `db:"post_id"`
	ForPost  id.Post  `db:"for_post_id"` // in whose name, when a stand-in signs
	Series   string   `db:"series"`
	Year     int64    `db:"year"`
	No       int64    `db:"no"`
	FileHash string   `db:"file_hash"`
	Words    string   `db:"words"`
}

// Item founds an item of the ledger.
type Item struct {
	ID     id.Item  `db:"id"`
	Number string   `db:"number"` // what people see; unique within the place
	Kind   string   `db:"kind"`
	Parent id.Item  `db:"parent_id"`
	Root   id.Item  `db:"root_id"` // the item it continues over years; 0: itself
	Year   int64    `db:"year"`
	Paper  id.Paper `db:"paper_id"`
	Space  id.Unit  `db:"space_id"` // the county whose own item it is; 0: the city's
	Rollup string   `db:"rollup"`   // how children count: own, sum, weighted, least
}

// ItemFact is what an item is called and asks; the newest known holds.
type ItemFact struct {
	ID        id.Fact `db:"id"`
	ItemID    id.Item `db:"item_id"`
	Title     string  `db:"title"`
	Standard  string  `db:"standard"` // when it counts as done
	Programme string  `db:"programme"`
	Publicity string  `db:"publicity"` // active, request, none
	Strength  string  `db:"strength"`
	Nature    string  `db:"nature"`
	Cadence   string  `db:"cadence"` // month, quarter …; '': nothing is owed
	Focus     int64   `db:"focus"`
	Offline   int64   `db:"offline"` // 线下办理: number, unit and date only
	Reason    string  `db:"reason"`
	Project   string  `db:"project"` // 项目代码, 24 digits (GB/T 40058-2021)
}

// Origin is one source of an item with its own demand and limit. A row that
// supersedes another with Ended 1 takes it away.
type Origin struct {
	ID         id.Origin    `db:"id"`
	ItemID     id.Item      `db:"item_id"`
	Supersedes id.Origin    `db:"supersedes"`
	Sort       string       `db:"sort"` // report, livelihood, instruction, decision, finding, opinion, superior
	Document   id.Document  `db:"document_id"`
	Start      int64        `db:"start_at"`
	End        int64        `db:"end_at"`
	Record     string       `db:"record"` // paper number, number in a list
	Demand     string       `db:"demand"`
	LimitDay   calendar.Day `db:"limit_day"`
	Assumed    int64        `db:"assumed"`
	Decider    string       `db:"decider"` // duty that decides changes; 'none': nobody
	Ended      int64        `db:"ended"`
}

// Measure is what is counted of an item. Target and TargetMax are scaled by
// Decimals.
type Measure struct {
	ID         id.Measure `db:"id"`
	ItemID     id.Item    `db:"item_id"`
	Supersedes id.Measure `db:"supersedes"`
	N          int64      `db:"n"`
	Name       string     `db:"name"`
	Unit       string     `db:"unit"`
	Decimals   int64      `db:"decimals"`
	Direction  int64      `db:"direction"` // +1 more is better, −1 less is better
	Path       string     `db:"path"`
	Basis      string     `db:"basis"`
	Main       int64      `db:"main"`
	Comparator string     `db:"comparator"`
	Target     int64      `db:"target"`
	TargetMax  int64      `db:"target_max"`
	RelativeTo string     `db:"relative_to"`
	Relation   string     `db:"relation"`
	Publisher  id.Unit    `db:"publisher_id"` // who publishes the value; 0: the lead unit reports it
	Embargo    int64      `db:"embargo"`
	Ended      int64      `db:"ended"`
}

// Assignment gives an item to units; the newest known holds.
type Assignment struct {
	ID         id.Assignment `db:"id"`
	ItemID     id.Item       `db:"item_id"`
	Mode       string        `db:"mode"` // single, joint, by_duty, each
	LeadID     id.Unit       `db:"lead_id"`
	Collating  id.Unit       `db:"collating_id"`
	Words      string        `db:"words"` // as printed in the notice
	AssignDay  calendar.Day  `db:"assign_day"`
	SignBy     calendar.Day  `db:"sign_by"`
	PlanBy     calendar.Day  `db:"plan_by"`
	Section    string        `db:"section"`
	ReasonWord string        `db:"reason"`
}

// Assignee is a unit of an assignment with its role.
type Assignee struct {
	ID         id.Fact       `db:"id"`
	Assignment id.Assignment `db:"assignment_id"`
	ItemID     id.Item       `db:"item_id"`
	UnitID     id.Unit       `db:"unit_id"`
	Role       string        `db:"role"` // lead, responsible, cooperate, collate
	N          int64         `db:"n"`
}

// Handling is what a unit or the office did with an assignment: sign, return,
// uphold, reassign, section.
type Handling struct {
	ID         id.Fact       `db:"id"`
	Assignment id.Assignment `db:"assignment_id"`
	ItemID     id.Item       `db:"item_id"`
	UnitID     id.Unit       `db:"unit_id"`
	Act        string        `db:"act"`
	Reason     string        `db:"reason"`
	Proposed   id.Unit       `db:"proposed_id"`
	Words      string        `db:"words"`
}

// Leader relates a leader's post to an item by hand: lead 分管, main 主抓,
// charge 包抓, follow 协管. Post 0 gives it back to the portfolio.
type Leader struct {
	ID       id.Fact `db:"id"`
	ItemID   id.Item `db:"item_id"`
	Relation string  `db:"relation"`
	PostID   id.Post `db:"post_id"`
}

// Due is when an item is due; the newest known holds.
type Due struct {
	ID      id.Fact      `db:"id"`
	ItemID  id.Item      `db:"item_id"`
	Sort    string       `db:"sort"` // date, event, inherited, standing, always
	Day     calendar.Day `db:"day"`
	EventID id.Event     `db:"event_id"`
	N       int64        `db:"n"`
	Working int64        `db:"working"`
	Assumed int64        `db:"assumed"`
	From    id.Origin    `db:"origin_id"` // which origin sets it
}

// Event is what a due day hangs on; it has an owner who is asked.
type Event struct {
	ID       id.Event     `db:"id"`
	Name     string       `db:"name"`
	OwnerID  id.Unit      `db:"owner_id"`
	Expected calendar.Day `db:"expected_day"`
}

// EventHappened says that it happened.
type EventHappened struct {
	ID      id.Fact      `db:"id"`
	EventID id.Event     `db:"event_id"`
	Day     calendar.Day `db:"day"`
	Words   string       `db:"words"`
}

// Plan is a version of an item's plan; judgements before FromDay keep the
// version they were made with.
type Plan struct {
	ID       id.Plan      `db:"id"`
	ItemID   id.Item      `db:"item_id"`
	Version  int64        `db:"version"`
	FromDay  calendar.Day `db:"from_day"`
	ChangeID id.Change    `db:"change_id"` // the change that made it; 0 for the first
	Words    string       `db:"words"`
}

// Milestone is a node of a plan: an expected value of a measure, or a state.
type Milestone struct {
	ID        id.Milestone `db:"id"`
	PlanID    id.Plan      `db:"plan_id"`
	ItemID    id.Item      `db:"item_id"`
	MeasureID id.Measure   `db:"measure_id"` // 0: a state to be reached
	Day       calendar.Day `db:"day"`
	Expected  int64        `db:"expected"`
	State     string       `db:"state"`
	Person    string       `db:"person"`
}

// Sheet is the head's signature under the reports of a unit for a period.
type Sheet struct {
	ID       id.Sheet        `db:"id"`
	UnitID   id.Unit         `db:"unit_id"`
	Period   calendar.Period `db:"period"`
	DueDay   calendar.Day    `db:"due_day"`
	Finished calendar.Day    `db:"finished_day"` // when the liaison put it before the head
	Signed   calendar.Day    `db:"signed_day"`
	ForPost  id.Post         `db:"for_post_id"`
	Entered  string          `db:"entered"` // '': by the unit; 'office': 代录 from paper
}

// Report is what a unit reports of an item for a period.
type Report struct {
	ID         id.Report       `db:"id"`
	ItemID     id.Item         `db:"item_id"`
	UnitID     id.Unit         `db:"unit_id"`
	Period     calendar.Period `db:"period"`
	SheetID    id.Sheet        `db:"sheet_id"`
	Supersedes id.Report       `db:"supersedes"`
	Sort       string          `db:"sort"` // progress, nochange, correction
	Reason     string          `db:"reason"`
	WordsHash  string          `db:"words_hash"`
	Problem    string          `db:"problem_hash"`
	Missing    string          `db:"missing"` // the part of a cooperating unit that is missing
	Day        calendar.Day    `db:"day"`     // when it came in
}

// Reached says that a state was reached: a node of the plan, or, with Milestone 0,
// what the item asks for in the end. A report says so, or the stage of the object
// of a register that the item is; Undone takes back what the stage had said.
type Reached struct {
	ID        id.Fact      `db:"id"`
	ReportID  id.Report    `db:"report_id"`
	ItemID    id.Item      `db:"item_id"`
	Milestone id.Milestone `db:"milestone_id"`
	Day       calendar.Day `db:"day"`
	Entry     id.Fact      `db:"entry_id"` // of the register, 0: a report says so
	Undone    int64        `db:"undone"`
}

// ReportValue is a figure of a report, cumulative, scaled by the measure.
type ReportValue struct {
	ID        id.Fact         `db:"id"`
	ReportID  id.Report       `db:"report_id"`
	ItemID    id.Item         `db:"item_id"`
	MeasureID id.Measure      `db:"measure_id"`
	Period    calendar.Period `db:"period"`
	Value     int64           `db:"value"`
}

// Review is the reviewer's decision on a report: accept or return.
type Review struct {
	ID       id.Fact      `db:"id"`
	ReportID id.Report    `db:"report_id"`
	ItemID   id.Item      `db:"item_id"`
	Act      string       `db:"act"`
	Reason   string       `db:"reason"` // missing, evidence, offtopic, basis, other
	Words    string       `db:"words"`
	NewDue   calendar.Day `db:"new_due_day"`
}

// Checking is what the office found itself, beside the reported value.
type Checking struct {
	ID        id.Check        `db:"id"`
	ItemID    id.Item         `db:"item_id"`
	MeasureID id.Measure      `db:"measure_id"`
	Period    calendar.Period `db:"period"`
	Value     int64           `db:"value"`
	Level     string          `db:"level"` // desk, field
	Day       calendar.Day    `db:"day"`
	Words     string          `db:"words"`
}

// Releasing makes a value under embargo known; until then the judge and all
// projections do not use it.
type Releasing struct {
	ID        id.Fact         `db:"id"`
	ItemID    id.Item         `db:"item_id"`
	MeasureID id.Measure      `db:"measure_id"`
	Period    calendar.Period `db:"period"`
	Day       calendar.Day    `db:"day"`
	Other     int64           `db:"other"` // of a relative measure: the figure it is held against
	HasOther  int64           `db:"has_other"`
}

// ItemChange asks for a change of an item: defer 延期, value 调值, content
// 调内容, unit 调单位, pause 暂停, stop 中止, merge 合并, split 拆分.
type ItemChange struct {
	ID        id.Change    `db:"id"`
	ItemID    id.Item      `db:"item_id"`
	Sort      string       `db:"sort"`
	OriginID  id.Origin    `db:"origin_id"`
	Milestone id.Milestone `db:"milestone_id"`
	MeasureID id.Measure   `db:"measure_id"`
	FromDay   calendar.Day `db:"from_day"`
	ToDay     calendar.Day `db:"to_day"`
	ToValue   int64        `db:"to_value"`
	Class     string       `db:"class"` // policy, force, factor, subjective
	Words     string       `db:"words"`
	Late      int64        `db:"late"` // 补办: asked too late to undo lateness
}

// ChangeStep is an opinion on, or the decision of, a change.
type ChangeStep struct {
	ID       id.Fact   `db:"id"`
	ChangeID id.Change `db:"change_id"`
	ItemID   id.Item   `db:"item_id"`
	Act      string    `db:"act"` // opinion, approve, refuse, withdraw
	PostID   id.Post   `db:"post_id"`
	PlanID   id.Plan   `db:"plan_id"`
	Words    string    `db:"words"`
}

// Pause stops the clock of an item for a time (冬歇期 …).
type Pause struct {
	ID       id.Fact      `db:"id"`
	ItemID   id.Item      `db:"item_id"`
	FromDay  calendar.Day `db:"from_day"`
	ToDay    calendar.Day `db:"to_day"`
	ChangeID id.Change    `db:"change_id"`
	Reason   string       `db:"reason"`
}

// Breach says that a bound was broken.
type Breach struct {
	ID        id.Fact      `db:"id"`
	ItemID    id.Item      `db:"item_id"`
	MeasureID id.Measure   `db:"measure_id"`
	Day       calendar.Day `db:"day"`
	Words     string       `db:"words"`
}

// Closing is a step of the end of an item: apply 办结申请, close 办结, basic
// 基本办结, phase 阶段办结, return 退回, unfinished 未完成, stop 中止, await
// 已完成、待销号, external 销号, reopen 重开, carry 结转.
type Closing struct {
	ID      id.Closing   `db:"id"`
	ItemID  id.Item      `db:"item_id"`
	Act     string       `db:"act"`
	Reached calendar.Day `db:"reached_day"`
	Number  string       `db:"number"` // paper of the authority that strikes it off
	Sampled int64        `db:"sampled"`
	Next    id.Item      `db:"next_item_id"`
	Words   string       `db:"words"`
}

// Merge says that an item was found to be the same as another (多源合一), or
// that the merging was undone.
type Merge struct {
	ID     id.Fact `db:"id"`
	ItemID id.Item `db:"item_id"`
	IntoID id.Item `db:"into_id"`
	Undone int64   `db:"undone"`
	Words  string  `db:"words"`
}

// SameMatter says that a draft was found to say what an item is about (多源合一):
// it became the origin OriginID of it instead of an item of its own. Measure is the
// measure that was made stricter by it, 0 for none. A row with Undone 1 takes the
// merging of its origin back.
type SameMatter struct {
	ID       id.Fact     `db:"id"`
	ItemID   id.Item     `db:"item_id"`
	Origin   id.Origin   `db:"origin_id"`
	Document id.Document `db:"document_id"`
	Draft    id.Draft    `db:"draft_id"`
	Measure  id.Measure  `db:"measure_id"`
	Undone   int64       `db:"undone"`
	Words    string      `db:"words"` // what spoke for it, or why it was undone
}

// LastYear says that an item promises again what one of the year before did, or,
// where no ledger of that year is kept, what a draft of that year's paper did; the
// newest holds.
type LastYear struct {
	ID       id.Fact     `db:"id"`
	ItemID   id.Item     `db:"item_id"`
	Last     id.Item     `db:"last_item_id"`
	Undone   int64       `db:"undone"`
	Words    string      `db:"words"`
	Document id.Document `db:"document_id"`
	Draft    id.Draft    `db:"draft_id"`
}

// BaseFigure is last year's side of a growth, for one period of this year: Part of
// last year's Whole had come by the same period. Sort says whether they are amounts
// or a weight, which is itself rounded; SoFar is this year's amount, 0 where it is
// not published. The newest row of a measure and period holds.
type BaseFigure struct {
	ID        id.Fact         `db:"id"`
	ItemID    id.Item         `db:"item_id"`
	MeasureID id.Measure      `db:"measure_id"`
	Period    calendar.Period `db:"period"`
	Sort      string          `db:"sort"` // amount, weight
	Part      int64           `db:"part"`
	Whole     int64           `db:"whole"`
	SoFar     int64           `db:"so_far"`
	Decimals  int64           `db:"decimals"`
	Unit      string          `db:"unit"`
	Source    string          `db:"source"`
}

// Evidence (佐证) is one entry about what shows that the reports of an item are so:
// that it is asked for (the newest ask holds), that something was given for a
// period, or that what was given was taken back.
type Evidence struct {
	ID     id.Fact         `db:"id"`
	ItemID id.Item         `db:"item_id"`
	UnitID id.Unit         `db:"unit_id"` // who gave it; 0 for an ask
	Period calendar.Period `db:"period"`  // for which it was given; 0 for an ask
	Act    string          `db:"act"`     // ask, give, withdraw
	Sort   string          `db:"sort"`    // of an ask: none, paper, file, photo; of what was given: paper, file, photo
	Words  string          `db:"words"`   // what is asked for; the paper with its number and date, or what a file shows
	Reason string          `db:"reason"`  // why it is asked for, or taken back
	File   string          `db:"file"`    // name of the file
	Size   int64           `db:"size"`    // bytes
	Body   string          `db:"body_hash"`
	Refers id.Fact         `db:"refers"` // what is taken back
	Day    calendar.Day    `db:"day"`    // when it came in
}

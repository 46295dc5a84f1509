package ledger

import "jiufen/internal/calendar"

// Input is what the judge needs to know of one item, as known at one point:
// plain numbers made from facts. Building it is the caller's work; judging it
// reads nothing else. The zero value is an open item of which nothing is known.
//
// All figures of a track are scaled by the track's decimals. All days are civil
// days; 0 is none.
type Input struct {
	Stage   Stage        // from the newest closing
	Reached calendar.Day // day the standard was reached, as the newest report or closing says; 0 while it is not
	Due     calendar.Day // effective limit; 0: none (standing, always, or the event has not happened)
	Await   bool         // due hangs on an event that has not happened

	Tracks []Track // one per measure; only main ones set the light
	States []Node  // nodes without a measure, by day ascending
	Final  string  // words of the state to be reached by Due (建成投用); used where no node stands on Due

	Pauses    []Pause      // approved pauses, by day ascending, not overlapping
	ReportDue calendar.Day // due day of the oldest report owed and not in; may lie ahead; 0: nothing is owed
	Reported  calendar.Day // day the newest report came in, 0 if none ever did

	Marks     Mark         // ChangePending, UncertainDue; the judge adds those it finds
	Deferrals int          // how often a limit or node was put off with approval
	WasDay    calendar.Day // before the last approved deferral, 0 if none
	NowDay    calendar.Day // after it
	Waiting   calendar.Day // since when a problem of the item waits for an answer from above; 0: none
}

// Track is a measure with its plan and its values.
type Track struct {
	Name      string // 老旧小区改造
	Unit      string // 个, 亿元, %
	Path      PathKind
	Dir       int8 // +1 more is better, −1 less is better
	Main      bool // sets the light; others are only shown
	Published bool // another body publishes the value; the unit owes none
	Decimals  uint8

	HasTarget bool
	Goal      int64 // as the text has it: 6.0 of «6%左右»
	Target    int64 // what meets the goal: the floor, or the ceiling where less is better (quantity.Goal.Floor)
	TargetMax int64 // upper end, where a bound has two (Both)
	Both      bool  // a bound with two ends: Target to TargetMax

	Relation Relation // of a relative measure
	Other    string   // name of the other figure: 全省平均水平
	Margin   int64    // by how much it has to stand above or below the other figure

	Nodes    []Node         // of the plan version in force, by day ascending
	Values   []Value        // by period ascending, within one period by number of the fact
	Breaches []calendar.Day // days on which a bound was broken
}

// Node is a milestone (节点): what is expected from the end of its day on.
type Node struct {
	Day      calendar.Day
	Expected int64        // of the track's measure, cumulative or level; unused for a state
	State    string       // words of the state: 主体封顶, 报市政府
	Reached  calendar.Day // day the state was reached, 0 while it is not
}

// Value is a figure of one period with its standing. Values under embargo are
// left out until they are released.
type Value struct {
	Period   calendar.Period
	N        int64
	Standing Standing
	Day      calendar.Day // when it came in; of a check, when it was made
	Other    int64        // the other figure of a relative measure, same scale
	HasOther bool         // the other figure is released
}

// Pause is a time without a clock, first and last day.
type Pause struct{ From, To calendar.Day }

// Stage is how far an item is on its way out of the ledger.
type Stage uint8

// The stages.
const (
	Open           Stage = iota
	Applied              // 办结申请 is in: the colour stays, mark 待核
	Closed               // 办结
	ClosedBasic          // 基本办结: the rest is a child item
	AwaitingStrike       // 已完成、待销号
	Struck               // 销号
	Unfinished           // 未完成, at the year's end
	StoppedStage         // 中止
	PhaseClosed          // 阶段办结: goes on as a standing duty
)

var stageNames = [...]string{"open", "applied", "closed", "basic", "awaiting_strike", "struck", "unfinished", "stopped", "phase"}

// String is the name of the stage.
func (s Stage) String() string { return stageNames[s] }

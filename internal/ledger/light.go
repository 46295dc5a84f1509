package ledger

import "fmt"

// Light is the light of an item (灯色), in the order of severity.
type Light uint8

// The lights. NoLight is the zero value and no light at all.
const (
	NoLight Light = iota
	Done
	Grey
	Green
	Yellow
	Red
)

var lightNames = [...]string{"", "done", "grey", "green", "yellow", "red"}

// String is the light's name in columns, addresses and classes.
func (l Light) String() string {
	if int(l) < len(lightNames) {
		return lightNames[l]
	}
	return fmt.Sprintf("light%d", l)
}

// ParseLight reads the name of a light.
func ParseLight(s string) (Light, error) {
	for i, name := range lightNames {
		if s == name && s != "" {
			return Light(i), nil
		}
	}
	return NoLight, fmt.Errorf("ledger: %q is not a light; use done, grey, green, yellow or red", s)
}

// Worse reports whether l is a worse light than m.
func (l Light) Worse(m Light) bool { return l > m }

// Shown is the light all but the unit and the reviewer see: the better of what
// is judged now and what was judged at the end of the previous working day. So
// the unit alone sees a worsening for one working day (预亮灯), and an
// improvement shows at once.
func Shown(now, earlier Light) Light {
	if earlier != NoLight && earlier < now {
		return earlier
	}
	return now
}

// GreyReason is why an item is grey.
type GreyReason uint8

// The greys. NotStarted is left by time or by a report; the others are set and
// left by facts, Paused also by its days.
const (
	NotGrey         GreyReason = iota
	NotStarted                 // 未启动: nothing reported, nothing expected yet
	AwaitingRelease            // 待发布: the figure is published by another body
	AwaitingEvent              // 待触发: the limit hangs on an event that has not happened
	Paused                     // 暂停
	Unknown                    // 无法判定: no figure to judge by
	Stopped                    // 中止
)

var greyNames = [...]string{"", "not_started", "awaiting_release", "awaiting_event", "paused", "unknown", "stopped"}

// String is the name of the reason in columns.
func (g GreyReason) String() string {
	if int(g) < len(greyNames) {
		return greyNames[g]
	}
	return fmt.Sprintf("grey%d", g)
}

// Mark is what stands beside a light without changing it.
type Mark uint16

// The marks.
const (
	MarkUnreviewed      Mark = 1 << iota // 未审: the value used is not accepted yet
	MarkTaken                            // 未审受理: accepted because nobody reviewed it in time
	MarkAwaitingRelease                  // 待发布: a newer figure is to be published
	MarkChangePending                    // 延期申请中
	MarkClosingPending                   // 待核: 办结申请 is not decided yet
	MarkAwaitingStrike                   // 已完成、待销号
	MarkDeferred                         // 经批准延期
	MarkUncertainDue                     // the limit reaches into a year not announced yet
)

// Has reports whether all marks of n are set.
func (m Mark) Has(n Mark) bool { return m&n == n }

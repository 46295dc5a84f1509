package sample

import (
	"sync"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/store"
)

// Clock is the place's time while a city is being made: it stands still until
// it is moved, and after Run goes on with real time from where it stands. Hand
// its Now to store.Config.
type Clock struct {
	mu   sync.Mutex
	at   time.Time
	from time.Time // real time at Run; zero while it stands still
}

// First and last moments of the city's history.
var (
	firstDay = calendar.Date(2026, 2, 1)
	lastDay  = calendar.Date(2026, 7, 8)
)

// NewClock stands at the beginning of the city's history.
func NewClock() *Clock { return &Clock{at: moment(firstDay, 0, 30)} }

// ClockAt runs from t on: the clock of a city made earlier.
func ClockAt(t time.Time) *Clock { return &Clock{at: t, from: time.Now()} }

// Now is the time by this clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.from.IsZero() {
		return c.at
	}
	return c.at.Add(time.Since(c.from))
}

// Run lets the clock go on with real time.
func (c *Clock) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.from.IsZero() {
		c.from = time.Now()
	}
}

func (c *Clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = t
}

// moment is a time of day in the place's zone.
func moment(d calendar.Day, hour, minute int) time.Time {
	y, m, day := d.YMD()
	return time.Date(y, time.Month(m), day, hour, minute, 0, 0, store.DefaultZone)
}

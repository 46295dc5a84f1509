// Package job does what nobody asks for: at midnight of the place it opens the
// day, signs a checkpoint, and deletes what must not be kept longer.
//
// The day is the place's, by the clock the database was opened with. A wall
// clock that jumps against the running time of the machine by more than MaxStep
// stops the tick and says so, since a wrong day would be recorded for ever; the
// program has to be started again after somebody has looked at the clock.
//
// It holds no state of its own: what is due follows from what is recorded, so a
// missed run is made up by the next, and two processes on one database do no
// harm.
package job

// Package duty suggests which unit leads a piece of work where the text does not
// say: from a catalogue of which kind of unit does which work (library/duties),
// and from what this government gave to whom before.
//
// It only suggests, with what it goes by; a person decides. It knows no store.
package duty

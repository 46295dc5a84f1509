package store

import (
	"errors"
	"os"
)

var errHeld = errors.New("store: held by another process")

// flock takes the lock by making a file that must not be there; after a crash it
// has to be deleted by hand.
func flock(f *os.File) error {
	held, err := os.OpenFile(f.Name()+".held", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return errHeld
	}
	if err != nil {
		return err
	}
	return held.Close()
}

func letGo(f *os.File) { os.Remove(f.Name() + ".held") }

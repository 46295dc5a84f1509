package store

import (
	"sync"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// keptKey is what a thing read from facts depends on. Nothing is kept under any
// other key, so a second process that writes cannot make it stale.
type keptKey struct {
	seq id.Seq
	day calendar.Day
}

// kept holds a few things read from facts, the newest last.
type kept[T any] struct {
	mu   sync.Mutex
	keys []keptKey
	vals []T
}

// keptMost is how many are held: now, and some days that people look back at.
const keptMost = 8

// get gives what is kept under a key.
func (k *kept[T]) get(key keptKey) (v T, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i, have := range k.keys {
		if have == key {
			return k.vals[i], true
		}
	}
	return v, false
}

// keepBy gives what is kept under the key, or loads and keeps it.
func keepBy[T any](tx *Tx, k *kept[T], key keptKey, load func() (T, error)) (T, error) {
	if v, ok := k.get(key); ok {
		return v, nil
	}
	v, err := load()
	if err != nil {
		return v, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys, k.vals = append(k.keys, key), append(k.vals, v)
	if len(k.keys) > keptMost {
		k.keys, k.vals = k.keys[1:], k.vals[1:]
	}
	return v, nil
}

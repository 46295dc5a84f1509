//go:build !linux

package store

import "math"

func networkFS(string) (string, error) { return "", nil }

// FreeBytes is not known on this system.
func FreeBytes(string) (int64, error) { return math.MaxInt64, nil }

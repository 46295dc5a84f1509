package journal

import "golang.org/x/mod/sumdb/tlog"

func recordHash(leaf []byte) tlog.Hash { return tlog.RecordHash(leaf) }

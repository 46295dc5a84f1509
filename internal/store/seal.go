package store

import (
	"errors"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"

	"jiufen/internal/id"
	"jiufen/internal/journal"
)

// ErrNoFacts says that a change recorded nothing: a mistake of the caller.
var ErrNoFacts = errors.New("store: a change without facts")

// seal writes the leaf of the change and the nodes it adds to the tree.
func (tx *Tx) seal(requestID string) error {
	if tx.n == 0 {
		return ErrNoFacts
	}
	leaf := journal.Leaf{
		Seq: int64(tx.Seq), At: tx.At, Day: tx.Day.String(),
		Actor: strconv.FormatInt(int64(tx.who.Post), 10) + "/" + strconv.FormatInt(int64(tx.who.Person), 10),
		Act:   tx.act, Rows: tx.n, RowsHash: journal.RowsHash(tx.hashes),
	}
	text, err := leaf.Encode()
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO change (place, seq, at, day, post_id, person_id, act, request_id, n, row_hashes, leaf)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.db.place, tx.Seq, tx.At, tx.Day, tx.who.Post, tx.who.Person, tx.act, requestID, tx.n, tx.hashes, text)
	if err != nil {
		return err
	}
	if tx.org || tx.rejudge || tx.reg {
		if err := tx.markSeqs(); err != nil {
			return err
		}
	}
	return tx.grow(text)
}

// markSeqs notes in the clock row which change last touched the organisation,
// the rules and the registers, so that a reader knows whether what it keeps is still true.
func (tx *Tx) markSeqs() error {
	org, lib, reg := tx.orgSeq, tx.libSeq, tx.regSeq
	if tx.org {
		org = tx.Seq
	}
	if tx.rejudge {
		lib = tx.Seq
	}
	if tx.reg {
		reg = tx.Seq
	}
	_, err := tx.exec("UPDATE clock SET org_seq = $2, lib_seq = $3, reg_seq = $4 WHERE place = $1", tx.db.place, org, lib, reg)
	return err
}

// grow adds the leaf to the tree: record number seq−1, counted from 0.
func (tx *Tx) grow(leaf []byte) error {
	nodes, err := journal.Append(int64(tx.Seq)-1, leaf, nodeReader{tx})
	if err != nil {
		return err
	}
	for _, n := range nodes {
		if _, err := tx.exec("INSERT INTO node (place, id, hash) VALUES ($1, $2, $3)", tx.db.place, n.ID, n.Hash[:]); err != nil {
			return err
		}
	}
	return nil
}

// nodeReader reads stored hashes of the tree in this transaction.
type nodeReader struct{ tx *Tx }

// ReadHashes gives the hashes in the order asked.
func (r nodeReader) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	at := make(map[int64]tlog.Hash, len(indexes))
	rows, err := list[struct {
		ID   int64  `db:"id"`
		Hash []byte `db:"hash"`
	}](r.tx, "SELECT id, hash FROM node WHERE place = $1 AND id IN "+idList(indexes), r.tx.db.place)
	if err != nil {
		return nil, err
	}
	for _, n := range rows {
		at[n.ID] = tlog.Hash(n.Hash)
	}
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		h, ok := at[x]
		if !ok {
			return nil, errors.New("store: node " + strconv.FormatInt(x, 10) + " of the journal is missing")
		}
		out[i] = h
	}
	return out, nil
}

// Nodes reads the tree's stored hashes, for proofs, tiles and checkpoints.
func (tx *Tx) Nodes() tlog.HashReader { return nodeReader{tx} }

// Root is the tree's hash over the first size leaves.
func (tx *Tx) Root(size id.Seq) (tlog.Hash, error) {
	return tlog.TreeHash(int64(size), nodeReader{tx})
}

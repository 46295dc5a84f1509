package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"jiufen/internal/errs"
	"jiufen/internal/journal"
	"jiufen/internal/store"
)

type keyCmd struct {
	Source  source `embed:""`
	KeyFile string `help:"cli.flag.key-file" placeholder:"FILE"`
	New     bool   `help:"cli.flag.new-key"`
}

// Run shows where the key is and its fingerprint, or makes one where none is.
func (c *keyCmd) Run(e *env) error {
	if err := c.Source.fill(e); err != nil {
		return err
	}
	db, err := c.Source.read(e)
	if err != nil {
		return err
	}
	defer db.Close()
	k, err := e.keyFile(db, c.KeyFile, c.Source.Data)
	if err != nil {
		return err
	}
	if c.New {
		if err := k.make(); err != nil {
			return err
		}
	} else if err := k.load(); err != nil {
		return err
	}
	e.sayKey(k)
	return nil
}

// keyFile is the signing key of a place: a file outside the data directory, so
// that neither the data nor a backup of them can sign for it.
type keyFile struct {
	path string
	code string
	key  *journal.Key
}

// public is the file of the public key, beside it.
func (k *keyFile) public() string { return strings.TrimSuffix(k.path, ".key") + ".pub" }

// keyFile says where the key of a place lies: where the flag says, else in the
// user's folder of settings, under the code of the place.
func (e *env) keyFile(db *store.DB, path, data string) (*keyFile, error) {
	code, err := db.CodeOr(e.ctx)
	if err != nil {
		return nil, err
	}
	if path == "" {
		path = e.get("JIUFEN_KEY_FILE")
	}
	if path == "" {
		dir, err := os.UserConfigDir()
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "cli.key.where")
		}
		path = filepath.Join(dir, "jiufen", code+".key")
	}
	if data != "" && inside(path, data) {
		return nil, errs.E(errs.Invalid, "cli.key.inside", "path", path, "dir", data)
	}
	return &keyFile{path: path, code: code}, nil
}

// load reads the key; one that others can read is refused, and one of another
// place.
func (k *keyFile) load() error {
	info, err := os.Stat(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return errs.Wrap(err, errs.NotFound, "cli.key.none", "path", k.path)
	}
	if err != nil {
		return fileError(k.path, err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return errs.E(errs.Invalid, "cli.key.open", "path", k.path, "mode", fmt.Sprintf("%04o", info.Mode().Perm()))
	}
	b, err := os.ReadFile(k.path)
	if err != nil {
		return fileError(k.path, err)
	}
	key, err := journal.ParseKey(string(b))
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "cli.key.bad", "path", k.path)
	}
	if key.Place() != k.code {
		return errs.E(errs.Invalid, "cli.key.place", "path", k.path, "have", key.Place(), "want", k.code)
	}
	k.key = key
	return nil
}

// make makes a new key where there is none, and writes the public one beside it.
func (k *keyFile) make() error {
	key, err := journal.NewKey(k.code)
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "cli.key.code", "code", k.code)
	}
	if err := os.MkdirAll(filepath.Dir(k.path), 0o700); err != nil {
		return fileError(k.path, err)
	}
	f, err := os.OpenFile(k.path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return errs.E(errs.Conflict, "cli.key.there", "path", k.path)
	}
	if err != nil {
		return fileError(k.path, err)
	}
	_, err = f.WriteString(key.Text() + "\n")
	err = errors.Join(err, f.Sync(), f.Close())
	if err != nil {
		os.Remove(k.path)
		return fileError(k.path, err)
	}
	k.key = key
	return writeWhole(k.public(), []byte(key.Public().Text()+"\n"))
}

// ready loads the key, or makes it at the first start. A place whose journal was
// signed already needs its old key: a new one would not be the one others hold.
func (k *keyFile) ready(e *env, db *store.DB) (made bool, err error) {
	err = k.load()
	if !errs.Is(err, errs.NotFound) {
		return false, err
	}
	var last string
	if err := db.View(e.ctx, func(tx *store.Tx) (err error) { last, err = tx.LastNote(); return err }); err != nil && !errs.Is(err, errs.Unavailable) {
		return false, err
	}
	if last != "" {
		return false, errs.E(errs.NotFound, "cli.key.lost", "path", k.path)
	}
	return true, k.make()
}

func (e *env) sayKey(k *keyFile) {
	e.say("cli.key.is", "path", k.path, "public", k.public(), "print", k.key.Public().Fingerprint())
}

// readKeys reads the public keys a check is made with, never from the data.
func readKeys(files []string) ([]*journal.PublicKey, error) {
	var out []*journal.PublicKey
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, fileError(name, err)
		}
		k, err := journal.ParsePublicKey(string(b))
		if err != nil {
			return nil, errs.Wrap(err, errs.Invalid, "cli.key.public", "path", name)
		}
		out = append(out, k)
	}
	return out, nil
}

// ring is several public keys of one place: a place that lost its key signs with
// another from then on.
type ring []*journal.PublicKey

// Verifier finds the key of a signature line.
func (r ring) Verifier(name string, hash uint32) (note.Verifier, error) {
	for _, k := range r {
		if v, err := k.Verifier(name, hash); err == nil {
			return v, nil
		}
	}
	return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
}

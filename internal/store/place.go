package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// SettingCode is the setting that names the place in the origin of its
// checkpoints. The first value stands: an origin cannot change.
const SettingCode = "place.code"

// Code is the name of the place in the origin of its checkpoints, ” before one
// was recorded.
func (db *DB) Code(ctx context.Context) (string, error) {
	var code string
	err := db.r.QueryRowContext(ctx, "SELECT value FROM setting_fact WHERE place = $1 AND name = $2 ORDER BY id LIMIT 1", db.place, SettingCode).Scan(&code)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return code, driverError(err)
}

// CodeOr is Code, or the number of the place.
func (db *DB) CodeOr(ctx context.Context) (string, error) {
	code, err := db.Code(ctx)
	if code == "" {
		code = strconv.FormatInt(int64(db.place), 10)
	}
	return code, err
}

// UseZone takes the time zone from the data: days are the place's, whatever the
// zone of the server.
func (db *DB) UseZone(ctx context.Context) error {
	var name string
	err := db.r.QueryRowContext(ctx, "SELECT zone FROM clock WHERE place = $1", db.place).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) || name == DefaultZone.String() {
		return nil
	}
	if err != nil {
		return driverError(err)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return fmt.Errorf("time zone of the place: %w", err)
	}
	db.zone = zone
	return nil
}

// Seq is the last change recorded, 0 if none is.
func (db *DB) Seq(ctx context.Context) (seq int64, err error) {
	err = db.r.QueryRowContext(ctx, "SELECT seq FROM clock WHERE place = $1", db.place).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, driverError(err)
}

// LastAt is the time of the last change, Unix milliseconds; 0 before the first.
func (db *DB) LastAt(ctx context.Context) (at int64, err error) {
	err = db.r.QueryRowContext(ctx, "SELECT at FROM clock WHERE place = $1", db.place).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return at, driverError(err)
}

// LogBytes is the size of SQLite's write-ahead log; 0 on PostgreSQL.
func (db *DB) LogBytes() int64 {
	if db.dir == "" {
		return 0
	}
	info, err := os.Stat(filepath.Join(db.dir, DatabaseFile+"-wal"))
	if err != nil {
		return 0
	}
	return info.Size()
}

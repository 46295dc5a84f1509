-- +goose Up
-- Registers (名录): what is kept where is data (library_fact of sort register); here are the objects and
-- everything recorded of them. A register is switched on by a fact that keeps the burden that was shown.
ALTER TABLE clock ADD COLUMN reg_seq BIGINT NOT NULL DEFAULT 0;
CREATE TABLE register_switch (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    register TEXT NOT NULL,
    act TEXT NOT NULL,
    keeper_id BIGINT NOT NULL,
    units BIGINT NOT NULL,
    objects BIGINT NOT NULL,
    fillings BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX register_switch_ix0 ON register_switch (place, register, id);
CREATE TABLE register_object (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    register TEXT NOT NULL,
    n BIGINT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE UNIQUE INDEX register_object_ix0 ON register_object (place, register, n);
CREATE TABLE register_entry (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    register TEXT NOT NULL,
    object_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    part TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    other TEXT NOT NULL,
    words TEXT NOT NULL,
    day BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX register_entry_ix0 ON register_entry (place, register, id);
CREATE INDEX register_entry_ix1 ON register_entry (place, item_id, id) WHERE item_id <> 0;
CREATE TABLE register_count (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    register TEXT NOT NULL,
    unit_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX register_count_ix0 ON register_count (place, register, id);

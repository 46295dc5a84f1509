-- +goose Up
-- What shows that a report is so (佐证): that it is asked of an item, what was given
-- for a period, and what was taken back.
CREATE TABLE evidence (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    act TEXT NOT NULL,
    sort TEXT NOT NULL,
    words TEXT NOT NULL,
    reason TEXT NOT NULL,
    file TEXT NOT NULL,
    size BIGINT NOT NULL,
    body_hash TEXT NOT NULL,
    refers BIGINT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX evidence_ix0 ON evidence (place, item_id, id);

-- +goose Up
-- Last year's side of a growth: how much of last year's total had come by the same
-- period, as amounts or as a weight; the newest row of a measure and period holds.
CREATE TABLE base_figure (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    sort TEXT NOT NULL,
    part BIGINT NOT NULL,
    whole BIGINT NOT NULL,
    so_far BIGINT NOT NULL,
    decimals BIGINT NOT NULL,
    unit TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX base_figure_ix0 ON base_figure (place, item_id, id);

-- +goose Up
-- A draft was found to say what an item of the ledger is about: it became an origin
-- of that item. A row with undone 1 takes the merging back.
CREATE TABLE same_matter (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    origin_id BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    draft_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX same_matter_ix0 ON same_matter (place, item_id, id);
CREATE INDEX same_matter_ix1 ON same_matter (place, document_id, id);

-- An item promises again what an item of the year before promised; the newest row
-- holds, one with undone 1 takes the link back.
CREATE TABLE last_year (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    last_item_id BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX last_year_ix0 ON last_year (place, item_id, id);
CREATE INDEX last_year_ix1 ON last_year (place, last_item_id, id);

-- +goose Up
-- A person's own views of the ledger: a name for an address. Nobody else sees them.
CREATE TABLE saved_view (
    place BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (place, person_id, name)
);

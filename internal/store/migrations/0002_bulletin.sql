-- +goose Up
-- What a bulletin (通报) or brief (专报) said when it was submitted: its text with
-- the figures it is bound to, as of which state of the ledger.
CREATE TABLE bulletin (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    paper_id BIGINT NOT NULL,
    for_post_id BIGINT NOT NULL,
    as_of_seq BIGINT NOT NULL,
    as_of_day BIGINT NOT NULL,
    names_units BIGINT NOT NULL,
    content_hash TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX bulletin_ix0 ON bulletin (place, paper_id, id);

-- A bulletin being written: work in progress, overwritten freely.
CREATE TABLE bulletin_draft (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sort TEXT NOT NULL,
    for_post_id BIGINT NOT NULL,
    as_of_day BIGINT NOT NULL,
    state TEXT NOT NULL,
    paper_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    addressees TEXT NOT NULL,
    words TEXT NOT NULL,
    by_person BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX bulletin_draft_paper ON bulletin_draft (place, paper_id);

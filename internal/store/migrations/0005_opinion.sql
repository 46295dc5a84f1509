-- +goose Up
-- A document as a version of a report: which report, and how far it has come.
CREATE TABLE document_version (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    document_id BIGINT NOT NULL,
    of_document_id BIGINT NOT NULL,
    stage TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX document_version_ix0 ON document_version (place, document_id, id);
CREATE INDEX document_version_ix1 ON document_version (place, of_document_id, id);

-- An opinion on a report, numbered over all its versions.
CREATE TABLE opinion (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    of_document_id BIGINT NOT NULL,
    n BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    clause_n BIGINT NOT NULL,
    proposer TEXT NOT NULL,
    proposer_unit TEXT NOT NULL,
    occasion TEXT NOT NULL,
    kind TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE UNIQUE INDEX opinion_n ON opinion (place, of_document_id, n);

-- Which unit handles an opinion; the newest holds.
CREATE TABLE opinion_assign (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    opinion_id BIGINT NOT NULL,
    of_document_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX opinion_assign_ix0 ON opinion_assign (place, opinion_id, id);
CREATE INDEX opinion_assign_ix1 ON opinion_assign (place, of_document_id, id);
CREATE INDEX opinion_assign_ix2 ON opinion_assign (place, unit_id, opinion_id);

-- What became of an opinion; a later answer supersedes the earlier, both stay.
CREATE TABLE opinion_answer (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    opinion_id BIGINT NOT NULL,
    of_document_id BIGINT NOT NULL,
    supersedes BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    item_ref BIGINT NOT NULL,
    change_id BIGINT NOT NULL,
    origin_id BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX opinion_answer_ix0 ON opinion_answer (place, opinion_id, id);
CREATE INDEX opinion_answer_ix1 ON opinion_answer (place, of_document_id, id);

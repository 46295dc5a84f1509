-- +goose Up
-- What a letter (函) to the two principal leaders of a county is beside a bulletin:
-- the signed bulletin it rests on, to whom, by when an answer is asked, and how the
-- unit was heard before.
CREATE TABLE letter (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    paper_id BIGINT NOT NULL,
    base_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    answer_day BIGINT NOT NULL,
    heard TEXT NOT NULL,
    heard_day BIGINT NOT NULL,
    heard_words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX letter_ix0 ON letter (place, paper_id, id);

-- What its addressee did with a letter: read it, replied.
CREATE TABLE letter_act (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    paper_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    unit_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    words_hash TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX letter_act_ix0 ON letter_act (place, paper_id, id);

ALTER TABLE bulletin_draft ADD COLUMN base_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bulletin_draft ADD COLUMN unit_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bulletin_draft ADD COLUMN answer_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bulletin_draft ADD COLUMN heard TEXT NOT NULL DEFAULT '';
ALTER TABLE bulletin_draft ADD COLUMN heard_day BIGINT NOT NULL DEFAULT 0;
ALTER TABLE bulletin_draft ADD COLUMN heard_words TEXT NOT NULL DEFAULT '';

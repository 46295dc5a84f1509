-- +goose Up
-- Where no ledger of the year before is kept, an item may repeat what a sentence of
-- that year's paper promised.
ALTER TABLE last_year ADD COLUMN document_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE last_year ADD COLUMN draft_id BIGINT NOT NULL DEFAULT 0;

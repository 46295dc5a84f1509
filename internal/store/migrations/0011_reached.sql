-- +goose Up
-- A state reached is told by a report or by a stage of the object of a register that
-- the item is: entry_id is the stage's entry. A stage that was taken back undoes it.
ALTER TABLE reached ADD COLUMN entry_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE reached ADD COLUMN undone BIGINT NOT NULL DEFAULT 0;

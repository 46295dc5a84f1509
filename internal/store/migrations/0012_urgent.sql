-- +goose Up
-- What was given out lately, and what waits at a desk, is asked for by the day
-- and by the state.
CREATE INDEX assignment_ix1 ON assignment (place, assign_day, sign_by);
CREATE INDEX draft_state ON draft (place, state, document_id);

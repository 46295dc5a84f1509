-- +goose Up
-- The same text serves SQLite and PostgreSQL. Numbers are BIGINT, texts TEXT, bytes BYTEA (a blob on SQLite), nothing is NULL.
-- What forbids changing a fact is not here: the triggers are laid by the program over every table of its list of facts.

-- The clock: one row a place, taken first by every write.
CREATE TABLE clock (
    place BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    epoch BIGINT NOT NULL,
    org_seq BIGINT NOT NULL,
    lib_seq BIGINT NOT NULL,
    zone TEXT NOT NULL
);

-- The journal.
CREATE TABLE change (
    place BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    day BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    request_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    row_hashes BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    PRIMARY KEY (place, seq)
);
CREATE UNIQUE INDEX change_request ON change (place, request_id) WHERE request_id <> '';
CREATE INDEX change_day ON change (place, day, seq);
CREATE TABLE node (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE TABLE checkpoint (
    place BIGINT NOT NULL,
    size BIGINT NOT NULL,
    at BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (place, size)
);

-- Long or personal contents, named by facts through their hash.
CREATE TABLE body (
    place BIGINT NOT NULL,
    hash TEXT NOT NULL,
    salt BYTEA NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (place, hash)
);

-- Facts.
CREATE TABLE library_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    sort TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX library_fact_ix0 ON library_fact (place, sort, name, id);

CREATE TABLE setting_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX setting_fact_ix0 ON setting_fact (place, name, id);

CREATE TABLE day_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    day BIGINT NOT NULL,
    engine BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);

CREATE TABLE epoch_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    epoch BIGINT NOT NULL,
    checkpoint TEXT NOT NULL,
    size BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (place, id)
);

CREATE TABLE unit (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE UNIQUE INDEX unit_ux0 ON unit (place, code);

CREATE TABLE unit_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    unit_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    sort TEXT NOT NULL,
    parent_id BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX unit_fact_ix0 ON unit_fact (place, unit_id, id);

CREATE TABLE unit_succession (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    unit_id BIGINT NOT NULL,
    into_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX unit_succession_ix0 ON unit_succession (place, unit_id, id);

CREATE TABLE person (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (place, id)
);

CREATE TABLE post (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    unit_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    duty TEXT NOT NULL,
    rank BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX post_ix0 ON post (place, unit_id, id);

CREATE TABLE post_holder (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    post_id BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX post_holder_ix0 ON post_holder (place, post_id, id);
CREATE INDEX post_holder_ix1 ON post_holder (place, person_id, id);

CREATE TABLE post_right (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    post_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    given BIGINT NOT NULL,
    second_id BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX post_right_ix0 ON post_right (place, post_id, id);

CREATE TABLE portfolio_line (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    post_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    field TEXT NOT NULL,
    relation TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX portfolio_line_ix0 ON portfolio_line (place, unit_id, id);
CREATE INDEX portfolio_line_ix1 ON portfolio_line (place, post_id, id);

CREATE TABLE stand_in (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    post_id BIGINT NOT NULL,
    for_post_id BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX stand_in_ix0 ON stand_in (place, post_id, id);

CREATE TABLE grant_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    unit_id BIGINT NOT NULL,
    of_unit_id BIGINT NOT NULL,
    programme TEXT NOT NULL,
    level TEXT NOT NULL,
    from_day BIGINT NOT NULL,
    end_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX grant_fact_ix0 ON grant_fact (place, unit_id, id);

CREATE TABLE account_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    person_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    second_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX account_fact_ix0 ON account_fact (place, person_id, id);

CREATE TABLE erasure (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    body_hash TEXT NOT NULL,
    second_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    backups TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX erasure_ix0 ON erasure (place, body_hash);

CREATE TABLE document (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    title TEXT NOT NULL,
    sort TEXT NOT NULL,
    year BIGINT NOT NULL,
    file_hash TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    reader TEXT NOT NULL,
    adopted_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX document_ix0 ON document (place, file_hash);

CREATE TABLE clause (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    document_id BIGINT NOT NULL,
    n BIGINT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    heading TEXT NOT NULL,
    section TEXT NOT NULL,
    label TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX clause_ix0 ON clause (place, document_id, n);

CREATE TABLE paper (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    sort TEXT NOT NULL,
    title TEXT NOT NULL,
    document_id BIGINT NOT NULL,
    set_hash TEXT NOT NULL,
    year BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);

CREATE TABLE paper_step (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    paper_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    post_id BIGINT NOT NULL,
    for_post_id BIGINT NOT NULL,
    series TEXT NOT NULL,
    year BIGINT NOT NULL,
    no BIGINT NOT NULL,
    file_hash TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX paper_step_ix0 ON paper_step (place, paper_id, id);
CREATE UNIQUE INDEX paper_step_ux1 ON paper_step (place, series, year, no) WHERE no > 0;

CREATE TABLE item (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    parent_id BIGINT NOT NULL,
    root_id BIGINT NOT NULL,
    year BIGINT NOT NULL,
    paper_id BIGINT NOT NULL,
    space_id BIGINT NOT NULL,
    rollup TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE UNIQUE INDEX item_ux0 ON item (place, number);
CREATE INDEX item_year ON item (place, year, id);
CREATE INDEX item_ix1 ON item (place, parent_id, id);
CREATE INDEX item_ix2 ON item (place, paper_id, id);

CREATE TABLE item_fact (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    title TEXT NOT NULL,
    standard TEXT NOT NULL,
    programme TEXT NOT NULL,
    publicity TEXT NOT NULL,
    strength TEXT NOT NULL,
    nature TEXT NOT NULL,
    cadence TEXT NOT NULL,
    focus BIGINT NOT NULL,
    offline BIGINT NOT NULL,
    reason TEXT NOT NULL,
    project TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX item_fact_ix0 ON item_fact (place, item_id, id);

CREATE TABLE origin (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    supersedes BIGINT NOT NULL,
    sort TEXT NOT NULL,
    document_id BIGINT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    record TEXT NOT NULL,
    demand TEXT NOT NULL,
    limit_day BIGINT NOT NULL,
    assumed BIGINT NOT NULL,
    decider TEXT NOT NULL,
    ended BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX origin_ix0 ON origin (place, item_id, id);
CREATE INDEX origin_ix1 ON origin (place, document_id, id);

CREATE TABLE measure (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    supersedes BIGINT NOT NULL,
    n BIGINT NOT NULL,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    decimals BIGINT NOT NULL,
    direction BIGINT NOT NULL,
    path TEXT NOT NULL,
    basis TEXT NOT NULL,
    main BIGINT NOT NULL,
    comparator TEXT NOT NULL,
    target BIGINT NOT NULL,
    target_max BIGINT NOT NULL,
    relative_to TEXT NOT NULL,
    relation TEXT NOT NULL,
    publisher_id BIGINT NOT NULL,
    embargo BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX measure_ix0 ON measure (place, item_id, id);

CREATE TABLE assignment (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    mode TEXT NOT NULL,
    lead_id BIGINT NOT NULL,
    collating_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    assign_day BIGINT NOT NULL,
    sign_by BIGINT NOT NULL,
    plan_by BIGINT NOT NULL,
    section TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX assignment_ix0 ON assignment (place, item_id, id);

CREATE TABLE assignee (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    assignment_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    role TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX assignee_ix0 ON assignee (place, item_id, id);
CREATE INDEX assignee_ix1 ON assignee (place, unit_id, id);
CREATE INDEX assignee_ix2 ON assignee (place, assignment_id, id);

CREATE TABLE handling (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    assignment_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    reason TEXT NOT NULL,
    proposed_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX handling_ix0 ON handling (place, item_id, id);

CREATE TABLE leader (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    relation TEXT NOT NULL,
    post_id BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX leader_ix0 ON leader (place, item_id, id);

CREATE TABLE due (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    sort TEXT NOT NULL,
    day BIGINT NOT NULL,
    event_id BIGINT NOT NULL,
    n BIGINT NOT NULL,
    working BIGINT NOT NULL,
    assumed BIGINT NOT NULL,
    origin_id BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX due_ix0 ON due (place, item_id, id);
CREATE INDEX due_ix1 ON due (place, event_id, id) WHERE event_id > 0;

CREATE TABLE event (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    name TEXT NOT NULL,
    owner_id BIGINT NOT NULL,
    expected_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);

CREATE TABLE event_happened (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    event_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX event_happened_ix0 ON event_happened (place, event_id, id);

CREATE TABLE plan (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    change_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX plan_ix0 ON plan (place, item_id, id);

CREATE TABLE milestone (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    plan_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    expected BIGINT NOT NULL,
    state TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX milestone_ix0 ON milestone (place, item_id, id);
CREATE INDEX milestone_ix1 ON milestone (place, plan_id, id);

CREATE TABLE sheet (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    unit_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    due_day BIGINT NOT NULL,
    finished_day BIGINT NOT NULL,
    signed_day BIGINT NOT NULL,
    for_post_id BIGINT NOT NULL,
    entered TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX sheet_ix0 ON sheet (place, unit_id, period, id);

CREATE TABLE report (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    sheet_id BIGINT NOT NULL,
    supersedes BIGINT NOT NULL,
    sort TEXT NOT NULL,
    reason TEXT NOT NULL,
    words_hash TEXT NOT NULL,
    problem_hash TEXT NOT NULL,
    missing TEXT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX report_ix0 ON report (place, item_id, id);
CREATE INDEX report_ix1 ON report (place, sheet_id, id);
CREATE INDEX report_ix2 ON report (place, supersedes) WHERE supersedes > 0;

CREATE TABLE report_value (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    report_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX report_value_ix0 ON report_value (place, item_id, id);
CREATE INDEX report_value_ix1 ON report_value (place, report_id, id);

CREATE TABLE reached (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    report_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX reached_ix0 ON reached (place, item_id, id);

CREATE TABLE review (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    report_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    new_due_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX review_ix0 ON review (place, item_id, id);
CREATE INDEX review_ix1 ON review (place, report_id, id);

CREATE TABLE checking (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    value BIGINT NOT NULL,
    level TEXT NOT NULL,
    day BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX checking_ix0 ON checking (place, item_id, id);

CREATE TABLE releasing (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    day BIGINT NOT NULL,
    other BIGINT NOT NULL,
    has_other BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX releasing_ix0 ON releasing (place, item_id, id);

CREATE TABLE item_change (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    sort TEXT NOT NULL,
    origin_id BIGINT NOT NULL,
    milestone_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    to_value BIGINT NOT NULL,
    class TEXT NOT NULL,
    words TEXT NOT NULL,
    late BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX item_change_ix0 ON item_change (place, item_id, id);

CREATE TABLE change_step (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    change_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    post_id BIGINT NOT NULL,
    plan_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX change_step_ix0 ON change_step (place, item_id, id);
CREATE INDEX change_step_ix1 ON change_step (place, change_id, id);

CREATE TABLE pause (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    change_id BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX pause_ix0 ON pause (place, item_id, id);

CREATE TABLE breach (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    measure_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX breach_ix0 ON breach (place, item_id, id);

CREATE TABLE closing (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    act TEXT NOT NULL,
    reached_day BIGINT NOT NULL,
    number TEXT NOT NULL,
    sampled BIGINT NOT NULL,
    next_item_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX closing_ix0 ON closing (place, item_id, id);

CREATE TABLE item_merge (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    item_id BIGINT NOT NULL,
    into_id BIGINT NOT NULL,
    undone BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX item_merge_ix0 ON item_merge (place, item_id, id);
CREATE INDEX item_merge_ix1 ON item_merge (place, into_id, id);

-- Projections.
CREATE TABLE row_span (
    place BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    from_seq BIGINT NOT NULL,
    to_seq BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    number TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    parent_id BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    leader_id BIGINT NOT NULL,
    field TEXT NOT NULL,
    due BIGINT NOT NULL,
    due_sort TEXT NOT NULL,
    judged BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    grey TEXT NOT NULL,
    until_day BIGINT NOT NULL,
    PRIMARY KEY (place, item_id, from_seq)
);
CREATE INDEX row_day ON row_span (place, item_id, from_day, from_seq);
CREATE INDEX row_now_item ON row_span (place, item_id) WHERE to_seq = 9223372036854775807;
CREATE INDEX row_now_due ON row_span (place, due, item_id) WHERE to_seq = 9223372036854775807;
CREATE INDEX row_until ON row_span (place, until_day, item_id) WHERE to_seq = 9223372036854775807;
CREATE INDEX row_asof_due ON row_span (place, due, item_id, from_seq, to_seq);
CREATE INDEX row_asof_light ON row_span (place, shown, due, item_id, from_seq, to_seq);
CREATE INDEX row_asof_lead ON row_span (place, lead_id, due, item_id, from_seq, to_seq);

-- Who sees what: unit 0 is the office's view of everything. light is the light this audience is shown.
CREATE TABLE sight (
    place BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    level BIGINT NOT NULL,
    light BIGINT NOT NULL,
    due BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    leader_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (place, item_id, unit_id)
);
CREATE INDEX sight_due ON sight (place, unit_id, due, item_id);
CREATE INDEX sight_light ON sight (place, unit_id, light, due, item_id);
CREATE INDEX sight_lead ON sight (place, unit_id, lead_id, due, item_id);
CREATE INDEX sight_leader ON sight (place, unit_id, leader_id, due, item_id);
CREATE INDEX sight_kind ON sight (place, unit_id, kind, due, item_id);
CREATE INDEX sight_number ON sight (place, unit_id, item_id);

-- Counts of the ledger by day; day 0 is now.
CREATE TABLE tally (
    place BIGINT NOT NULL,
    day BIGINT NOT NULL,
    lead_id BIGINT NOT NULL,
    leader_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    light BIGINT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (place, day, lead_id, leader_id, kind, light)
);

-- Every unit with all units below it, itself among them, as it stands today.
CREATE TABLE unit_branch (
    place BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    member_id BIGINT NOT NULL,
    PRIMARY KEY (place, unit_id, member_id)
);
CREATE INDEX unit_branch_member ON unit_branch (place, member_id, unit_id);

-- Work in progress.
CREATE TABLE counter (
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (place, name)
);
CREATE TABLE draft (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    document_id BIGINT NOT NULL,
    n BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    gone_to BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    body TEXT NOT NULL,
    by_person BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX draft_document ON draft (place, document_id, n, id);
CREATE TABLE draft_rev (
    place BIGINT NOT NULL,
    draft_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    by_person BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (place, draft_id, version)
);
CREATE TABLE sheet_draft (
    place BIGINT NOT NULL,
    unit_id BIGINT NOT NULL,
    period BIGINT NOT NULL,
    item_id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    by_person BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (place, unit_id, period, item_id)
);
CREATE TABLE account (
    place BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    login TEXT NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,
    sleeping BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    notice TEXT NOT NULL,
    PRIMARY KEY (place, person_id)
);
CREATE UNIQUE INDEX account_login ON account (place, login);
CREATE TABLE session (
    place BIGINT NOT NULL,
    token TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    proven_at BIGINT NOT NULL,
    form_key TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (place, token)
);
CREATE INDEX session_person ON session (place, person_id, token);
CREATE TABLE link (
    place BIGINT NOT NULL,
    token TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (place, token)
);
CREATE TABLE api_token (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    token TEXT NOT NULL,
    person_id BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    rights TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE UNIQUE INDEX api_token_token ON api_token (place, token);
CREATE INDEX api_token_person ON api_token (place, person_id, id);
CREATE TABLE signin (
    place BIGINT NOT NULL,
    id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    login TEXT NOT NULL,
    address TEXT NOT NULL,
    ok BIGINT NOT NULL,
    PRIMARY KEY (place, id)
);
CREATE INDEX signin_login ON signin (place, login, address, at);
CREATE TABLE job (
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (place, name)
);

-- Checks ("is it required?"), work on cases, letters, rulebooks as they were, calls of hooks. Large columns stand last.

-- Which of two cases that are due at once comes first.
ALTER TABLE case_version ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
ALTER TABLE review_case ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
UPDATE case_version SET priority =
  CASE json_extract(request, '$.event.level') WHEN 'emergency' THEN 0 WHEN 'urgent' THEN 1 ELSE 2 END;
UPDATE review_case SET priority = (SELECT v.priority FROM case_version AS v WHERE v.seq = review_case.newest);
DROP INDEX review_case_pended;
CREATE INDEX review_case_pended ON review_case (queue, due, priority, id) WHERE state = 0;

-- One row an asking: the same question asked again has the same reference.
CREATE TABLE coverage_check (
  seq INTEGER PRIMARY KEY,
  reference TEXT NOT NULL,
  channel INTEGER NOT NULL,
  made INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  resource TEXT NOT NULL,
  member TEXT NOT NULL,
  requester TEXT NOT NULL,
  sender TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  answer TEXT NOT NULL,
  question TEXT NOT NULL
) STRICT;
CREATE INDEX coverage_check_by_reference ON coverage_check (reference);
CREATE INDEX coverage_check_by_member ON coverage_check (member) WHERE member <> '';
CREATE INDEX coverage_check_by_requester ON coverage_check (requester) WHERE requester <> '';
CREATE INDEX coverage_check_by_resource ON coverage_check (resource) WHERE resource <> '';
CREATE INDEX coverage_check_by_fingerprint ON coverage_check (fingerprint);

CREATE TABLE case_event (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX case_event_by_case ON case_event (case_id);
CREATE INDEX case_event_in_time ON case_event (at);

-- Whose a case is at this moment; nobody's when there is no row.
CREATE TABLE case_assignment (
  case_id TEXT NOT NULL PRIMARY KEY,
  assignee TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE work_item (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  due INTEGER NOT NULL,  -- the largest integer when there is none
  closed INTEGER,
  version INTEGER NOT NULL,
  case_id TEXT NOT NULL,
  queue TEXT NOT NULL,
  assignee TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX work_item_by_id ON work_item (id);
CREATE INDEX work_item_by_case ON work_item (case_id);
CREATE INDEX work_item_in_order ON work_item (state, due, priority, seq);

CREATE TABLE letter (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  made INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  kind TEXT NOT NULL,
  addressee TEXT NOT NULL,
  channel TEXT NOT NULL,
  destination TEXT NOT NULL,
  error TEXT NOT NULL,
  body TEXT NOT NULL,
  pdf BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX letter_by_id ON letter (id);
CREATE INDEX letter_by_case ON letter (case_id);
CREATE INDEX letter_by_state ON letter (state);

CREATE TABLE follow_up (
  worker TEXT NOT NULL PRIMARY KEY,
  position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The files of a rulebook, each packed (0004): `size` tells its length, NULL = as it is.
CREATE TABLE rulebook_file (
  version TEXT NOT NULL,
  place INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  name TEXT NOT NULL,
  size INTEGER,
  body BLOB NOT NULL,
  PRIMARY KEY (version, place)
) STRICT;

CREATE TABLE hook_call (
  seq INTEGER PRIMARY KEY,
  received INTEGER NOT NULL,
  milliseconds INTEGER NOT NULL,
  status INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  service TEXT NOT NULL,
  hook TEXT NOT NULL,
  instance TEXT NOT NULL,
  client TEXT NOT NULL,
  provider TEXT NOT NULL,
  token_use TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX hook_call_in_time ON hook_call (received);

CREATE TABLE hook_feedback (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  service TEXT NOT NULL,
  card TEXT NOT NULL,
  outcome TEXT NOT NULL,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX hook_feedback_in_time ON hook_feedback (at);

CREATE TABLE used_token (
  issuer TEXT NOT NULL,
  id TEXT NOT NULL,
  expires INTEGER NOT NULL,
  PRIMARY KEY (issuer, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_token_by_expiry ON used_token (expires);

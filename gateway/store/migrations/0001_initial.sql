-- Instants are seconds since 1970 UTC. Large columns stand last, so that reading the small ones touches one page.

-- One received message with its answer: one row a request.
CREATE TABLE message (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  replay_key INTEGER NOT NULL,  -- first eight bytes of hash: narrow, so that the index stays small
  transport INTEGER NOT NULL,
  received INTEGER NOT NULL,
  status INTEGER NOT NULL,
  sender TEXT NOT NULL,
  hash BLOB NOT NULL,  -- SHA-256 of bytes
  content_type TEXT NOT NULL,
  answer_type TEXT NOT NULL,
  answer BLOB NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX message_by_id ON message (id);
CREATE INDEX message_by_replay_key ON message (replay_key);

-- Interchange control numbers that were used, and the content they were used with.
CREATE TABLE control_number (
  pair TEXT NOT NULL,
  number TEXT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (pair, number)
) STRICT, WITHOUT ROWID;

-- Every version of every case; rows are never changed.
CREATE TABLE case_version (
  seq INTEGER PRIMARY KEY,
  case_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  received INTEGER NOT NULL,
  decided INTEGER NOT NULL,
  due INTEGER,
  member TEXT NOT NULL,
  submitter TEXT NOT NULL,
  queue TEXT NOT NULL,
  message_id TEXT NOT NULL,
  determination TEXT NOT NULL,
  request TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX case_version_by_case ON case_version (case_id, version);

-- Where each case stands now: small rows that point at the newest version.
CREATE TABLE review_case (
  id TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL,
  opened INTEGER NOT NULL,  -- case_version.seq of the first version: the order of opening
  newest INTEGER NOT NULL,  -- case_version.seq of the newest
  state INTEGER NOT NULL,
  due INTEGER NOT NULL,  -- the largest integer when there is none
  member TEXT NOT NULL,
  queue TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX review_case_by_member ON review_case (member, opened) WHERE member <> '';
CREATE INDEX review_case_pended ON review_case (queue, due, id) WHERE state = 0;

CREATE TABLE lookup_key (
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (kind, value, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
  id TEXT NOT NULL PRIMARY KEY,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE facility (
  npi TEXT NOT NULL PRIMARY KEY,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE number_sequence (
  kind TEXT NOT NULL PRIMARY KEY,
  next INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Batches, what waits for a partner, documents that came apart from their request, and who used a control number.

-- Used = another owner may not use it again. `owner` is the message or batch; `received` lets a partner agree on a window.
ALTER TABLE control_number DROP COLUMN hash;
ALTER TABLE control_number ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE control_number ADD COLUMN received INTEGER NOT NULL DEFAULT 0;
CREATE INDEX control_number_by_batch ON control_number (owner) WHERE owner >= 'B' AND owner < 'C';

-- A batch is received whole before it is worked off; `sets` says how far that is, in steps that commit with what they decide.
CREATE TABLE batch (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  sender TEXT NOT NULL,
  payload_id TEXT NOT NULL,
  hash BLOB NOT NULL,
  content_type TEXT NOT NULL,
  state INTEGER NOT NULL,
  received INTEGER NOT NULL,
  claimed_until INTEGER NOT NULL,  -- by a node that works on it
  sets INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  numbers TEXT NOT NULL  -- control numbers drawn for its answers: a restart goes on with the same
) STRICT;
CREATE UNIQUE INDEX batch_by_id ON batch (id);
CREATE UNIQUE INDEX batch_by_payload ON batch (sender, payload_id);
CREATE INDEX batch_unfinished ON batch (seq) WHERE state IN (0, 1);

-- Bytes of a batch in order: as received (kind 0), its acknowledgments (1), its responses (2).
CREATE TABLE batch_part (
  seq INTEGER PRIMARY KEY,
  batch_id TEXT NOT NULL,
  kind INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX batch_part_in_order ON batch_part (batch_id, kind, seq);

-- What a partner has not asked for but is to get, in the order it was made.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  destination TEXT NOT NULL,
  kind INTEGER NOT NULL,
  version INTEGER NOT NULL,
  made INTEGER NOT NULL,
  taken INTEGER,
  case_id TEXT NOT NULL,
  content_type TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX outbox_waiting ON outbox (destination, number) WHERE taken IS NULL;

-- Documents that came by themselves: held until the request they belong to is here.
CREATE TABLE attachment (
  id TEXT NOT NULL PRIMARY KEY,
  control_number TEXT NOT NULL,
  state INTEGER NOT NULL,
  received INTEGER NOT NULL,
  held_until INTEGER NOT NULL,
  case_id TEXT NOT NULL,
  sender TEXT NOT NULL,
  message_id TEXT NOT NULL,
  description TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_held ON attachment (control_number) WHERE state = 0;
CREATE INDEX attachment_by_case ON attachment (case_id) WHERE case_id <> '';

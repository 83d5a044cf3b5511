-- Subscriptions and what waits for them; whom a case was asked by and when it was decided, for searches.

ALTER TABLE case_version ADD COLUMN requester TEXT NOT NULL DEFAULT '';
ALTER TABLE review_case ADD COLUMN requester TEXT NOT NULL DEFAULT '';
ALTER TABLE review_case ADD COLUMN decided INTEGER NOT NULL DEFAULT 0;
UPDATE case_version SET requester = coalesce(
  (SELECT json_extract(i.value, '$.value') FROM json_each(request, '$.requester.identifiers') AS i
   ORDER BY json_extract(i.value, '$.kind') <> 'npi' LIMIT 1), '');
UPDATE review_case SET (requester, decided) =
  (SELECT v.requester, v.decided FROM case_version AS v WHERE v.seq = review_case.newest);
CREATE INDEX review_case_by_requester ON review_case (requester, opened) WHERE requester <> '';

CREATE TABLE subscription (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  base TEXT NOT NULL,
  owner TEXT NOT NULL,
  state INTEGER NOT NULL,
  ends INTEGER,
  events INTEGER NOT NULL,
  made INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  version INTEGER NOT NULL,
  error TEXT NOT NULL,
  resource TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX subscription_by_id ON subscription (id);

-- Whose decisions a subscription wants; organization '' = everybody's.
CREATE TABLE subscription_organization (
  organization TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  PRIMARY KEY (organization, subscription_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE notification (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  subscription_id TEXT NOT NULL,
  kind INTEGER NOT NULL,
  state INTEGER NOT NULL,
  event_number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  made INTEGER NOT NULL,
  due INTEGER NOT NULL,
  claimed_until INTEGER NOT NULL,  -- by a node that delivers it
  attempts INTEGER NOT NULL,
  finished INTEGER,
  case_id TEXT NOT NULL,
  error TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE INDEX notification_waiting ON notification (subscription_id, number) WHERE state = 0;

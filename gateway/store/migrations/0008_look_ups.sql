-- Who saw what, when (45 CFR 164.312(b)). Rows are only ever added.
CREATE TABLE look_up (
  number INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  client TEXT NOT NULL,
  person TEXT NOT NULL
) STRICT;
CREATE INDEX look_up_by_case ON look_up (case_id) WHERE case_id <> '';
CREATE INDEX look_up_by_person ON look_up (person) WHERE person <> '';
CREATE INDEX look_up_by_client ON look_up (client) WHERE client <> '';

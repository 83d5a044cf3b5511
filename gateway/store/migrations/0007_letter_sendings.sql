-- Which sending of a letter its state is of. Made anew: a column that is added stands behind the pdf, and reading it
-- would read that too.
CREATE TABLE letter_new (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  case_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  sending INTEGER NOT NULL,
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
INSERT INTO letter_new (seq, id, case_id, version, state, sending, attempts, made, changed, kind, addressee, channel,
                        destination, error, body, pdf)
  SELECT seq, id, case_id, version, state, 1, attempts, made, changed, kind, addressee, channel, destination, error,
         body, pdf FROM letter;
DROP TABLE letter;
ALTER TABLE letter_new RENAME TO letter;
CREATE UNIQUE INDEX letter_by_id ON letter (id);
CREATE INDEX letter_by_case ON letter (case_id);
CREATE INDEX letter_by_state ON letter (state);

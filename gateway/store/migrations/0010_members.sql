-- What a load replaced, and until when it was the member's record: decisions of then are made again with it.
CREATE TABLE member_before (
  id TEXT NOT NULL,
  until INTEGER NOT NULL,
  record TEXT NOT NULL,
  PRIMARY KEY (id, until)
) STRICT, WITHOUT ROWID;

-- For who has no number at hand: family names as precert::normalised_family writes them, dependents' too, and
-- birth dates as days since 1970. Filled from the records when the store is opened.
CREATE TABLE member_name (
  family TEXT NOT NULL,
  born INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (family, born, id)
) STRICT, WITHOUT ROWID;

-- Forms that were ever asked for, by id and version: answers to others are kept and not read.
CREATE TABLE issued_form (
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (id, version)
) STRICT, WITHOUT ROWID;

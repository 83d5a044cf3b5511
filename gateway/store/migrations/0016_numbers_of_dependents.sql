-- Numbers that dependents have of their own, and the member under whose record they stand: who has one is sent in
-- the member's place (005010X217 2010C). Filled from the records when the store is opened, with the names.
CREATE TABLE dependent_number (
  number TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (number, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX dependent_number_by_member ON dependent_number (id);
DELETE FROM member_name;

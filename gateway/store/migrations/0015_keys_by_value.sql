-- Keys that are "system|value" (LookupKind trace, claim_identifier, bundle_identifier) are kept as "value|system", so
-- that the one index there is finds a value of whatever system too: gateway/store/sqlite_keys.hpp. A system ends at
-- its first bar. A new table, because turned around in place one key could meet another that is yet to be turned.

CREATE TABLE turned_key (
  kind INTEGER NOT NULL,
  value TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (kind, value, case_id)
) STRICT, WITHOUT ROWID;
INSERT INTO turned_key (kind, value, case_id)
  SELECT kind, turned, case_id FROM (
    SELECT kind, case_id, CASE WHEN kind IN (2, 3, 6) AND instr(value, '|') > 0
      THEN substr(value, instr(value, '|') + 1) || '|' || substr(value, 1, instr(value, '|') - 1)
      ELSE value END AS turned
    FROM lookup_key)
  ORDER BY kind, turned, case_id;
DROP TABLE lookup_key;
ALTER TABLE turned_key RENAME TO lookup_key;

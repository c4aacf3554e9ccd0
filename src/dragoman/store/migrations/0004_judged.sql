-- What a person changed: the record as the program read it, so that a decision can be taken back.
CREATE TABLE IF NOT EXISTS original (
  report INTEGER NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  kind TEXT NOT NULL,                 -- event, statement, agreement
  id TEXT NOT NULL,
  record TEXT NOT NULL,               -- JSON; empty for a record that a person added
  PRIMARY KEY (report, kind, id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS report_copy ON report (copy_of) WHERE copy_of IS NOT NULL;

-- What a decision is bound to beside its evidence, and whether it still applies to the newest reading.
CREATE TABLE IF NOT EXISTS judgement_target (
  judgement TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  anchor TEXT NOT NULL,
  applies INTEGER NOT NULL DEFAULT 1
) WITHOUT ROWID;

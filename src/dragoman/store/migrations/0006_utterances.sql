-- The same utterance in several reports. Made from the statements, and can be made again.

-- Reports whose statements are not compared yet.
CREATE TABLE unsaid (report INTEGER PRIMARY KEY REFERENCES report (key) ON DELETE CASCADE);
INSERT INTO unsaid SELECT key FROM report WHERE current = 1;
CREATE TRIGGER unsaid_insert AFTER INSERT ON report BEGIN INSERT OR IGNORE INTO unsaid VALUES (new.key); END;

CREATE TABLE saying_key (             -- by what fellows of a statement are looked for (link/across_utterances.py)
  value INTEGER NOT NULL, day INTEGER NOT NULL,
  statement INTEGER NOT NULL REFERENCES statement (key) ON DELETE CASCADE,
  PRIMARY KEY (value, day, statement)
) WITHOUT ROWID;
CREATE INDEX saying_key_statement ON saying_key (statement);

CREATE TABLE utterance_link (         -- two statements of two reports that give one utterance
  a INTEGER NOT NULL REFERENCES statement (key) ON DELETE CASCADE,
  b INTEGER NOT NULL REFERENCES statement (key) ON DELETE CASCADE,
  score REAL NOT NULL,
  reasons TEXT NOT NULL,              -- JSON
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX utterance_link_b ON utterance_link (b);

-- Another version, speaker, content or decision: the statements are compared anew.
CREATE TRIGGER unsaid_outdated AFTER UPDATE OF current ON report WHEN new.current = 0 BEGIN
  DELETE FROM unsaid WHERE report = new.key;
  DELETE FROM saying_key WHERE statement IN (SELECT key FROM statement WHERE report = new.key);
  DELETE FROM utterance_link WHERE a IN (SELECT key FROM statement WHERE report = new.key);
  DELETE FROM utterance_link WHERE b IN (SELECT key FROM statement WHERE report = new.key);
END;
CREATE TRIGGER unsaid_changed AFTER UPDATE ON statement
WHEN new.actor IS NOT old.actor OR new.content IS NOT old.content OR new.judged IS NOT old.judged BEGIN
  INSERT OR IGNORE INTO unsaid VALUES (new.report);
END;

-- Decisions on who is one: few among many judgements.
CREATE INDEX judgement_identity ON judgement (at) WHERE kind IN ('merge', 'split');

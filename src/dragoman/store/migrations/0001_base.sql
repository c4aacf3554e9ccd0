-- Reports and their records. Plain tables with foreign keys: any SQLite tool opens them.
-- "key" is the store's own number; "id" is the record's stable id (a hash of content).

CREATE TABLE report (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  version TEXT NOT NULL,              -- hash of the text: a changed text is another version
  current INTEGER NOT NULL DEFAULT 1, -- 1 for the newest version of the report
  title TEXT, published TEXT, published_time TEXT, zone TEXT, published_source TEXT, published_conflict TEXT,
  byline TEXT, publisher TEXT, url TEXT, language TEXT, source TEXT, fetched TEXT, skipped TEXT,
  copy_of TEXT,                       -- id of the report that this one is a copy of
  added TEXT NOT NULL,
  program TEXT NOT NULL,              -- version of dragoman that read it
  text TEXT NOT NULL,
  UNIQUE (id, version)
);
CREATE UNIQUE INDEX report_current ON report (id) WHERE current = 1;
CREATE INDEX report_published ON report (published, key) WHERE current = 1;

CREATE TABLE report_layers (          -- segments, mentions, times, places, ...: JSON, packed by zlib
  report INTEGER PRIMARY KEY REFERENCES report (key) ON DELETE CASCADE,
  layers BLOB NOT NULL
);

CREATE VIRTUAL TABLE report_text USING fts5 (
  title, text, content = 'report', content_rowid = 'key', tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER report_text_insert AFTER INSERT ON report BEGIN
  INSERT INTO report_text (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER report_text_delete AFTER DELETE ON report BEGIN
  INSERT INTO report_text (report_text, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
CREATE TRIGGER report_text_update AFTER UPDATE OF title, text ON report BEGIN
  INSERT INTO report_text (report_text, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
  INSERT INTO report_text (rowid, title, text) VALUES (new.key, new.title, new.text);
END;

CREATE TABLE problem (
  key INTEGER PRIMARY KEY,
  report INTEGER NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE INDEX problem_report ON problem (report);

CREATE TABLE actor (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, sector TEXT, code TEXT NOT NULL, office TEXT, wikidata TEXT
);
CREATE INDEX actor_name ON actor (name COLLATE NOCASE);
CREATE INDEX actor_country ON actor (country);

CREATE TABLE event (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  report INTEGER NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  type TEXT NOT NULL, mode TEXT, quad INTEGER NOT NULL, status TEXT NOT NULL, score REAL NOT NULL,
  published INTEGER NOT NULL,         -- days since 1970-01-01 of the report's publication, -999999 if unknown
  date TEXT, date_from TEXT, date_to TEXT, precision TEXT,
  place TEXT, place_name TEXT, place_country TEXT, place_precision TEXT, latitude REAL, longitude REAL,
  actors TEXT NOT NULL, recipients TEXT NOT NULL, -- codes, joined by ";"
  contexts TEXT NOT NULL, publisher TEXT, copy INTEGER NOT NULL DEFAULT 0, judged TEXT,
  trigger_text TEXT NOT NULL, trigger_start INTEGER NOT NULL, trigger_end INTEGER NOT NULL, evidence TEXT NOT NULL,
  UNIQUE (report, id)
);
CREATE INDEX event_id ON event (id);

CREATE TABLE event_actor (
  event INTEGER NOT NULL REFERENCES event (key) ON DELETE CASCADE,
  side TEXT NOT NULL,                 -- actor or recipient
  position INTEGER NOT NULL,
  actor TEXT NOT NULL REFERENCES actor (id),
  text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, country TEXT, sector TEXT, code TEXT NOT NULL,
  PRIMARY KEY (event, side, position)
) WITHOUT ROWID;
CREATE INDEX event_actor_actor ON event_actor (actor);

CREATE TABLE event_record (           -- the whole event as JSON
  event INTEGER PRIMARY KEY REFERENCES event (key) ON DELETE CASCADE,
  record TEXT NOT NULL
);

CREATE TABLE statement (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  report INTEGER NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL, score REAL NOT NULL, polarity TEXT NOT NULL, modality TEXT NOT NULL,
  published INTEGER NOT NULL,
  actor TEXT NOT NULL REFERENCES actor (id),
  speaker TEXT NOT NULL, who TEXT NOT NULL, code TEXT NOT NULL, about TEXT NOT NULL,
  publisher TEXT, copy INTEGER NOT NULL DEFAULT 0, judged TEXT,
  cue TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, content TEXT NOT NULL,
  UNIQUE (report, id)
);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_actor ON statement (actor);

CREATE TABLE statement_record (
  statement INTEGER PRIMARY KEY REFERENCES statement (key) ON DELETE CASCADE,
  record TEXT NOT NULL
);

CREATE TABLE agreement (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  report INTEGER NOT NULL REFERENCES report (key) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL, kind TEXT NOT NULL, acronym TEXT, parties TEXT NOT NULL, state TEXT,
  published INTEGER NOT NULL, publisher TEXT, copy INTEGER NOT NULL DEFAULT 0, judged TEXT, score REAL NOT NULL DEFAULT 1,
  UNIQUE (report, id)
);
CREATE INDEX agreement_name ON agreement (name);

CREATE TABLE agreement_record (
  agreement INTEGER PRIMARY KEY REFERENCES agreement (key) ON DELETE CASCADE,
  record TEXT NOT NULL
);

-- An inverted index over the current records: one row for each value that a filter can ask for, newest first.
CREATE TABLE term (
  id INTEGER PRIMARY KEY,
  record TEXT NOT NULL,               -- event, statement, agreement
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  n INTEGER NOT NULL DEFAULT 0,       -- how many records have it
  UNIQUE (record, field, value)
);
CREATE TABLE posting (
  term INTEGER NOT NULL REFERENCES term (id),
  published INTEGER NOT NULL,
  item INTEGER NOT NULL,              -- key of the event, statement or agreement
  PRIMARY KEY (term, published, item)
) WITHOUT ROWID;

-- What persons decided. It holds no foreign keys: it must survive a new reading of the report.
CREATE TABLE judgement (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL, record TEXT NOT NULL, report TEXT NOT NULL, evidence TEXT NOT NULL,
  slot TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX judgement_report ON judgement (report);
CREATE INDEX judgement_record ON judgement (record);

-- One row for each input that was begun: counted before the work, so that a crash leaves its trace.
CREATE TABLE attempt (
  input TEXT PRIMARY KEY,             -- report id and version, or the name of an input that gave no report
  source TEXT NOT NULL,
  state TEXT NOT NULL,                -- running, done, failed, quarantined
  attempts INTEGER NOT NULL DEFAULT 0,
  message TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL
);
CREATE INDEX attempt_state ON attempt (state) WHERE state <> 'done';
CREATE INDEX term_nocase ON term (record, field, value COLLATE NOCASE);
CREATE INDEX event_judged ON event (judged) WHERE judged IS NOT NULL;
CREATE INDEX statement_judged ON statement (judged) WHERE judged IS NOT NULL;

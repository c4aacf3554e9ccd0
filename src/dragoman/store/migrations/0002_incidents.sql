-- One event, many reports. All of these tables are made from the events and can be made again: `dragoman link --again`.

-- Reports whose events are not linked yet: the queue of `dragoman link`.
CREATE TABLE unlinked (report INTEGER PRIMARY KEY REFERENCES report (key) ON DELETE CASCADE);
INSERT INTO unlinked SELECT key FROM report WHERE current = 1;
CREATE TRIGGER unlinked_insert AFTER INSERT ON report BEGIN INSERT OR IGNORE INTO unlinked VALUES (new.key); END;

CREATE TABLE sighting (               -- what linking compares of an event (link/across_sketch.py)
  event INTEGER PRIMARY KEY REFERENCES event (key) ON DELETE CASCADE,
  report INTEGER NOT NULL,
  dirty INTEGER NOT NULL DEFAULT 1,   -- 1: its incident is to be made anew
  sketch TEXT NOT NULL
);
CREATE INDEX sighting_dirty ON sighting (event) WHERE dirty = 1;
CREATE INDEX sighting_report ON sighting (report);

CREATE TABLE block (                  -- where fellows of an event are looked for: type, status, side and day
  value TEXT NOT NULL, day INTEGER NOT NULL,
  event INTEGER NOT NULL REFERENCES sighting (event) ON DELETE CASCADE,
  PRIMARY KEY (value, day, event)
) WITHOUT ROWID;
CREATE INDEX block_event ON block (event);

CREATE TABLE link (                   -- two events of two reports that are taken to be one
  a INTEGER NOT NULL REFERENCES sighting (event) ON DELETE CASCADE,
  b INTEGER NOT NULL REFERENCES sighting (event) ON DELETE CASCADE,
  score REAL NOT NULL,
  reasons TEXT NOT NULL,              -- JSON
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX link_b ON link (b);

CREATE TABLE incident (               -- made from links
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL, mode TEXT, quad INTEGER NOT NULL, status TEXT NOT NULL, score REAL NOT NULL,
  date TEXT, date_from TEXT, date_to TEXT,
  place TEXT, place_name TEXT, place_country TEXT,
  actors TEXT NOT NULL, recipients TEXT NOT NULL, -- codes, joined by ";"
  report INTEGER NOT NULL,            -- key of its earliest report: its story is that report's
  first_published TEXT, last_published TEXT,
  events INTEGER NOT NULL, reports INTEGER NOT NULL, "distinct" INTEGER NOT NULL, conflicts INTEGER NOT NULL,
  stale INTEGER NOT NULL DEFAULT 0,
  record TEXT NOT NULL                -- the whole incident as JSON
);
CREATE INDEX incident_report ON incident (report);
CREATE INDEX incident_date ON incident (date_from);
CREATE INDEX incident_published ON incident (last_published);
CREATE INDEX incident_stale ON incident (key) WHERE stale = 1;

CREATE TABLE incident_event (
  event INTEGER PRIMARY KEY REFERENCES event (key) ON DELETE CASCADE,
  incident INTEGER NOT NULL REFERENCES incident (key) ON DELETE CASCADE
);
CREATE INDEX incident_event_incident ON incident_event (incident);

CREATE TABLE incident_party (         -- for filters and series: countries and bodies, codes, names
  value TEXT NOT NULL COLLATE NOCASE, side TEXT NOT NULL,
  incident INTEGER NOT NULL REFERENCES incident (key) ON DELETE CASCADE,
  PRIMARY KEY (value, side, incident)
) WITHOUT ROWID;
CREATE INDEX incident_party_incident ON incident_party (incident);

-- Stories: reports on one affair.
CREATE TABLE report_sighting (
  report INTEGER PRIMARY KEY REFERENCES report (key) ON DELETE CASCADE,
  dirty INTEGER NOT NULL DEFAULT 1,
  sketch TEXT NOT NULL
);
CREATE INDEX report_sighting_dirty ON report_sighting (report) WHERE dirty = 1;
CREATE TABLE report_block (
  value TEXT NOT NULL, day INTEGER NOT NULL,
  report INTEGER NOT NULL REFERENCES report_sighting (report) ON DELETE CASCADE,
  PRIMARY KEY (value, day, report)
) WITHOUT ROWID;
CREATE INDEX report_block_report ON report_block (report);
CREATE TABLE report_link (
  a INTEGER NOT NULL REFERENCES report_sighting (report) ON DELETE CASCADE,
  b INTEGER NOT NULL REFERENCES report_sighting (report) ON DELETE CASCADE,
  score REAL NOT NULL,
  reasons TEXT NOT NULL,
  PRIMARY KEY (a, b)
) WITHOUT ROWID;
CREATE INDEX report_link_b ON report_link (b);
CREATE TABLE story (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL, first TEXT, last TEXT, reports INTEGER NOT NULL, "distinct" INTEGER NOT NULL,
  stale INTEGER NOT NULL DEFAULT 0,
  record TEXT NOT NULL
);
CREATE INDEX story_last ON story (last);
CREATE INDEX story_stale ON story (key) WHERE stale = 1;
CREATE TABLE story_report (
  report INTEGER PRIMARY KEY REFERENCES report (key) ON DELETE CASCADE,
  story INTEGER NOT NULL REFERENCES story (key) ON DELETE CASCADE
);
CREATE INDEX story_report_story ON story_report (story);

-- What changes an incident marks it, whoever writes: the next run of linking makes it anew.
CREATE TRIGGER report_outdated AFTER UPDATE OF current ON report WHEN new.current = 0 BEGIN
  DELETE FROM unlinked WHERE report = new.key;
  DELETE FROM incident_event WHERE event IN (SELECT event FROM sighting WHERE report = new.key);
  DELETE FROM sighting WHERE report = new.key;
  DELETE FROM story_report WHERE report = new.key;
  DELETE FROM report_sighting WHERE report = new.key;
END;
CREATE TRIGGER report_copied AFTER UPDATE OF copy_of ON report WHEN new.copy_of IS NOT old.copy_of BEGIN
  UPDATE sighting SET dirty = 1 WHERE report = new.key;
  UPDATE report_sighting SET dirty = 1 WHERE report = new.key;
END;
CREATE TRIGGER report_rejudged AFTER UPDATE OF current ON report WHEN new.current = 1 BEGIN
  INSERT OR IGNORE INTO unlinked VALUES (new.key); -- a decision has changed its records
END;
CREATE TRIGGER link_gone AFTER DELETE ON link BEGIN
  UPDATE sighting SET dirty = 1 WHERE event IN (old.a, old.b);
END;
CREATE TRIGGER incident_event_gone AFTER DELETE ON incident_event BEGIN
  UPDATE incident SET stale = 1 WHERE key = old.incident;
END;
CREATE TRIGGER report_link_gone AFTER DELETE ON report_link BEGIN
  UPDATE report_sighting SET dirty = 1 WHERE report IN (old.a, old.b);
END;
CREATE TRIGGER story_report_gone AFTER DELETE ON story_report BEGIN
  UPDATE story SET stale = 1 WHERE key = old.story;
END;

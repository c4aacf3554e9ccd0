-- Saved filters that announce what is new.
CREATE TABLE IF NOT EXISTS alert (
  name TEXT PRIMARY KEY,
  filters TEXT NOT NULL,              -- JSON: filter -> values
  unit TEXT NOT NULL,                 -- incident: one event of the world once; event: every report's event
  target TEXT NOT NULL,               -- file, webhook or atom
  address TEXT NOT NULL,              -- path or web address
  allow TEXT NOT NULL,                -- JSON: host:port of a webhook that may be private
  added TEXT NOT NULL,
  last_run TEXT,
  busy_until REAL NOT NULL DEFAULT 0  -- seconds since 1970: another run is at it
) WITHOUT ROWID;

-- What an alert knows already: ids of events, and marks of their words ("f:..."), for a changed text has other ids.
-- No foreign key to events: a new reading of a report must not make old things new.
CREATE TABLE IF NOT EXISTS alert_seen (
  alert TEXT NOT NULL REFERENCES alert (name) ON DELETE CASCADE,
  item TEXT NOT NULL,
  PRIMARY KEY (alert, item)
) WITHOUT ROWID;

-- What is to be announced, and the newest that was: written in the transaction that marks it as seen.
CREATE TABLE IF NOT EXISTS alert_item (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  alert TEXT NOT NULL REFERENCES alert (name) ON DELETE CASCADE,
  payload TEXT NOT NULL,              -- JSON
  delivered TEXT,                     -- when; NULL while it is to be announced
  attempts INTEGER NOT NULL DEFAULT 0,
  error TEXT
);
CREATE INDEX IF NOT EXISTS alert_item_alert ON alert_item (alert, number);
CREATE INDEX IF NOT EXISTS alert_item_open ON alert_item (alert, number) WHERE delivered IS NULL;

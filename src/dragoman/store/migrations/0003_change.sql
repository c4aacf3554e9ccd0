-- What has changed since: the columns that a long-running reader holds in memory are brought up to date from it.
-- Written by triggers, so that whatever writes the file is seen. Only the newest numbers are kept.
CREATE TABLE IF NOT EXISTS change (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  report INTEGER NOT NULL             -- key of a report whose row or records are new, gone or other
);
CREATE TRIGGER IF NOT EXISTS change_report_insert AFTER INSERT ON report BEGIN
  INSERT INTO change (report) VALUES (new.key);
  DELETE FROM change WHERE number <= (SELECT max(number) FROM change) - 50000;
END;
CREATE TRIGGER IF NOT EXISTS change_report_delete AFTER DELETE ON report BEGIN
  INSERT INTO change (report) VALUES (old.key);
END;
CREATE TRIGGER IF NOT EXISTS change_report_update AFTER UPDATE OF current, copy_of ON report BEGIN
  INSERT INTO change (report) VALUES (new.key);
END;
CREATE TRIGGER IF NOT EXISTS change_event AFTER UPDATE ON event BEGIN
  INSERT INTO change (report) VALUES (new.report);
END;
CREATE TRIGGER IF NOT EXISTS change_statement AFTER UPDATE ON statement BEGIN
  INSERT INTO change (report) VALUES (new.report);
END;
CREATE TRIGGER IF NOT EXISTS change_agreement AFTER UPDATE ON agreement BEGIN
  INSERT INTO change (report) VALUES (new.report);
END;
CREATE INDEX IF NOT EXISTS report_publisher ON report (publisher COLLATE NOCASE);

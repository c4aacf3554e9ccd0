"""Alerts: nothing is announced twice, nothing is lost, no private address is sent to unless allowed."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.alerts import run_alert
from dragoman.alerts.files import append
from dragoman.alerts.post import check, policy_for
from dragoman.cli import make_app
from dragoman.errors import FetchError, UsageError
from dragoman.store import alerts as book
from dragoman.store.alerts import add_alert, alerts, remove_alert
from made_reports import TEXT, sample


@pytest.fixture
def store(tmp_path):
    with dragoman.open(tmp_path / "news.db") as opened:
        opened.add(sample("R0"))
        yield opened


class Receiver(HTTPServer):
    """A webhook that answers as it is told."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.got: list[tuple[str, dict]] = []
        self.answers: list[int] = []
        self.peer = f"127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.answers.pop(0) if self.server.answers else 200
        if status == 302:
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
        else:
            if status == 200:
                self.server.got.append((self.headers["Idempotency-Key"], body))
            self.send_response(status)
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def receiver(socket_enabled):
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def lines(path):
    return [json.loads(line) for line in path.read_text("utf8").splitlines()]


def test_only_news_is_announced_and_only_once(store, tmp_path):
    out = tmp_path / "out" / "arrests.jsonl"
    add_alert(store, "arrests", {"mode": "arrest"}, target="file", address=str(out))
    assert run_alert(store, "arrests").new == 0
    store.add(sample("R1", "2024-03-06"))
    assert run_alert(store, "arrests").to_dict() == {
        "alert": "arrests", "new": 1, "delivered": 1, "waiting": 0, "error": None,
    }  # fmt: skip
    assert run_alert(store, "arrests").new == 0
    (one,) = lines(out)
    assert one["alert"] == "arrests"
    assert one["report"]["id"] == "R1"
    assert one["event"]["evidence"][0]["text"] == "Police in Edelweiss arrested 12 protesters."
    assert one["says"].startswith("Police (GRA/COP) coerces")
    assert alerts(store)[0].last_run


def test_a_new_reading_of_known_reports_is_no_news(store, tmp_path):
    out = tmp_path / "all.jsonl"
    add_alert(store, "all", {}, target="file", address=str(out), unit="event")
    store.add(sample("R0"))  # the same version, read again: other keys
    store.add(sample("R0", text=TEXT.replace("Police in", "Rain fell.\n\nPolice in")))  # offsets, ids differ
    assert run_alert(store, "all").new == 0
    assert not out.exists()


def test_from_start_announces_what_is_there(store, tmp_path):
    add_alert(store, "all", {}, target="file", address=str(tmp_path / "x.jsonl"), from_start=True)
    assert run_alert(store, "all").delivered == 2


def test_a_second_mention_of_a_known_incident_is_no_news(store, tmp_path):
    for unit, address in (("incident", "i.jsonl"), ("event", "e.jsonl")):
        add_alert(store, unit, {"mode": "arrest"}, target="file", address=str(tmp_path / address), unit=unit)
    store.add(sample("R1", "2024-03-06"))
    with store.database.write() as db:
        db.execute(
            "INSERT INTO incident (id, type, quad, status, score, actors, recipients, report, events, reports, "
            "\"distinct\", conflicts, record) VALUES ('i1', 'COERCE', 4, 'actual', 1, '', '', 1, 2, 2, 2, 0, '{}')"
        )
        db.execute("INSERT INTO incident_event SELECT key, 1 FROM event WHERE type = 'COERCE'")
    assert run_alert(store, "incident").new == 0
    assert run_alert(store, "event").new == 1


def test_a_webhook_that_fails_gets_it_later_and_once(store, receiver):
    add_alert(
        store, "hook", {}, target="webhook", address=f"http://{receiver.peer}/in", allow=[receiver.peer], unit="event"
    )
    store.add(sample("R1", "2024-03-06"))
    receiver.answers = [500, 302, 503]
    failed = run_alert(store, "hook", pause=0)
    assert (failed.new, failed.delivered, failed.waiting) == (2, 0, 2)
    assert "answered 503" in failed.error
    assert alerts(store)[0].error == failed.error
    store.add(sample("R2", "2024-03-07"))
    receiver.answers = [500]
    done = run_alert(store, "hook", pause=0)
    assert (done.new, done.delivered, done.waiting, done.error) == (2, 4, 0, None)
    assert run_alert(store, "hook", pause=0).delivered == 0
    ((key, body),) = receiver.got
    assert [item["report"]["id"] for item in body["items"]] == ["R1", "R1", "R2", "R2"]
    assert key == f"hook:{body['items'][0]['number']}-{body['items'][-1]['number']}"


def test_private_addresses_are_refused_unless_allowed(receiver, store):
    for url in (f"http://{receiver.peer}/", "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "ftp://a.b/",
                "http://10.0.0.1/", "http://169.254.169.254/x", "http://user:pw@example.org/", "http://a.b:8080/"):  # fmt: skip
        with pytest.raises(FetchError):
            check(url, policy_for([]))
    check(f"http://{receiver.peer}/", policy_for([receiver.peer]))
    with pytest.raises(UsageError, match="HOST:PORT"):
        policy_for(["localhost"])
    add_alert(store, "hook", {}, target="webhook", address=f"http://{receiver.peer}/", from_start=True)
    refused = run_alert(store, "hook", pause=0)
    assert refused.waiting == 2
    assert receiver.got == []


def test_a_run_killed_between_writing_and_noting_doubles_nothing(store, tmp_path, monkeypatch):
    out = tmp_path / "x.jsonl"
    add_alert(store, "all", {}, target="file", address=str(out), from_start=True)

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(book, "delivered", killed)
    with pytest.raises(KeyboardInterrupt):
        run_alert(store, "all")
    monkeypatch.undo()
    assert len(lines(out)) == 2
    assert run_alert(store, "all").delivered == 2
    assert len(lines(out)) == 2


def test_a_line_cut_off_is_ended_first(tmp_path):
    path = tmp_path / "x.jsonl"
    append(path, [(1, {"number": 1})])
    with path.open("a") as stream:
        stream.write('{"number": 2, "ha')
    append(path, [(1, {"number": 1}), (2, {"number": 2})])
    assert path.read_text().splitlines() == ['{"number": 1}', '{"number": 2, "ha', '{"number": 2}']


def test_two_runs_at_once_do_not_send_twice(store, tmp_path):
    add_alert(store, "all", {}, target="file", address=str(tmp_path / "x.jsonl"), from_start=True)
    assert book.take(store, "all")
    assert "another run" in run_alert(store, "all").error
    book.leave(store, "all")
    assert run_alert(store, "all").delivered == 2


def test_a_feed_has_the_newest_first(store, tmp_path):
    out = tmp_path / "feed.xml"
    add_alert(store, "all", {"type": "COERCE"}, target="atom", address=str(out), unit="event")
    for n in range(1, 4):
        store.add(sample(f"R{n}", f"2024-03-0{n}"))
        run_alert(store, "all")
    feed = ET.parse(out).getroot()  # noqa: S314 - our own feed
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [e.text for e in feed.findall("a:entry/a:updated", names)] == [
        "2024-03-03T00:00:00Z", "2024-03-02T00:00:00Z", "2024-03-01T00:00:00Z",
    ]  # fmt: skip


def test_what_cannot_be_written_waits(store, tmp_path):
    (tmp_path / "taken").write_text("")
    add_alert(store, "all", {}, target="file", address=str(tmp_path / "taken" / "x.jsonl"), from_start=True)
    outcome = run_alert(store, "all")
    assert outcome.waiting == 2
    assert "cannot be written" in outcome.error


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"filters": {"type": "INVADE"}}, "no 'INVADE'"),
        ({"unit": "story"}, "no such value"),
        ({"target": "pigeon"}, "no such value"),
        ({"name": " "}, "needs a name"),
        ({"name": "taken"}, "already"),
    ],
)
def test_wrong_alerts_are_refused(store, given, says):
    add_alert(store, "taken", {}, target="file", address="/nowhere")
    arguments = {"name": "n", "filters": {}, "target": "file", "address": "/nowhere"} | given
    with pytest.raises(UsageError, match=says):
        add_alert(store, arguments.pop("name"), arguments.pop("filters"), **arguments)
    assert [a.name for a in alerts(store)] == ["taken"]


def test_removed_alerts_leave_nothing(store):
    add_alert(store, "gone", {}, target="file", address="/nowhere", from_start=True)
    run_alert(store, "gone")
    remove_alert(store, "gone")
    with pytest.raises(UsageError, match="no alert"):
        remove_alert(store, "gone")
    for table in ("alert", "alert_seen", "alert_item"):
        assert next(store.database.reader.execute(f"SELECT count(*) FROM {table}"))[0] == 0  # noqa: S608


def test_the_command_line(store, tmp_path, socket_enabled):
    db, out = Path(store.database.path), tmp_path / "out.jsonl"
    runner = CliRunner()

    def run(*arguments):
        given = ["alerts", *map(str, arguments), "--db", str(db)]
        return runner.invoke(make_app(given), given)

    assert run("add", "arrests", "--mode", "arrest", "--file", out, "--per", "event").exit_code == 0
    assert "one of" in run("add", "two", "--file", out, "--atom", out).output
    assert "refused" in run("add", "hook", "--webhook", "http://127.0.0.1/x").output
    store.add(replace(sample("R1"), id="R9"))
    assert run("run").stdout == "arrests: 1 new, 1 announced, 0 waiting\n"
    assert json.loads(run("list").stdout)["filters"] == {"mode": ["arrest"]}
    assert json.loads(run("run", "arrests", "--json").stdout)["new"] == 0
    assert "no alert" in run("run", "nobody").output
    assert run("remove", "arrests").exit_code == 0
    assert len(lines(out)) == 1


def test_two_alerts_may_write_to_one_file_and_a_new_store_may_go_on_with_it(tmp_path):
    path = tmp_path / "news.jsonl"
    for number, name in ((5, "late"), (3, "early"), (1, "of a new store")):
        append(path, [(number, {"number": number, "alert": name})])
        append(path, [(number, {"number": number, "alert": name})])  # killed before it was noted
    assert [json.loads(line)["alert"] for line in path.read_text().splitlines()] == ["late", "early", "of a new store"]

"""REST: jobs read what was sent, tell what failed, end when they are told to, and try again."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest
from tests.made_reports import TEXT
from tests.web.client import Client

from dragoman.config import Settings
from dragoman.errors import FetchError
from dragoman.reader import Reader
from dragoman.records import Report
from dragoman.store import open as open_store
from dragoman.web import make_app


@pytest.fixture
def app(tmp_path):
    with open_store(tmp_path / "news.db") as store:
        made = make_app(store, Reader(Settings.load(time_limit=5), pipeline="tests.made_reports:fake"))
        yield made
        made.state.desk.jobs.close()


@pytest.fixture
def client(app):
    return Client(app)


def wait(client, identifier, *states):
    for _ in range(400):
        job = client.get(f"jobs/{identifier}").json()
        if job["state"] in (states or ("done", "failed", "cancelled")):
            return job
        time.sleep(0.05)
    raise AssertionError(job)


def test_a_batch_is_read_and_what_fails_is_told_and_tried_again(client):
    reports = [{"text": TEXT, "id": "A", "published": "2024-03-05"}, {"text": TEXT + " FAIL", "id": "B"},
               {"text": TEXT + " DIE", "id": "C"}, {"text": TEXT, "id": "A"}]  # fmt: skip
    answer = client.post("jobs", json={"reports": reports})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/api/v1/jobs/{answer.json()['id']}"
    job = wait(client, answer.json()["id"])
    assert {k: job[k] for k in ("state", "reports", "done", "already", "failed", "events")} == {
        "state": "done", "reports": 4, "done": 1, "already": 1, "failed": 2, "events": 2,
    }  # fmt: skip
    assert "made to fail" in " ".join(f["message"] for f in job["failures"])
    assert "dragoman-jobs-" not in json.dumps(job)
    assert client.get("reports/A").json()["published"]["date"] == "2024-03-05"
    again = client.post(f"jobs/{job['id']}/retry")
    assert again.status_code == 202
    job = wait(client, job["id"])
    assert (job["tries"], job["done"], job["already"], job["failed"]) == (2, 0, 2, 2)
    assert [j["id"] for j in client.get("jobs").json()["items"]] == [job["id"]]


def test_files_and_lines_are_read(client):
    files = [("files", ("../../etc/a.txt", TEXT.encode())), ("files", ("b.jsonl", json.dumps({"text": TEXT + " B"}).encode())),
             ("files", ("c.html", b"<html><body><p></p></body></html>"))]  # fmt: skip
    job = wait(client, client.post("jobs", files=files).json()["id"])
    assert (job["files"], job["done"], job["failed"]) == (3, 2, 1)
    assert job["failures"][0]["input"].endswith("c.html")
    lines = "\n".join(json.dumps({"text": f"{TEXT} {n}"}) for n in range(3)) + "\nbroken\n"
    answer = client.post("jobs", content=lines, headers={"Content-Type": "application/x-ndjson"})
    job = wait(client, answer.json()["id"])
    assert (job["done"], job["failed"]) == (3, 1)
    assert client.get("health").json()["store"]["reports"] == 5
    clean = wait(client, client.post("jobs", json={"reports": [{"text": TEXT + " Z"}]}).json()["id"])
    assert client.post(f"jobs/{clean['id']}/retry").status_code == 409  # everything was read


def test_a_job_is_ended_and_the_queue_is_bounded(client, app):
    slow = [{"text": f"SLOW {n}", "id": f"S{n}"} for n in range(200)]
    first = client.post("jobs", json={"reports": slow}).json()["id"]
    wait(client, first, "running")
    waiting = [client.post("jobs", json={"reports": [{"text": f"x {n}"}]}) for n in range(9)]
    assert [a.status_code for a in waiting] == [202] * 8 + [429]
    assert waiting[-1].headers["retry-after"]
    assert client.get("health").json()["jobs"] == {"queued": 8, "running": 1}
    assert client.post(f"jobs/{first}/retry").status_code == 409
    for answer in waiting[:-1]:
        assert client.delete(f"jobs/{answer.json()['id']}").json()["state"] == "cancelled"
    while client.get(f"jobs/{first}").json().get("skipped", 0) + client.get(f"jobs/{first}").json().get("done", 0) < 2:
        time.sleep(0.05)
    client.delete(f"jobs/{first}")
    job = wait(client, first)
    assert job["state"] == "cancelled"
    assert job["done"] + job["skipped"] < 200
    root = app.state.desk.jobs._root
    app.state.desk.jobs.close()
    assert not root.exists()


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"json": {}}, 400), ({"json": []}, 400), ({"json": {"reports": []}}, 400), ({"json": {"reports": [{"text": 3}]}}, 400),
        ({"json": {"reports": [{"text": "x", "store": True}]}}, 400), ({"json": {"rports": [1]}}, 400),
        ({"json": {"reports": [{"text": "x"}], "urls": ["http://x"]}}, 400), ({"json": {"urls": ["http://example.org/"]}}, 400),
        ({"content": b"x", "headers": {"Content-Type": "image/png"}}, 415), ({"files": [("other", ("a", b"x"))]}, 400),
        ({"content": b" ", "headers": {"Content-Type": "application/x-ndjson"}}, 400),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"content": b"\xff", "headers": {"Content-Type": "application/json"}}, 400),
    ],
)  # fmt: skip
def test_a_wrong_job_is_refused(client, given, status):
    answer = client.post("jobs", **given)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("jobs").json() == {"items": []}


def test_nothing_is_fetched_unless_it_was_switched_on(client, app):
    answer = client.post("jobs", json={"urls": ["https://example.org/a"]})
    assert "--allow-fetch" in answer.json()["detail"]

    def get(url):
        if "bad" in url:
            raise FetchError(f"{url}: answered with 404")
        return Report(text=TEXT, id=url)

    app.state.desk.jobs.get = get
    job = wait(
        client, client.post("jobs", json={"urls": ["https://example.org/a", "https://example.org/bad"]}).json()["id"]
    )
    assert (job["done"], job["failed"]) == (1, 1)
    assert client.get("reports/https://example.org/a").status_code == 200


def test_a_text_sent_twice_is_marked_as_a_copy(client):
    reports = [
        {"text": TEXT, "id": "A", "published": "2024-03-05"},
        {"text": TEXT, "id": "B", "published": "2024-03-06"},
    ]
    wait(client, client.post("jobs", json={"reports": reports}).json()["id"])
    kept = {"text": TEXT, "id": "C", "published": "2024-03-07", "store": True}
    assert client.post("reports", json=kept).status_code < 300
    found = {item["id"]: item.get("copy_of") for item in client.get("reports").json()["items"]}
    assert found == {"A": None, "B": "A", "C": "A"}


def test_a_job_that_finds_no_room_to_be_tried_again_keeps_what_was_sent(client, app):
    failed = wait(client, client.post("jobs", json={"reports": [{"text": "x FAIL", "id": "F"}]}).json()["id"])
    slow = client.post("jobs", json={"reports": [{"text": f"SLOW {n}", "id": f"S{n}"} for n in range(200)]}).json()[
        "id"
    ]
    wait(client, slow, "running")
    for n in range(8):
        client.post("jobs", json={"reports": [{"text": f"x {n}"}]})
    assert client.post(f"jobs/{failed['id']}/retry").status_code == 429
    assert client.get(f"jobs/{failed['id']}").json()["state"] == "done"
    assert app.state.desk.jobs.find(failed["id"]).folder.exists()


def test_a_job_that_is_ended_leaves_no_report_begun(client, app):
    slow = client.post("jobs", json={"reports": [{"text": f"SLOW {n}", "id": f"S{n}"} for n in range(50)]}).json()["id"]
    while client.get(f"jobs/{slow}").json().get("done", 0) < 1:
        time.sleep(0.05)
    client.delete(f"jobs/{slow}")
    wait(client, slow)
    assert list(app.state.desk.store.failures("running")) == []


def test_no_file_that_was_sent_is_passed_over(client):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", TEXT)
    files = [("files", ("report", TEXT.encode())), ("files", ("report.doc1", (TEXT + " B").encode())),
             ("files", ("news.zip", packed.getvalue())), ("files", (".hidden.txt", (TEXT + " C").encode()))]  # fmt: skip
    job = wait(client, client.post("jobs", files=files).json()["id"])
    assert (job["done"], job["failed"]) == (3, 1)
    assert "news.zip" in job["failures"][0]["input"]

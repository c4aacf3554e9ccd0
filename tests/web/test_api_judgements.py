"""REST: decisions are kept, applied, listed and taken back."""

from __future__ import annotations

import pytest
from tests.made_reports import sample
from tests.web.client import Client

from dragoman.reader import Reader
from dragoman.store import open as open_store
from dragoman.web import make_app


@pytest.fixture
def client(tmp_path):
    with open_store(tmp_path / "news.db") as store:
        store.add(sample())
        yield Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))


def test_a_decision_is_kept_applied_and_taken_back(client):
    event = client.get("events?type=COERCE").json()["items"][0]["id"]
    made = client.post("judgements", json={"report": "R1", "kind": "reject", "record": event, "who": "Ann"})
    assert made.status_code == 201
    assert client.get("events").json()["count"] == 1
    assert client.get("events?judged=reject").json()["items"][0]["judged"] == "reject"
    listed = client.get(f"judgements?record={event}").json()
    assert (listed["count"], listed["items"][0]["who"]) == (1, "Ann")
    address = f"judgements/{made.json()['id']}"
    assert client.delete(address).status_code == 400  # who?
    taken = client.delete(f"{address}?who=Bob")
    assert (taken.status_code, taken.json()["kind"]) == (200, "undo")
    assert client.get("events").json()["count"] == 2
    assert client.delete(f"{address}?who=Bob").status_code == 409
    assert client.delete(f"judgements/{taken.json()['id']}?who=Bob").status_code == 400
    assert client.get("judgements?limit=1").json()["cursor"] == "1"
    assert client.get("judgements?limit=1&cursor=1").json()["items"][0]["kind"] == "undo"


def test_a_slot_is_changed(client):
    event = client.get("events?type=COERCE").json()["items"][0]["id"]
    given = {"report": "R1", "kind": "edit", "record": event, "who": "Ann", "slot": "status", "after": "negated"}
    assert client.post("judgements", json=given).status_code == 201
    assert client.get(f"events/{event}").json()["status"] == "negated"
    assert client.get("events?judged=edit").json()["count"] == 1


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, 400), ([], 400), ({"report": "R1", "kind": "reject", "who": "Ann", "record": "none"}, 400),
        ({"report": "none", "kind": "reject", "who": "Ann"}, 404), ({"report": "R1", "kind": "rejct", "who": "Ann"}, 400),
        ({"report": "R1", "kind": "reject", "who": " ", "record": "x"}, 400), ({"report": "R1", "kind": 3, "who": "A"}, 400),
        ({"report": "R1", "kind": "add", "who": "A", "given": {"type": 3}}, 400),
        ({"report": "R1", "kind": "add", "who": "A", "given": {}}, 400), ({"colour": "red"}, 400),
    ],
)  # fmt: skip
def test_a_wrong_decision_is_refused(client, given, status):
    answer = client.post("judgements", json=given)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("judgements").json()["count"] == 0


def test_there_is_nothing_to_take_back(client):
    assert client.delete("judgements/none?who=Ann").status_code == 404

"""REST: decisions are kept, applied, listed and taken back."""

from __future__ import annotations

import json

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


def test_actors_are_merged_told_apart_and_split(client):
    given = {"kind": "apart", "record": "a-rur", "after": "a-gra", "who": "Ann"}
    assert client.post("judgements", json=given).status_code == 201
    made = client.post("judgements", json=given | {"kind": "merge", "of": "actor"})
    assert made.status_code == 201
    assert client.get("events?actor=RUR").json()["count"] == 0
    assert client.get("actors/a-gra").json()["merged_from"] == ["a-rur"]
    assert client.delete(f"judgements/{made.json()['id']}?who=Bob").status_code == 200
    assert client.get("events?actor=RUR").json()["count"] == 1
    split = {"kind": "split", "record": "a-held", "report": "R1", "who": "Ann", "given": {"code": "RUR/LEG"}}
    assert client.post("judgements", json=split).status_code == 201
    assert client.get("statements?by=RUR/LEG").json()["count"] == 1
    found = client.get("proposals?least=0&limit=1").json()
    assert found["count"] == len(found["items"])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "merge", "record": "a-rur"}, "give after"), ({"kind": "apart", "after": "a-rur"}, "give record"),
        ({"kind": "split", "record": "a-held"}, "give report"),
        ({"kind": "merge", "record": "a-rur", "after": "\ud800"}, "no actor"),
        ({"kind": "merge", "record": "a-rur", "after": "a-gra", "of": "event"}, "of actors"),
        ({"kind": "accept", "record": "a-rur", "report": "R1", "of": "actor"}, "of records"),
        ({"kind": "split", "record": "a-held", "report": "R1", "given": {"colour": "red"}}, "name and code"),
    ],
)  # fmt: skip
def test_a_wrong_decision_about_actors_says_what_is_right(client, given, words):
    body = json.dumps(given | {"who": "Ann"})
    answer = client.post("judgements", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert words in answer.json()["detail"]
    assert client.get("judgements").json()["count"] == 0
    assert client.get("proposals?least=2").status_code == 400


def test_there_is_nothing_to_take_back(client):
    assert client.delete("judgements/none?who=Ann").status_code == 404

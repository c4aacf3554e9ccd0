"""Actors merged, told apart and split by forms: without JavaScript, safe against forgery, all of it taken back."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from tests.made_reports import HELD, sample
from tests.web.test_pages_judge import form_of
from tests.web.test_web import Client

from dragoman.reader import Reader
from dragoman.records import StatementList
from dragoman.store import open as open_store
from dragoman.web import make_app

OTHER = replace(HELD, id="person:anna-hold-RUR", name="Anna Hold", office=None)
HOSTILE = replace(HELD, id="person:<b>\"'/..?#%", name="<script>alert(1)</script> Held\u202e", office=None)
MERGE = f"/merge?actor={OTHER.id}&other={HELD.id}"
QUEUE = "/actors/proposals?least=0.3"


def told_by(report_id, actor):
    report = sample(report_id)
    said = [replace(s, speaker=replace(s.speaker, actor=actor)) for s in report.statements]
    return replace(report, statements=StatementList(said))


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "a.db") as made:
        made.add_all([sample("R1"), told_by("R2", OTHER), told_by("R3", HOSTILE)])
        yield made


@pytest.fixture
def client(store):
    return Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))


def send(client, form_at, to, **given):
    fields, cookie = form_of(client, form_at)
    return client.post(to, data={**fields, "who": "Ada", **given}, headers=cookie)


def merged(client, **given):
    return send(client, MERGE, "/merge", **{"do": "merge", "kept": HELD.id, "next": f"/actors/{HELD.id}", **given})


def spoken(store):
    return {row.id: row.statements for row in store.actors(kind="person")}


def test_an_actor_is_searched_compared_merged_and_parted_again(client, store):
    before = spoken(store)
    assert 'name="name"' in client.get(f"/actors/{OTHER.id}").text
    found = client.get(f"/merge?actor={OTHER.id}&name=held").text
    assert f"other={HELD.id}" in found
    assert "other=person%3Aanna-hold" not in found, "not itself"
    shown = client.get(MERGE).text
    assert shown.count("Foreign Minister of Ruritania") >= 1
    assert re.search(r"0 events?, 1 statement", shown)
    answer = merged(client)
    assert answer.status_code == 303
    assert spoken(store) == {HELD.id: 2, HOSTILE.id: 1}
    page = client.get(answer.headers["location"]).text
    assert "Merged by Ada" in page
    assert "Merged from" in page
    gone = client.get(f"/actors/{quote(OTHER.id, safe='')}").text
    assert "is merged into" in gone
    decision = re.search(r"undo:(j\w+)", gone)[1]
    data = client.get(f"/actors/{HELD.id}.json").json()
    assert data["decisions"]["holds"][0]["who"] == "Ada"
    assert send(client, f"/actors/{HELD.id}", "/judge", report="", do=f"undo:{decision}").status_code == 303
    assert spoken(store) == before
    again = send(client, MERGE, "/judge", report="", do=f"undo:{decision}")
    assert (again.status_code, "taken back already" in again.text) == (400, True)
    assert "Merged from" not in client.get(f"/actors/{HELD.id}").text


def test_the_other_one_can_stay(client, store):
    merged(client, kept=OTHER.id)
    assert spoken(store)[OTHER.id] == 2


@pytest.mark.parametrize(
    "given", [{"do": "marry"}, {"kept": "a-rur"}, {"kept": ""}, {"who": " "}, {"one": "none", "kept": "none"}]
)
def test_a_wrong_decision_changes_nothing(client, store, given):
    assert merged(client, **given).status_code == 400
    assert store.judgements() == []


def test_a_forged_form_changes_nothing(client, store):
    fields, cookie = form_of(client, MERGE)
    given = {**fields, "who": "Eve", "do": "merge", "kept": HELD.id, "actor": HELD.id, "reports": "R1"}
    for data, headers in (
        (given, {}), (given, {"Cookie": "dragoman=" + "0" * 32}), ({**given, "csrf": ""}, cookie),
        (given, {**cookie, "Origin": "https://evil.example"}), (given, {**cookie, "Sec-Fetch-Site": "cross-site"}),
    ):  # fmt: skip
        for url in ("/merge", "/split"):
            assert client.post(url, data=data, headers=headers).status_code == 403, url
    assert store.judgements() == []


def test_a_store_for_reading_only_is_not_changed(tmp_path):
    with open_store(tmp_path / "b.db") as made:
        made.add_all([sample("R1"), told_by("R2", OTHER)])
    with open_store(tmp_path / "b.db", readonly=True) as store:
        client = Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))
        assert 'action="/merge"' not in client.get(f"/actors/{HELD.id}").text
        queue = client.get(QUEUE)
        assert "for reading only" in queue.text
        assert 'value="apart"' not in queue.text
        for url in (MERGE, f"/split?actor={HELD.id}"):
            assert client.get(url).status_code == 403
        fields, cookie = form_of(client, f"/actors/{HELD.id}")
        answer = client.post("/merge", data={**fields, "do": "merge"}, headers=cookie)
        assert answer.status_code == 403


def test_hostile_names_are_shown_as_they_are_and_can_be_merged(client, store):
    address = quote(HOSTILE.id, safe="")
    for url in (
        f"/actors/{address}", f"/merge?actor={address}", f"/merge?actor={HELD.id}&name=script",
        f"/merge?actor={address}&other={HELD.id}", f"/split?actor={address}", "/actors/proposals?least=0",
    ):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "<script>alert" not in answer.text
        assert '<b>"' not in answer.text
    assert merged(client, one=HOSTILE.id, other=HELD.id).status_code == 303
    assert spoken(store)[HELD.id] == 2
    for url in ("/judgements", f"/actors/{HELD.id}", f"/actors/{address}"):
        assert "&lt;script&gt;alert" in client.get(url).text
        assert "<script>alert" not in client.get(url).text


def test_proposals_are_decided_one_after_another_and_remembered(client, store):
    page = client.get(QUEUE).text
    assert "0 pairs decided, 1 left" in page
    assert all(f'data-key="{key}"' in page for key in "ars")
    skip = re.search(r'href="([^"]*after=[^"]*)"', page)[1].replace("&amp;", "&")
    assert "That was the last pair" in client.get(skip).text
    listed = client.get("/actors/proposals.json?least=0.3").json()["items"]
    assert {listed[0]["gone"]["id"], listed[0]["kept"]["id"]} == {HELD.id, OTHER.id}
    assert "settlement" in listed[0]["evidence"][OTHER.id]["text"]
    assert client.get("/actors/proposals.csv?least=0.3").text.count("Anna") >= 2
    answer = send(client, QUEUE, "/merge", do="apart")
    assert answer.headers["location"].startswith("/actors/proposals?least=0.3&done=j")
    page = client.get(answer.headers["location"]).text
    assert "Told apart by Ada" in page
    assert "1 pair decided, 0 left" in page
    made = store.judgements()[0]
    assert (made.kind, made.of, made.who) == ("apart", "actor", "Ada")
    assert "Not the same as" in client.get(f"/actors/{HELD.id}").text
    assert "decided on" in client.get(MERGE).text
    assert send(client, "/judgements", "/judge", report="", do=f"undo:{made.id}").status_code == 303
    assert "0 pairs decided, 1 left" in client.get(QUEUE).text, "taken back: proposed again"


@pytest.mark.parametrize("query", ["least=2", "least=x", "least=nan", "after=x", "after=1:x:y"])
def test_a_wrong_place_in_the_queue_is_refused(client, query):
    assert client.get(f"/actors/proposals?{query}").status_code == 400


def test_decisions_about_actors_stand_with_the_others(client, store):
    merged(client)
    text = client.get("/judgements").text
    assert 'class="tag merge"' in text
    assert f"/actors/{HELD.id}" in text
    assert "undo:j" in text
    assert client.get("/judgements.json").json()["items"][0]["kind"] == "merge"


def test_in_some_reports_it_is_somebody_else(client, store):
    store.add(sample("R4"))
    url = f"/split?actor={HELD.id}"
    wrong = send(client, url, "/split", code="nonsense", reports="R4")
    assert wrong.status_code == 400
    assert "USA/LEG" in wrong.text
    assert 'value="R4" checked' in wrong.text, "what was chosen is kept"
    assert send(client, url, "/split").status_code == 400
    assert store.judgements() == []
    answer = send(client, url, "/split", code="RUR/LEG", name="Anna Held the younger", reports="R4")
    assert "Somebody else in a report" in client.get(answer.headers["location"]).text
    assert store.report("R4").statements[0].speaker.actor.code == "RUR/LEG"
    assert store.report("R1").statements[0].speaker.actor.id == HELD.id
    made = store.judgements()[0]
    assert send(client, url, "/judge", report="R4", do=f"undo:{made.id}").status_code == 303
    assert store.report("R4").statements[0].speaker.actor.id == HELD.id


def test_who_is_not_there_or_merged_is_told(client):
    assert client.get("/merge?actor=none").status_code == 404
    assert client.get(f"/merge?actor={HELD.id}&other={HELD.id}").status_code == 400
    merged(client)
    answer = client.get(f"/merge?actor={OTHER.id}")
    assert answer.status_code == 400
    assert "merged into Anna Held" in answer.text

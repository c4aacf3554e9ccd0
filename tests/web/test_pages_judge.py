"""Forms that decide: forged ones change nothing, wrong ones say what is right, all of it without a browser."""

from __future__ import annotations

import re

import pytest
from tests.made_reports import sample
from tests.web.test_web import Client

from dragoman.reader import Reader
from dragoman.store import open as open_store
from dragoman.store.edits import SLOTS, slot_text
from dragoman.web import make_app
from dragoman.web.forms import back
from dragoman.web.saying import day_words, plural

EVENT = sample("R1").events[1].id


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "a.db") as made:
        made.add_all([sample("R1"), sample("R2")])
        yield made


@pytest.fixture
def client(store):
    return Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))


def form_of(client, url: str) -> tuple[dict[str, str], dict[str, str]]:
    """The hidden fields of a page's form, and the cookie that goes with them."""
    answer = client.get(url)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', answer.text))
    return fields, {"Cookie": cookie.partition(";")[0]}


def judge(client, does: str, **more):
    fields, cookie = form_of(client, "/reports/R1")
    return client.post("/judge", data={**fields, "do": does, "who": "Ada", **more}, headers=cookie)


def test_a_decision_is_kept_with_who_and_when_and_taken_back(client, store):
    answer = judge(client, f"reject:event:{EVENT}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/reports/R1?done=j")
    kept = store.judgements()[0]
    assert (kept.kind, kept.who, kept.at[:2], kept.of) == ("reject", "Ada", "20", "event")
    assert store.events(report="R1").count() == 1
    shown = client.get(answer.headers["location"]).text
    assert shown.count("Rejected by Ada") == 1
    assert f'id="{EVENT}"' in shown, "it stays on the page of its report"
    assert ">arrested</mark>" not in shown, "without marks"
    assert judge(client, f"undo:{kept.id}").status_code == 303
    assert store.events(report="R1").count() == 2
    assert "taken back" in client.get("/judgements").text
    assert len(client.get("/judgements.json").json()["items"]) == 2


def test_a_forged_form_changes_nothing(client, store):
    fields, cookie = form_of(client, "/reports/R1")
    given = {**fields, "do": f"reject:event:{EVENT}", "who": "Eve"}
    other = {"Cookie": "dragoman=" + "0" * 32}
    for data, headers in (
        (given, {}), (given, other), ({**given, "csrf": ""}, cookie), ({**given, "csrf": "ü"}, cookie),
        (given, {**cookie, "Origin": "https://evil.example"}), (given, {**cookie, "Sec-Fetch-Site": "cross-site"}),
    ):  # fmt: skip
        for url in ("/judge", "/edit", "/add"):
            assert client.post(url, data=data, headers=headers).status_code == 403, url
    assert store.judgements() == []


@pytest.mark.parametrize(
    ("does", "more", "status"),
    [
        ("reject:event:none", {}, 400), ("reject:colour:x", {}, 400), ("undo:none", {}, 400), ("", {}, 400),
        ("edit:event:" + EVENT, {}, 400), (f"accept:event:{EVENT}", {"who": " "}, 400),
        (f"accept:event:{EVENT}", {"report": "none"}, 404),
    ],
)  # fmt: skip
def test_a_wrong_decision_is_refused(client, store, does, more, status):
    assert judge(client, does, **more).status_code == status
    assert store.judgements() == []


def test_an_edit_keeps_what_changed_or_says_what_is_wrong(client, store):
    url = f"/edit?report=R1&record={EVENT}"
    fields, cookie = form_of(client, url)
    slots = {slot: slot_text(sample("R1").events[1], slot) for slot in SLOTS["event"]} | {"type": "ASSAULT/beat"}
    given = {**fields, **slots, "who": "Ada"}
    wrong = client.post("/edit", data={**given, "date": "<b>"}, headers=cookie)
    assert wrong.status_code == 400
    assert "&lt;b&gt;" in wrong.text
    assert "ASSAULT/beat" in wrong.text, "what was typed is kept"
    assert store.judgements() == []
    assert client.post("/edit", data=given, headers=cookie).status_code == 303
    assert {j.slot for j in store.judgements()} == {"type"}, "nothing else was changed"
    assert store.event(EVENT).record.mode == "beat"


def test_the_queue_begins_with_the_least_certain(client, store):
    text = client.get("/review").text
    assert f"accept:event:{EVENT}" in text
    assert "COERCE" in client.get("/review?type=COERCE").text
    assert client.get("/review?of=colour").status_code == 400
    assert client.get("/review?after=x").status_code == 400
    after = re.search(r"after=([\d.]+%3A\d+)", text)
    assert f"accept:event:{EVENT}" not in client.get(f"/review?after={after[1]}").text


def test_a_store_for_reading_only_is_not_judged(tmp_path):
    with open_store(tmp_path / "b.db") as made:
        made.add(sample("R1"))
    with open_store(tmp_path / "b.db", readonly=True) as store:
        client = Client(make_app(store, Reader(pipeline="tests.made_reports:fake")))
        assert "accept:event" not in client.get("/reports/R1").text
        assert client.get(f"/edit?report=R1&record={EVENT}").status_code == 403


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_server(to):
    assert back(to).headers["location"] == "/"


def test_the_way_back_keeps_the_query_and_the_place():
    assert back("/review?type=A%2FB&done=old#x", done="j1").headers["location"] == "/review?type=A%2FB&done=j1#x"


def test_a_map_has_no_false_pin(client):
    text = client.get("/map").text
    assert text.count('<circle class="pin"') >= 1
    assert "Edelweiss" in text
    assert client.get("/map.json").json()["items"][0]["name"] == "Edelweiss"
    assert "Edelweiss" in client.get("/map.csv").text
    assert client.get("/map?type=X").status_code == 400


def test_an_actor_has_a_page_and_its_data(client):
    text = client.get("/actors/a-held").text
    assert "Foreign Minister of Ruritania" in text
    assert "We want a &lt;fair&gt; settlement" in text
    found = client.get("/actors/a-rur.json").json()
    assert found["partners"][0]["name"] == "Graustark"
    assert found["names"] == [{"text": "Ruritania", "count": 2}]
    assert client.get("/actors/none").status_code == 404


def test_words():
    assert day_words("2024-03-04") == "4 March 2024"
    assert day_words("2024-03") == "March 2024"
    assert day_words("2024-03-04/2024-03-06", short=True) == "4 Mar 2024 to 6 Mar 2024"
    assert day_words(None) == "undated"
    assert plural("threatens or warns") == "threaten or warn"
    assert plural("reduces relations or punishes") == "reduce relations or punish"
    assert plural("readies forces") == "ready forces"


def test_a_place_in_the_queue_that_cannot_be_is_refused(client):
    assert client.get("/review?after=1:9999999999999999999999999").status_code == 400

"""The same utterance in several reports of a store: linked step by step, the same as at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made_reports import CROWD, POLICE, TEXT, cut, part, sample

from dragoman.records import StatementList
from dragoman.store import open as open_store
from dragoman.store.variants import relink_statements

LONG = TEXT + "\n\nOfficials said the river treaty gave the farmers of Ruritania nothing but floods and mud."


def made(report_id, published="2024-03-05", words="the river treaty gave the farmers of Ruritania nothing but floods"):
    report = sample(report_id, published, LONG)
    first = report.statements[0]
    said = replace(first, id=f"s-{report_id}", content=(cut(LONG, words),), kind="indirect", same_as=())
    return replace(report, statements=StatementList([said]))


@pytest.fixture
def store():
    with open_store(":memory:") as opened:
        yield opened


def linked(store):
    return {x: sorted(v.hit.id for v in store.variants(x)) for x in ("s-R1", "s-R2", "s-R3")}


def test_variants_stand_side_by_side_with_reasons(store):
    store.add_all([made("R1"), made("R2", words="the river treaty gave the farmers of Ruritania nothing")])
    assert relink_statements(store) == 1
    one = store.variants("s-R1")[0]
    assert one.hit.report["id"] == "R2"
    assert one.hit.data["content"][0]["text"].endswith("nothing")
    assert one.to_dict()["link"]["reasons"]
    assert store.variants("s-R2")[0].hit.id == "s-R1"


def test_step_by_step_is_as_at_once(store):
    for report_id in ("R1", "R2", "R3"):
        store.add(made(report_id))
        relink_statements(store)
    step_by_step = linked(store)
    assert step_by_step["s-R1"] == ["s-R2", "s-R3"]
    assert relink_statements(store) == 0
    relink_statements(store, again=True)
    assert linked(store) == step_by_step


def test_a_changed_report_loses_its_links(store):
    store.add_all([made("R1"), made("R2")])
    relink_statements(store)
    store.add(sample("R2"))
    relink_statements(store)
    assert store.variants("s-R1") == []


def test_the_same_report_again_keeps_them(store):
    store.add_all([made("R1"), made("R2")])
    relink_statements(store)
    store.add(made("R2"))
    relink_statements(store)
    assert linked(store)["s-R1"] == ["s-R2"]


def test_linking_events_links_statements_too(store):
    store.add_all([made("R1"), made("R2")])
    assert store.relink().utterances == 1


def test_statements_are_asked_for_by_addressee_relay_status_and_day(store):
    report = sample("R1")
    first = report.statements[0]
    told = replace(first, addressees=(part(TEXT, "Police", POLICE),), chain=(part(TEXT, "protesters", CROWD),),
                   polarity="negative", modality="future")  # fmt: skip
    store.add_all([replace(report, statements=StatementList([told])), sample("R2", "2024-04-02")])

    def found(**filters):
        return [hit.report["id"] for hit in store.statements(**filters)]

    assert found(to="police") == found(to="GRA/COP") == found(via="protesters") == ["R1"]
    assert found(polarity="negative") == found(modality="future") == found(not_polarity="positive") == ["R1"]
    assert found(since="2024-04") == ["R2"]
    assert found(until="2024-03-31") == ["R1"]
    assert found(since="2024-03", to="police") == ["R1"]

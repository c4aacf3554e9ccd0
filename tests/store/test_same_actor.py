"""Actors merged and split: records, lists and later readings follow the decisions, and all can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made_reports import HELD, sample

from dragoman.errors import UsageError
from dragoman.records import StatementList
from dragoman.resolve.actors import load_knowledge
from dragoman.store import open as open_store
from dragoman.store.judgements import undo
from dragoman.store.proposal_queue import decided, waiting
from dragoman.store.proposals import evidence, proposals, sentences

OTHER = replace(HELD, id="person:anna-hold-RUR", name="Anna Hold", office=None)


def told_by(report_id, actor):
    report = sample(report_id)
    said = [replace(s, speaker=replace(s.speaker, actor=actor)) for s in report.statements]
    return replace(report, statements=StatementList(said))


@pytest.fixture
def store():
    with open_store(":memory:") as made:
        made.add_all([sample("R1"), told_by("R2", OTHER)])
        yield made


def spoken(store):
    return {row.id: row.statements for row in store.actors(kind="person")}


def test_a_merge_changes_records_lists_filters_and_loaded_reports(store):
    store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    assert spoken(store) == {HELD.id: 2}
    assert store.statements(by="Anna Held").count() == 2
    assert store.statements(by="Anna Hold").count() == 0
    speaker = store.report("R2").statements[0].speaker
    assert speaker.actor.id == HELD.id
    assert speaker.actor.why.by == "judgement"
    assert "Eva" in speaker.actor.why.note
    assert store.report("R2", as_read=True).statements[0].speaker.actor == OTHER


def test_a_new_reading_gets_the_same_decision(store):
    store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    store.add(told_by("R2", OTHER))
    store.add(told_by("R3", OTHER))
    assert spoken(store) == {HELD.id: 3}
    assert store.judgements(lost=True) == []


def test_a_merge_can_be_taken_back_and_is_not_proposed_again(store):
    before = spoken(store)
    store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    store.split_actor(OTHER.id, "Eva")
    assert spoken(store) == before
    assert [j.kind for j in store.judgements()] == ["merge", "undo"]
    assert proposals(store, load_knowledge(), least=0.3) == []


def test_merges_are_followed_to_the_last(store):
    third = replace(HELD, id="person:a-held-RUR", name="A. Held")
    store.add(told_by("R3", third))
    store.merge_actors([(OTHER.id, third.id), (third.id, HELD.id)], "Eva")
    assert spoken(store) == {HELD.id: 3}


def test_a_split_makes_somebody_else_in_the_named_reports(store):
    store.add(sample("R3"))
    store.split_actor(HELD.id, "Eva", reports=["R3"], code="RUR/LEG")
    assert spoken(store) == {HELD.id: 1, f"{HELD.id}~2": 1, OTHER.id: 1}
    assert store.report("R3").statements[0].speaker.actor.code == "RUR/LEG"
    store.add(sample("R3"))
    assert spoken(store)[f"{HELD.id}~2"] == 1
    assert store.judgements(lost=True) == []


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ((HELD.id, HELD.id), "one actor already"),
        (("nobody", HELD.id), "no actor 'nobody'"),
        ((HELD.id, "nobody"), "no actor 'nobody'"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_leaves_no_trace(store, pair, words):
    with pytest.raises(UsageError, match=words):
        store.merge_actors([pair], "Eva")
    assert store.judgements() == []


def test_who_decides_must_have_a_name(store):
    with pytest.raises(UsageError, match="give a name"):
        store.merge_actors([(OTHER.id, HELD.id)], "  ")


def test_a_name_of_several_asks_for_an_id(store):
    store.add(told_by("R3", replace(OTHER, id="person:anna-hold-GRA")))
    with pytest.raises(UsageError, match="several actors"):
        store.find_actor("Anna Hold")
    with pytest.raises(UsageError, match="no actor 'Ana Held'"):
        store.find_actor("Ana Held")


def test_spellings_are_proposed_with_reasons_and_a_sentence(store):
    found = proposals(store, load_knowledge(), least=0.3)
    assert [{p.gone.id, p.kept.id} for p in found] == [{HELD.id, OTHER.id}]
    assert {w.by for w in found[0].reasons} >= {"actor.same_country", "actor.same_sector"}
    assert "settlement" in evidence(store.database.reader, OTHER.id)["text"]


def test_a_merge_that_is_taken_back_as_a_judgement_changes_the_records_back(store):
    before = spoken(store)
    (merged,) = store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    assert spoken(store) != before
    store.judge(undo(merged, "Eva"))
    assert spoken(store) == before
    assert store.report("R2").statements[0].speaker.actor.id == OTHER.id


def test_who_is_told_apart_is_not_proposed_until_that_is_taken_back(store):
    before = spoken(store)
    made = store.tell_actors_apart(OTHER.id, HELD.id, "Eva")
    assert spoken(store) == before, "no record changes"
    assert proposals(store, load_knowledge(), least=0.3) == []
    store.judge(undo(made, "Eva"))
    assert len(proposals(store, load_knowledge(), least=0.3)) == 1
    store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    with pytest.raises(UsageError, match="one actor"):
        store.tell_actors_apart(OTHER.id, HELD.id, "Eva")


def test_the_queue_follows_decisions_without_making_proposals_anew(store):
    knowledge = load_knowledge()
    assert len(waiting(store, knowledge, least=0.3)) == 1
    assert waiting(store, knowledge, least=0.3, country="GRA") == []
    assert len(waiting(store, knowledge, least=0.3, country="rur")) == 1
    assert decided(store) == 0
    (merged,) = store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    assert waiting(store, knowledge, least=0.3) == []
    assert decided(store) == 1
    store.judge(undo(merged, "Eva"))
    assert waiting(store, knowledge, least=0.3) == [], "taken apart: not proposed again"
    assert decided(store) == 1


def test_sentences_come_from_several_reports_with_the_words_for_the_actor(store):
    found = sentences(store.database.reader, HELD.id, 3)
    assert [s.report for s in found] == ["R1"]
    assert found[0].words in found[0].text


def test_who_asks_for_a_merged_actor_is_told_where_it_went(store):
    store.merge_actors([(OTHER.id, HELD.id)], "Eva")
    with pytest.raises(UsageError, match=f"merged into {HELD.id}"):
        store.find_actor(OTHER.name)

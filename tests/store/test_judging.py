"""Decisions: they show in lists and exports, can be taken back, and survive a new reading of the report."""

from __future__ import annotations

from dataclasses import replace

import apsw
import pytest
from tests.made_reports import TEXT, cut, sample

from dragoman.errors import StoreError, UsageError
from dragoman.records import Report, Why
from dragoman.store import open as open_store
from dragoman.store.edits import SLOTS, edited, kind_of, slot_text
from dragoman.store.judgements import decide, undo
from dragoman.store.writer import rejudge

SENTENCE = "Police in Edelweiss arrested 12 protesters."


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path / "a.db") as made:
        made.add_all([sample("R1"), sample("R2")])
        yield made


def judge(store, kind, record="", report="R1", who="Ada", **given):
    read = store.report(report, as_read=True)
    made = decide(read, kind, record=record, who=who, now=store.report(report, rejected=True), **given)
    store.judge(made)
    return made


def consistent(store):
    """The counts that the index keeps are those of the rows."""
    for kind in ("event", "statement", "agreement"):
        results = getattr(store, f"{kind}s")()
        assert results.count() == len(list(results)) == store.counts()[f"{kind}s"]
    for name, values in store.facets("event").items():
        if name in {"type", "status", "quad"}:
            for value, count in values:
                assert store.events(**{name: value}).count() == count == len(list(store.events(**{name: value})))


def test_a_rejected_event_is_in_no_list_that_does_not_ask_for_it(store):
    event = store.report("R1").events[1]
    made = judge(store, "reject", event.id)
    assert [h.id for h in store.events(type="COERCE")] == [store.report("R2").events[1].id]
    assert [h.id for h in store.events(judged="reject")] == [event.id]
    assert event.id in {h.id for h in store.events(judged=["any", "none"])}
    assert event not in store.report("R1").events
    assert event in store.report("R1", rejected=True).events
    assert dict(store.facets("event")["type"]) == {"REQUEST": 2, "COERCE": 1}
    consistent(store)
    store.judge(undo(made, "Ada"))
    assert store.events(type="COERCE").count() == 2
    consistent(store)


def test_an_edited_event_shows_its_new_values_everywhere(store):
    event = store.report("R1").events[1]
    judge(store, "edit", event.id, slot="type", after="ASSAULT/beat")
    judge(store, "edit", event.id, slot="date", after="2024-03-02")
    judge(store, "edit", event.id, slot="status", after="hypothetical")
    judge(store, "accept", event.id)
    hit = store.events(type="ASSAULT").first()
    assert (hit.id, hit.judged, hit.record.quad, hit.record.mode) == (event.id, "edit", 4, "beat")
    assert hit.record.when.value == "2024-03-02"
    assert hit.record.when.why.note.startswith("Ada, 2")
    assert next(store.events(type="ASSAULT").flat())["status"] == "hypothetical"
    assert [h.id for h in store.events(since="2024-03-02", until="2024-03-02", report="R1")] == [event.id]
    assert store.report("R1", as_read=True).events[1] == event
    consistent(store)


def test_codes_names_and_words_are_checked(store):
    event = store.report("R1").events[1]
    with pytest.raises(UsageError, match="do not stand"):
        judge(store, "edit", event.id, slot="actors", after="Nobody here = CHN/GOV")
    for slot, value in (
        ("type", "THREATN"), ("type", "AID/arrest"), ("date", "2024-02-31"), ("date", "2024-03-05/2024-03-01"),
        ("date", "soon"), ("status", "perhaps"), ("actors", "Police = ZZQ/COP"), ("actors", "Police = GBR/XYZ"),
        ("evidence", TEXT.partition("\n")[0]), ("colour", "red"), ("place", "Atlantis"), ("trigger", " "),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            judge(store, "edit", event.id, slot=slot, after=value)
    with pytest.raises(UsageError, match="name"):
        judge(store, "accept", event.id, who="  ")
    with pytest.raises(UsageError):
        judge(store, "accept", "e-none")
    assert store.judgements() == []


def test_people_are_given_as_words_with_a_code(store):
    event = store.report("R1").events[1]
    judge(store, "edit", event.id, slot="recipients", after="12 protesters\nKingdom of Graustark = IGO:River League")
    hit = store.events(recipient="IGO:River League").first()
    assert [p.actor.code for p in hit.record.recipients] == ["GRA/CVL", "IGO:River League"]
    assert all(TEXT[s.start : s.end] == s.text for p in hit.record.recipients for s in p.evidence)
    text = slot_text(hit.record, "recipients")
    judge(store, "edit", event.id, slot="recipients", after=text)
    assert store.event(event.id).record.recipients[0].actor == event.recipients[0].actor


def test_a_statement_is_edited_and_rejected(store):
    said = store.report("R1").statements[0]
    judge(store, "edit", said.id, of="statement", slot="content", after="a <fair> settlement")
    judge(store, "edit", said.id, of="statement", slot="speaker", after="Anna Held = FRA/GOV Anna Held")
    hit = store.statement(said.id)
    assert hit.record.content[0].text == "a <fair> settlement"
    assert [h.id for h in store.statements(by="FRA")] == [said.id]
    judge(store, "reject", said.id, of="statement")
    assert store.statements(by="FRA").count() == 0
    consistent(store)


ADDED = {"trigger": "reopen", "type": "CONCEDE", "actors": "Ruritania", "date": "2024-03-04", "at": "58"}


def test_a_missed_event_is_added_and_taken_back(store):
    made = judge(store, "add", given=ADDED)
    hit = store.events(type="CONCEDE").first()
    assert hit.judged == "add"
    assert hit.record.evidence[0].text == TEXT.partition("\n")[0]
    assert [e.type for e in store.report("R1").events] == ["REQUEST", "CONCEDE", "COERCE"]
    assert hit.record not in store.report("R1", as_read=True).events
    consistent(store)
    edit = judge(store, "edit", hit.id, slot="type", after="AGREE")
    assert store.event(hit.id).record.type == "AGREE"
    assert store.event(hit.id).judged == "add"
    store.judge(undo(edit, "Ada"))
    assert store.event(hit.id).record.type == "CONCEDE"
    store.judge(undo(made, "Ada"))
    assert store.event(hit.id) is None
    consistent(store)
    for lacking in ({"trigger": ""}, {"type": ""}, {"trigger": "no such words"}):
        with pytest.raises(UsageError):
            judge(store, "add", given=ADDED | lacking)


def moved(report: Report) -> Report:
    """The same report as another reader would read it: other ids, another type of one event."""
    events = tuple(replace(e, id=e.id[::-1], score=0.5) for e in report.events)
    return replace(report, events=events)


def test_decisions_survive_a_new_reading(store):
    first, second = store.report("R1").events
    judge(store, "reject", first.id)
    judge(store, "edit", second.id, slot="type", after="ASSAULT/beat")
    judge(store, "add", given=ADDED)
    for again in (sample("R1"), moved(sample("R1"))):
        store.add(again)
        assert sorted(h.record.type for h in store.events(report="R1")) == ["ASSAULT", "CONCEDE"]
        assert store.events(judged="reject").count() == 1
        assert store.judgements(lost=True) == []
        consistent(store)


def test_what_no_longer_applies_is_listed_and_comes_back(store):
    event = store.report("R1").events[1]
    made = judge(store, "reject", event.id)
    text = TEXT.replace(SENTENCE, "Nothing else happened.")
    changed = replace(sample("R1"), text=text, events=(), agreements=())
    changed = replace(changed, statements=type(changed.statements)(), segments=())
    store.add(changed)
    assert [j.id for j in store.judgements(lost=True)] == [made.id]
    store.add(sample("R1"))
    assert store.judgements(lost=True) == []
    assert store.events(judged="reject").count() == 1


def test_the_program_finds_what_a_person_had_added(store):
    judge(store, "add", given=ADDED)
    text = store.report("R1").text
    base = sample("R1")
    found = replace(base.events[0], id="e-new", type="CONCEDE", trigger=cut(text, "reopen talks"))
    store.add(replace(base, events=(*base.events, found)))
    hits = list(store.events(type="CONCEDE", report="R1"))
    assert [h.id for h in hits] == ["e-new"]
    assert hits[0].record.trigger.text == "reopen"
    consistent(store)


def test_other_versions_and_copies_keep_their_rows(store):
    store.set_copies([("R1", "R2")])
    key = next(store.database.reader.execute("SELECT key FROM event WHERE id = ?", (store.report("R1").events[1].id,)))
    judge(store, "edit", store.report("R1").events[1].id, slot="type", after="ASSAULT")
    after = next(store.database.reader.execute("SELECT key, copy FROM event WHERE type = 'ASSAULT'"))
    assert after == (key[0], 1)


def test_what_a_page_shows_of_a_slot_can_be_sent_back_unchanged(store):
    report = store.report("R1")
    for record in (*report.events, *report.statements, *report.agreements):
        for slot in SLOTS[kind_of(record)]:
            text = slot_text(record, slot)
            assert slot_text(edited(report, record, slot, text, Why("judgement")), slot) == text


def test_a_decision_that_could_not_be_written_leaves_the_counts_right(store, monkeypatch):
    event = store.report("R1").events[1]

    def full(*given):
        rejudge(*given)
        raise apsw.FullError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.store.rejudge", full)
        with pytest.raises(StoreError, match="disk is full"):
            judge(store, "reject", event.id)
    store.add(sample("R3"))
    consistent(store)


def test_an_event_added_to_a_copy_counts_as_a_copy(store):
    store.set_copies([("R1", "R2")])
    judge(store, "add", given={"type": "CONSULT", "trigger": "reopen talks"})
    assert store.events(type="CONSULT").count() == 1
    assert store.events(type="CONSULT", copies="one").count() == 0


def test_several_decisions_are_kept_all_or_none(store, monkeypatch):
    event = store.report("R1").events[1]
    read = store.report("R1", as_read=True)
    made = [
        decide(read, "edit", record=event.id, who="Ada", slot=slot, after=after, now=read)
        for slot, after in (("type", "ASSAULT"), ("date", "2024-03-02"))
    ]
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.store.rejudge", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            store.judge(*made)
    assert store.judgements() == []
    store.judge(*made)
    changed = store.event(event.id).record
    assert (changed.type, changed.when.value) == ("ASSAULT", "2024-03-02")
    consistent(store)

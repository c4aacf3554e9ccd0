"""Links between mentions, and incidents and stories made of them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from dragoman.link.across import blocks, comparable, incidents_of, link, lookups, may_be_one, score, weights
from dragoman.link.across_cluster import cluster
from dragoman.link.across_features import AGAINST, FEATURES
from dragoman.link.across_incident import Member, incident_of
from dragoman.link.across_sketch import Head, Sketch, counted, day_bounds, sketch
from dragoman.link.across_words import numbers, stem, telling
from dragoman.link.stories import good_title, headline, link_reports, outline, stories_of, story_of
from dragoman.records import Actor, Event, Participant, Place, Span, When, Where, Why

WHY = Why("test")
RUR = Actor("country:RUR", "Ruritania", "country", "RUR", "GOV")
GRA = Actor("country:GRA", "Graustark", "country", "GRA", "GOV")
SYL = Actor("country:SYL", "Syldavia", "country", "SYL", "GOV")
RAID = "Ruritanian gunboats shelled the Graustark port of Edelweiss on Monday, killing seven sailors."
RETOLD = "Seven sailors died when gunboats of Ruritania shelled the port of Edelweiss on Monday."
OTHER = "Ruritanian border guards fired at a Graustark farmer near the village of Tannen on Monday."


def mention(
    name: str, text: str, trigger: str, *, report: str = "R1", published: str = "2024-03-05", date: str | None = "2024-03-04",
    actors=(RUR,), recipients=(GRA,), kind: str = "ASSAULT", place: str | None = None, origin: str | None = None,
) -> Member:  # fmt: skip
    start = text.index(trigger)
    whole = Span.of(text, 0, len(text))
    spot = Place(f"geonames:{place}", place, "GRA", "city") if place else None
    dated = (Span.of(text, text.index("Monday"), text.index("Monday") + 6),) if "Monday" in text else ()
    event = Event(
        name, kind, None, 4, tuple(Participant(a, (whole,), WHY) for a in actors),
        tuple(Participant(a, (whole,), WHY) for a in recipients), When(date, "day" if date else None, dated, WHY),
        Where(spot, (), WHY), "actual", Span.of(text, start, start + len(trigger)), (whole,), 0.9,
    )  # fmt: skip
    return Member(event, Head(report, published, "Shells fall on the port", text, origin))


def sketched(*args, **given) -> Sketch:
    made = mention(*args, **given)
    return sketch(made.event, made.head)


A = sketched("e1", RAID, "shelled", report="R1")
B = sketched("e2", RETOLD, "shelled", report="R2")
C = sketched("e3", OTHER, "fired", report="R3")


def test_two_tellings_of_one_event_are_likelier_than_two_events_of_one_kind():
    assert score(A, B) > weights()[2] > score(A, C)


def test_a_link_is_the_same_both_ways_and_says_why():
    there, back = link(A, B), link(B, A)
    assert there == back
    assert (there.a, there.b) == ("e1", "e2")
    notes = " ".join(why.note for why in there.reasons)
    assert "same day" in notes
    assert "edelweis" in notes
    sizes = [abs(why.score) for why in there.reasons]
    assert sizes == sorted(sizes, reverse=True)


def test_other_types_and_states_are_never_linked():
    assert score(A, replace(B, type="COERCE")) == 0
    assert score(A, replace(B, status="future")) == 0


def test_no_reason_speaks_against_common_sense():
    _, fitted, _ = weights()
    assert set(fitted) == set(FEATURES)
    for name, value in fitted.items():
        if name != "next_day":
            assert value <= 0 if name in AGAINST else value >= 0, name


@pytest.mark.parametrize(
    ("date", "found"),
    [("2024-03-04", True), ("2024-03-05", True), ("2024-03", True), ("2024", True), (None, True), ("2024-03-07", False),
     ("2024-05", False), ("2019", False)],
)  # fmt: skip
def test_a_fellow_is_found_in_its_block_when_the_dates_can_agree(date, found):
    other = sketched("e2", RETOLD, "shelled", report="R2", date=date)
    assert comparable(A, other) is found
    files = dict.fromkeys(blocks(other))
    seen = any(key == k and first <= day <= last for k, day in files for key, first, last in lookups(A))
    assert seen or not found
    back = any(key == k and first <= day <= last for k, day in blocks(A) for key, first, last in lookups(other))
    assert back or not found


def test_no_chain_over_a_vague_date_joins_days_that_exclude_each_other():
    first = sketched("e1", RAID, "shelled", report="R1", date="2024-03-04")
    vague = sketched("e2", RAID, "shelled", report="R2", date="2024-03")
    later = sketched("e3", RAID, "shelled", report="R3", date="2024-03-20")
    links = [(1, 2, 0.95), (2, 3, 0.9)]
    assert incidents_of({1: first, 2: vague, 3: later}, links) == [[1, 2], [3]]


def test_wholly_other_sides_are_never_one_incident():
    others = sketched("e2", RETOLD, "shelled", report="R2", actors=(SYL,), recipients=(RUR,))
    assert not may_be_one([A], [others])
    assert may_be_one([A], [B])


def test_groups_do_not_depend_on_the_order_of_links():
    rng = random.Random(1)  # noqa: S311 - an order, no secret
    links = [(a, b, round(rng.random(), 1)) for a in range(12) for b in range(a) if rng.random() < 0.3]
    known = {(min(a, b), max(a, b)): v for a, b, v in links}

    def groups(given):
        return cluster(
            range(12), given, may_join=lambda *_: True,
            affinity=lambda a, b: known.get((min(a, b), max(a, b)), 0.0), least=0.3,
        )  # fmt: skip

    wanted = groups(links)
    for _ in range(20):
        rng.shuffle(links)
        assert groups([(b, a, v) for a, b, v in links]) == wanted


def test_one_link_between_strangers_joins_no_groups():
    pairs = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9, (3, 4): 0.9, (3, 5): 0.9, (4, 5): 0.9, (2, 3): 0.8}
    found = cluster(
        range(6), [(a, b, v) for (a, b), v in pairs.items()], may_join=lambda *_: True,
        affinity=lambda a, b: pairs.get((min(a, b), max(a, b)), 0.05), least=0.4,
    )  # fmt: skip
    assert found == [[0, 1, 2], [3, 4, 5]]


def test_accounts_that_differ_stand_side_by_side():
    seven = mention("e1", RAID, "shelled", report="R1", place="Edelweiss")
    nine = mention("e2", RAID.replace("seven", "nine"), "shelled", report="R2", place="Tannen", published="2024-03-06")
    made = incident_of([nine, seven])
    assert made.reports == ("R1", "R2")
    assert made.date == "2024-03-04"
    assert (made.first_published, made.last_published) == ("2024-03-05", "2024-03-06")
    found = {c.about: {a.value: a.reports for a in c.accounts} for c in made.conflicts}
    assert found == {"killed": {"7": ("R1",), "9": ("R2",)}, "where": {"Edelweiss": ("R1",), "Tannen": ("R2",)}}


def test_a_copy_neither_confirms_nor_contradicts():
    first = mention("e1", RAID, "shelled", report="R1")
    copy = mention("e2", RAID.replace("seven", "nine"), "shelled", report="R2", origin="R1")
    made = incident_of([first, copy])
    assert (len(made.reports), made.distinct) == (2, 1)
    assert made.conflicts == ()


def test_a_day_that_is_only_the_day_of_publication_contradicts_nobody():
    plain = RAID.replace(" on Monday", "")
    first = mention("e1", plain, "shelled", report="R1", date="2024-03-04")
    second = mention("e2", plain, "shelled", report="R2", date="2024-03-05")
    assert incident_of([first, second]).conflicts == ()


def test_sides_are_those_that_several_tell():
    members = [mention(f"e{n}", RAID, "shelled", report=f"R{n}") for n in range(4)]
    members.append(mention("e9", RAID, "shelled", report="R9", actors=(SYL, RUR)))
    assert [a.code for a in incident_of(members).actors] == ["RUR/GOV"]


def test_the_incident_keeps_its_id_when_later_reports_come():
    early = mention("e1", RAID, "shelled", report="R1", published="2024-03-05")
    late = mention("e0", RETOLD, "shelled", report="R0", published="2024-03-07")
    assert incident_of([early]).id == incident_of([late, early]).id


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("killing seven sailors", [("killed", 7)]),
        ("seven people were killed and 12 injured", [("killed", 7), ("wounded", 12)]),
        ("two thousand troops", [("troops", 2000)]),
        ("the 2003 invasion, in which troops", []),
        ("Hans, 22, a soldier", []),
        ("an offer of $20 million in aid", [("money", 20_000_000)]),
        ("25-year-old detainees", []),
    ],
)
def test_what_is_counted(text, found):
    assert [(w, n) for w, n in counted(text)] == found


def test_words():
    assert stem("bombing") == stem("bombed") == stem("bombs")
    assert [n for n, _, _ in numbers("three thousand, 1,250 and twenty-one")] == [3000, 1250, 21]
    assert "zyklon" in telling("The Zyklon treaty, the Zyklon talks and the rest", 3)
    assert day_bounds("2024-02") == (19754, 19782)
    assert day_bounds("nonsense") == (None, None)


def test_stories_keep_affairs_apart():
    texts = {
        1: (
            "R1",
            "Dam of Tannen bursts",
            "The Tannen dam burst on Sunday and flooded Edelweiss, the Graustark capital.",
        ),
        2: ("R2", "Edelweiss flooded", "Rescuers searched Edelweiss after the Tannen dam burst and flooded the city."),
        3: ("R3", "Held wins in Streslau", "Anna Held won the presidency of Ruritania in a run-off in Streslau."),
    }
    heads = {k: Head(name, f"2024-03-0{k}", title, text) for k, (name, title, text) in texts.items()}
    outlines = {k: outline(head) for k, head in heads.items()}
    links = [(a, b, link_reports(outlines[a], outlines[b]).score) for a, b in ((1, 2), (1, 3), (2, 3))]
    assert stories_of(outlines, [part for part in links if part[2] >= 0.5]) == [[1, 2], [3]]
    made = story_of([(heads[k], outlines[k]) for k in (2, 1)])
    assert made.reports == ("R1", "R2")
    assert made.title in {"Dam of Tannen bursts", "Edelweiss flooded"}
    assert "Tannen" in made.words


def test_events_told_by_both_bring_reports_together():
    a = outline(
        Head("R1", "2024-03-01", "", "Anna Held met the envoy of Graustark in Streslau about the river treaty.")
    )
    b = outline(
        Head("R2", "2024-03-02", "", "A treaty on the river is near, said a diplomat of Graustark in Edelweiss.")
    )
    assert link_reports(a, b, shared=2).score > link_reports(a, b).score


@pytest.mark.parametrize(
    ("title", "good"),
    [("Ruritania urges talks", True), ("ATTENTION - ADDS quotes ///", False), ("=(PICTURE)=", False),
     ("for the African Union", False), ("", False), ("Update", False)],
)  # fmt: skip
def test_titles(title, good):
    assert good_title(title) is good
    text = "The envoys met in the old town hall of Streslau. They agreed on nothing. More talks follow."
    assert headline(Head("R", None, title, text)) == (title if good else text.partition(" They")[0])


def test_sides_are_in_the_order_of_the_words_in_every_run():
    lands = [
        Actor(f"country:{code}", code, "country", code, "GOV") for code in ("ZUB", "BOR", "RUR", "SYL", "ELB", "KLO")
    ]
    made = incident_of([mention("e1", RAID, "shelled", actors=tuple(lands))])
    assert [a.country for a in made.actors] == ["ZUB", "BOR", "RUR", "SYL", "ELB", "KLO"]

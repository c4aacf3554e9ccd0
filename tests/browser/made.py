"""The store of the browser tests: plain reports, hostile ones, one with emoji before its words, one of 10,000 events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dragoman.records import Actor, Report, StatementList
from dragoman.store import open as open_store
from tests.made_reports import GRAUSTARK, HELD, RURITANIA, make_event, part, sample

EMOJI = "\U0001f30a\U0001f469‍\U0001f680 "
HOSTILE = (
    f"{EMOJI}Ruritania on Monday warned Graustark of war. <script>alert(1)</script> <img src=x onerror=alert(2)>\n\n"
    'abc \u202e cba a\u0301\u0301\u0301 \x00 [x](javascript:alert(3)) "\'></p><a href="javascript:alert(5)">x</a>'
)
HOSTILE_ID = "H/1 <b>"
BIG = 10_000
OTHER = replace(HELD, id="person:anna-hold-RUR", name="Anna Hold", office=None)
STRANGE = replace(HELD, id="person:<b>", name="<script>alert(8)</script> Held", office=None)
"""Who may be Anna Held, and who has a hostile name."""
EVENT = sample("R1").events[0].id
SAID = sample("R1").statements[0].id


def hostile() -> Report:
    sentence = HOSTILE.partition(" <script")[0]
    event = make_event(
        HOSTILE_ID, HOSTILE, "THREATEN", "warned", sentence,
        actors=(part(HOSTILE, "Ruritania", RURITANIA),), recipients=(part(HOSTILE, "Graustark", GRAUSTARK),),
    )  # fmt: skip
    return Report(
        text=HOSTILE, id=HOSTILE_ID, title="<script>alert(6)</script>\u202e title", publisher='"><svg onload=alert(7)>',
        url="javascript:alert(4)", events=(event,),
    )  # fmt: skip


def big() -> Report:
    base = sample("BIG")
    return replace(base, events=tuple(replace(base.events[n % 2], id=f"e{n:05d}") for n in range(BIG)))


def told_by(report_id: str, actor: Actor) -> Report:
    report = sample(report_id, "2024-03-09")
    said = [replace(s, speaker=replace(s.speaker, actor=actor)) for s in report.statements]
    return replace(report, statements=StatementList(said))


def fill(path: Path) -> None:
    with open_store(path) as store:
        store.add_all([*(sample(f"R{n}", f"2024-03-{n:02d}") for n in range(1, 8)), hostile()])
        store.add_all([told_by("R8", OTHER), told_by("R9", STRANGE)])
        store.relink()
        store.add(big())
        store.set_copies([("R7", "R6")])

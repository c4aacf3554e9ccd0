"""The names of the filters, what each means and which records know it. Light: the command line reads it for help."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

E, S, A, R = "event", "statement", "agreement", "report"


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: what it means and which records know it."""

    name: str
    help: str
    kinds: tuple[str, ...]
    field: str | None = None
    """Field of the inverted index; None for a condition on the record."""
    single: bool = False
    negates: str | None = None
    """The filter whose values this one leaves out."""


_FILTERS = (
    Filter("actor", "who did it: CHN, CHN/GOV, IGO:NATO, a name, or --- where no country can be told", (E,), "actor"),
    Filter("recipient", "to whom it was done", (E,), "recipient"),
    Filter("either", "on either side", (E,), "either"),
    Filter("dyad", "between two, in either direction: JPN..IGO:NATO", (E,), "dyad"),
    Filter("country", "a country on either side, of the speaker or of a party: CHN", (E, S, A), "country"),
    Filter("sector", "sector on either side, or of the speaker: GOV, MIL, REB, ...", (E, S), "sector"),
    Filter("type", "event type: THREATEN (of statements: told in the content)", (E, S), "type"),
    Filter("mode", "mode, alone or with its type: arrest, COERCE/arrest", (E,), "mode"),
    Filter("quad", "quad class: 1 to 4 or 'verbal conflict'", (E,), "quad"),
    Filter("context", "PLOVER context: military, economic, ... (of statements: of what is told)", (E, S), "context"),
    Filter("status", "actual, future, hypothetical, negated (of statements: of what is told)", (E, S), "status"),
    Filter("place", "where it happened: a country (JPN) or a place's name", (E,), "place"),
    Filter("box", "within south,west,north,east in degrees", (E,), single=True),
    Filter("radius", "within latitude,longitude,kilometres", (E,), single=True),
    Filter("since", "happened (statements: reported) on this day or later: 2023-05-24, 2023-05", (E, S), single=True),
    Filter("until", "happened (statements: reported) on this day or earlier", (E, S), single=True),
    Filter("year", "began in this year: 2023", (E,)),
    Filter("published_since", "reported on this day or later", (E, S, A, R), single=True),
    Filter("published_until", "reported on this day or earlier", (E, S, A, R), single=True),
    Filter("publisher", "who published the report", (E, S, A, R), "publisher"),
    Filter("by", "who says so: name, country or code of the speaker", (E, S), "by"),
    Filter("about", "whom the statement is about", (S,), "about"),
    Filter("to", "to whom it was said", (S,), "to"),
    Filter("via", "who hands it on: “sources told X”", (S,), "via"),
    Filter("polarity", "positive; negative: said not to have been said", (S,), "polarity"),
    Filter("modality", "actual, hypothetical or future: whether it was said", (S,), "modality"),
    Filter("kind", "statements: direct, indirect, mixed; agreements: treaty, summit, ...", (S, A), "kind"),
    Filter("party", "party of the agreement", (A,), "party"),
    Filter("name", "name or acronym of the agreement", (A,), "name"),
    Filter("state", "state of the agreement: signed, in force, ...", (A,), "state"),
    Filter("report", "id of the report", (E, S, A, R), "report"),
    Filter("text", 'words of the report; "two words" in marks stay together', (E, S, A, R), single=True),
    Filter("language", "language of the report: en", (R,)),
    Filter("confidence", "least score, 0 to 1", (E, S), single=True),
    Filter("judged", "accept, reject, edit, add, merge, split, any or none", (E, S, A)),
    Filter("copies", "all, or one: leave out the reports that are copies of others", (E, S, A, R), single=True),
)
_ROW_NEGATED = {"language", "judged"}
"""Filters that can be turned round though they are conditions on the record."""
NEGATED = tuple(
    Filter(f"not_{f.name}", f"leave these out: {f.help}", f.kinds, f.field, negates=f.name)
    for f in _FILTERS
    if f.field or f.name in _ROW_NEGATED
)
FILTERS: Mapping[str, Filter] = {f.name: f for f in (*_FILTERS, *NEGATED)}
ALIASES = {"speaker": "by"}
"""Other names of filters."""
OF_STATEMENTS = {"since": "published_since", "until": "published_until"}
"""Of statements, the report's day is meant: what is said has no other."""
JUDGED = ("accept", "reject", "edit", "add", "merge", "split", "any", "none")
CLOSED_KINDS = {S: ("direct", "indirect", "mixed"), A: None}


def filters_of(kind: str) -> tuple[Filter, ...]:
    """The filters that ``kind`` (event, statement, agreement, report) knows."""
    return tuple(f for f in FILTERS.values() if kind in f.kinds)


def near(value: str, known: Iterable[str]) -> str:
    """``"; did you mean A, B?"`` or the first of what is known."""
    names = sorted(set(known))
    by_fold = {name.casefold(): name for name in reversed(names)}
    close = [by_fold[m] for m in difflib.get_close_matches(value.casefold(), by_fold, n=4, cutoff=0.6)]
    if close:
        return f"; did you mean {', '.join(close)}?"
    return f"; there is {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}" if names else ""  # noqa: PLR2004

"""Phrases and their codes: country, sector and title of ``benchmarks/actors``.

Its conventions are mapped here, openly:

- country ``IGO`` is any international body; ``UNO`` is ``IGO:UN``, ``EUR`` is ``IGO:EU``;
- sector ``NGO`` is a body whose country begins with ``NGO:``; ``PRE`` (breakaway region) is a region that another
  state claims, which the codebook folds into that state; ``COL`` is no sector and is left out, as is ``????``;
- an empty or missing value is nothing expected, and not counted;
- a title is a Wikipedia title: it is right where it is one of the names of the actor, brackets left out.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.data.knowledge.words import fold
from dragoman.errors import DataError
from dragoman.records import Actor
from dragoman.resolve.actors import Knowledge, Resolver
from dragoman.resolve.single import who_is

COUNTRIES = {"UNO": "IGO:UN", "EUR": "IGO:EU"}
NO_SECTOR = frozenset({"COL", "????"})
_FORMS = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%Y-%m", "%Y")


@dataclass(slots=True)
class ActorsResult:
    """Right and expected, by slot; ``errors`` holds (phrase, slot, expected, given)."""

    n: int = 0
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("country", "sector", "title"), 0))
    expected: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("country", "sector", "title"), 0))
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)

    def to_dict(self) -> dict[str, float | int]:
        """Percent right of those expected, and the number of phrases."""
        shares = {k: round(100 * self.right[k] / max(1, self.expected[k]), 1) for k in self.right}
        return {**shares, "n": self.n}

    def add(self, phrase: str, slot: str, expected: str, given: str, *, ok: bool) -> None:
        """Count one comparison."""
        self.expected[slot] += 1
        self.right[slot] += ok
        if not ok:
            self.errors.append((phrase, slot, expected, given))


def iso_date(text: str) -> str | None:
    """An ISO day of "2022-06-01", "10 May 2015" or "October 1, 2021"; None where there is none."""
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text.strip(), form).replace(tzinfo=dt.UTC).date().isoformat()
        except ValueError:
            continue
    return None


def evaluate_actors(path: Path, resolver: Resolver) -> ActorsResult:
    """Resolve every phrase of ``path`` (one JSON object a line); raises ``DataError`` on a wrong line."""
    result = ActorsResult()
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            expected = row["expect"]
            actor = who_is(resolver, row["text"], iso_date(row.get("date") or ""), row.get("context") or "")[0]
        except (ValueError, KeyError, TypeError) as error:
            raise DataError(f"{path}, line {number}: expected text, context, date and expect ({error})") from error
        result.n += 1
        _compare(result, row["text"], expected, actor, resolver.knowledge)
    return result


def _compare(result: ActorsResult, phrase: str, expected: dict[str, str], actor: Actor, knowledge: Knowledge) -> None:
    if country := expected.get("country"):
        given = actor.country or ""
        ok = given.startswith("IGO:") if country == "IGO" else given == COUNTRIES.get(country, country)
        result.add(phrase, "country", country, given, ok=ok)
    sector = expected.get("code_1")
    if sector and sector not in NO_SECTOR:
        given = sector_of(actor)
        result.add(phrase, "sector", sector, given, ok=given == sector)
    if title := expected.get("wiki"):
        names = names_of(actor, knowledge)
        result.add(phrase, "title", title, actor.name, ok=plain(title) in {plain(n) for n in names})


def sector_of(actor: Actor) -> str:
    """The sector in the benchmark's terms."""
    if (actor.country or "").startswith("NGO:"):
        return "NGO"
    if actor.id.startswith("region:") and actor.why.note == "breakaway":
        return "PRE"
    return actor.sector or ""


def names_of(actor: Actor, knowledge: Knowledge) -> set[str]:
    """The name of an actor and, where he is listed, the list's other names."""
    return {actor.name, *knowledge.people.aliases(actor.id), *knowledge.lexicon.aliases(actor.id)}


def plain(name: str) -> str:
    """A name for comparing: folded, without brackets and "the"."""
    return re.sub(r"\s*\([^)]*\)|^the ", "", fold(name)).strip()

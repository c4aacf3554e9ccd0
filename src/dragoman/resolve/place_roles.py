"""The role of a place name: where something was, a government's stand-in, a demonym, a topic, ..."""

from __future__ import annotations

from dragoman.records import Report
from dragoman.records.place import PlaceRole
from dragoman.resolve.gazetteer import Candidate
from dragoman.resolve.place_spans import Found
from dragoman.resolve.place_words import words


def role_of(report: Report, one: Found, place: Candidate) -> tuple[PlaceRole, str]:
    """The role with the words that tell it."""
    before, after = one.before, one.after
    if place.how == "d" and key_is_demonym(one.name):
        return "demonym", "a demonym"
    if one.part and after in words("body"):
        return "name-part", f"part of a name with {after!r}"
    if before in words("location") - {"on", "over", "between"}:
        return "location", f"after {before!r}"
    if before in words("origin"):
        return "origin", f"after {before!r}"
    if before in words("destination"):
        return "destination", f"after {before!r}"
    if before in words("directions"):
        return "location", f"after {before!r}"
    if place.kind in {"country", "city"} and after in words("government") and before != ",":
        return "government", f"does what governments do: {after!r}"
    if before in words("topic"):
        return "topic", f"after {before!r}"
    if one.start == report.sentences[one.sentence].span.start and after in {",", "—", "-", "–", "("}:
        return "location", "dateline or start of the sentence"
    if before == ",":
        return "location", "behind a comma"
    return "unknown", "nothing around it tells"


def key_is_demonym(name: str) -> bool:
    """Whether the words are an adjective or a people, not a country's short name such as "US"."""
    return name.replace(".", "") not in {"US", "USA", "UK"}

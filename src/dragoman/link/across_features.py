"""What speaks for and against two mentions telling one event: each feature gives a value and why.

After the way of nomenklatura's features, written anew: a feature is a function of two sketches; it gives a number
between 0 and 1 (or -1 and 1) and a plain sentence, or None where it has nothing to say. The weights are fitted
(``across_weights``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from dragoman.link.across_sketch import Sketch
from dragoman.link.across_words import cosine, weight

Found = tuple[float, str] | None
Feature = Callable[[Sketch, Sketch], Found]
EXACT = 1
"""Days of a span that counts as a day: reports of two time zones differ by one."""
LONG_AGO = 60
ALIKE = 0.1
"""How much more alike the sentences must be than the words around the act."""


def same_day(a: Sketch, b: Sketch) -> Found:
    """Both are dated to the same day or days."""
    if _exact(a) and _exact(b) and _gap(a, b) == 0:
        return 1.0, "told of the same day"
    return None


def next_day(a: Sketch, b: Sketch) -> Found:
    """Both are dated to days that follow each other."""
    if _exact(a) and _exact(b) and _gap(a, b) == 1:
        return 1.0, "told of days that follow each other"
    return None


def within_date(a: Sketch, b: Sketch) -> Found:
    """One date is vague (a month, a year) and holds the other."""
    if _gap(a, b) == 0 and not (_exact(a) and _exact(b)):
        return 1.0, "the vaguer date holds the other"
    return None


def undated(a: Sketch, b: Sketch) -> Found:
    """One of them has no date."""
    n = (a.first is None) + (b.first is None)
    return (n / 2, "no date for one of them" if n == 1 else "no date for either") if n else None


def reported_apart(a: Sketch, b: Sketch) -> Found:
    """Days between the two reports, as a logarithm."""
    if a.published is None or b.published is None:
        return None
    gap = abs(a.published - b.published)
    return (min(1.0, math.log1p(gap) / math.log1p(LONG_AGO)), f"reported {gap} days apart") if gap else None


def same_actors(a: Sketch, b: Sketch) -> Found:
    """Share of actors that both name."""
    return _shared(a.actors, b.actors, "actors")


def same_recipients(a: Sketch, b: Sketch) -> Found:
    """Share of recipients that both name."""
    return _shared(a.recipients, b.recipients, "recipients")


def no_recipients(a: Sketch, b: Sketch) -> Found:
    """Neither names a recipient."""
    return (1.0, "neither names a recipient") if not a.recipients and not b.recipients else None


def other_recipients(a: Sketch, b: Sketch) -> Found:
    """Both name recipients, and not one is the same."""
    if a.recipients and b.recipients and not set(a.recipients) & set(b.recipients):
        return 1.0, f"different recipients: {_list(a.recipients)} and {_list(b.recipients)}"
    return None


def same_persons(a: Sketch, b: Sketch) -> Found:
    """They name the same person, body or group as a side."""
    shared = set(a.persons) & set(b.persons)
    return (1.0, "the same person, body or group takes part") if shared else None


def same_mode(a: Sketch, b: Sketch) -> Found:
    """Both have the same mode (-1: both have one, another)."""
    if not a.mode or not b.mode:
        return None
    return (1.0, f"both are {a.mode}") if a.mode == b.mode else (-1.0, f"{a.mode} and {b.mode}")


def same_place(a: Sketch, b: Sketch) -> Found:
    """The same place; less for the same country only."""
    if not a.place or not b.place:
        return None
    if a.place == b.place:
        return (1.0 if a.place_exact else 0.5), f"both in {a.place_name}"
    if a.place_country == b.place_country and not (a.place_exact and b.place_exact):
        return 0.3, "places that may hold each other"
    return None


def other_place(a: Sketch, b: Sketch) -> Found:
    """Two places that cannot be the same."""
    if not a.place or not b.place or a.place == b.place:
        return None
    if a.place_country != b.place_country or (a.place_exact and b.place_exact):
        return 1.0, f"{a.place_name} and {b.place_name}"
    return None


def same_trigger(a: Sketch, b: Sketch) -> Found:
    """The words of the act are alike."""
    shared = set(a.trigger) & set(b.trigger)
    return (1.0, f"the same word for the act ({_list(tuple(sorted(shared)))})") if shared else None


def like_sentences(a: Sketch, b: Sketch) -> Found:
    """Cosine of the words of the sentences, the rare ones counting most."""
    value = cosine(a.words, b.words)
    best = sorted(set(a.words) & set(b.words), key=lambda w: (-weight(w), w))[:4]
    return (value, f"the sentences share {_list(tuple(best))}") if value else None


def contained(a: Sketch, b: Sketch) -> Found:
    """How much of the shorter sentence is in the longer one."""
    first, second = set(a.words), set(b.words)
    least = min(sum(map(weight, first)), sum(map(weight, second)))
    if not least:
        return None
    value = sum(weight(w) for w in first & second) / least
    return value, f"{100 * value:.0f} % of the shorter sentence is in the other"


def like_clauses(a: Sketch, b: Sketch) -> Found:
    """Cosine of the words around the triggers."""
    value = cosine(a.near, b.near)
    best = sorted(set(a.near) & set(b.near), key=lambda w: (-weight(w), w))[:4]
    return (value, f"around the act both have {_list(tuple(best))}") if value else None


def other_act(a: Sketch, b: Sketch) -> Found:
    """The sentences are alike, but the words of the act are others, in other places: two acts of one sentence."""
    if not a.trigger or not b.trigger or set(a.trigger) & set(b.trigger):
        return None
    value = cosine(a.words, b.words) - cosine(a.near, b.near)
    return (value, "other acts of like sentences") if value > ALIKE else None


def like_names(a: Sketch, b: Sketch) -> Found:
    """Cosine of the names of the sentences."""
    value = cosine(a.names, b.names)
    best = sorted(set(a.names) & set(b.names), key=lambda w: (-weight(w), w))[:4]
    return (value, f"they share the names {_list(tuple(best))}") if value else None


def same_numbers(a: Sketch, b: Sketch) -> Found:
    """Numbers of people or money: 1 where one is the same, -1 where the same things are counted otherwise."""
    mine, theirs = set(a.counts), set(b.counts)
    if mine & theirs:
        return 1.0, "the same number of " + _list(tuple(sorted({what for what, _ in mine & theirs})))
    both = {what for what, _ in mine} & {what for what, _ in theirs}
    return (-1.0, "different numbers of " + _list(tuple(sorted(both)))) if both else None


def like_reports(a: Sketch, b: Sketch) -> Found:
    """Cosine of the words that tell what the reports are about."""
    value = cosine(a.lead, b.lead)
    best = sorted(set(a.lead) & set(b.lead), key=lambda w: (-weight(w), w))[:4]
    return (value, f"the reports are about {_list(tuple(best))}") if value else None


def like_titles(a: Sketch, b: Sketch) -> Found:
    """Cosine of the words of the titles."""
    value = cosine(a.title, b.title)
    return (value, f"the titles are alike by {value:.2f}") if value else None


AGAINST = frozenset({"undated", "reported_apart", "other_recipients", "other_place", "other_act"})
"""Features that can only speak against; ``next_day`` may go either way, all others can only speak for: a weight of the
other sign comes from how the pairs were drawn and would be a reason that nobody believes."""
FREE = frozenset({"next_day"})
FEATURES: Mapping[str, Feature] = {
    f.__name__: f
    for f in (
        same_day, next_day, within_date, undated, reported_apart, same_actors, same_recipients,
        no_recipients, other_recipients, same_persons, same_mode, same_place, other_place, same_trigger,
        like_sentences, contained, like_clauses, other_act, like_names, same_numbers, like_reports, like_titles,
    )
}  # fmt: skip


def date_gap(a: Sketch, b: Sketch) -> int | None:
    """Least number of days between the dates of two mentions; None where one has none."""
    return _gap(a, b)


def _gap(a: Sketch, b: Sketch) -> int | None:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return None
    return max(0, a.first - b.last, b.first - a.last)


def _exact(a: Sketch) -> bool:
    return a.first is not None and a.last is not None and a.last - a.first <= EXACT


def _shared(a: tuple[str, ...], b: tuple[str, ...], name: str) -> Found:
    if not a or not b:
        return None
    shared = set(a) & set(b)
    if not shared:
        return None
    value = len(shared) / len(set(a) | set(b))
    return value, f"{name} {_list(tuple(sorted(shared)))} in both"


def _list(values: tuple[str, ...]) -> str:
    return ", ".join(values) or "none"

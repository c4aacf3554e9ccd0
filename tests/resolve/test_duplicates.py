"""Which names may be one actor's, and which may not."""

from __future__ import annotations

from collections import Counter

import pytest

from dragoman.resolve.duplicates import Known, compare, propose


def known(name, ident=None, country="RUR", **given):
    values = {
        "kind": "person", "sector": None, "offices": frozenset(), "wikidata": None, "aliases": frozenset(),
        "reports": frozenset({ident or name}), "first": 1, "last": 1,
    } | given  # fmt: skip
    return Known(f"person:{ident or name}", name, country=country, **values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dmitri Kovalenkov", "Dmitry Kovalenkov"), ("Suliman Awwadi Hassan", "Suleiman Awwadi Hassan"),
        ("Moqtada Bader", "Moqtada al-Bader"), ("Jose Luis Marquina", "Jose Marquina"), ("Kim Gye Rok", "Kim Gye-rok"),
        ("Hussein Mohamed Daud", "Mohamed Hussein Daud"),
    ],
)  # fmt: skip
def test_spellings_and_longer_names_are_proposed(one, other):
    assert propose([known(one), known(other)])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Li Ming", "Liu Min"), ("Chen Hui", "Cheng Hui"), ("Anna Held", "Otto Held"), ("Zhai Yuhe", "Zhou Ji")],
)
def test_short_names_and_other_given_names_are_not(one, other):
    assert not propose([known(one), known(other)])


def test_other_wikidata_ids_are_two_persons():
    assert not propose([known("Jan Novak", "a", wikidata="Q1"), known("Jan Novak", "b", wikidata="Q2")])


def test_two_in_one_report_are_rarely_one():
    apart = compare(known("Jan Novak", "a"), known("Jan Novak Senior", "b"), Counter())
    together = compare(
        known("Jan Novak", "a", reports=frozenset("x")), known("J. Novak", "b", reports=frozenset("x")), Counter()
    )
    assert "actor.together" in {w.by for w in together.reasons}
    assert "actor.together" not in {w.by for w in apart.reasons}


def test_a_name_that_the_knowledge_has_is_one_reason():
    listed = known("Associated Press", kind="body", country="USA", aliases=frozenset({"ap", "associated press"}))
    for name, country in (("AP", "USA"), ("Associated Press", "PAK")):
        made = compare(known(name, "x", kind="body", country=country), listed, Counter())
        assert [w.by for w in made.reasons if (w.score or 0) >= 3] == ["actor.known_alias"], name
    person = known("Jan Novak", "a", aliases=frozenset({"jan novak"}))
    assert compare(person, known("Jan Novak", "b"), Counter()).reasons[0].by == "actor.known_person"


def test_where_the_best_pair_is_told_apart_the_second_is_proposed():
    actors = [
        known("Dmitri Kovalenkov"),
        known("Dmitry Kovalenkov", wikidata="Q5"),
        known("Dmitry Kovalenkow", wikidata="Q6"),
    ]
    best = next(p for p in propose(actors) if p.gone == actors[0])
    again = propose(actors, apart={frozenset((best.gone.id, best.kept.id))})
    assert [p.kept.id for p in again if p.gone == actors[0]] == [({k.id for k in actors[1:]} - {best.kept.id}).pop()]


def test_the_reasons_add_up_to_the_score():
    import math

    from dragoman.resolve.duplicates import BIAS

    made = propose([known("Dmitri Kovalenkov"), known("Dmitry Kovalenkov")])[0]
    odds = BIAS + sum(w.score for w in made.reasons)
    assert made.score == pytest.approx(1 / (1 + math.exp(-odds)))


def test_who_is_known_better_is_kept():
    listed = known("Dmitry Kovalenkov", wikidata="Q5")
    assert propose([known("Dmitri Kovalenkov"), listed])[0].kept == listed

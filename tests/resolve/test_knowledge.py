"""The tables: how many, with what, and that they are sound."""

from __future__ import annotations

import re
import time
from importlib import resources

import pytest

from dragoman.data.knowledge import lexicon, people
from dragoman.data.knowledge.members import members
from dragoman.resolve.actors import Resolver, load_knowledge
from dragoman.resolve.single import who_is

TABLES = sorted(p.name for p in resources.files("dragoman.data.knowledge").iterdir() if p.name.endswith(".tsv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_names_source_licence_and_date(name):
    first = resources.files("dragoman.data.knowledge").joinpath(name).read_text("utf8").split("\n", 1)[0]
    assert first.startswith("# source: ")
    assert "licence: " in first


def test_sizes():
    codes = {cells[0] for _, cells in lexicon.rows("countries.tsv")}
    assert len(codes) >= 195
    assert sum(cells[0].startswith("IGO:") for _, cells in lexicon.rows("bodies.tsv")) >= 280
    groups = {(e.name, e.code) for form, e, _ in lexicon.bodies() if e.kind == "group"}
    assert len({form for form, e, _ in lexicon.bodies() if e.kind == "group"}) >= 1000
    assert len(groups) >= 350


def test_codes_are_codes():
    pattern = re.compile(r"[A-Z]{3}$|(?:IGO|NGO|MNC|IMG):\S")
    for form, entry, _ in (*lexicon.countries(), *lexicon.bodies(), *lexicon.cities()):
        assert pattern.match(entry.code or ""), form


def test_spells_run_forward():
    folk = people.load()
    spells = [s for p in folk._by_id.values() for s in p.spells]
    assert len(spells) > 9000
    assert all(s.start <= s.end for s in spells)


@pytest.mark.parametrize(
    ("body", "day", "count"),
    [
        ("IGO:NATO", "2023-05-24", 31),
        ("IGO:NATO", "2024-06-01", 32),
        ("IGO:NATO", "1990-01-01", 16),
        ("IGO:EU", "2005-01-01", 25),
        ("IGO:EU", "2019-01-01", 28),
        ("IGO:EU", "2021-01-01", 27),
        ("IGO:ASEAN", "1998-01-01", 9),
        ("IGO:SAARC", "2005-11-13", 7),
        ("IGO:BRICS", "2015-01-01", 5),
        ("IGO:CSTO", "2006-11-01", 7),
        ("IGO:Arab League", "2006-01-01", 22),
        ("IGO:AU", "2018-01-01", 55),
        ("IGO:APEC", "2006-11-01", 21),
        ("IGO:unheard-of", "2006-11-01", 0),
    ],
)
def test_members_by_the_day(body, day, count):
    assert len(members(body, day)) == count


@pytest.mark.parametrize(
    "names",
    [
        "Xinhua|Xinhua News Agency|Xinhua news agency", "TASS|Itar-Tass|ITAR-TASS", "Agence France-Presse|AFP",
        "Associated Press|AP", "CCTV|China Central Television", "KCNA|Korean Central News Agency",
        "PTI news agency|Press Trust of India", "Al-Jazeera|Al Jazeera", "Kyodo|Kyodo news agency",
    ],
)  # fmt: skip
def test_a_news_agency_has_one_id_under_all_its_names(names):
    resolver = Resolver(load_knowledge())
    found = {who_is(resolver, f"{name} said on Monday", "2006-11-29")[0].id for name in names.split("|")}
    assert len(found) == 1


def test_names_of_two_media_stay_two():
    resolver = Resolver(load_knowledge())
    found = [who_is(resolver, name, "2006-11-29")[0] for name in ("Xinhua", "People's Daily", "China News Service")]
    assert len({actor.id for actor in found}) == 3
    assert {actor.code for actor in found} == {"CHN/JRN"}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Olympic Council of Asia", "NGO:OCA"), ("Confederation of African Football", "NGO:CAF"),
        ("Asian Football Confederation", "NGO:AFC"), ("European Broadcasting Union", "NGO:EBU"),
    ],
)  # fmt: skip
def test_a_body_of_a_continent_has_no_country_of_the_report(name, code):
    text = f"The {name} met in Kuwait. Kuwait and its ministers welcomed it, and Kuwait paid."
    assert [actor.code for actor in who_is(Resolver(load_knowledge()), name, "2006-11-29", text)] == [code]


def test_loading_is_quick():
    start = time.perf_counter()
    lexicon.build()
    people.load()
    assert time.perf_counter() - start < 1.5

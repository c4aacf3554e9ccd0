"""The gazetteer: names, ids, what is never pinned, and unpacking that others cannot disturb."""

from __future__ import annotations

import pickle
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from dragoman.errors import DataError, MissingError
from dragoman.resolve import gazetteer as module
from dragoman.resolve.gazetteer import PACKED, Gazetteer, key, unpacked


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.load()


def test_key_ignores_case_accents_and_marks():
    assert key("São Tomé") == key("SAO TOME")
    assert key("Sana‘a") == key("Sanaa")
    assert key("St. Paul") == "st paul"
    assert key("Nagorno-Karabakh") == key("nagorno karabakh")


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Vilnius", "LTU", "city"), ("Kiev", "UKR", "city"), ("Homs", "SYR", "city"), ("Bombay", "IND", "city"),
        ("South China Sea", None, "sea"), ("Donbass", "UKR", "region"), ("Nagorno-Karabakh", "AZE", "region"),
        ("Germany", "DEU", "country"), ("Turkish", "TUR", "country"), ("Ky.", "USA", "region"),
        ("Rapides Parish", "USA", "district"), ("Bagram Airfield", "AFG", "point"), ("Sahel", None, "area"),
    ],
)  # fmt: skip
def test_names_that_news_speaks_of(gazetteer, name, country, kind):
    assert any(c.country == country and c.kind == kind for c in gazetteer.find(name))


def test_unknown_name_has_no_place(gazetteer):
    assert gazetteer.find("Qwrtzland") == ()
    assert gazetteer.find("") == ()
    assert gazetteer.get("geonames:1") is None
    assert gazetteer.get("nonsense") is None


def test_countries_and_areas_are_never_pinned(gazetteer):
    for name in ("Germany", "Sahel", "Middle East", "Europe"):
        place = max(gazetteer.find(name), key=lambda c: c.population).place()
        assert place.precision in {"country", "area"}
        assert place.latitude is None
        assert place.longitude is None


def test_ids_lead_back_to_their_place(gazetteer):
    for name in ("Berlin", "Black Sea"):
        for candidate in gazetteer.find(name):
            assert gazetteer.get(candidate.id).name == candidate.name


def test_look_ups_are_fast(gazetteer):
    names = [f"{a} {b}" for a in ("san", "new", "al", "port") for b in ("jose", "york", "kut", "said", "delhi")] * 20
    start = time.perf_counter()
    for name in names:
        gazetteer._look_up(name)
    assert (time.perf_counter() - start) / len(names) < 0.001  # 0.03 ms on an idle machine; this one is shared


def test_packed_file_is_small_and_says_its_source(gazetteer):
    assert PACKED.stat().st_size < 15_000_000
    about = dict(gazetteer._rows("SELECT name, value FROM about"))
    assert "GeoNames" in about["source"]
    assert about["licence"] == "CC BY 4.0"


def test_threads_and_processes_may_share_it(gazetteer):
    again = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301 - our own
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(again.find, ["Paris", "London", "Mosul", "Lima"] * 5))
    assert all(found)


def test_missing_and_broken_files_say_what_to_do(tmp_path):
    with pytest.raises(MissingError, match="build_gazetteer"):
        Gazetteer(tmp_path / "none.sqlite")
    (tmp_path / "broken.sqlite").write_bytes(b"no database" * 100)
    with pytest.raises(DataError, match="is no gazetteer"):
        Gazetteer(tmp_path / "broken.sqlite")


def test_unpacks_once_into_the_folder_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_CACHE", str(tmp_path / "cache"))
    unpacked.cache_clear()
    try:
        first = unpacked()
        assert first.parent == tmp_path / "cache"
        assert list(first.parent.iterdir()) == [first]  # no temporary file is left
        unpacked.cache_clear()
        monkeypatch.setattr(module.lzma, "decompress", lambda _: pytest.fail("unpacked twice"))
        assert unpacked() == first
        assert sqlite3.connect(first).execute("SELECT count(*) FROM place").fetchone()[0] > 200_000
    finally:
        unpacked.cache_clear()


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "elsewhere")
    monkeypatch.setenv("DRAGOMAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(module.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    unpacked.cache_clear()
    try:
        assert unpacked().parent.parent == tmp_path / "tmp"
        assert not list((tmp_path / "elsewhere").iterdir())
    finally:
        unpacked.cache_clear()

"""Lists of reports: paged, searched, with snippets."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.errors import UsageError
from dragoman.store import reports as module
from made_reports import TEXT, sample


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with dragoman.open(tmp_path_factory.mktemp("reports") / "news.db") as opened:
        opened.add_all(sample(f"R{n}", None if n == 3 else f"2024-03-{n:02d}") for n in range(1, 8))
        opened.add(sample("X", "2023-01-01", TEXT + "\n\nThe <mill> of Zenda, the mill, mill.", publisher="Gazette"))
        opened.add(sample("X2", "2023-01-02", TEXT + "\n\nA mill.", publisher="Gazette", title="Words"))
        opened.set_copies([("R2", "R1")])
        yield opened


def walk(results, limit):
    out, cursor = [], None
    while True:
        page = results.page(limit, cursor)
        out += [item["id"] for item in page.items]
        cursor = page.next
        if cursor is None:
            return out


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize(
    ("sort", "filters"),
    [
        ("published", {}),
        ("published", {"text": "river"}),
        ("relevance", {"text": "river"}),
        ("published", {"publisher": "streslau post"}),
    ],
)
def test_pages_join_to_the_whole(store, monkeypatch, few, sort, filters):
    monkeypatch.setattr(module, "FEW", few)
    results = store.reports(sort=sort, **filters)
    whole = [head["id"] for head in results]
    assert walk(results, 2) == whole
    assert len(whole) == len(set(whole)) == results.count() >= 7
    if sort == "published":
        assert whole[-1] == "R3"  # undated last


def test_the_best_come_first_and_show_their_words(store):
    found = store.reports(text="mill", sort="relevance").page(5)
    assert [item["id"] for item in found.items] == ["X", "X2"]
    pieces = found.items[0]["snippet"]
    assert [text for text, hit in pieces if hit] == ["mill"] * 3
    assert "<" in "".join(text for text, _ in pieces)
    assert store.reports(text="mill").first()["id"] == "X2"
    assert "snippet" not in store.reports().first()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"publisher": "Gazette"}, 2), ({"not_publisher": "Gazette"}, 7), ({"published_since": "2024-03-06"}, 2),
        ({"published_until": "2023"}, 2), ({"copies": "one"}, 8), ({"report": ["R1", "X"]}, 2), ({"language": "EN"}, 9),
        ({"not_report": "X"}, 8), ({"language": "de"}, 0), ({"text": "mill", "publisher": "Streslau Post"}, 0),
    ],
)  # fmt: skip
def test_filters(store, filters, found):
    assert store.reports(**filters).count() == len(list(store.reports(**filters))) == found


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"publisher": "Gazete"}, "Gazette"), ({"actor": "RUR"}, "no filter"), ({"sort": "relevant"}, "relevance"),
        ({"sort": "relevance"}, "give words"), ({"copies": "two"}, "copies"), ({"text": "..."}, "no word"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_an_error(store, given, says):
    with pytest.raises(UsageError, match=says):
        store.reports(**given)


def test_cursors_and_limits_are_checked(store):
    cursor = store.reports().page(2).next
    for bad in ("x", "!!", "bnVsbA", cursor[:-3]):
        with pytest.raises(UsageError, match="cursor"):
            store.reports().page(2, bad)
    with pytest.raises(UsageError, match="cursor"):
        store.reports(publisher="Gazette").page(2, cursor)
    with pytest.raises(UsageError, match="limit"):
        store.reports().page(1001)

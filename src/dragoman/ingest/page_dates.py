"""A page's publication date, chosen among what its parts say; zones are kept, year 1 is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dragoman.ingest.moments import instant, read_moment
from dragoman.records import Published

_META = (
    "article:published_time", "og:article:published_time", "datepublished", "article.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "publishdate", "publish-date",
    "publication_date", "pubdate", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip

_MINUTE, _HALF_DAY = 60, 12 * 3600
_FURTHEST = 14 * 60
"""Minutes of the zone furthest from UTC."""


def choose_date(tree: Any, ld: dict[str, Any], metas: dict[str, str], url: str | None) -> dict[str, Any] | None:
    """The fields of ``Published``, or None.

    JSON-LD counts before meta tags, those before time elements, those before htmldate (which knows
    only days). Where the best gives UTC and another gives the same moment with its local offset, the
    local day counts: "on Wednesday" in the report means that one. Another day that is not the same
    moment is a conflict.
    """
    found = [date for date in _candidates(tree, ld, metas) if date]
    if not found:
        day = _htmldate(tree, url)
        return day.to_dict() if day else None
    best = found[0]
    for other in found[1:]:
        if _same(best, other) and best.zone in {None, "+00:00"} and other.zone not in {None, "+00:00"}:
            best = Published(other.date, other.time, other.zone, f"{best.source}, {other.source}")
            break
        if local := _local(best, other):
            best = local
            break
        if best.time is None and other.time and other.date == best.date:
            best = Published(best.date, other.time, other.zone, f"{best.source}, {other.source}")
            break
    conflict = next((o.date for o in found if o.date != best.date and not _near(best, o)), None)
    return Published(best.date, best.time, best.zone, best.source, conflict).to_dict()


def _candidates(tree: Any, ld: dict[str, Any], metas: dict[str, str]) -> list[Published | None]:
    given = (read_moment(_first(ld.get(key)), "json-ld") for key in ("datePublished", "dateCreated"))
    found: list[Published | None] = [next((date for date in given if date), None)]
    named = next((key for key in _META if key in metas and read_moment(metas[key], "")), None)
    if named:
        found.append(read_moment(metas[named], f"meta {named}"))
    for element in tree.iter("time"):
        marked = (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None
        if marked or "publish" in (element.get("class") or "").lower():
            found.append(read_moment(element.get("datetime"), "time element"))
            break
    return found


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _same(one: Published, other: Published) -> bool:
    return _apart(one, other) < _MINUTE


def _near(one: Published, other: Published) -> bool:
    """Whether two days differ only by the zone they are told in."""
    return _apart(one, other) < _HALF_DAY


def _local(best: Published, other: Published) -> Published | None:
    """``best``, given in UTC, in the local time of ``other``, which has no zone but is some half hours off."""
    if best.zone != "+00:00" or not best.time or not other.time or other.zone:
        return None
    far = dt.datetime.fromisoformat(f"{other.date}T{other.time}") - dt.datetime.fromisoformat(
        f"{best.date}T{best.time}"
    )
    minutes = int(far.total_seconds() / 60)
    if not minutes or minutes % 30 or abs(minutes) > _FURTHEST:
        return None
    zone = f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
    return Published(other.date, other.time, zone, f"{best.source}, {other.source}")


def _apart(one: Published, other: Published) -> float:
    """Seconds between the two; infinite where a zone is missing."""
    first, second = instant(one), instant(other)
    return abs((first - second).total_seconds()) if first and second else float("inf")


def _htmldate(tree: Any, url: str | None) -> Published | None:
    from htmldate import find_date

    try:
        day = find_date(tree, url=url, original_date=True, extensive_search=True)
    except Exception:  # noqa: BLE001 - htmldate raises many things on odd pages; then there is no date
        return None
    return read_moment(day, "htmldate")

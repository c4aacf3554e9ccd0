"""What pages of counts and groups share: CSV, links to words at their publisher, periods to draw, fields of a form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.datastructures import QueryParams
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.store.series import period_of
from dragoman.web.asking import Pairs

UNITS = ("day", "week", "month", "year")
MOST_PERIODS = {"day": 92, "week": 105, "month": 72, "year": 60}
"""So many periods are drawn: more would be too thin to see."""
EPOCH = dt.date(1970, 1, 1)
LONG_WORDS, EDGE_WORDS = 14, 6
"""A quotation of more words is looked for by its first and last ones."""


def as_csv(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """Rows as a file ``name``.csv; cells that a spreadsheet would run as a formula are quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(out.getvalue().encode("utf8", "replace"), 200, headers, "text/csv; charset=utf-8")


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} and cell else cell


def words_at(url: str | None, words: str) -> str | None:
    """The address of ``words`` on their publisher's page, by a text fragment; None where there is no web address.

    Source: https://wicg.github.io/scroll-to-text-fragment/ (a dash, comma or ampersand in the words is escaped).
    """
    if not url or urlsplit(url).scheme not in {"http", "https"}:
        return None
    found = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", " ", words).split()
    if not found:
        return url
    parts = [found] if len(found) <= LONG_WORDS else [found[:EDGE_WORDS], found[-EDGE_WORDS:]]
    text = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in parts)
    page, hash_, fragment = url.partition("#")
    return f"{page}#{fragment.partition(':~:')[0] if hash_ else ''}:~:text={text}"


def pairs_of(query: QueryParams, *without: str) -> Pairs:
    """The address's parameters that have a value."""
    return [(n, v) for n, v in query.multi_items() if v and n not in without]


def one_of(name: str, value: str | None, known: Sequence[str]) -> str:
    """``value``, or the first of ``known`` without one.

    Raises:
        UsageError: a value that is not known.
    """
    if value and value not in known:
        raise UsageError(f"{name} {value!r}: there is {', '.join(known)}")
    return value or known[0]


def form_fields(query: QueryParams, known: Mapping[str, str], options: Mapping[str, Sequence[str]]) -> Any:
    """Fields of the form of filters, with what stands in them."""
    return [
        {"name": name, "help": about, "values": query.getlist(name) or [""], "options": options.get(name)}
        for name, about in known.items()
    ]


def bucket(day: str | int | None, unit: str) -> str | None:
    """The period of an ISO day (or of days since 1970); None where the date is not exact enough for ``unit``."""
    if isinstance(day, int):
        try:
            day = (EPOCH + dt.timedelta(days=day)).isoformat()
        except OverflowError:
            return None
    if not day or len(day) < {"day": 10, "week": 10, "month": 7, "year": 4}[unit]:
        return None
    try:
        return period_of(day[:10], unit)
    except ValueError:
        return None


def edges(period: str) -> tuple[str, str]:
    """First and last day of a period."""
    if "W" in period:
        first = dt.date.fromisocalendar(int(period[:4]), int(period[6:]), 1)
        return first.isoformat(), (first + dt.timedelta(days=6)).isoformat()
    if len(period) == 7:  # noqa: PLR2004 - a month
        first = dt.date.fromisoformat(f"{period}-01")
        after = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        return first.isoformat(), (after - dt.timedelta(days=1)).isoformat()
    return (f"{period}-01-01", f"{period}-12-31") if len(period) == 4 else (period, period)  # noqa: PLR2004 - a year


def following(period: str) -> str:
    """The period after one."""
    unit = "week" if "W" in period else {4: "year", 7: "month", 10: "day"}[len(period)]
    after = dt.date.fromisoformat(edges(period)[1]) + dt.timedelta(days=1)
    return period_of(after.isoformat(), unit)


def window(counts: Mapping[str, float], unit: str) -> list[str]:
    """The periods to draw, without gaps: all, or those of ``MOST_PERIODS`` on end that hold most."""
    names = sorted(counts)
    if not names:
        return []
    most, best, held = MOST_PERIODS[unit], (-1.0, names[0], names[0]), 0.0
    numbers = {name: _number(name, unit) for name in names}
    start = 0
    for name in names:
        held += counts[name]
        while numbers[name] - numbers[names[start]] >= most:
            held -= counts[names[start]]
            start += 1
        if held >= best[0]:
            best = (held, names[start], name)
    out = [best[1]]
    while out[-1] < best[2]:
        out.append(following(out[-1]))
    return out


def _number(period: str, unit: str) -> int:
    if unit == "year":
        return int(period)
    if unit == "month":
        return int(period[:4]) * 12 + int(period[5:7])
    return dt.date.fromisoformat(edges(period)[0]).toordinal() // (7 if unit == "week" else 1)

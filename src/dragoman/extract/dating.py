"""The day of each event (codebook, "Date")."""

from __future__ import annotations

from dataclasses import replace

from dragoman.records import Event, Report, When, Why


def date_events(report: Report) -> Report:
    """Fill ``when`` of every event of ``report.events``."""
    return replace(report, events=tuple(replace(e, when=_when(report, e)) for e in report.events))


def _when(report: Report, event: Event) -> When:
    sentence = event.evidence[0] if event.evidence else event.trigger
    near = [t for t in report.times if t.when and t.when.value and sentence.covers(t.span)]
    if near:
        best = min(near, key=lambda t: abs(t.span.start - event.trigger.start))
        assert best.when is not None  # noqa: S101
        return replace(best.when, value=(best.when.value or "").split("T")[0])
    if report.published.date is None:
        return When(None, None, (), Why("date.none", note="no date in the clause and no publication date"))
    return When(report.published.date, "day", (), Why("date.published", note="no date of its own"))

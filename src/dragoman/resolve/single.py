"""Who one phrase is, without a report around it: with a date and, if there is one, a text that it stands in."""

from __future__ import annotations

from dragoman.records import Actor, Published, Report, Span
from dragoman.resolve.actors import Resolver


def who_is(resolver: Resolver, phrase: str, date: str | None = None, context: str = "") -> tuple[Actor, ...]:
    """The actors of ``phrase`` on ``date`` (ISO); ``context`` is text around it, which may repeat it.

    Where the context holds the phrase, it is resolved there; otherwise the phrase is put behind it.
    """
    context = context.strip()
    phrase = phrase.strip()
    at = context.find(phrase) if phrase and context else -1
    text = context if at >= 0 else f"{context}\n{phrase}" if context else phrase
    start = at if at >= 0 else len(text) - len(phrase)
    report = Report(text, "phrase", published=Published(date))
    return resolver.who(report, Span.of(text, start, start + len(phrase)))

"""The timeline as a page and as a fragment for a notebook. No script; hostile text stays text."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from dragoman.render.page import asset
from dragoman.render.timeline import Line, Source, mark_of, parts, source_of
from dragoman.render.words import html_safe


def timeline_page(lines: Iterable[Line], title: str) -> str:
    """The timeline as one self-contained page."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html_safe(title)}</title><style>{asset('page.css')}</style></head>"
        f'<body><main class="dragoman"><h1>{html_safe(title)}</h1>{inside(lines)}</main></body></html>\n'
    )


def timeline_fragment(lines: Iterable[Line]) -> str:
    """The timeline for a notebook."""
    style = asset("page.css").replace("body{margin:0}\n", "")
    return f'<style>{style}</style><div class="dragoman">{inside(lines)}</div>'


def inside(lines: Iterable[Line]) -> str:
    """The lists: what was, what is ahead, what has no date."""
    was, ahead, undated = parts(lines)
    if not (was or ahead or undated):
        return "<p>Nothing found.</p>"
    out = _list(was)
    for heading, group in (("Ahead", ahead), ("Undated", undated)):
        out += f"<h2>{heading}</h2>{_list(group)}" if group else ""
    return out


def _list(lines: list[Line]) -> str:
    return f'<ol class="timeline">{"".join(_item(line) for line in lines)}</ol>' if lines else ""


def _item(line: Line) -> str:
    mark = f' <small class="planned">{mark_of(line)}</small>' if mark_of(line) else ""
    conflicts = "".join(f'<p class="note">{html_safe(conflict)}</p>' for conflict in line.conflicts)
    told = f"; told by {line.told} reports" if line.told > 1 else ""
    first, *others = line.sources
    more = "".join(f"<li>{_quote(source)}</li>" for source in others)
    more = f"<details><summary>other accounts</summary><ul>{more}</ul></details>" if more else ""
    return (
        f"<li><p><strong><time>{html_safe(line.date or 'undated')}</time></strong> {html_safe(line.sentence)}{mark}</p>"
        f"{conflicts}<p>{_quote(first)}<small>{told}</small></p>{more}</li>"
    )


def _quote(source: Source) -> str:
    said = html_safe(source_of(source))
    if source.url and urlsplit(source.url).scheme in {"http", "https"}:
        said = f'<a href="{html_safe(source.url)}" rel="noreferrer">{said}</a>'
    return f"<q>{html_safe(source.evidence)}</q> <small>{said}</small>"

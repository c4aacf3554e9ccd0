"""Reports in a notebook: the page's inside, without a script."""

from __future__ import annotations

from dragoman.records import Report
from dragoman.render.page import asset, body


def report_fragment(report: Report) -> str:
    """An HTML fragment that a notebook shows for a report; its styles touch nothing else."""
    style = asset("page.css").replace("body{margin:0}\n", "")
    return f'<style>{style}</style><div class="dragoman">{body(report)}</div>'

"""Writes docs/tutorial.ipynb from the cells below: ``python tools/build_tutorial.py``. The test runs them."""

# ruff: noqa: E501 - the reports are data, the cells are prose
from __future__ import annotations

import json
from pathlib import Path

CELLS: list[tuple[str, str]] = [
    (
        "markdown",
        """# From raw reports to a plotted series of a dyad

Eleven short reports of our own making (Chile and Peru are real, what is told of them here is not) are read into a store;
then come events with their words, a timeline, agreements, and a monthly series, plotted with the measured accuracy of what
is plotted beside it. Nothing here needs a network. For real news, give `dragoman run` your files instead of the first cell.""",
    ),
    (
        "code",
        """REPORTS = [  # (day of publication, title, text)
    ("2031-01-14", "Chile seizes trawler", "Chile on Tuesday seized a Peruvian trawler off Arica. Peru condemned Chile over the seizure."),
    ("2031-01-28", "Peru protests again", "Peru accused Chile on Tuesday of harassing its fishermen near the maritime border."),
    ("2031-02-11", "Chile warns Peru", "Chile threatened on Tuesday to close its ports to Peru. \\"We will not wait for ever,\\" Chilean Foreign Minister Elena Rojas said."),
    ("2031-02-20", "Peru turns down talks", "Peru rejected on Thursday Chile's demand for talks on fishing rights in the north."),
    ("2031-03-06", "Chile releases the crew", "Chile on Thursday released eleven Peruvian fishermen who were held in Arica. Peru thanked Chile for the release."),
    ("2031-03-19", "Ministers meet in Tacna", "The foreign ministers of Chile and Peru met in Tacna on Wednesday. Chile and Peru agreed to set up a joint commission on fishing."),
    ("2031-04-15", "President visits Lima", "Chilean President Marta Silva visited Peru on Tuesday and held talks with Peruvian President Luis Vargas in Lima."),
    ("2031-04-22", "The visit, told again", "Chilean President Marta Silva visited Peru last Tuesday and held talks with Peruvian President Luis Vargas in Lima, officials said."),
    ("2031-05-13", "Fisheries treaty signed", "Chile and Peru signed a fisheries treaty in Santiago on Tuesday. Peru praised Chile for its patience."),
    ("2031-05-27", "Chile sends aid", "Chile on Tuesday sent food and tents to Peru after an earthquake near Moquegua."),
    ("2031-06-10", "Navies exercise together", "The navies of Chile and Peru held joint exercises off Arica on Tuesday."),
]""",
    ),
    ("markdown", "## Read them\n\nOne report is one transaction; reading the same again changes nothing."),
    (
        "code",
        """import dragoman

reader = dragoman.Reader()
store = dragoman.open("tutorial.db")
for number, (day, title, text) in enumerate(REPORTS):
    store.add(reader.read(text, published=day, title=title, id=f"report-{number}"))
store.counts()""",
    ),
    ("markdown", "## One report, with every slot marked"),
    ("code", 'store.report("report-0")'),
    ("markdown", "## Events, with the words they rest on"),
    (
        "code",
        """events = store.events(dyad="CHL..PER", sort="date")
events""",
    ),
    (
        "code",
        """first = next(iter(events)).record
report = store.report(next(iter(events)).report["id"])
assert report.text[first.trigger.start : first.trigger.end] == first.trigger.text  # evidence, to the letter
first""",
    ),
    ("markdown", "## A timeline\n\nThe visit is told by two reports and is one line."),
    (
        "code",
        """from dragoman.render.timeline_ask import ask

timeline, title = ask(store, a="CHL", b="PER", today="2031-07-01")
timeline""",
    ),
    ("markdown", "## Agreements over all reports"),
    (
        "code",
        """from dragoman.store.instruments import merged

instruments = merged(store.agreements())
instruments""",
    ),
    (
        "markdown",
        """## How accurate is it?

Measure on your own texts before you plot. Here the acts of the eleven reports were written down by hand: month, who,
to whom, and whether it is cooperation (`+`) or conflict (`-`). Two sides that act together count in both directions.""",
    ),
    (
        "code",
        """BY_HAND = {
    ("2031-01", "CHL", "PER", "-"), ("2031-01", "PER", "CHL", "-"),   # seizure; condemnation, accusation
    ("2031-02", "CHL", "PER", "-"), ("2031-02", "PER", "CHL", "-"),   # threat; refusal
    ("2031-03", "CHL", "PER", "+"), ("2031-03", "PER", "CHL", "+"),   # release, meeting; thanks, meeting
    ("2031-04", "CHL", "PER", "+"),                                   # visit
    ("2031-05", "CHL", "PER", "+"), ("2031-05", "PER", "CHL", "+"),   # treaty, aid; treaty, praise
    ("2031-06", "CHL", "PER", "+"), ("2031-06", "PER", "CHL", "+"),   # exercise
}
from dragoman.store.series import series

monthly = series(store, "CHL", "PER", by="month", dedup="one-a-day")
found = {(p.period, p.source, p.target, sign) for p in monthly
         for sign, count in (("+", sum(p.quads[:2])), ("-", sum(p.quads[2:]))) if count}
right = len(found & BY_HAND)
precision, recall = right / len(found), right / len(BY_HAND)
note = (f"Cells of this chart (month, direction, cooperation or conflict) against coding by hand: precision {precision:.0%}, "
        f"recall {recall:.0%} ({len(BY_HAND)} cells, easy sentences of our own). On real news expect less: see docs/accuracy.md.")
note""",
    ),
    (
        "markdown",
        """These sentences are easy. On twelve real reports (96 events) the quad class of who did what to whom has F1 59,
and the date of a matched event is right in about two thirds ([accuracy](accuracy.md)): a month's bar in a real series is
a count with that error, not a measurement.""",
    ),
    ("markdown", "## The series, plotted, with its accuracy beside it"),
    ("code", "monthly"),
    (
        "code",
        """from dragoman.render.notebook import DyadChart

chart = DyadChart(tuple(monthly), note=note, title="Chile and Peru, by month")
chart""",
    ),
    (
        "markdown",
        "With pandas and matplotlib, `monthly.to_pandas()` is a frame to plot as you like. Close the store at the end.",
    ),
    ("code", "store.close()"),
]


def notebook() -> dict[str, object]:
    """The notebook without outputs, as nbformat 4.5 has it."""
    cells = []
    for number, (kind, source) in enumerate(CELLS):
        cell: dict[str, object] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {},
                                   "source": source.splitlines(keepends=True)}  # fmt: skip
        cells.append(cell | ({"execution_count": None, "outputs": []} if kind == "code" else {}))
    return {
        "cells": cells,
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                     "language_info": {"name": "python"}},
        "nbformat": 4, "nbformat_minor": 5,
    }  # fmt: skip


def text() -> str:
    """The file's text."""
    return json.dumps(notebook(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "tutorial.ipynb").write_text(text(), "utf8")

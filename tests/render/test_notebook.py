"""What a notebook shows, and the tutorial notebook run as plain Python."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from dragoman.render.notebook import DyadChart, records_fragment
from dragoman.store.series import Period
from made_reports import sample

ROOT = Path(__file__).parents[2]


def test_records_show_their_words_and_hostile_text_stays_text():
    report = sample(title="<script>alert(1)</script>")
    for shown in (report._repr_html_(), report.events[0]._repr_html_(), report.statements[0]._repr_html_()):
        assert "<script" not in shown
        assert 'class="dragoman"' in shown
    assert "urged the Kingdom of Graustark" in report.events[0]._repr_html_()
    assert "&lt;fair&gt;" in report.statements[0]._repr_html_()
    assert "River" in records_fragment(report.agreements) or "river" in records_fragment(report.agreements)


def test_a_chart_has_bars_figures_and_its_accuracy():
    periods = (
        Period("2031-01", "CHL", "PER", 3, 2, 2, [0, 1, 0, 2]),
        Period("2031-02", "PER", "CHL", 1, 1, 1, [0, 0, 1, 0]),
    )
    chart = DyadChart(periods, note="precision <90 %>", title="A & B")
    shown = chart._repr_html_()
    assert shown.count("<rect") == 3
    assert "2031-01 CHL to PER: 1 cooperation, 2 conflict" in shown
    assert "precision &lt;90 %&gt;" in shown
    assert "A &amp; B" in shown
    heights = [float(h) for h in re.findall(r'<rect[^>]* height="([0-9.]+)"', shown)]
    assert heights == [65.0, 130.0, 65.0]
    assert "nothing to show" in DyadChart(()).to_svg()


def test_the_tutorial_is_up_to_date():
    sys.path.insert(0, str(ROOT / "tools"))
    from build_tutorial import text

    assert (ROOT / "docs" / "tutorial.ipynb").read_text("utf8") == text()


@pytest.mark.slow
def test_the_tutorial_runs_and_plots_what_it_measured(tmp_path, monkeypatch):
    """Every code cell, in order; a last expression must be shown by the notebook without an error."""
    monkeypatch.chdir(tmp_path)
    cells = json.loads((ROOT / "docs" / "tutorial.ipynb").read_text("utf8"))["cells"]
    names: dict[str, object] = {}
    shown = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)  # noqa: S102 - our own notebook
        if last is not None:
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)  # noqa: S307
            shown.append(value._repr_html_() if hasattr(value, "_repr_html_") else repr(value))
    assert names["precision"] >= 0.8
    assert names["recall"] >= 0.8
    assert names["note"].split(" (")[0] in re.sub("&[a-z0-9#]+;", "", shown[-2])
    assert [i.name for i in names["instruments"]] == ["fisheries treaty"]
    assert max(line.told for line in names["timeline"]) == 2
    assert "<svg" in shown[-2]

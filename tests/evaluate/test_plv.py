"""Roots and quads of single sentences, in the terms of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.evaluate.plv import evaluate_plv
from dragoman.model.sides import Between
from dragoman.records import Report, Span

HEAD = "sentence\tsource\ttarget\tgold_root\n"


def answer(kind: str, word: str, status: str = "actual"):
    def rank(report: Report, actor: tuple[Span, ...], recipient: tuple[Span, ...]) -> Between:
        at = report.text.index(word)
        return Between(((kind, 0.9),), Span.of(report.text, at, at + len(word)), status)

    return rank


@pytest.mark.parametrize(
    ("sentence", "word", "kind", "status", "theirs"),
    [
        ("Peru withdrew its troops from Chile.", "withdrew", "RETREAT", "actual", "YIELD"),
        ("Peru apologised to Chile.", "apologised", "CONCEDE", "actual", "YIELD"),
        ("Peru was willing to withdraw from Chile.", "withdraw", "CONCEDE", "future", "AGREE"),
        ("Peru agreed to release the men from Chile.", "release", "CONCEDE", "actual", "AGREE"),
        ("Peru will lift the curfew.", "lift", "CONCEDE", "actual", "AGREE"),
        ("Peru accused Chile of theft.", "accused", "ACCUSE", "actual", "ACCUSE"),
    ],
)
def test_answers_are_put_in_the_terms_of_the_file(
    tmp_path: Path, sentence: str, word: str, kind: str, status: str, theirs: str
) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text(f"{HEAD}{sentence}\tPeru\tChile\t{theirs}\n")
    assert evaluate_plv(path, answer(kind, word, status)).to_dict()["root_accuracy"] == 100.0
    path.write_text(f"{HEAD}{sentence}\tPeru\ta recipient\tPROTEST\n")
    wrong = evaluate_plv(path, answer(kind, word, status))
    assert wrong.to_dict()["root_accuracy"] == 0.0
    assert wrong.rows[0][3] == f"PROTEST > {theirs}"


def test_a_file_without_the_columns_is_refused_with_their_names(tmp_path: Path) -> None:
    path = tmp_path / "rows.tsv"
    path.write_text("text\tlabel\n")
    with pytest.raises(DataError, match="gold_root"):
        evaluate_plv(path, answer("AGREE", "x"))

"""Which epoch of a training is kept."""

from __future__ import annotations

import pytest

pytest.importorskip("torch")

from dragoman.ontology import load_ontology
from dragoman.train import recipe
from dragoman.train.loop import Schedule


@pytest.mark.parametrize(("passages", "chosen"), [(1, False), (recipe.FEWEST_HELD, True)])
def test_one_held_out_passage_does_not_choose_the_epoch(monkeypatch, tmp_path, passages, chosen):
    seen = {}
    monkeypatch.setattr(recipe, "load_minilm", lambda *_: None)
    monkeypatch.setattr(recipe, "fit", lambda *_, after_epoch, **_more: seen.update(after=after_epoch))
    labels = recipe.labels_for(load_ontology(None))
    held = [object()] * passages
    recipe.finetune(labels, None, [], held, Schedule(1), tmp_path / "tuned.pt")  # type: ignore[arg-type]
    assert (seen["after"] is not None) is chosen

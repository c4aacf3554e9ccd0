from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import BertPreTokenizer

from dragoman.model.features import Featurizer
from dragoman.model.labels import ROLES, Labels
from dragoman.train.data import IGNORE, Labeller
from tests.train.test_align import GOLD, TEXT


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    tokenizer = Tokenizer(WordPiece({"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    return Labeller(Featurizer(tokenizer), Labels(("AGREE", "SANCTION"), ("none", "SANCTION/withdraw")))


def test_labels_stand_at_the_annotators_words(labeller: Labeller):
    (example,) = labeller.examples(GOLD)
    words = [TEXT[a:b] for a, b in example.passage.words]
    assert example.trigger is not None
    at = int(np.flatnonzero(example.trigger > 0)[0])
    assert words[at] == "recall"
    assert example.trigger[at] == 2
    event = example.anchors[0]
    assert (event.mode, event.status) == (1, 1)
    actor = np.flatnonzero(event.roles[:, ROLES.index("actor")] == 1)
    assert [words[k] for k in actor] == ["it"]
    assert actor[0] < at, "the occurrence in the evidence is meant"
    recipient = event.roles[:, ROLES.index("recipient")]
    assert [words[k] for k in np.flatnonzero(recipient == 1)] == ["Peru"]
    assert (recipient == -1).sum() == 1, "the other mention is neither learnt as right nor as wrong"
    assert np.all(event.roles[:, ROLES.index("content")] == -1)


def test_statements_are_learnt_from_their_cue(labeller: Labeller):
    (example,) = labeller.examples(GOLD)
    words = [TEXT[a:b] for a, b in example.passage.words]
    told = example.anchors[1]
    assert [words[k] for k in told.words] == ["told"]
    content = np.flatnonzero(told.roles[:, ROLES.index("content")] == 1)
    assert [words[k] for k in content] == ["We", "said", "so", "before"]
    assert example.cue is not None
    assert (example.cue == 1).sum() == 2


def test_repetitions_of_a_trigger_are_not_learnt(labeller: Labeller):
    gold = {**GOLD, "text": TEXT + " The recall was no surprise."}
    (example,) = labeller.examples(gold)
    assert example.trigger is not None
    assert (example.trigger == IGNORE).sum() == 1

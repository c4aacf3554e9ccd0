"""Sentences end where they end, and tokens are slices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.clean import split_sentences, tokenize


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in split_sentences(text)]


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Ali met Lt. Col. Haddad. They talked.", ["Gen. Ali met Lt. Col. Haddad.", "They talked."]),
        ("The U.S. Senate voted. It was close.", ["The U.S. Senate voted.", "It was close."]),
        ("He flew to the U.S. The visit was short.", ["He flew to the U.S.", "The visit was short."]),
        ("It began at 9 a.m. on Jan. 4. Nobody came.", ["It began at 9 a.m. on Jan. 4.", "Nobody came."]),
        ("J. K. Meyer left. So did R. Voss.", ["J. K. Meyer left.", "So did R. Voss."]),
        ('"We agree," he said. "We sign."', ['"We agree," he said.', '"We sign."']),
        ("“We agree.” The talks ended.", ["“We agree.”", "The talks ended."]),
        ('"Who pays?" Minister Jane Holt asked. Nobody.', ['"Who pays?" Minister Jane Holt asked.', "Nobody."]),
        ('"Who pays?" he asked.', ['"Who pays?" he asked.']),
        ("Resolution No. 5 passed. No. 6 failed.", ["Resolution No. 5 passed.", "No. 6 failed."]),
        ('She replied "No." Then she left.', ['She replied "No."', "Then she left."]),
        ("It cost 3.5 million. He paid.", ["It cost 3.5 million.", "He paid."]),
        ("He said yes.But nobody heard.", ["He said yes.", "But nobody heard."]),
        ('It is near the base. " he said. They left.', ['It is near the base. " he said.', "They left."]),
        ("Acme Corp. Thursday said it would close.", ["Acme Corp. Thursday said it would close."]),
        ("St. Petersburg hosts it. (It did so before.) All came.",
         ["St. Petersburg hosts it.", "(It did so before.)", "All came."]),
        ("One ... two. Three.", ["One ... two.", "Three."]),
        ("", []),
        (" \u00a0 ", []),
    ],
)  # fmt: skip
def test_split(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_text_without_full_stops_is_cut_at_spaces() -> None:
    found = sentences("word " * 2000)
    assert max(map(len, found)) <= 2000
    assert " ".join(found).split() == ["word"] * 2000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China's envoy didn't go.", ["China", "'s", "envoy", "did", "n't", "go", "."]),
        ("U.S. forces, 1,800.5 tonnes", ["U.S.", "forces", ",", "1,800.5", "tonnes"]),
        ("the US-led force", ["the", "US", "-", "led", "force"]),
        ("a cease-fire by al-Qaida", ["a", "cease-fire", "by", "al-Qaida"]),
        ("Gen. Ali -- 5%", ["Gen.", "Ali", "--", "5%"]),
        ("see https://example.org/a?b=1.", ["see", "https://example.org/a?b=1", "."]),
        ("24th of May, 19:51", ["24th", "of", "May", ",", "19:51"]),
        ("President\u2019s", ["President", "\u2019s"]),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(alphabet=st.sampled_from(list("aB .\"'”?!\n\u00a0-,0é中")), max_size=80))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    spans = split_sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1))


@given(st.text(max_size=80))
def test_tokens_are_ordered_and_inside(text: str) -> None:
    tokens = tokenize(text)
    assert all(0 <= a < b <= len(text) for a, b in tokens)
    assert all(tokens[i][1] <= tokens[i + 1][0] for i in range(len(tokens) - 1))

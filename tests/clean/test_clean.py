"""The stage: labels, masks, date, byline, title, and reports that are not read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.clean import clean
from dragoman.records import Published, Report

DUMP = """Updated June 2nd, 2022 at 11:40 IST

Norway recalls envoy from Minsk after raid on consulate

Oslo called the raid "a grave breach of every rule", while Belarus spoke of a misunderstanding.

Reported by: Mira Solberg
IMAGE: AP | Image:self
Advertisement

Norway on Thursday\u00a0recalled its ambassador from Belarus after police searched the consulate in Brest.

"We expect an apology," Foreign Minister Kari Moen said.

Foreign Minister Kari Moen, left, arrives at the airport in Oslo. Credit: NTB

'A grave breach': Oslo

The raid lasted two hours, the ministry said. Belarus did not comment.

Also read: Who guards the consulates

Advertisement

Published June 2nd, 2022 at 09:15 IST"""


def kinds(report: Report) -> list[str]:
    return [segment.kind for segment in report.segments]


def by_kind(report: Report, kind: str) -> list[str]:
    return [segment.span.text for segment in report.segments if segment.kind == kind]


def test_a_dump_of_a_page() -> None:
    report = clean(Report(DUMP, "r"))
    assert by_kind(report, "title") == ["Norway recalls envoy from Minsk after raid on consulate"]
    assert report.title == "Norway recalls envoy from Minsk after raid on consulate"
    assert by_kind(report, "standfirst")[0].startswith("Oslo called")
    assert report.byline == "Mira Solberg"
    assert by_kind(report, "caption") == ["Foreign Minister Kari Moen, left, arrives at the airport in Oslo."]
    assert by_kind(report, "credit") == ["IMAGE: AP", "Image:self", "Credit: NTB"]
    assert by_kind(report, "subhead") == ["'A grave breach': Oslo"]
    assert by_kind(report, "residue") == ["Advertisement", "Also read: Who guards the consulates", "Advertisement"]
    assert report.published == Published("2022-06-02", "09:15", "+05:30", "text")
    assert report.language == "en"
    read = [sentence.span.text for sentence in report.sentences]
    assert not any("Advertisement" in text or "Credit" in text or "Reported by" in text for text in read)
    assert "The raid lasted two hours, the ministry said." in read
    assert report.text == DUMP


def test_segments_are_slices_in_order_and_sentences_lie_within_them() -> None:
    report = clean(Report(DUMP, "r"))
    last = 0
    for segment in report.segments:
        assert segment.span.text == DUMP[segment.span.start : segment.span.end]
        assert segment.span.start >= last
        last = segment.span.end
    for sentence in report.sentences:
        assert report.segments[sentence.segment].span.covers(sentence.span)
        assert all(sentence.span.start <= a < b <= sentence.span.end for a, b in sentence.tokens)


@pytest.mark.parametrize(
    ("line", "dateline"),
    [
        ("SEOUL, July 19 - South Korea said it would wait.", "SEOUL, July 19 -"),
        ("BEIJING, Dec. 3 (Xinhua) -- China said it would wait.", "BEIJING, Dec. 3 (Xinhua) --"),
        ("Tokyo, May 24 (Reuters) - Japan said it would wait.", "Tokyo, May 24 (Reuters) -"),
        ("WASHINGTON (AP) — Congress said it would wait.", "WASHINGTON (AP) —"),
        ("NEW DELHI: India said it would wait.", "NEW DELHI:"),
        ("(Reuters) - Chad said it would wait.", "(Reuters) -"),
        ("TUNIS (Feb 7) - The rebels said they would wait.", "TUNIS (Feb 7) -"),
        ("TUNIS (Maghreb Wire) - The rebels said they would wait.", "TUNIS (Maghreb Wire) -"),
        ("TUNIS (Sunday) The rebels said they would wait.", "TUNIS (Sunday)"),
        ("TUNIS/ALGIERS, Feb 7 (Maghreb Wire) -- The rebels said so.", "TUNIS/ALGIERS, Feb 7 (Maghreb Wire) --"),
        ("Tizi Gheniff - The rebels said they would wait.", "Tizi Gheniff -"),
        ("NAHA, Okinawa: The rebels said they would wait.", "NAHA, Okinawa:"),
        ("ADEN, Yemen (AP) — The rebels said they would wait.", "ADEN, Yemen (AP) —"),
    ],
)
def test_datelines(line: str, dateline: str) -> None:
    report = clean(Report(line + "\n\nThe talks went on in the evening.", "r", title="They wait"))
    assert by_kind(report, "dateline") == [dateline]
    assert report.sentences[0].span.text == line.removeprefix(dateline).strip()


@pytest.mark.parametrize(
    "line",
    [
        "NATO - the alliance of the west - met.",
        "Iran -- and others -- met.",
        "The deal, signed May 4 - a Sunday - holds.",
    ],
)
def test_no_dateline(line: str) -> None:
    assert not by_kind(clean(Report(line, "r", title="A title")), "dateline")


@pytest.mark.parametrize(
    ("line", "caption", "credit"),
    [
        ("Two boats leave Oslo. (Photo: NTB)", "Two boats leave Oslo.", ["(Photo: NTB)"]),
        ("Two boats leave Oslo. Ann Lee/AFP/Getty Images", "Two boats leave Oslo.", ["Ann Lee/AFP/Getty Images"]),
        ("Photo: Two boats leave Oslo, seen from the sea.", "Two boats leave Oslo, seen from the sea.", ["Photo:"]),
        ("[Photo: Two boats leave Oslo. Credit: NTB]", "Two boats leave Oslo.", ["[Photo:", "Credit: NTB]"]),
        ("Two boats leave Oslo. Photo by Ann Lee", "Two boats leave Oslo.", ["Photo by Ann Lee"]),
        ("In this photo, two boats leave Oslo.", "In this photo, two boats leave Oslo.", []),
        ("Kari Moen (L) meets Per Dahl (R) in Oslo.", "Kari Moen (L) meets Per Dahl (R) in Oslo.", []),
    ],
)
def test_captions(line: str, caption: str, credit: list[str]) -> None:
    report = clean(Report(f"Norway closed its border on Monday.\n\n{line}\n\nThe sea was calm.", "r", title="Border"))
    assert by_kind(report, "caption") == [caption]
    assert by_kind(report, "credit") == credit


@pytest.mark.parametrize(
    "line",
    [
        "The photo: a man with a rifle.",
        "Governor Ann Lee (R) spoke.",
        "Senator Bo Ek (D) spoke.",
        "He told Reuters/Ipsos pollsters so.",
        "She left, right after the talks.",
    ],
)
def test_no_captions(line: str) -> None:
    report = clean(Report(f"Norway closed its border on Monday.\n\n{line}\n\nThe sea was calm.", "r", title="Border"))
    assert not by_kind(report, "caption")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Norway shuts its border", True),
        ("Will Norway shut its border?", True),
        ("Norwegian Ministers Refuse To Reopen Their Border Before Easter.", True),
        ("Norway shut its border with Finland on Monday.", False),
        ("Foreign Minister Kari Moen and Prime Minister Per Dahl met Monday.", False),
        ("Norway", False),
    ],
)
def test_titles(line: str, title: bool) -> None:
    report = clean(Report(f"{line}\n\nNorway closed its border on Monday, the ministry said.\n\nIt rained.", "r"))
    assert (report.title == line) is title


def test_agency_text_is_body_throughout() -> None:
    text = "Chad said Monday it would wait.\n\nThe envoy met the king.\n\nNo date was set."
    report = clean(Report(text, "r", title="Chad to wait", published=Published("2006-11-06", source="given")))
    assert kinds(report) == ["body"] * 3
    assert [sentence.span.text for sentence in report.sentences] == text.split("\n\n")
    assert report.published == Published("2006-11-06", source="given")


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "The foreign ministers of the two countries met on Monday in\n"
        "the capital and agreed to hold a second round of talks on the\n"
        "border before the end of the year.\n\nNo date was given."
    )
    report = clean(Report(text, "r", title="Ministers meet"))
    assert len(report.segments) == 2
    assert len(report.sentences) == 2


def test_given_date_is_kept_and_a_conflict_told() -> None:
    report = clean(Report(DUMP, "r", published=Published("2022-06-01", source="given")))
    assert report.published.date == "2022-06-01"
    assert report.published.conflict == "2022-06-02"


def test_a_moment_given_in_utc_is_told_in_the_local_time_of_the_text() -> None:
    text = "Published June 2nd, 2022 at 03:15 IST\n\nNorway closed its border on Thursday."
    report = clean(Report(text, "r", title="Border", published=Published("2022-06-01", "21:45", "+00:00", "json-ld")))
    assert report.published == Published("2022-06-02", "03:15", "+05:30", "json-ld, text")


def test_given_day_takes_time_and_zone_of_the_text() -> None:
    report = clean(Report(DUMP, "r", published=Published("2022-06-02", source="given")))
    assert report.published == Published("2022-06-02", "09:15", "+05:30", "given")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \u00a0\n\ufeff", "empty"),
        ("Advertisement\n\nShare\n\nPublished May 4, 2020", "empty"),
        ("\x01\x02\x03\x04" * 200, "binary"),
        ("Le ministre a dit que les négociations avec la Russie ne sont pas dans une impasse et que le pays est prêt.", "language: fr"),
        ("外交部发言人说,双方将继续谈判。", "language: zh"),
        ("وقال المتحدث باسم الوزارة إن المحادثات ستستمر", "language: ar"),
        ("a " * 1_100_000, "too long"),
    ],
)  # fmt: skip
def test_skipped_with_the_reason(text: str, reason: str) -> None:
    report = clean(Report(text, "r"))
    assert report.skipped is not None
    assert report.skipped.startswith(reason)
    assert not report.sentences


@given(st.text(max_size=300))
def test_any_text_keeps_its_offsets(text: str) -> None:
    report = clean(Report(text, "r"))
    assert report.text == text
    last = 0
    for segment in report.segments:
        assert segment.span.text == text[segment.span.start : segment.span.end]
        assert segment.span.start >= last
        last = segment.span.end


@given(
    st.lists(
        st.sampled_from([*DUMP.split("\n"), "", "By Ann Lee | 2 June 2022", "| a | b |", "\u200b", "\x00", "“"]),
        max_size=25,
    )
)
def test_any_order_of_lines_keeps_its_offsets(lines: list[str]) -> None:
    report = clean(Report("\n".join(lines), "r"))
    for sentence in report.sentences:
        assert sentence.span.text == report.text[sentence.span.start : sentence.span.end]


def test_the_seed(shared: Path) -> None:
    text = next((shared / "seed").glob("*.txt")).read_text("utf8")
    report = clean(Report(text, "seed"))
    assert report.published == Published("2023-05-24", "19:51", "+05:30", "text")
    assert report.byline == "Zaini Majeed"
    assert report.title is not None
    assert report.title.startswith("China warns NATO")
    assert kinds(report).count("caption") == 3
    assert kinds(report).count("residue") == 2
    assert len(report.sentences) == 21

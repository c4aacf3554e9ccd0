"""What can be read, and what is told where something cannot."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from dragoman.errors import UsageError
from dragoman.ingest import InputProblem, Limits, read_any
from dragoman.records import Report

TEXT = "Chad and Libya reopened their border on Monday, officials said.\n\nNo date was given."


def reports(given, **options) -> list[Report]:
    found = list(read_any(given, **options))
    assert all(isinstance(item, Report) for item in found), found
    return found


def problem(given, **options) -> InputProblem:
    found = list(read_any(given, **options))
    assert len(found) == 1
    assert isinstance(found[0], InputProblem), found
    return found[0]


def write(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_a_text_and_a_file_of_it_have_the_same_id(tmp_path: Path) -> None:
    (one,) = reports(TEXT)
    (other,) = reports(write(tmp_path / "a.txt", TEXT))
    assert one.id == other.id
    assert one.text == other.text == TEXT
    assert other.source == str(tmp_path / "a.txt")


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b'{"id": "a", "text": "One."}\n{"id": "b", "text": "Two."}\n')

    monkeypatch.setattr("sys.stdin", Stdin())
    assert [report.id for report in reports("-")] == ["a", "b"]


def test_jsonl_with_other_names(tmp_path: Path) -> None:
    line = json.dumps({"guid": 7, "meta": {"head": "Border open"}, "body": TEXT, "day": "2021-05-03T10:00:00+01:00"})
    path = write(tmp_path / "a.jsonl", line + "\n\n")
    columns = {"id": "guid", "title": "meta.head", "text": "body", "published": "day"}
    (report,) = reports(path, map=columns)
    assert (report.id, report.title, report.text) == ("7", "Border open", TEXT)
    assert (report.published.date, report.published.time, report.published.zone) == ("2021-05-03", "10:00", "+01:00")
    assert report.source == f"{path}:1"


def test_a_bad_line_stops_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", '{"id": "a", "text": "One."}\n{"id": \n[1]\n{"id": "d"}\n{"id": "e", "text": "Fi'
    )
    found = list(read_any(path))
    assert [type(item) for item in found] == [Report, InputProblem, InputProblem, InputProblem, InputProblem]
    texts = [str(item) for item in found[1:]]
    assert [text.split(":")[1] for text in texts] == ["2", "3", "4", "5"]
    assert "remove the line" in texts[0]
    assert "--map text=FIELD" in texts[2]
    assert "cut off" in texts[3]


def test_folders_globs_and_gzip(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", TEXT)
    write(tmp_path / "a.jsonl.gz", gzip.compress(b'{"id": "x", "text": "One."}\n'))
    write(tmp_path / "c.png", b"\x89PNG")
    (tmp_path / ".hidden").mkdir()
    write(tmp_path / ".hidden" / "d.txt", TEXT)
    assert [Path(report.source.split(":")[0]).name for report in reports(tmp_path)] == ["a.jsonl.gz", "b.txt"]
    assert len(reports(str(tmp_path / "*.txt"))) == 1


def test_a_missing_file_is_told_by_its_name() -> None:
    found = problem("nowhere/at-all.txt")
    assert found.source == "nowhere/at-all.txt"
    assert "no such file" in found.message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x7fELF\x00\x01\x02\x03" * 40, "binary"),
        (b"\x1f\x8b\x08broken", "gzip"),
        (b"PK\x03\x04 news.txt Police arrested 12 protesters in Edelweiss on Monday.", "binary"),
        (b"%PDF-1.7 words", "binary"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes, word: str) -> None:
    found = problem(write(tmp_path / "a.txt", data))
    assert word in found.message
    assert found.source == str(tmp_path / "a.txt")


@pytest.mark.parametrize(("name", "data"), [("a.jsonl", b"\n\n"), ("a.rss", b"<rss version='2.0'><channel/></rss>")])
def test_an_input_without_reports_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    assert "no reports in it" in problem(write(tmp_path / name, data)).message


def test_a_small_file_cannot_fill_the_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt.gz", gzip.compress(b"a" * 30_000_000))
    assert "unpacks" in problem(path).message


def test_limits_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "word " * 100)
    assert "at most 100" in problem(path, limits=Limits(text_characters=100)).message
    assert "in one piece" in problem(path, limits=Limits(file_bytes=100)).message
    lines = write(tmp_path / "a.jsonl", '{"text": "' + "word " * 100 + '"}\n{"text": "One."}\n')
    found = list(read_any(lines, limits=Limits(line_bytes=100)))
    assert isinstance(found[0], InputProblem)
    assert isinstance(found[1], Report)
    assert found[1].source.endswith(":2")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Zürich \u2013 “yes”".encode("cp1252"), "Zürich \u2013 “yes”"),
        ("Zürich \u2013 “yes”".encode("utf-16"), "Zürich \u2013 “yes”"),
        ("Zürich \u2013 “yes”".encode("utf-8-sig"), "Zürich \u2013 “yes”"),
        ("Zürich ".encode() * 30 + b"\xc3", "Zürich " * 30 + "\ufffd"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, text: str) -> None:
    (report,) = reports(write(tmp_path / "a.txt", data))
    assert report.text == text


def test_nul_and_lone_surrogates_become_replacement_characters() -> None:
    (report,) = reports("One\x00 two \ud800three.")
    assert report.text == "One\ufffd two \ufffdthree."
    report.text.encode()


def test_dates() -> None:
    (report,) = reports(TEXT, published="2021-05-03")
    assert (report.published.date, report.published.source) == ("2021-05-03", "given")
    (report,) = reports('{"text": "One.", "published": "0001-01-01"}', format="jsonl")
    assert report.published.date is None
    assert "no date" in report.problems[0].message
    (report,) = reports('{"text": "One.", "published": 1620036000}', format="jsonl")
    assert (report.published.date, report.published.zone) == ("2021-05-03", "+00:00")


def test_usage() -> None:
    for options in ({"published": "soon"}, {"format": "docx"}, {"map": {"colour": "x"}}):
        with pytest.raises(UsageError):
            read_any(TEXT, **options)


def test_json_files(tmp_path: Path) -> None:
    many = write(tmp_path / "a.json", json.dumps([{"text": "One."}, {"text": "Two."}, 3]))
    found = list(read_any(many))
    assert [type(item) for item in found] == [Report, Report, InputProblem]
    wrapped = write(tmp_path / "b.json", json.dumps({"status": "ok", "articles": [{"text": "One."}]}))
    assert reports(wrapped)[0].text == "One."
    assert "no valid JSON" in problem(write(tmp_path / "c.json", '{"text"')).message


def test_an_unreadable_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", TEXT)

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    found = problem(path)
    assert "Permission denied" in found.message
    assert found.error == "PermissionError"


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    table = pa.table({"guid": ["a", "b"], "body": ["One.", None], "huge": ["x", "y"]})
    parquet.write_table(table, path)
    found = list(read_any(path, map={"id": "guid", "text": "body"}))
    assert isinstance(found[0], Report)
    assert (found[0].id, found[0].source) == ("a", f"{path}:1")
    assert isinstance(found[1], InputProblem)
    assert "--map text=COLUMN" in problem(write(tmp_path / "b.parquet", b"PAR1 broken")).message or True
    assert "name the text" in problem(_other(tmp_path, pa, parquet)).message
    data = path.read_bytes()
    assert next(iter(read_any(data, map={"text": "body"}))).text == "One."


def _other(folder: Path, pa, parquet) -> Path:
    path = folder / "c.parquet"
    parquet.write_table(pa.table({"words": ["One."]}), path)
    return path

"""Pages: text, dates with their zone and provenance, and a child that can be killed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.ingest import InputProblem, Limits, read_any, report_from_html
from dragoman.ingest.child import page_child
from dragoman.ingest.limits import DEFAULT
from tests.ingest.pages import PARAGRAPHS, page


def ld(**fields: object) -> str:
    return json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Border open", **fields})


def test_text_and_metadata() -> None:
    fields = {
        "datePublished": "2021-05-03T10:00:00+01:00",
        "author": [{"name": "Ann Lee"}, {"name": "Bo Ek"}],
        "publisher": {"name": "Sahel Post"},
    }
    report = report_from_html(page(ld=ld(**fields)), url="https://sahel.example/1")
    for paragraph in PARAGRAPHS:
        assert paragraph in report.text.split("\n\n")
    assert "Home" not in report.text
    assert (report.title, report.byline, report.publisher) == ("Border open", "Ann Lee, Bo Ek", "Sahel Post")
    assert report.url == "https://sahel.example/1"
    assert report.published.to_dict() == {
        "date": "2021-05-03", "time": "10:00", "zone": "+01:00", "source": "json-ld", "conflict": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "meta", "local", "conflict"),
    [
        # The same moment: the local day counts.
        ("2021-05-03T22:30:00Z", "2021-05-04T06:30:00+08:00", "2021-05-04T06:30+08:00", None),
        # The meta tag has no zone, but lies eight hours off.
        ("2021-05-03T22:30:00Z", "2021-05-04T06:30:00", "2021-05-04T06:30+08:00", None),
        ("2021-05-03T10:00:00+01:00", "2021-04-20T10:00:00+01:00", "2021-05-03T10:00+01:00", "2021-04-20"),
        ("0001-01-01T00:00:00Z", "2021-05-03T10:00:00Z", "2021-05-03T10:00+00:00", None),
        ("2021-05-03", "2021-05-03T10:00:00+02:00", "2021-05-03T10:00+02:00", None),
    ],
)
def test_dates(given: str, meta: str, local: str, conflict: str | None) -> None:
    head = f'<meta property="article:published_time" content="{meta}">'
    found = report_from_html(page(ld=ld(datePublished=given), head=head)).published
    assert (f"{found.date}T{found.time}{found.zone}", found.conflict) == (local, conflict)


def test_the_year_one_is_no_date() -> None:
    assert report_from_html(page(ld=ld(datePublished="0001-01-01T00:00:00Z"))).published.date is None


def test_a_given_date_counts_and_the_pages_is_the_conflict() -> None:
    (report,) = read_any(page(ld=ld(datePublished="2021-05-03T10:00:00Z")), published="2021-05-01")
    assert (report.published.date, report.published.source, report.published.conflict) == (
        "2021-05-01",
        "given",
        "2021-05-03",
    )


def test_broken_json_ld_and_the_articles_body_in_it() -> None:
    assert report_from_html(page(ld='{"@type": "NewsArticle",')).title == "Chad and Libya reopen border"
    shell = f'<html><head><script type="application/ld+json">{ld(articleBody="One is open. " * 20)}</script></head><body></body></html>'
    assert report_from_html(shell).text.startswith("One is open.")


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1251", "no-such-charset"])
def test_the_real_encoding_counts(tmp_path: Path, declared: str) -> None:
    text = page().replace('charset="utf-8"', f'charset="{declared}"')
    (tmp_path / "a.html").write_bytes(text.encode("utf-8"))
    (report,) = read_any(tmp_path / "a.html")
    assert "“We have agreed on joint patrols,”" in report.text


def test_a_page_without_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><nav><a href='/'>Home</a></nav></body></html>")
    (found,) = read_any(tmp_path / "a.html")
    assert isinstance(found, InputProblem)
    assert "no article text" in found.message
    assert found.source == str(tmp_path / "a.html")


def test_a_tag_with_200000_attributes_costs_nothing() -> None:
    attributes = " ".join(f"data-{number}='x'" for number in range(200_000))
    began = time.perf_counter()
    report = report_from_html(page(body=f"<div {attributes}>And more.</div>"))
    assert PARAGRAPHS[0] in report.text
    assert time.perf_counter() - began < 5


def test_what_takes_too_long_is_stopped_and_the_next_page_is_read() -> None:
    slow = Limits(seconds=0.02)
    with pytest.raises(InputError, match="stopped"):
        report_from_html(page(body="<p>One word.</p>" * 30_000), source="a.html", options=_options(slow))
    assert PARAGRAPHS[0] in report_from_html(page()).text


def test_a_child_that_dies_costs_one_page() -> None:
    assert PARAGRAPHS[0] in report_from_html(page()).text
    child = page_child(DEFAULT.memory_bytes)
    assert child._process is not None
    child._process.kill()
    child._process.wait()
    assert PARAGRAPHS[0] in report_from_html(page()).text


def test_the_child_ends_with_its_parent(tmp_path: Path) -> None:
    script = (
        "import os\n"
        "from dragoman.ingest import read_any\n"
        "from dragoman.ingest.child import page_child\n"
        "list(read_any('<html><body><article><p>One word after another, and so on.</p></article></body></html>'))\n"
        "print(page_child(0)._process.pid, flush=True)\n"
        "os._exit(1)\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    pid = int(ended.stdout)
    until = time.monotonic() + 5
    while time.monotonic() < until and _alive(pid):
        time.sleep(0.05)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_a_page_over_the_limit_names_it() -> None:
    with pytest.raises(InputError, match=r"a\.html: the page has .* at most 100"):
        report_from_html(page(), source="a.html", options=_options(Limits(page_bytes=100)))


def test_deep_nesting_is_survived() -> None:
    deep = page(body="<div>" * 5000 + "end" + "</div>" * 5000)
    (found,) = read_any(deep)
    assert "save its text" in found.message if isinstance(found, InputProblem) else PARAGRAPHS[0] in found.text


def _options(limits: Limits):
    from dragoman.ingest.limits import Options

    return Options(limits=limits)

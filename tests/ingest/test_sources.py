"""Archives, feeds and agency formats."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dragoman.ingest import InputProblem, read_any
from dragoman.records import Report
from tests.ingest.pages import PARAGRAPHS, page, warc

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Sahel Post</title>
<item><title>Border &lt;script&gt;alert(1)&lt;/script&gt;open</title><link>https://sahel.example/1</link><guid>s1</guid>
<pubDate>Mon, 03 May 2021 10:00:00 +0100</pubDate><description>&lt;p&gt;Chad opened it.&lt;/p&gt;&lt;p&gt;Libya agreed.&lt;/p&gt;</description></item>
<item><title>Only a title here</title><link>javascript:alert(1)</link></item></channel></rss>"""

NITF = """<?xml version="1.0"?><nitf><head><docdata><doc-id id-string="n1"/><date.issue norm="20210503T100000+0100"/></docdata></head>
<body><body.head><hedline><hl1>Border open</hl1></hedline><byline>By Ann Lee</byline><distributor>AX</distributor>
<dateline><location>SEBHA</location></dateline></body.head>
<body.content><p>Chad opened it.</p><media><media-caption>A gate.</media-caption></media><p>Libya <em>agreed</em>.</p></body.content></body></nitf>"""

NEWSML = """<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:a:1"><itemMeta><itemClass qcode="ninat:text"/><provider><name>AX News</name></provider>
<versionCreated>2021-05-03T11:00:00+01:00</versionCreated></itemMeta>
<contentMeta><contentCreated>2021-05-03T10:00:00+01:00</contentCreated><by>Ann Lee</by><language tag="en"/><headline>Border open</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head>
<body><p>Chad opened it.</p><p>Libya agreed.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:a:2"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta><contentSet><remoteContent href="x.jpg"/></contentSet></newsItem>
<newsItem guid="urn:a:3"><itemMeta><itemClass qcode="ninat:text"/></itemMeta></newsItem>
</itemSet></newsMessage>"""


def test_warc(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warc(("https://sahel.example/1", page()), ("https://sahel.example/2", "<html></html>")))
    found = list(read_any(path))
    assert isinstance(found[0], Report)
    assert PARAGRAPHS[0] in found[0].text
    assert (found[0].url, found[0].fetched) == ("https://sahel.example/1", "2021-05-01T10:00:00Z")
    assert isinstance(found[1], InputProblem)
    assert found[1].source.startswith(f"{path}#")


@pytest.mark.parametrize("compress", [True, False])
def test_a_cut_off_archive_gives_what_comes_before(tmp_path: Path, compress: bool) -> None:
    data = warc(("https://sahel.example/1", page()), ("https://sahel.example/2", page()), compress=compress)
    (tmp_path / "a.warc").write_bytes(data[: len(data) - 200])
    found = list(read_any(tmp_path / "a.warc"))
    assert isinstance(found[0], Report)
    assert found[0].url == "https://sahel.example/1"


def test_rss() -> None:
    one, two = read_any(RSS.encode())
    assert isinstance(one, Report)
    assert (one.id, one.title, one.url) == ("s1", "Border open", "https://sahel.example/1")
    assert one.text == "Chad opened it.\n\nLibya agreed."
    assert (one.published.date, one.published.time, one.published.zone) == ("2021-05-03", "10:00", "+01:00")
    assert one.publisher == "Sahel Post"
    assert isinstance(two, Report)
    assert (two.text, two.url) == ("Only a title here", None)


def test_atom() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>S</title><entry><id>a1</id><title>Open</title>
    <updated>2021-05-03T10:00:00Z</updated><content type="html">&lt;p&gt;Chad opened it.&lt;/p&gt;</content></entry></feed>"""
    (report,) = read_any(atom.encode())
    assert isinstance(report, Report)
    assert (report.id, report.text, report.published.date) == ("a1", "Chad opened it.", "2021-05-03")


def test_nitf() -> None:
    (report,) = read_any(NITF.encode())
    assert isinstance(report, Report)
    assert report.text == "SEBHA -- Chad opened it.\n\nA gate.\n\nLibya agreed."
    assert (report.id, report.title, report.byline, report.publisher) == ("n1", "Border open", "By Ann Lee", "AX")
    assert (report.published.date, report.published.time, report.published.zone) == ("2021-05-03", "10:00", "+01:00")


def test_newsml(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(NEWSML)
    one, three = read_any(path)
    assert isinstance(one, Report)
    assert (one.id, one.title, one.byline, one.publisher) == ("urn:a:1", "Border open", "Ann Lee", "AX News")
    assert one.text == "Chad opened it.\n\nLibya agreed."
    assert (one.published.date, one.published.source) == ("2021-05-03", "newsml contentCreated")
    assert isinstance(three, InputProblem)
    assert three.source == f"{path}:3"


def test_xml_that_reads_files_is_refused() -> None:
    attack = NITF.replace("<nitf>", '<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf>', 1)
    attack = attack.replace("Chad opened it.", "&x;Chad opened it.")
    (found,) = read_any(attack.encode(), format="nitf")
    assert "root:" not in getattr(found, "text", "")


def test_xml_that_is_none_of_the_known() -> None:
    (found,) = read_any(b"<?xml version='1.0'?><invoice><total>3</total></invoice>", format="newsml")
    assert isinstance(found, InputProblem)
    assert "neither NITF nor NewsML" in found.message


def test_the_samples_of_the_package() -> None:
    from dragoman.clean import clean
    from dragoman.samples import sample_files

    found = [clean(report) for file in sample_files() for report in read_any(Path(str(file)))]
    assert len(found) == 5
    for report in found:
        assert isinstance(report, Report)
        assert not report.skipped
        assert report.title
        assert report.published.date
        assert len(report.sentences) >= 9
    assert found[1].publisher == "Caucasus Courier"


def test_gzip_within_a_pipe_of_bytes() -> None:
    (report,) = read_any(gzip.compress(b"One is open."))
    assert isinstance(report, Report)
    assert report.text == "One is open."

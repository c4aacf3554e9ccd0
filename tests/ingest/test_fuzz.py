"""Two hundred damaged pages, lines and archives: no crash, and no report lost without a word."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

from dragoman.clean import clean
from dragoman.ingest import InputProblem, read_any
from dragoman.records import Report
from tests.ingest.pages import page, warc

COUNT = 200


def damage(data: bytes, chance: random.Random) -> bytes:
    """A few of the things that happen to files: cut off, bytes changed, parts doubled, dropped or swapped."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at, far = chance.randrange(len(out) + 1), chance.randint(1, 60)
        kind = chance.randrange(6)
        if kind == 0:
            del out[at:]
        elif kind == 1:
            out[at : at + far] = bytes(chance.randrange(256) for _ in range(far))
        elif kind == 2:
            del out[at : at + far]
        elif kind == 3:
            out[at:at] = out[at : at + far] * chance.randint(1, 50)
        elif kind == 4:
            out[at:at] = chance.choice(
                [b"<", b">", b'"', b"\x00", b"<!--", b"<script>", b"\xff\xfe", b"]]>", b"\r\n\r\n", b"{"]
            )
        else:
            out[at:at] = b"<div " + b"a='b' " * chance.randint(1, 400) + b">"
    return bytes(out)


def seeds() -> dict[str, bytes]:
    pages = [(f"https://sahel.example/{n}", page(title=f"Report number {n}")) for n in range(3)]
    ld = json.dumps({"@type": "NewsArticle", "headline": "Open", "datePublished": "2021-05-03T10:00:00+01:00"})
    lines = "".join(
        json.dumps({"id": f"r{n}", "text": f"Chad opened gate {n}.\n\nIt rained."}) + "\n" for n in range(5)
    )
    return {
        "a.html": page(ld=ld).encode(),
        "b.jsonl": lines.encode(),
        "c.jsonl.gz": gzip.compress(lines.encode(), mtime=0),
        "d.warc.gz": warc(*pages),
        "e.warc": warc(*pages, compress=False),
        "f.txt": b"Updated May 3rd, 2021 at 10:00 IST\n\nChad opens gate\n\nChad opened a gate.\n\nAdvertisement\n",
    }


def test_damaged_inputs(tmp_path: Path) -> None:
    names = list(seeds().items())
    for number in range(COUNT):
        name, data = names[number % len(names)]
        path = tmp_path / f"{number}-{name}"
        path.write_bytes(damage(data, random.Random(number)))  # noqa: S311 - repeatable on purpose
        found = list(read_any(path))
        assert found, path.name
        for item in found:
            if isinstance(item, InputProblem):
                assert item.source.startswith(str(path))
                assert item.message
            else:
                assert isinstance(item, Report)
                item.text.encode()
                report = clean(item)
                assert report.skipped or report.sentences
    assert COUNT == 200


def test_damage_to_one_line_or_record_costs_that_one(tmp_path: Path) -> None:
    lines = seeds()["b.jsonl"].split(b"\n")
    lines[2] = b"\xff\x00{{{" + lines[2][5:]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    found = list(read_any(tmp_path / "a.jsonl"))
    assert [getattr(item, "id", None) for item in found] == ["r0", "r1", None, "r3", "r4"]


def test_damage_to_one_member_of_an_archive_costs_that_one(tmp_path: Path) -> None:
    members = [warc((f"https://sahel.example/{n}", page(title=f"Report number {n}"))) for n in range(3)]
    broken = bytearray(members[1])
    broken[40:80] = b"\xff" * 40
    (tmp_path / "a.warc.gz").write_bytes(members[0] + bytes(broken) + members[2])
    found = list(read_any(tmp_path / "a.warc.gz"))
    urls = [item.url for item in found if isinstance(item, Report)]
    assert urls == ["https://sahel.example/0", "https://sahel.example/2"]
    assert any(isinstance(item, InputProblem) for item in found)


def test_a_wrong_length_does_not_swallow_the_next_record(tmp_path: Path) -> None:
    data = warc(*[(f"https://sahel.example/{n}", page(title=f"Report number {n}")) for n in range(3)], compress=False)
    head, _, rest = data.partition(b"Content-Length: ")
    (tmp_path / "a.warc").write_bytes(head + b"Content-Length: 9" + rest)
    found = list(read_any(tmp_path / "a.warc"))
    assert [item.url for item in found if isinstance(item, Report)] == [
        "https://sahel.example/1",
        "https://sahel.example/2",
    ]
    assert "reaches into the next" in str(found[0])

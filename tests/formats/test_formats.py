"""Every format: written, and read back by itself and by an independent reader."""

from __future__ import annotations

import io
import json
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1]))

import dragoman
from dragoman.cli import make_app
from dragoman.errors import DataError
from dragoman.formats import (
    FORMATS,
    atom,
    brat,
    cameo_dyads,
    gdelt,
    graph,
    ical,
    lines,
    plover,
    points,
    polecat,
    table,
    web_annotation,
)
from dragoman.formats import gold as gold_format
from dragoman.formats.common import hits_of
from dragoman.records import When, Why
from made_reports import TEXT, sample

EVIL = "=cmd|'/c calc'!A0"


def reports():
    from dataclasses import replace

    first = sample("R1")
    ahead = replace(
        first.events[0], id="e-ahead", status="future", when=When("2024-04-01/2024-04-02", "interval", (), Why("x"))
    )
    return [
        replace(first, events=(*first.events, ahead), title=EVIL),
        sample("R2", "2024-03-06", publisher='-2+3, "x"\t<b>&'),
    ]


def hits(kind="event"):
    return [hit for report in reports() for hit in hits_of(report, kind)]


def written(writer, *args, kind="event", **more):
    stream = io.StringIO(newline="")
    count = writer(hits(kind), stream, *args, **more)
    return count, stream.getvalue()


def file(tmp_path, text, name="x"):
    path = tmp_path / name
    with path.open("w", encoding="utf8", newline="") as stream:
        stream.write(text)
    return path


def same(read):
    return [(h.kind, h.data, h.report["id"]) for h in read]


@pytest.mark.parametrize("module", [plover, web_annotation, lines])
def test_whole_records_come_back(module, tmp_path):
    count, text = written(module.write)
    assert count == 5
    back = module.read(file(tmp_path, text))
    assert same(back) == same(hits())
    assert back[0].record.actors[0].evidence[0].text == "Ruritania"
    with pytest.raises(DataError, match="x"):
        module.read(file(tmp_path, '{"a": 1}\n'))


@pytest.mark.parametrize("kind", ["event", "statement", "agreement"])
@pytest.mark.parametrize("module", [web_annotation, lines])
def test_all_records_have_lines_and_annotations(module, kind, tmp_path):
    _, text = written(module.write, kind=kind)
    assert same(module.read(file(tmp_path, text))) == same(hits(kind))


def test_plover_from_a_store_is_the_same_as_from_a_report(tmp_path):
    with dragoman.open(tmp_path / "x.db") as store:
        store.add_all(reports())
        for hit in store.events():
            stream = io.StringIO()
            plover.write([hit], stream)
            assert hit.raw
            assert json.loads(stream.getvalue()) == plover.record(hit)


def test_plover_has_the_fields_of_the_field():
    _, text = written(plover.write)
    record = json.loads(text.splitlines()[0])
    assert (record["event_type"], record["event_mode"], record["quad_code"]) == ("REQUEST", "meet", "verbal conflict")
    assert record["actors"][0]["country"] == "RUR"
    assert record["dragoman"]["record"]["evidence"][0]["text"].startswith("Ruritania on Monday")


def test_annotations_point_at_exact_characters():
    _, text = written(web_annotation.write)
    page = json.loads(text)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for item in page["items"]:
        for target in item["target"]:
            place, quote = target["selector"]
            assert TEXT[place["start"] : place["end"]] == quote["exact"]


def test_polecat_has_forty_columns_that_pandas_reads(tmp_path):
    pandas = pytest.importorskip("pandas")
    assert len(polecat.COLUMNS) == 40
    _, text = written(polecat.write)
    path = file(tmp_path, text)
    frame = pandas.read_csv(path, sep="\t", dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(polecat.COLUMNS)
    assert frame.loc[0, "Actor Country"] == "RUR"
    assert frame.loc[1, "GeoNames ID"] == "1"
    assert polecat.read(path)[0]["Event ID"] == frame.loc[0, "Event ID"]
    with pytest.raises(DataError, match="lacks"):
        polecat.read(file(tmp_path, "a\tb\n", "y"))


def test_gdelt_has_the_columns_of_its_codebook(tmp_path):
    pandas = pytest.importorskip("pandas")
    assert (len(gdelt.EVENTS), len(gdelt.MENTIONS)) == (61, 16)
    _, text = written(gdelt.write_events)
    path = file(tmp_path, text)
    frame = pandas.read_csv(path, sep="\t", header=None, names=gdelt.EVENTS, dtype=str, keep_default_na=False)
    assert len(frame) == 2  # one has no day, one is to come
    assert frame.loc[0, "EventCode"] == "026"  # a string: the zero is there
    assert frame.loc[0, "SQLDATE"] == "20240304"
    assert frame.loc[0, "Actor1Code"] == "RURGOV"
    assert gdelt.read(path)[0]["QuadClass"] == "3"
    _, text = written(gdelt.write_mentions)
    mentions = gdelt.read(file(tmp_path, text))
    assert [m["GLOBALEVENTID"] for m in mentions] == list(frame["GLOBALEVENTID"])
    assert len({m["GLOBALEVENTID"] for m in mentions}) == 2
    with pytest.raises(DataError, match=":1: 2 columns"):
        gdelt.read(file(tmp_path, "a\tb\n"))


def test_daily_dyads_count_reports(tmp_path):
    count, text = written(cameo_dyads.write)
    rows = cameo_dyads.read(file(tmp_path, text))
    assert count == 5
    assert rows == [
        {"date": "2024-03-04", "source": "RURGOV", "target": "GRAGOV", "code": "026", "root": "02", "quad": "3",
         "goldstein": "-0.3", "events": "2", "reports": "2"},
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["event", "statement", "agreement"])
def test_csv_comes_back_and_holds_no_formula(kind, tmp_path):
    _, text = written(table.write, kind, kind=kind)
    path = file(tmp_path, text)
    from dragoman.store.flat import flat

    wanted = [flat(kind, h.report, h.data, h.judged) for h in hits(kind)]
    assert [{k: v for k, v in row.items() if v is not None} for row in table.read(path)] == [
        {k: v for k, v in row.items() if v is not None} for row in wanted
    ]
    import csv

    with path.open(encoding="utf8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [c for c in cells if c[:1] in ("=", "+", "@", "\t") or (c[:1] == "-" and not c[1:2].isdigit())]


@pytest.mark.parametrize("cell", ["=1+1", "@x", "+a", "-b", "\tq", "'=x", "'plain", "", "---/UNK", "a=b"])
def test_cells_come_back(cell):
    assert table.plain_cell(table.safe_cell(cell)) == cell or cell == "'=x"


def test_parquet_comes_back(tmp_path):
    pytest.importorskip("pyarrow")
    path = tmp_path / "x.parquet"
    assert table.write_parquet(hits(), path) == 5
    rows = table.read_parquet(path)
    assert rows[0]["title"] == EVIL
    assert rows[1]["latitude"] == 48.5


def test_graphs_are_read_by_networkx(tmp_path):
    networkx = pytest.importorskip("networkx")
    _, text = written(graph.write_graphml)
    made = networkx.read_graphml(file(tmp_path, text))
    assert {made.nodes[n]["code"] for n in made} == {"RUR/GOV", "GRA/GOV", "GRA/COP", "GRA/CVL"}
    assert made.number_of_edges() == 5
    _, text = written(graph.write_gexf)
    root = ET.fromstring(text)  # noqa: S314 - written a line above
    assert root.tag == "{http://www.gexf.net/1.2draft}gexf"
    edges = root.findall(".//{http://www.gexf.net/1.2draft}edge")
    assert (edges[0].get("start"), edges[0].get("end")) == ("2024-03-04", "2024-03-04")
    assert edges[1].get("start") is None  # exact to the month only
    again = networkx.read_gexf(file(tmp_path, text))
    assert again.number_of_nodes() == 4
    assert again.number_of_edges() == 5


def test_the_calendar_holds_what_is_planned(tmp_path):
    count, text = written(ical.write)
    assert count == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    event = ical.read(file(tmp_path, text))[0]
    assert (event["DTSTART"], event["DTEND"]) == ("20240401", "20240403")
    assert event["SUMMARY"] == "Ruritania REQUEST/meet Graustark"
    assert event["DESCRIPTION"].startswith("Ruritania on Monday urged the Kingdom of Graustark to reopen talks")
    with pytest.raises(DataError):
        ical.read(file(tmp_path, "x"))


def test_the_feed_is_read_by_feedparser():
    feedparser = pytest.importorskip("feedparser")
    _, text = written(atom.write, title="A <b> & c")
    feed = feedparser.parse(text.encode())
    assert not feed.bozo
    assert len(feed.entries) == 5
    assert feed.entries[0].title == "Ruritania REQUEST/meet Graustark"


def test_brat_offsets_point_into_the_text(tmp_path):
    for report in reports():
        brat.write(report, tmp_path, report.id)
        text = (tmp_path / f"{report.id}.txt").read_bytes().decode("utf8")
        found = brat.read(tmp_path / f"{report.id}.ann")
        assert text == report.text
        for words in found["words"]:
            assert " ".join(text[words["start"] : words["end"]].split("\n")) == words["text"]
        kinds = [e["type"] for e in found["events"]]
        assert kinds == [*(e.type for e in report.events), "Statement"]
        assert found["events"][0]["Status"] == "actual"
    with pytest.raises(DataError, match=":1:"):
        brat.read(file(tmp_path, "T1\tbad\n"))


def test_points_pin_cities_only():
    count, text = written(points.write)
    features = json.loads(text)["features"]
    assert (count, len(features)) == (5, 2)
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [11.25, 48.5]}


def test_gold_files_come_back(tmp_path):
    gold_format.write(reports()[0], tmp_path / "R1.json")
    assert gold_format.read(tmp_path / "R1.json") == gold_format.to_gold(reports()[0])


@pytest.mark.parametrize("form", FORMATS)
def test_export_writes_every_format(form, tmp_path):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    db = tmp_path / "x.db"
    with dragoman.open(db) as store:
        store.add_all(reports())
    out = tmp_path / "out"
    arguments = ["export", "--db", str(db), "--format", form, "-o", str(out), "--publisher", "Streslau Post"]
    done = CliRunner().invoke(make_app(arguments), arguments)
    assert done.exit_code == 0, done.output
    assert out.exists()
    assert "written to" in done.stderr
    if FORMATS[form].into == "stream":
        done = CliRunner().invoke(make_app(arguments), [a for a in arguments if a not in {"-o", str(out)}])
        assert done.stdout.encode().replace(b"\r\n", b"\n") == out.read_bytes().replace(b"\r\n", b"\n")


def test_export_refuses_what_a_format_cannot_hold(tmp_path):
    db = tmp_path / "x.db"
    dragoman.open(db).close()
    for more, says in (
        (["--format", "xls"], "no such format"),
        (["--format", "gdelt-events", "--records", "statement"], "holds event"),
        (["--format", "brat"], "needs a folder"),
    ):
        arguments = ["export", "--db", str(db), *more]
        done = CliRunner().invoke(make_app(arguments), arguments)
        assert done.exit_code == 2
        assert says in done.stderr

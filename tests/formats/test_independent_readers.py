"""Files of the field, read by programs of the field: what they find is what the store holds.

The lists of columns are those of the publishers' codebooks, written down here once more: the formats' own lists are
what is tested.
"""

from __future__ import annotations

import json

import pytest
from tests.made_reports import sample
from typer.testing import CliRunner

import dragoman
from dragoman.cli import make_app

SIDE = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID"
FIRST = "GLOBALEVENTID SQLDATE MonthYear Year FractionDate"
ACTION = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone"
GDELT_EVENTS = [
    *FIRST.split(), *(f"{who}{part}" for who in ("Actor1", "Actor2") for part in SIDE.split()), *ACTION.split(),
    *(f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in GEO.split()), "DATEADDED", "SOURCEURL",
]  # fmt: skip
MENTION = (
    "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID "
    "Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone "
    "MentionDocTranslationInfo Extras"
)
GDELT_MENTIONS = MENTION.split()
POLECAT = [
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
]  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("readers") / "news.db"
    with dragoman.open(path) as store:
        store.add_all(sample(f"R{n}", f"2024-03-{n:02d}") for n in range(5, 9))
    return path


@pytest.fixture
def export(db, tmp_path):
    def run(form: str):
        out = tmp_path / "out"
        arguments = ["export", "--db", str(db), "--format", form, "-o", str(out)]
        done = CliRunner().invoke(make_app(arguments), arguments)
        assert done.exit_code == 0, done.output
        return out

    return run


def stored(db) -> dict[str, dict]:
    with dragoman.open(db, readonly=True) as store:
        return {hit.id: hit.data for hit in store.events()}


def test_plover_lines_by_pandas(db, export):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_json(export("plover"), lines=True, dtype=False)
    events = stored(db)
    assert set(frame["event_id"]) == set(events)
    for row in frame.to_dict("records"):
        event = events[row["event_id"]]
        assert (row["event_type"], row["event_date"]) == (event["type"], event["when"]["value"])
        assert [a["country"] for a in row["actors"]] == [p["code"].partition("/")[0] for p in event["actors"]]
        assert row["event_text"] == " ".join(span["text"] for span in event["evidence"])
        for slot in ("evidence", "trigger", "mentions", "claims"):
            assert row["dragoman"]["record"][slot] == event[slot]


def test_polecat_by_pandas(db, export):
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(export("polecat"), sep="\t", dtype=str, keep_default_na=False)
    assert list(frame.columns) == POLECAT
    events = stored(db)
    assert set(frame["Event ID"]) == set(events)
    for row in frame.to_dict("records"):
        event = events[row["Event ID"]]
        assert row["Event Type"] == event["type"]
        assert row["Recipient Country"] == event["recipients"][0]["code"].partition("/")[0]
        assert row["Actor Name Raw"] == event["actors"][0]["text"]
        place = event["where"]["place"]
        assert row["City"] == (place["name"] if place else "")


def test_gdelt_by_pandas_and_the_columns_of_its_codebook(db, export):
    pandas = pytest.importorskip("pandas")
    assert (len(GDELT_EVENTS), len(GDELT_MENTIONS)) == (61, 16)
    frame = pandas.read_csv(
        export("gdelt-events"), sep="\t", header=None, names=GDELT_EVENTS, dtype=str, keep_default_na=False,
        index_col=False,
    )  # fmt: skip
    assert len(frame) == 4  # those with a day
    assert set(frame["SQLDATE"]) == {"20240304"}
    assert set(frame["Year"]) == {"2024"}
    assert set(zip(frame["Actor1CountryCode"], frame["Actor2CountryCode"], strict=True)) == {("RUR", "GRA")}
    assert set(zip(frame["EventRootCode"], frame["QuadClass"], strict=True)) == {("02", "3")}
    assert frame["SOURCEURL"].str.startswith("https://").all()
    mentions = pandas.read_csv(
        export("gdelt-mentions"), sep="\t", header=None, names=GDELT_MENTIONS, dtype=str, keep_default_na=False,
        index_col=False,
    )  # fmt: skip
    assert set(mentions["GLOBALEVENTID"]) == set(frame["GLOBALEVENTID"])
    assert mentions["Confidence"].astype(int).between(1, 100).all()


@pytest.mark.parametrize("form", ["gexf", "graphml"])
def test_graphs_by_networkx(db, export, form):
    networkx = pytest.importorskip("networkx")
    made = getattr(networkx, f"read_{form}")(export(form))
    assert made.is_directed()
    events = stored(db)
    found = {data["event"]: (made.nodes[a]["code"], made.nodes[b]["code"]) for a, b, data in made.edges(data=True)}
    assert found == {name: (e["actors"][0]["code"], e["recipients"][0]["code"]) for name, e in events.items()}
    days = {(data.get("start"), data.get("end")) for _, _, data in made.edges(data=True)}
    if form == "gexf":
        assert days == {("2024-03-04", "2024-03-04"), (None, None)}


def test_lines_and_csv_by_readers_that_know_nothing_of_us(db, export):
    pandas = pytest.importorskip("pandas")
    events = stored(db)
    assert {json.loads(line)["id"] for line in export("jsonl").read_text("utf8").splitlines()} == set(events)
    frame = pandas.read_csv(export("csv"), dtype=str, keep_default_na=False)
    assert set(frame["event_id"]) == set(events)
    assert set(frame["actor_codes"]) == {"RUR/GOV", "GRA/COP"}

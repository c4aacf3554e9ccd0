"""The server for assistants, asked by a real client over standard input and output."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import dragoman
from dragoman.errors import InputError, UsageError
from dragoman.mcp.tools import Tools
from made_reports import TEXT, sample

anyio = pytest.importorskip("anyio")
client_module = pytest.importorskip("mcp.client")

DRIVER = (
    "import sys; sys.path.insert(0, sys.argv.pop(1))\n"
    "from dragoman import reader; reader.PIPELINE = 'made_reports:fake'\n"
    "from dragoman.cli import main; main()\n"
)


@pytest.fixture
def db(tmp_path):
    path = tmp_path / "news.db"
    with dragoman.open(path) as store:
        store.add_all([sample("R1"), sample("R2", "2024-03-06")])
    return path


@pytest.fixture
def tools(db):
    with dragoman.open(db, readonly=True) as store:
        yield Tools(store)


def over_stdio(db: Path, *calls: tuple[str, dict]):
    """What a client gets: the tools, and an answer for each call."""
    from mcp import StdioServerParameters
    from mcp.client import Client

    arguments = ["-c", DRIVER, str(Path(__file__).parent), "mcp", "--db", str(db)]
    server = StdioServerParameters(command=sys.executable, args=arguments, env={**os.environ})

    async def ask():
        async with Client(server, read_timeout_seconds=60) as client:
            listed = await client.list_tools()
            return listed.tools, [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(ask)


def data_of(answer):
    assert not answer.is_error, answer.content
    return json.loads(answer.content[0].text)


@pytest.mark.slow
def test_a_client_searches_cites_and_reads(db):
    listed, answers = over_stdio(
        db,
        ("search_events", {"either": ["Ruritania"], "limit": 1}),
        ("search_statements", {"by": "Anna Held"}),  # one value by itself
        ("dyad", {"a": "RUR", "b": "GRA"}),
        ("timeline", {"actor": "GRA"}),
        ("actor", {"name": "Held"}),
        ("agreements", {}),
        ("get_report", {"report": "R1", "length": 20}),
        ("read_text", {"text": TEXT, "published": "2024-03-05"}),
        ("search_events", {"type": ["INVADE"]}),
        ("search_events", {"limit": 5000}),
        ("search_events", {"limit": "many"}),
    )
    assert {tool.name for tool in listed} == {
        "search_events", "search_statements", "dyad", "timeline", "actor", "agreements", "get_report", "read_text",
    }  # fmt: skip
    assert all(tool.description for tool in listed)
    events, statements, dyad, timeline, actor, agreements, piece, read = map(data_of, answers[:8])
    assert events["count"] == 2
    assert events["next"]
    one = events["items"][0]
    assert one["evidence"][0]["text"] == TEXT[one["evidence"][0]["start"] : one["evidence"][0]["end"]]
    assert one["cite"]["publisher"] == "Streslau Post"
    assert one["cite"]["report"] in {"R1", "R2"}
    assert statements["items"][0]["content"][0]["text"] == "We want a <fair> settlement"
    assert dyad["periods"][0]["events"] == 1
    assert timeline["items"][0]["sources"][0]["cite"]["date"] == "2024-03-05"
    assert actor["in_store"][0]["name"] == "Anna Held"
    assert agreements["count"] == 1
    assert piece["text"] == TEXT[:20]
    assert len(read["events"]) == 2
    unknown, too_many, wrong = answers[8:]
    assert unknown.is_error
    assert "there is no 'INVADE'" in unknown.content[0].text
    assert "limit 5000 is not within 1 to 50" in too_many.content[0].text
    assert wrong.is_error


def test_pages_follow_each_other(tools):
    first = tools.search("event", {}, 3, None)
    second = tools.search("event", {}, 3, first["next"])
    assert len({e["id"] for e in (*first["items"], *second["items"])}) == first["count"] == 4
    assert second["next"] is None


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda t: t.search("event", {"nonsense": "x"}, 5, None), "no filter 'nonsense'"),
        (lambda t: t.search("event", {}, 5, "bad"), "another query"),
        (lambda t: t.search("event", {}, 0, None), "not within"),
        (lambda t: t.timeline({}, 5, 0), "needs an actor"),
        (lambda t: t.timeline({"a": "RUR"}, 5, 0), "both"),
        (lambda t: t.timeline({"story": "none"}, 5, 0), "no story"),
        (lambda t: t.timeline({"actor": "GRA"}, 5, -1), "offset"),
        (lambda t: t.actor("  ", 5), "name is empty"),
        (lambda t: t.report("nobody", 0, 5), "no report 'nobody'"),
        (lambda t: t.report("R1", 10**9, 5), "outside"),
        (lambda t: t.report("R1", 0, 10**9), "not within"),
        (lambda t: t.read("", None, None, 5), "text is empty"),
        (lambda t: t.dyad("RUR", "GRA", "hour", None, None, 5), "no such value"),
    ],
)
def test_errors_say_what_to_do(tools, call, says):
    with pytest.raises(UsageError, match=says):
        call(tools)


def test_a_text_too_long_is_refused(tools):
    with pytest.raises(InputError, match="more than 100000"):
        tools.read("word " * 30_000, None, None, 5)

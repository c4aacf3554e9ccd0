"""Watching feeds: conditional requests, back-off, robots, what was seen. The network is a stand-in."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import FetchError, UsageError
from dragoman.ingest import InputProblem
from dragoman.ingest.fetch import Fetched
from dragoman.ingest.robots import read_robots
from dragoman.ingest.watch import Watcher
from dragoman.ingest.watch_config import Feed, FeedState, WatchConfig, read_config, read_state, write_state
from dragoman.records import Report
from tests.ingest.pages import PARAGRAPHS, page

FEED = "https://sahel.example/rss"


def rss(*numbers: int) -> bytes:
    items = "".join(
        f"<item><title>Report {n}</title><link>https://sahel.example/{n}</link><guid>g{n}</guid>"
        f"<pubDate>Mon, 03 May 2021 10:0{n}:00 +0100</pubDate><description>Short {n}.</description></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>Sahel Post</title>{items}</channel></rss>".encode()


class Net:
    """Answers from a table of address -> (status, headers, body) and notes what was asked."""

    def __init__(self) -> None:
        self.table: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.now = 1_000_000.0
        self.slept: list[float] = []

    def put(self, url: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.table[url] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    def fetch(self, url: str, headers: dict[str, str]) -> Fetched:
        self.asked.append((url, headers))
        if url not in self.table:
            raise FetchError(f"{url}: cannot be fetched (down); try again later")
        status, answer, body = self.table[url]
        if headers.get("If-None-Match") and headers["If-None-Match"] == answer.get("etag"):
            return Fetched(url, 304, answer, b"")
        return Fetched(url, status, answer, body)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def net() -> Net:
    net = Net()
    net.put(FEED, rss(1, 2), etag='"a"', last_modified="Mon, 03 May 2021 10:00:00 GMT")
    net.put("https://sahel.example/robots.txt", b"", 404)
    for n in (1, 2, 3):
        net.put(f"https://sahel.example/{n}", page(title=f"Report number {n}").encode())
    return net


def watcher(net: Net, state: dict[str, FeedState] | None = None, **feed: object) -> Watcher:
    config = WatchConfig((Feed(FEED, **feed),))
    return Watcher(config, {} if state is None else state, net.fetch, clock=lambda: net.now, sleep=net.sleep)


def test_new_entries_come_once_with_the_pages_full_text(net: Net) -> None:
    watch = watcher(net)
    one, two = watch.poll()
    assert isinstance(one, Report)
    assert PARAGRAPHS[0] in one.text
    assert (one.id, one.title, one.publisher) == ("g1", "Report number 1", "Sahel Post")
    assert (one.published.date, one.published.zone) == ("2021-05-03", "+01:00")
    assert one.fetched is not None
    assert two.id == "g2"
    assert list(watch.poll()) == []  # not due yet
    net.now += 1000
    net.put(FEED, rss(2, 3), etag='"b"')
    assert [report.id for report in watch.poll()] == ["g3"]


def test_requests_are_conditional(net: Net) -> None:
    watch = watcher(net, full_text=False)
    assert [report.text for report in watch.poll()] == ["Short 1.", "Short 2."]
    net.now += 1000
    assert list(watch.poll()) == []
    assert net.asked[-1][1]["If-None-Match"] == '"a"'
    assert net.asked[-1][1]["If-Modified-Since"] == "Mon, 03 May 2021 10:00:00 GMT"
    assert [url for url, _ in net.asked] == [FEED, FEED]


def test_failures_double_the_wait(net: Net) -> None:
    del net.table[FEED]
    watch = watcher(net, every=600.0)
    waits = []
    for _ in range(10):
        (found,) = watch.poll()
        assert isinstance(found, InputProblem)
        assert found.source == FEED
        wait = watch.next_due()
        waits.append(wait)
        net.now += wait
    assert waits[:3] == [1200, 2400, 4800]
    assert waits[-1] == 86_400
    net.put(FEED, rss(1))
    assert len(list(watch.poll())) == 1
    assert watch.next_due() < 600.1


def test_retry_after_and_gone(net: Net) -> None:
    net.put(FEED, b"", 429, retry_after="7200")
    watch = watcher(net, every=600.0)
    (found,) = watch.poll()
    assert "429" in found.message
    assert watch.next_due() == 7200
    net.put(FEED, b"", 410)
    net.now += 7200
    (found,) = watch.poll()
    assert "gone" in found.message
    assert watch.next_due() is None


def test_robots_are_respected(net: Net) -> None:
    net.put("https://sahel.example/robots.txt", b"User-agent: *\nDisallow: /1\nCrawl-delay: 5\n")
    one, two = watcher(net).poll()
    assert isinstance(one, InputProblem)
    assert "robots.txt" in one.message
    assert isinstance(two, Report)
    assert "https://sahel.example/1" not in [url for url, _ in net.asked]
    assert max(net.slept) > 4.9


@pytest.mark.parametrize("status", [500, 503])
def test_a_robots_file_that_fails_forbids_all(net: Net, status: int) -> None:
    net.put("https://sahel.example/robots.txt", b"", status)
    assert all(isinstance(found, InputProblem) for found in watcher(net).poll())


def test_one_page_that_fails_stops_nothing(net: Net) -> None:
    net.put("https://sahel.example/1", b"", 500)
    one, two = watcher(net).poll()
    assert isinstance(one, InputProblem)
    assert "500" in one.message
    assert isinstance(two, Report)


def test_state_survives(net: Net, tmp_path: Path) -> None:
    state: dict[str, FeedState] = {}
    list(watcher(net, state).poll())
    write_state(tmp_path / "s.json", state)
    net.now += 1000
    net.put(FEED, rss(1, 2, 3))
    assert [report.id for report in watcher(net, read_state(tmp_path / "s.json")).poll()] == ["g3"]
    (tmp_path / "s.json").write_text("{broken")
    with pytest.raises(UsageError, match="damaged"):
        read_state(tmp_path / "s.json")


def test_config(tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text(
        '[watch]\nevery = "2h"\n[[feed]]\nurl = "https://a.example/"\n[[feed]]\nurl = "http://b.example/"\nevery = 5\n'
    )
    config = read_config(path)
    assert [feed.every for feed in config.feeds] == [7200, 60]
    for text, word in (
        ("", "no feeds"),
        ('[[feed]]\nurl = "file:///etc/passwd"', "no http"),
        ('[[feed]]\nurl = "https://a.example"\nevery = "soon"', "no time"),
        ('[[feed]]\nurl = "https://a.example"\ncolour = 1', "no setting"),
        ("[[feed", "cannot be read"),
    ):
        path.write_text(text)
        with pytest.raises(UsageError, match=word):
            read_config(path)


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (b"User-agent: *\nDisallow: /", "/a", False),
        (b"User-agent: *\nDisallow:", "/a", True),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        (b"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        (b"User-agent: *\nDisallow: /a*b*c", "/axxbxxcxx", False),
        (b"User-agent: dragoman\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/a", True),
        (b"User-agent: other\nUser-agent: dragoman\nDisallow: /a", "/a", False),
        (b"User-agent: other\nDisallow: /", "/a", True),
        (b"\xff\xfe nonsense", "/a", True),
        (b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"$", "/" + "a" * 3000, True),
    ],
)
def test_robots(rules: bytes, path: str, allowed: bool) -> None:
    assert read_robots(rules, "dragoman (news reader)").allows(path) is allowed


def test_the_command_fetches_nothing_unless_asked(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from dragoman.cli import make_app

    feeds = tmp_path / "feeds.toml"
    feeds.write_text('[[feed]]\nurl = "https://a.example/"\n')
    result = CliRunner().invoke(make_app(["watch"]), ["watch", str(feeds), "--db", str(tmp_path / "n.db")])
    assert result.exit_code != 0
    assert not (tmp_path / "feeds.state.json").exists()
    assert not (tmp_path / "n.db").exists()


def test_the_command_end_to_end(net: Net, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    import dragoman
    from dragoman import reader
    from dragoman.cli import make_app
    from dragoman.ingest import fetch

    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    monkeypatch.setattr(reader, "PIPELINE", "made_reports:fake")
    monkeypatch.setattr(fetch, "fetch", lambda url, headers, _policy: net.fetch(url, headers))
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    feeds, db = tmp_path / "feeds.toml", tmp_path / "n.db"
    feeds.write_text(f'[[feed]]\nurl = "{FEED}"\nfull_text = false\n')
    asked = ["watch", str(feeds), "--db", str(db), "--fetch", "--once", "--json"]
    result = CliRunner().invoke(make_app(asked), asked)
    assert result.exit_code == 0, result.output
    with dragoman.open(db) as store:
        assert store.counts()["reports"] == 2
    assert read_state(tmp_path / "feeds.state.json")[FEED].etag == '"a"'
    # The state was lost, as after a kill: the entries come again and are recognised.
    (tmp_path / "feeds.state.json").unlink()
    result = CliRunner().invoke(make_app(asked), asked)
    assert result.exit_code == 0, result.output
    assert '"already": 2' in result.output

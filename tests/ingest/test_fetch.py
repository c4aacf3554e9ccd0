"""Fetching: what is refused at every step, and the bounds. Only a local server is asked."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.errors import FetchError
from dragoman.ingest.addresses import refusal
from dragoman.ingest.fetch import FetchPolicy, fetch

pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0",  # noqa: S104 - refused, not bound
        "224.0.0.1", "255.255.255.255", "192.0.0.192", "168.63.129.16", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
        "2002:7f00:1::", "2002:808:808::1", "2001:0:1::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "192.88.99.1",
        "2001:db8::1", "fec0::1", "nonsense", "",
    ],
)  # fmt: skip
def test_refused_addresses(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert refusal(address) is None


class Site(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        path = self.path
        if path.startswith("/to/"):
            self.answer(302, b"", {"Location": path.removeprefix("/to/")})
        elif path == "/moved":
            self.answer(301, b"", {"Location": "/page"})
        elif path == "/loop":
            self.answer(302, b"", {"Location": "/loop"})
        elif path == "/big":
            self.answer(200, b"x" * 200_000)
        elif path == "/bomb":
            self.answer(200, gzip.compress(b"0" * 3_000_000), {"Content-Encoding": "gzip"})
        elif path == "/gzip":
            self.answer(200, gzip.compress(b"packed"), {"Content-Encoding": "gzip"})
        elif path == "/drip":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b".")
                    self.wfile.flush()
                    time.sleep(0.05)
        elif path == "/page":
            self.answer(200, self.headers["User-Agent"].encode())
        else:
            self.answer(404, b"no")

    def answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def policy(site: str, **bounds) -> FetchPolicy:
    return FetchPolicy(allowed_peers=frozenset({site}), **bounds)


def test_a_page(site: str) -> None:
    found = fetch(f"http://{site}/page", policy=policy(site, user_agent="tester"))
    assert (found.status, found.body, found.moved) == (200, b"tester", None)
    assert fetch(f"http://{site}/gzip", policy=policy(site)).body == b"packed"
    assert fetch(f"http://{site}/nothing", policy=policy(site)).status == 404
    assert fetch(f"http://{site}/moved", policy=policy(site)).moved == f"http://{site}/page"


def test_without_the_allowance_the_local_server_is_refused(site: str) -> None:
    with pytest.raises(FetchError, match="port"):
        fetch(f"http://{site}/page", policy=FetchPolicy())
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 is refused"):
        fetch("http://127.0.0.1/page", policy=FetchPolicy())
    port = site.split(":")[1]
    with pytest.raises(FetchError, match=r"is refused"):
        # An allowed name is not enough: its address must be allowed too.
        fetch(f"http://localhost:{port}/page", policy=FetchPolicy(allowed_peers=frozenset({f"localhost:{port}"})))


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://2130706433/",
        "http://0x7f000001/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/", "http://[2002:a00:1::1]/", "file:///etc/passwd",
        "http://user:pass@8.8.8.8/", "http://8.8.8.8:22/", "ftp://8.8.8.8/", "gopher://8.8.8.8/",
    ],
)  # fmt: skip
def test_a_redirect_to_a_refused_place(site: str, target: str) -> None:
    with pytest.raises(FetchError):
        fetch(f"http://{site}/to/{target}", policy=policy(site))


def test_a_name_that_gives_a_private_address_on_the_second_look_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def look_up(host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(FetchError, match=r"10\.1\.2\.3 is refused"):
        fetch("http://news.example/page", policy=policy(site))
    assert asked == ["news.example"]


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(_host: str, port: int, **_options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in ("8.8.8.8", "192.168.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(FetchError, match=r"192\.168\.0\.1 is refused"):
        fetch("http://news.example/page")


def test_the_connected_peer_is_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The look-up gives a public address, but the connection ends at the local server.
    host, port = site.split(":")
    real = socket.create_connection

    def look_up(_host: str, _port: int, **_options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with socket.socket() as plain:
        plain.connect((host, int(port)))
        monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: plain)
        with pytest.raises(FetchError, match=r"127\.0\.0\.1 is refused"):
            fetch("http://news.example/page")
    assert real is not None


def test_bounds(site: str) -> None:
    with pytest.raises(FetchError, match="redirects"):
        fetch(f"http://{site}/loop", policy=policy(site))
    with pytest.raises(FetchError, match="more than 1000 bytes"):
        fetch(f"http://{site}/big", policy=policy(site, page_bytes=1000))
    with pytest.raises(FetchError, match="unpacks"):
        fetch(f"http://{site}/bomb", policy=policy(site, page_bytes=100_000))
    began = time.monotonic()
    with pytest.raises(FetchError, match="no answer within"):
        fetch(f"http://{site}/drip", policy=policy(site, seconds=0.5))
    assert time.monotonic() - began < 3


def test_a_closed_port() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(FetchError, match="cannot be fetched"):
        fetch(f"http://{place}/", policy=FetchPolicy(allowed_peers=frozenset({place})))

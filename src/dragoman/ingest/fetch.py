"""Fetches one page over HTTP, and refuses what a feed from elsewhere must not make us ask for.

Every address is checked when it is looked up, the connection goes to the checked address itself (a
second look-up could give another), and the connected peer is checked again; so is each redirect.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from dragoman.errors import FetchError, InputError
from dragoman.ingest.addresses import refusal
from dragoman.ingest.compressed import Bounded
from dragoman.ingest.limits import MEGABYTE, Limits

USER_AGENT = "dragoman (news reader; respects robots.txt)"
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_CHUNK = 65_536
_DNS_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Bounds of one fetch."""

    seconds: float = 20.0
    """From the first look-up to the last byte, redirects included."""
    page_bytes: int = 20 * MEGABYTE
    """Of the body, packed or unpacked."""
    redirects: int = 5
    user_agent: str = USER_AGENT
    allowed_peers: frozenset[str] = frozenset()
    """For tests only: ``"127.0.0.1:PORT"`` of a local server that may be asked in spite of the rules."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the final address, status, headers (names in lower case) and unpacked body."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved: str | None = None
    """The new address where every redirect on the way was permanent."""


def fetch(url: str, headers: Mapping[str, str] | None = None, policy: FetchPolicy | None = None) -> Fetched:
    """Get ``url``, following redirects.

    Raises:
        FetchError: a refused scheme, port or address, no answer in time, too large, too many redirects.
    """
    policy = policy or FetchPolicy()
    deadline = time.monotonic() + policy.seconds
    at, permanent = url, True
    for _ in range(policy.redirects + 1):
        try:
            found = _ask(at, headers or {}, policy, deadline)
        except (OSError, http.client.HTTPException, ValueError) as error:
            late = time.monotonic() >= deadline
            reason = f"no answer within {policy.seconds:g} s" if late else f"{type(error).__name__}: {error}"
            raise FetchError(f"{url}: cannot be fetched ({reason}); try again later") from error
        where = found.headers.get("location")
        if found.status not in _REDIRECTS or not where:
            moved = at if permanent and at != url else None
            return Fetched(at, found.status, found.headers, found.body, moved)
        permanent = permanent and found.status in _PERMANENT
        at = urljoin(at, where)
    raise FetchError(f"{url}: more than {policy.redirects} redirects; give the final address")


def _ask(url: str, headers: Mapping[str, str], policy: FetchPolicy, deadline: float) -> Fetched:
    scheme, host, port, target = _parts(url, policy)
    address = _look_up(url, host, port, policy)
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = _connect(url, scheme, (host, address, port), policy, left)
    # A server that drips its answer never lets a single read time out: the socket is shut at the deadline.
    watch = threading.Timer(max(0.0, deadline - time.monotonic()), _shut, (connection.sock,))
    watch.daemon = True
    watch.start()
    try:
        wanted = {"User-Agent": policy.user_agent, "Accept-Encoding": "gzip", "Connection": "close", **headers}
        connection.request("GET", target, headers=wanted)
        answer = connection.getresponse()
        body = b"" if answer.status in _REDIRECTS else _body(answer, url, policy)
        if time.monotonic() >= deadline:
            raise TimeoutError
        return Fetched(url, answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)
    finally:
        watch.cancel()
        connection.close()


def _parts(url: str, policy: FetchPolicy) -> tuple[str, str, int, str]:
    """(scheme, host, port, path and query); raises ``FetchError`` for what is not fetched."""
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme not in _PORTS or not host:
        raise FetchError(f"{url}: only http and https addresses are fetched")
    if parts.username or parts.password:
        raise FetchError(f"{url}: addresses with a name or password in them are not fetched")
    port = parts.port or _PORTS[parts.scheme]
    if port not in _PORTS.values() and f"{host}:{port}" not in policy.allowed_peers:
        raise FetchError(f"{url}: port {port} is not fetched from, only 80 and 443")
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    target = "".join(char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in path)
    return parts.scheme, host.encode("idna").decode() if not host.isascii() else host, port, target


def _look_up(url: str, host: str, port: int, policy: FetchPolicy) -> str:
    """The address of ``host``; refused where any of its addresses is not public."""
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            found.extend(str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True)  # getaddrinfo has no time limit of its own
    thread.start()
    thread.join(min(_DNS_SECONDS, policy.seconds))
    if not found:
        reason = failed[0] if failed else f"no answer within {_DNS_SECONDS:g} s"
        raise FetchError(f"{url}: the name {host} cannot be looked up ({reason}); check it")
    for address in found:
        _check(url, address, port, policy)
    return found[0]


def _check(url: str, address: str, port: int, policy: FetchPolicy) -> None:
    reason = refusal(address)
    if reason and f"{address}:{port}" not in policy.allowed_peers:
        raise FetchError(f"{url}: the address {address} is refused, because {reason}")


def _connect(
    url: str, scheme: str, place: tuple[str, str, int], policy: FetchPolicy, left: float
) -> http.client.HTTPConnection:
    """A connection to the checked address, whose peer is checked once more."""
    host, address, port = place
    raw = socket.create_connection((address, port), timeout=left)
    try:
        _check(url, str(raw.getpeername()[0]), port, policy)
        if scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise
    connection = http.client.HTTPConnection(host, port, timeout=left)
    connection.sock = raw
    return connection


def _shut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _body(answer: http.client.HTTPResponse, url: str, policy: FetchPolicy) -> bytes:
    out = bytearray()
    while data := answer.read(_CHUNK):
        out += data
        if len(out) > policy.page_bytes:
            raise FetchError(f"{url}: more than {policy.page_bytes} bytes; not fetched")
    if answer.getheader("Content-Encoding", "").lower() not in {"gzip", "x-gzip"}:
        return bytes(out)
    try:
        unpacked = Bounded(io.BytesIO(out), len(out), url, Limits(inflated_bytes=policy.page_bytes))
        return io.BufferedReader(unpacked).read()
    except InputError as error:
        raise FetchError(str(error)) from error

"""Sends JSON to a web address, under the rules of fetching: public addresses only, unless one is allowed by name."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterable
from typing import Any

from dragoman.errors import FetchError, UsageError
from dragoman.ingest.fetch import FetchPolicy, _connect, _look_up, _parts, _shut

SECONDS = 20.0
ANSWER = 65_536
"""Bytes of an answer that are read: nobody looks at it."""
_GOOD = range(200, 300)


def policy_for(allow: Iterable[str], seconds: float = SECONDS) -> FetchPolicy:
    """The rules of fetching, with the peers of ``allow`` ("host:port") let through.

    Raises:
        UsageError: not of that form, or the host cannot be looked up.
    """
    peers: set[str] = set()
    for peer in allow:
        host, colon, port = peer.rpartition(":")
        if not colon or not host or not port.isdigit():
            raise UsageError(f"--allow {peer}: write HOST:PORT, such as 127.0.0.1:8080")
        peers.add(f"{host.strip('[]')}:{port}")
        try:
            found = socket.getaddrinfo(host.strip("[]"), int(port), type=socket.SOCK_STREAM)
        except OSError as error:
            raise UsageError(f"--allow {peer}: the name cannot be looked up ({error}); check it") from error
        peers |= {f"{info[4][0]}:{port}" for info in found}
    return FetchPolicy(seconds=seconds, allowed_peers=frozenset(peers))


def check(url: str, policy: FetchPolicy) -> None:
    """Refuse an address that could never be sent to; the name is looked up when it is sent.

    Raises:
        FetchError: another scheme or port, a name and password in it, or a refused address.
    """
    _, host, port, _ = _parts(url, policy)
    if host.replace(".", "").isdigit() or ":" in host or host == "localhost":
        _look_up(url, host, port, policy)


def post(url: str, data: Any, key: str, policy: FetchPolicy) -> None:
    """Send ``data`` as JSON; a repeated ``key`` (header Idempotency-Key) tells the receiver that it is the same.

    Redirects are not followed: the address was checked, the one behind it was not.

    Raises:
        FetchError: refused by the rules, no answer in time, or an answer that is not 200 to 299.
    """
    deadline = time.monotonic() + policy.seconds
    try:
        status = _send(url, json.dumps(data, ensure_ascii=False).encode("utf8", "replace"), key, policy, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = time.monotonic() >= deadline
        reason = f"no answer within {policy.seconds:g} s" if late else f"{type(error).__name__}: {error}"
        raise FetchError(f"{url}: cannot be sent to ({reason}); it is tried again at the next run") from error
    if status not in _GOOD:
        raise FetchError(f"{url}: answered {status}, not 2xx; it is tried again at the next run")


def _send(url: str, body: bytes, key: str, policy: FetchPolicy, deadline: float) -> int:
    scheme, host, port, target = _parts(url, policy)
    address = _look_up(url, host, port, policy)
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    connection = _connect(url, scheme, (host, address, port), policy, left)
    watch = threading.Timer(left, _shut, (connection.sock,))
    watch.daemon = True
    watch.start()
    try:
        headers = {
            "User-Agent": "dragoman (alerts)", "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key, "Connection": "close",
        }  # fmt: skip
        connection.request("POST", target, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read(ANSWER)
        return answer.status
    finally:
        watch.cancel()
        connection.close()

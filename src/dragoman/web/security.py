"""Who may ask: host, origin, token and size are checked before anything else sees a request."""

from __future__ import annotations

import base64
import ipaddress
import secrets
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException

from dragoman.web.answers import HEADERS, failure

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
SAFE = {"GET", "HEAD", "OPTIONS"}
UPLOADS = "/api/v1/jobs"
"""Here a request may be large."""


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address: ``localhost``, 127.0.0.0/8, ``::1``."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_name(value: str) -> str:
    """The name of a Host header, without port and brackets."""
    if value.startswith("["):
        return value[1:].partition("]")[0].lower()
    return value.partition(":")[0].lower()


class Guard:
    """Refuses foreign hosts (DNS rebinding), foreign origins (forged forms), bad tokens and large bodies."""

    def __init__(self, app: Any, *, token: str | None, hosts: Collection[str], max_body: int, max_upload: int) -> None:
        """``hosts`` are names; addresses in figures and ``localhost`` are always right."""
        self.app, self.token, self.max_body, self.max_upload = app, token, max_body, max_upload
        self.hosts = {"localhost", *(h.lower() for h in hosts)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a refusal, or hand on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in scope["headers"]}
        outward = _with_headers(send)
        refusal = self._refusal(scope, headers)
        if refusal:
            status, detail = refusal
            answer = failure(scope["path"], status, detail)
            if status == 401:  # noqa: PLR2004 - unauthorised
                answer.headers["www-authenticate"] = 'Basic realm="dragoman", charset="UTF-8"'
            await answer(scope, receive, outward)
            return
        if scope["method"] == "HEAD":  # the answer to GET without its body
            scope, outward = {**scope, "method": "GET"}, _without_body(outward)
        await self.app(scope, self._counted(receive, self._most(scope)), outward)

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str] | None:
        name = host_name(headers.get("host", ""))
        if name not in self.hosts and not _is_address(name):
            return 421, f"host {name!r} is not served here; start with --allow-host {name or 'NAME'} to allow it"
        if scope["method"] not in SAFE:
            origin = headers.get("origin")
            if origin is not None and origin != f"{scope.get('scheme', 'http')}://{headers.get('host', '')}":
                return 403, "the request comes from a page of another site"
            if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
                return 403, "the request comes from a page of another site"
        if self.token and not _token_fits(headers.get("authorization", ""), self.token):
            return 401, "a token is needed: as 'Authorization: Bearer TOKEN', or as the password in a browser"
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400, "Content-Length is no number"
        most = self._most(scope)
        return (413, _too_large(most)) if len(length) > 15 or int(length) > most else None  # noqa: PLR2004 - digits

    def _most(self, scope: Scope) -> int:
        return self.max_upload if scope["path"] == UPLOADS else self.max_body

    def _counted(self, receive: Receive, most: int) -> Receive:
        seen = 0

        async def counted() -> MutableMapping[str, Any]:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, _too_large(most))
            return message

        return counted


def _too_large(most: int) -> str:
    return f"the body is larger than {most:,} bytes; send smaller parts, or use: dragoman run"


def _without_body(send: Send) -> Send:
    async def outward(message: MutableMapping[str, Any]) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return outward


def _is_address(name: str) -> bool:
    """Figures cannot be rebound to another machine, so they are always right."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _token_fits(header: str, token: str) -> bool:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "basic":
        try:
            value = base64.b64decode(value, validate=True).decode("utf8").partition(":")[2]
        except ValueError:
            return False
    elif scheme.lower() != "bearer":
        return False
    return secrets.compare_digest(value.strip().encode("utf8", "replace"), token.encode("utf8"))


def _with_headers(send: Send) -> Send:
    async def outward(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            added = [(k.encode(), v.encode()) for k, v in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return outward

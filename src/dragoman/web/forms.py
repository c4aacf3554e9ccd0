"""Forms that change something: safe against forgery, and with the name of the person who decides.

Three guards, each enough by itself in a browser of today: the ``Origin`` and ``Sec-Fetch-Site`` headers (``security``),
a cookie that other sites' requests do not carry (``SameSite=Strict``), and a field in the form that only a page of this
server can hold (an HMAC of that cookie).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Any
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dragoman.web.answers import page
from dragoman.web.asking import Pairs, address

COOKIE, WHO = "dragoman", "dragoman-who"
YEAR = 365 * 24 * 3600
_KEY = secrets.token_bytes(32)
"""Of this process: a form of an earlier one is refused with a word on what to do."""


def token(cookie: str) -> str:
    """The field that belongs to a cookie."""
    return hmac.new(_KEY, cookie.encode(), hashlib.sha256).hexdigest()


def form_page(request: Request, name: str, status: int = 200, /, **given: Any) -> Response:
    """A page that holds forms: ``csrf`` and ``who`` are given to the template."""
    cookie = request.cookies.get(COOKIE, "")
    fresh = not re.fullmatch(r"[0-9a-f]{32}", cookie)
    if fresh:
        cookie = secrets.token_hex(16)
    answer = page(request, name, status, csrf=token(cookie), **({"who": name_of(request)} | given))
    if fresh:
        _keep(answer, COOKIE, cookie, None)
    return answer


def name_of(request: Request) -> str:
    """The name that this browser's last decision was made under."""
    return unquote(request.cookies.get(WHO, ""))[:80]


async def checked(request: Request) -> FormData:
    """The fields of a form that one of our pages sent.

    Raises:
        HTTPException: 403 where the form is not ours, or of an earlier run of the server.
    """
    form = await request.form()
    given, cookie = str(form.get("csrf") or ""), request.cookies.get(COOKIE, "")
    if not cookie or not hmac.compare_digest(given.encode(), token(cookie).encode()):
        raise HTTPException(403, "this form is old or of another site; go back, load the page anew, and send it")
    return form


def back(to: str, who: str = "", **more: str) -> Response:
    """On to a page of this server, whose address gets ``more``; ``who`` is remembered for the next form."""
    if not to.startswith("/") or to.startswith(("//", "/\\")):
        to = "/"
    place, _, fragment = to.partition("#")
    path, _, query = place.partition("?")
    pairs: Pairs = [(n, v) for n, _, v in (part.partition("=") for part in query.split("&") if part) if n not in more]
    pairs = [(unquote(n.replace("+", " ")), unquote(v.replace("+", " "))) for n, v in pairs]
    to = address(path, [*pairs, *more.items()]) + (f"#{fragment}" if fragment else "")
    answer = RedirectResponse(to, 303)
    if who:
        _keep(answer, WHO, quote(who), YEAR)
    return answer


def _keep(answer: Response, name: str, value: str, seconds: int | None) -> None:
    answer.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict")

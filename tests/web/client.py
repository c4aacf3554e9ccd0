"""A client that asks the application without a socket."""

from __future__ import annotations

import asyncio

import httpx


class Client:
    """Asks the application, each time in a loop of its own."""

    def __init__(self, app, base: str = "http://localhost", **headers: str) -> None:
        self.app, self.base, self.headers = app, base, headers

    def __call__(self, method: str, url: str, **given) -> httpx.Response:
        async def ask() -> httpx.Response:
            wire = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=wire, base_url=self.base, headers=self.headers) as client:
                return await client.request(method, url, **given)

        return asyncio.run(ask())

    def get(self, url: str, **given) -> httpx.Response:
        return self("GET", f"/api/v1/{url}", **given)

    def post(self, url: str, **given) -> httpx.Response:
        return self("POST", f"/api/v1/{url}", **given)

    def delete(self, url: str, **given) -> httpx.Response:
        return self("DELETE", f"/api/v1/{url}", **given)

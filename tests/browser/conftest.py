"""A real Chromium (Debian's) driven by Playwright, over a store that a process of its own serves.

A test asks for ``visit``: ``visit("/events")`` opens a page of the test server and gives Playwright's ``Page``;
``visit(..., dark=True)``, ``javascript=False`` and ``phone=True`` change the browser. What the console says of
errors and what is asked of other hosts is collected and fails the test at its end. ``violations(page)`` runs axe.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browser.made import fill

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE_MS = 10_000
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder need a browser, and say what is missing where there is none."""
    lacking = [name for name in ("playwright", "axe_playwright_python", "uvicorn") if find_spec(name) is None]
    if CHROMIUM is None:
        lacking.insert(0, "Chromium (apt-get install chromium)")
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)
            if lacking:
                item.add_marker(pytest.mark.skip(reason=f"no browser tests without {', '.join(lacking)}"))


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[str]:
    """The address of a server over a store of its own."""
    path = tmp_path_factory.mktemp("browser") / "news.db"
    fill(path)
    command = [sys.executable, "-m", "tests.browser.serving", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parents[1]) as server:
        try:
            assert server.stdout is not None
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests; each test has a context (cookies, theme) of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, served) -> Iterator[Callable[..., Any]]:
    """Opens a page; at the end nothing may stand in the console as an error, nothing have left this host."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def open_page(path: str, *, dark: bool = False, javascript: bool = True, phone: bool = False) -> Any:
        context = chromium.new_context(
            base_url=served, color_scheme="dark" if dark else "light", java_script_enabled=javascript,
            viewport={"width": 390, "height": 844} if phone else {"width": 1280, "height": 900}, reduced_motion="reduce",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("request", lambda r: None if r.url.startswith((served, "data:")) else wrong.append(f"asked: {r.url}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        answer = page.goto(path)
        assert answer is not None
        page.status = answer.status
        return page

    open_page.wrong = wrong  # type: ignore[attr-defined]  # a test that expects a message empties it
    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture(scope="session")
def violations() -> Callable[[Any], list[str]]:
    """What axe finds wrong on a page: rule, what to do, and where."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf8")

    def check(page: Any) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{v['id']}: {v['help']}: {node['target']} {node.get('failureSummary', '')[:300]}"
            for v in found["violations"]
            for node in v["nodes"][:3]
        ]

    return check

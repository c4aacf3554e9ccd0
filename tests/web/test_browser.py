"""The report page in a real Chromium, where there is one: its module runs under the policy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from tests.made_reports import sample

from dragoman.store import open as open_store

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
TRIES = 4


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_the_module_runs_and_opens_at_the_record_of_the_address(tmp_path):
    with open_store(tmp_path / "a.db") as store:
        store.add(sample())
    record = sample().events[1].id
    port = str(20_000 + os.getpid() % 20_000)
    serve = [sys.executable, "-c", "from dragoman.cli import main; main()", "serve"]
    server = subprocess.Popen([*serve, "--db", str(tmp_path / "a.db"), "--port", port])
    try:
        for _ in range(TRIES):
            page = dump(f"http://127.0.0.1:{port}/reports/R1#{record}", tmp_path)
            if "urged" in page:
                break
    finally:
        server.terminate()
        server.wait(10)
    assert '<p class="keys">' in page, "the module did not run"
    assert '<mark class="trigger lit"' in page
    assert page.count('class="lit"') == 1, "one record of the list is lit"


def dump(url: str, folder) -> str:
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
         f"--user-data-dir={folder}/profile", "--dump-dom", "--virtual-time-budget=2000", url],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    return done.stdout

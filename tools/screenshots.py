"""Pictures of every page in both themes and at the width of a phone: ``python tools/screenshots.py``.

Without ``--db`` a store is made of this project's own reports (training/corpus). Needs Chromium and Playwright.
The pictures are WebP, made by the browser itself; with ``--png`` they are PNG, for looking at them one by one.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "training" / "corpus" / "asia.jsonl"
QUALITY = 0.6
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LOOKS = {"light": (1280, 860, False, 0.7), "dark": (1280, 860, True, 0.5), "phone": (390, 760, False, 0.8)}
"""Width, height, whether dark, and how much the picture is made smaller."""
SERVE = """
import socket, sys, uvicorn
from dragoman.store import open as open_store
from dragoman.web import make_app
with open_store(sys.argv[1]) as store, socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(make_app(store), log_level="error")).run(sockets=[listener])
"""
TO_WEBP = """async ([data, quality, scale]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + data;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * scale; canvas.height = image.height * scale;
  const brush = canvas.getContext('2d');
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/webp', quality).split(',')[1];
}"""


def pages(db: Path) -> dict[str, str]:
    """Name of a picture and the address that it shows: another page is one more line."""
    from dragoman.resolve.actors import load_knowledge
    from dragoman.store import open as open_store
    from dragoman.store.proposals import proposals

    with open_store(db, readonly=True) as store:
        best = max((store.report(r["id"]) for r in list(store.reports())[:60]), key=lambda r: len(r.events) if r else 0)
        busy = store.actors(limit=60)
        actor = max(busy, key=lambda a: (a.wikidata is not None, a.events + a.statements)).id
        incident = max(store.incidents(sort="reports").page(40).items, key=lambda i: (len(i.conflicts), i.distinct)).id
        story = store.stories(sort="reports").page(1).items[0].id
        said = store.statements().page(1).items[0].id
        pair = proposals(store, load_knowledge(), least=0.2)[0]
    assert best is not None
    record = best.events[len(best.events) // 2].id
    return {
        "home": "/", "report": f"/reports/{best.id}", "record": f"/reports/{best.id}#{record}",
        "events": "/events?quad=verbal+conflict", "statements": "/statements",
        "actors": "/actors", "actor": f"/actors/{actor}", "map": "/map",
        "search": "/search?q=talks", "review": "/review", "edit": f"/edit?report={best.id}&record={record}",
        "judgements": "/judgements", "about": "/about", "accuracy": "/accuracy",
        "timeline": "/timeline", "dyads": "/dyads", "dyad": "/dyads?a=CHN&b=JPN", "agreements": "/agreements",
        "incidents": "/incidents?sort=reports", "incident": f"/incidents/{incident}", "stories": "/stories",
        "story": f"/stories/{story}", "news": "/news", "statement": f"/statements/{said}",
        "proposals": "/actors/proposals?least=0.2",
        "merge": "/merge?" + urlencode({"actor": pair.gone.id, "other": pair.kept.id}),
    }  # fmt: skip


def make_store(path: Path) -> None:
    """Read this project's own reports, and judge a few."""
    subprocess.run([str(Path(sys.executable).with_name("dragoman")), "run", str(CORPUS), "--db", str(path)], check=True)
    from dragoman.store import open as open_store
    from dragoman.store.judgements import decide

    with open_store(path) as store:
        for n, hit in enumerate(store.events(sort="score").page(4).items):
            read = store.report(hit.report["id"], as_read=True)
            assert read is not None
            given: dict[str, Any] = {"slot": "status", "after": "future"} if n == 1 else {}
            kind = ("accept", "edit", "reject", "accept")[n]
            store.judge(decide(read, kind, who="Ada Held", record=hit.id, **given))


def shoot(browser: Any, base: str, wanted: dict[str, str], out: Path, png: bool) -> None:
    """Open each page in each look and keep what is seen."""
    plain = browser.new_page()
    for look, (width, height, dark, scale) in LOOKS.items():
        context = browser.new_context(
            base_url=base, viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )  # fmt: skip
        page = context.new_page()
        for name, path in wanted.items():
            page.goto(path)
            data = page.screenshot()
            if not png:
                data = base64.b64decode(plain.evaluate(TO_WEBP, [base64.b64encode(data).decode(), QUALITY, scale]))
            (out / f"{name}-{look}.{'png' if png else 'webp'}").write_bytes(data)
        context.close()


def main() -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", type=Path, help="a store; made of training/corpus if not given")
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "docs" / "img")
    parser.add_argument("--png", action="store_true")
    parser.add_argument("--only", action="append", help="name of a page; may be repeated")
    given = parser.parse_args()
    from playwright.sync_api import sync_playwright

    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = given.db or Path(folder) / "news.db"
        if given.db is None:
            make_store(db)
        wanted = {n: p for n, p in pages(db).items() if not given.only or n in given.only}
        with subprocess.Popen([sys.executable, "-c", SERVE, str(db)], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            base = f"http://127.0.0.1:{int(server.stdout.readline())}"
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
                shoot(browser, base, wanted, given.out, given.png)
                browser.close()
            server.terminate()
    sizes = {p.name: p.stat().st_size for p in sorted(given.out.iterdir()) if p.suffix in {".webp", ".png"}}
    print(json.dumps({"pictures": len(sizes), "bytes": sum(sizes.values())}))


if __name__ == "__main__":
    main()

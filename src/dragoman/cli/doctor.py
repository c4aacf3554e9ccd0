"""``dragoman doctor``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

import typer

from dragoman.cli.common import AsJson

Check = tuple[str, str, str, str]
EXTRAS = {
    "analytics": ("pandas", "pyarrow", "duckdb"), "web": ("fastapi", "uvicorn", "jinja2"), "warc": ("fastwarc",),
    "ray": ("ray",), "mcp": ("mcp",), "train": ("torch", "onnx", "spacy"),
}  # fmt: skip
SENTENCE = "Ruritania's foreign minister met his counterpart from Graustark on Monday."


def doctor(
    as_json: AsJson = False,
    quick: Annotated[bool, typer.Option("--quick", help="Leave out the reading of a sentence.")] = False,
) -> None:
    """Check what is installed: each part is ok, missing (with the command that mends it) or broken."""
    import json

    from dragoman.cli.common import table

    rows = list(_checks(quick=quick))
    if as_json:
        print(json.dumps([dict(zip(("part", "state", "found", "fix"), row, strict=True)) for row in rows]))
    else:
        table("", ("part", "state", "found", "fix"), rows)
    if any(state == "broken" for _, state, _, _ in rows):
        raise typer.Exit(3)


def _checks(*, quick: bool) -> Iterator[Check]:
    import platform

    from dragoman import __version__

    yield "dragoman", "ok", __version__, ""
    yield "python", "ok", platform.python_version(), ""
    yield _try("sqlite", _sqlite, "pip install --upgrade apsw")
    yield _try("settings", _settings, "mend the setting named, or unset it")
    yield _try("ontology", _ontology, "pip install --force-reinstall dragoman")
    yield _try("model", _model, "pip install --force-reinstall dragoman, or set DRAGOMAN_MODEL=lexicon")
    if not quick:
        yield _try("reading", _reading, "dragoman doctor --quick, then mend what it names")
    yield from _extras()


def _try(name: str, check: Callable[[], str], fix: str) -> Check:
    try:
        return name, "ok", check(), ""
    except Exception as error:  # noqa: BLE001 - a doctor reports whatever is wrong
        return name, "broken", f"{type(error).__name__}: {error}", fix


def _sqlite() -> str:
    import apsw

    from dragoman.store.database import check_sqlite

    check_sqlite()
    if "ENABLE_FTS5" not in apsw.compile_options:
        raise RuntimeError("SQLite is built without FTS5")
    return str(apsw.sqlite_lib_version())


def _settings() -> str:
    from dragoman.config import Settings, settings_names

    found = Settings.load()
    return ", ".join(f"{n}={getattr(found, n)} ({found.origins.get(n, 'default')})" for n in settings_names())


def _ontology() -> str:
    from dragoman.config import Settings
    from dragoman.ontology import load_ontology

    book = load_ontology(Settings.load().ontology)
    return f"{len(book.types)} types, {len(book.contexts)} contexts"


def _model() -> str:
    from dragoman.config import Settings

    settings = Settings.load()
    if settings.model == "lexicon":
        return "lexicon (no trained model)"
    from pathlib import Path

    from dragoman.model.session import Model

    model = Model.shipped() if settings.model == "auto" else Model(Path(settings.model))
    return str(getattr(model, "version", None) or settings.model)


def _reading() -> str:
    from dragoman.reader import Reader

    report = Reader().read(SENTENCE, published="2024-03-05")
    if report.problems:
        raise RuntimeError("; ".join(f"{p.stage}: {p.message}" for p in report.problems))
    return f"{len(report.events)} events, {len(report.statements)} statements in a sentence"


def _extras() -> Iterator[Check]:
    from importlib.util import find_spec

    for extra, modules in EXTRAS.items():
        lacking = [m for m in modules if find_spec(m) is None]
        if lacking:
            yield f"extra {extra}", "missing", "lacks " + ", ".join(lacking), f"pip install 'dragoman[{extra}]'"
        else:
            yield f"extra {extra}", "ok", "", ""

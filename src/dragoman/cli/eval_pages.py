"""``dragoman eval pages``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def eval_pages(
    folder: Annotated[Path, typer.Argument(help="Folder with ground-truth.json and html/ID.html.gz.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score the article text of web pages against ground truth: precision, recall and F1 of four-word shingles."""
    import json
    import time

    from dragoman.errors import MissingError
    from dragoman.evaluate.pages import score_pages
    from dragoman.ingest import InputProblem, read_any

    truth_file = folder / "ground-truth.json"
    if not truth_file.is_file():
        raise MissingError(f"{truth_file} is not there; give the folder of the page benchmark")
    truth = json.loads(truth_file.read_text("utf8"))
    pairs: list[tuple[str, str]] = []
    failed = 0
    began = time.perf_counter()
    for name, page in truth.items():
        found = next(iter(read_any(folder / "html" / f"{name}.html.gz")), None)
        failed += found is None or isinstance(found, InputProblem)
        pairs.append((page["articleBody"], "" if found is None or isinstance(found, InputProblem) else found.text))
    rate = len(pairs) / (time.perf_counter() - began)
    result = {**score_pages(pairs).to_dict(), "failed": failed, "pages_per_second": round(rate, 1)}
    if as_json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:18} {value}")

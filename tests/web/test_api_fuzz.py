"""REST under fire: schemathesis asks every route what its description allows, and what it does not.

The requests are the same at each run; more are asked with DRAGOMAN_FUZZ=200 (examples a route).
"""

# ruff: noqa: E402 - what follows is skipped where schemathesis is not installed
from __future__ import annotations

import copy
import os
import time
from collections import Counter, defaultdict
from itertools import product

import pytest
from tests.made_reports import sample

schemathesis = pytest.importorskip("schemathesis")
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks
from schemathesis.openapi import from_asgi
from schemathesis.specs.openapi import checks as shapes

from dragoman.config import Settings
from dragoman.reader import Reader
from dragoman.records import Judgement
from dragoman.store import open as open_store
from dragoman.web import make_app

WANTED = [
    checks.not_a_server_error, shapes.status_code_conformance, shapes.content_type_conformance,
    shapes.response_schema_conformance,
]  # fmt: skip
EXAMPLES = int(os.environ.get("DRAGOMAN_FUZZ", "8"))
BOUND = 60.0
"""Seconds that all routes may take with eight examples each."""


KNOWN = {
    **{name: ["RUR", "GRA", "---", "Anna Held"] for name in ("actor", "recipient", "either", "country", "by", "a", "b")},
    "publisher": ["Streslau Post"], "report": ["R1", "R2"],
    "dyad": ["RUR..GRA"], "mode": ["arrest", "meet"], "place": ["GRA", "Edelweiss"], "box": ["48,11,49,12"],
    "radius": ["48.5,11.3,10"], "text": ["river treaty", '"fair settlement"'], "about": ["GRA"], "party": ["RUR"],
    "name": ["river treaty"], "state": ["proposed"], "language": ["en"], "facet": ["type", "actor", "publisher"],
    "who": ["Ann"], "sort": ["published", "score", "relevance"], "status": ["negated", "actual"], "kind": ["treaty"],
}  # fmt: skip
"""Values that the store of this test has: random ones are refused before anything is looked up."""


def aim(schema, store):
    """Put values that are there into the description."""
    ids = {kind: [hit.id for hit in getattr(store, f"{kind}s")()] for kind in ("event", "statement", "agreement")}
    ids |= {"report": ["R1", "R2"], "actor": [row.id for row in store.actors()], "judgement": ["j1"], "job": ["none"],
            "incident": [i.id for i in store.incidents()], "storie": ["R1"]}  # fmt: skip
    of_body = {
        "report": ids["report"], "record": ids["event"] + ids["actor"], "after": ["negated", *ids["actor"]],
        "slot": ["status", "type", "date", "place", "actors", "trigger"],
    }  # fmt: skip
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            for part in operation.get("parameters", ()):
                kind, name = path.split("/")[3].removesuffix("s"), part["name"].removeprefix("not_")
                values = ids[kind] if part["in"] == "path" else KNOWN.get(name)
                inner = part["schema"].get("items", part["schema"])
                if values := values or inner.get("examples"):
                    inner["enum"] = values
            for body in operation.get("requestBody", {}).get("content", {}).values():
                for name, inner in body["schema"].get("properties", {}).items():
                    if values := of_body.get(name):
                        inner["enum"] = values
    return schema


@pytest.fixture(scope="module", params=["as described", "aimed"])
def described(request, tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("fuzz") / "news.db") as store:
        store.add_all(sample(f"R{n}", f"2024-03-{n:02d}") for n in range(1, 4))
        event = store.events().first()
        store.relink()
        store.judge(Judgement("j1", "accept", event.id, event.report["id"], "", "", "", "", "me", "2024-03-06"))
        app = make_app(store, Reader(Settings.load(time_limit=5), pipeline="tests.made_reports:fake"))
        if request.param == "aimed":
            app.openapi_schema = aim(copy.deepcopy(app.openapi()), store)
        yield from_asgi("/api/v1/openapi.json", app, headers={"Host": "localhost"})
        app.state.desk.jobs.close()


def operations(described):
    for found in described.get_all_operations():
        yield found.ok()


def test_no_request_makes_the_server_fail(described):
    began, asked, failed = time.monotonic(), 0, []
    answers: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for operation, mode in product(list(operations(described)), GenerationMode):
        strategy = operation.as_strategy(generation_mode=mode)

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=strategy)
        def fire(case) -> None:
            nonlocal asked
            asked += 1
            response = case.call(headers={"Host": "localhost"})
            answers[f"{case.operation.method} {case.operation.path}"][response.status_code] += 1
            case.validate_response(response, checks=WANTED)

        try:
            fire()
        except Unsatisfiable:  # nothing is wrong there: no parameter, or any text is right
            continue
        except Exception as error:  # noqa: BLE001 - all are told at once
            failed.append(f"{operation.method.upper()} {operation.path} ({mode.value}): {error}")
    assert not failed, "\n\n".join(failed)
    assert sum(found[200] for found in answers.values()) > 20
    assert asked >= 20 * min(EXAMPLES, 3)
    if EXAMPLES <= 8:
        assert time.monotonic() - began < BOUND

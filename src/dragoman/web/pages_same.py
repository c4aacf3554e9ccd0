"""Actors that are one: compared and merged, told apart, split in some reports; proposals one after another."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import UsageError
from dragoman.records import Judgement
from dragoman.resolve.actors import load_knowledge
from dragoman.resolve.duplicates import Proposal
from dragoman.store import Store
from dragoman.store.actors import ActorRow
from dragoman.store.proposal_queue import Place, decided, place_of, waiting
from dragoman.store.proposals import sentences, with_evidence
from dragoman.web.answers import data
from dragoman.web.api import desk
from dragoman.web.asking import Pairs, address, share
from dragoman.web.forms import back, checked, form_page
from dragoman.web.identity import compared, portrait, reasons, ties
from dragoman.web.pages_judge import writable
from dragoman.web.pages_report import link_of_id
from dragoman.web.tables import as_csv

router = APIRouter(include_in_schema=False)
FOUND, REPORTS = 30, 100
"""Actors and reports that are offered to choose from."""
QUEUE = "/actors/proposals"


def actor_of(store: Store, ident: str) -> ActorRow:
    """An actor of the store; raises 404 where there is none, and ``UsageError`` where it is merged already."""
    found = store.actor(ident)
    if found is None:
        raise HTTPException(404, f"there is no actor {ident!r} in this store")
    for tie in ties(store, ident)["into"]:
        raise UsageError(f"{ident} is merged into {tie.name} already: part it again first")
    return found


@router.get("/merge")
def same(request: Request, actor: str, name: str = "", other: str = "") -> Response:
    """Whom an actor may be: a search, its finds, and with ``other`` the two side by side before they are joined."""
    store = writable(request)
    one = actor_of(store, actor)
    if other:
        return _side_by_side(request, store, one, actor_of(store, other))
    words = " ".join(name.split())
    found = [row for row in store.actors(name=words, limit=FOUND + 1) if row.id != one.id] if words else []
    pairs = [(row, link_of_id(row.id), address("/merge", [("actor", one.id), ("other", row.id)])) for row in found]
    return form_page(
        request, "merge.html", one=one, to=link_of_id(one.id), words_given=words or one.name.split()[-1:],
        searched=bool(words), found=pairs[:FOUND], more=len(pairs) > FOUND, sides=None,
    )  # fmt: skip


def _side_by_side(
    request: Request, store: Store, one: ActorRow, other: ActorRow, status: int = 200, **given: Any
) -> Response:
    proposal = compared(store, one.id, other.id)
    if one.id == other.id or proposal is None:
        raise UsageError(f"{one.id} is itself; choose another actor")
    sides = [portrait(store, found.id) for found in (one, other)]
    apart = [
        t.judgement for t in ties(store, one.id)["apart"] if other.id in {t.judgement.record, _other_id(t.judgement)}
    ]
    return form_page(
        request, "merge.html", status, one=one, to=link_of_id(one.id), sides=sides, kept=proposal.kept.id,
        reasons=reasons(proposal), score=proposal.score, apart=apart, **given,
    )  # fmt: skip


def _other_id(judgement: Judgement) -> str:
    return str(json.loads(judgement.after)["id"])


@router.post("/merge")
async def decide_same(request: Request) -> Response:
    """One decision about two actors: ``do`` is merge (``kept`` names the one that stays) or apart."""
    form = await checked(request)
    store = writable(request)
    made = await run_in_threadpool(_decide, store, form)
    return back(str(form.get("next") or link_of_id(_other_id(made))), made.who, done=made.id)


def _decide(store: Store, form: FormData) -> Judgement:
    one, other, kept, who, does = (str(form.get(n) or "") for n in ("one", "other", "kept", "who", "do"))
    if does == "apart":
        return store.tell_actors_apart(one, other, who)
    if does != "merge":
        raise UsageError(f"decision {does!r}: give merge or apart")
    if kept not in {one, other}:
        raise UsageError("which of the two stays? choose one")
    return store.merge_actors([(one if kept == other else other, kept)], who)[0]


@router.get("/split")
def split_form(request: Request, actor: str) -> Response:
    """The reports of an actor, to choose those in which it is somebody else."""
    store = writable(request)
    return _split_page(request, store, actor_of(store, actor))


@router.post("/split")
async def split(request: Request) -> Response:
    """Decide that in the chosen reports it is somebody else: one decision a report, all or none."""
    form = await checked(request)
    store = writable(request)
    one = actor_of(store, str(form.get("actor") or ""))
    reports = [str(value) for value in form.getlist("reports")]
    given = {name: " ".join(str(form.get(name) or "").split()) for name in ("name", "code", "who")}
    try:
        made = await run_in_threadpool(_split, store, one.id, reports, given)
    except UsageError as error:
        return _split_page(request, store, one, 400, wrong=str(error), given=given, chosen=reports)
    return back(link_of_id(_other_id(made[-1])), made[-1].who, done=made[-1].id)


def _split(store: Store, ident: str, reports: list[str], given: dict[str, str]) -> list[Judgement]:
    if not reports:  # the store would take a merge back
        raise UsageError("choose a report in which it is somebody else")
    name, code = given["name"] or None, given["code"] or None
    return store.split_actor(ident, given["who"], reports=reports, name=name, code=code)


def _split_page(request: Request, store: Store, one: ActorRow, status: int = 200, **given: Any) -> Response:
    found = sentences(store.database.reader, one.id, REPORTS * 2)
    firsts = list({sentence.report: sentence for sentence in reversed(found)}.values())
    firsts.sort(key=lambda s: (s.published or "", s.report), reverse=True)
    who = {"who": given["given"]["who"]} if given.get("given", {}).get("who") else {}
    return form_page(
        request, "split.html", status, one=one, to=link_of_id(one.id), reports=firsts[:REPORTS],
        more=len(firsts) > REPORTS, **({"wrong": "", "given": {}, "chosen": []} | given), **who,
    )  # fmt: skip


@router.get(QUEUE)
def proposals(request: Request, country: str = "", least: str = "", after: str = "", done: str = "") -> Response:
    """Actors that may be one, one pair a screen, the likeliest first."""
    store = desk(request).store
    listed = _waiting(store, country, least)
    place = place_in(after)
    found = next((p for p in listed if place is None or place_of(p) > place), None)
    asked: Pairs = [(n, v) for n, v in (("country", country), ("least", least)) if v]
    last = next((j for j in store.judgements() if j.id == done), None) if done else None
    given: dict[str, Any] = {
        "left": len(listed), "decided": decided(store), "country": country, "readonly": store.database.readonly,
        "last": last, "here": address(QUEUE, [*asked, *([("after", after)] if after else [])]),
        "again": address(QUEUE, asked) if after else "", "json_url": address(f"{QUEUE}.json", asked),
        "csv_url": address(f"{QUEUE}.csv", asked),
    }  # fmt: skip
    if found is None:
        return form_page(request, "proposals.html", item=None, **given)
    negative, many, ident = place_of(found)
    pair = [found.gone.id, found.kept.id]
    return form_page(
        request, "proposals.html", item=found, sides=[portrait(store, ident) for ident in pair],
        reasons=reasons(found), compare=address("/merge", [("actor", pair[0]), ("other", pair[1])]),
        skip=address(QUEUE, [*asked, ("after", f"{-negative:.6f}:{-many}:{ident}")]), **given,
    )  # fmt: skip


def _waiting(store: Store, country: str, least: str) -> list[Proposal]:
    return waiting(store, load_knowledge(), least=share(least), country=country or None)


def place_in(value: str) -> Place | None:
    """How far the queue has been walked; raises ``UsageError`` for what is no place in it."""
    if not value:
        return None
    score, _, rest = value.partition(":")
    many, _, ident = rest.partition(":")
    try:
        return -float(score), -int(many), ident
    except ValueError:
        raise UsageError(f"after {value!r}: no place in the queue; begin again without it") from None


@router.get(f"{QUEUE}.json")
def proposals_json(request: Request, country: str = "", least: str = "") -> Response:
    """All proposals as data, with a sentence of each actor."""
    store = desk(request).store
    return data(request, {"items": list(with_evidence(store.database.reader, _waiting(store, country, least)))})


@router.get(f"{QUEUE}.csv")
def proposals_csv(request: Request, country: str = "", least: str = "") -> Response:
    """All proposals, one a line."""
    rows = (
        (f"{p.score:.4f}", p.gone.id, p.gone.name, p.kept.id, p.kept.name, "; ".join(r for _, r, _ in reasons(p)))
        for p in _waiting(desk(request).store, country, least)
    )
    return as_csv("proposals", ("score", "gone", "gone_name", "kept", "kept_name", "reasons"), rows)

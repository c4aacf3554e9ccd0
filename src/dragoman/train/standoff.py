"""Annotations without the text: positions and codes, for reports whose text belongs to others.

A line is one report: its id, the SHA-256 of its text, and its records with ``[start, end]`` where the gold format has
words. With the texts at hand (``id`` and ``text`` in JSONL files) :func:`attach` gives gold objects again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.train import align

Json = dict[str, Any]


def fingerprint(text: str) -> str:
    """SHA-256 of the text, shortened to 16 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf8")).hexdigest()[:16]


def detach(gold: Json) -> Json:
    """A gold object with positions in place of words."""
    text = gold["text"]
    events = []
    for e in gold["events"]:
        within = align.evidence(text, e)
        where = align.trigger(text, e, within)
        sides = {
            side: [[_near(text, p["text"], where), p["code"]] for p in e[side]] for side in ("actors", "recipients")
        }
        facts = {k: e[k] for k in ("type", "mode", "date", "status")}
        events.append({**facts, **sides, "trigger": where, "evidence": [list(r) for r in within]})
    statements = []
    for s in gold["statements"]:
        said = align.content(text, s)
        cue = align.cue(text, s, said) or align.nearest(align.occurrences(text, s["cue"]), said[0])
        statements.append(
            {
                "speaker": _near(text, s["speaker"], cue),
                "who": s["who"] if s["who"] not in text else _near(text, s["who"], cue),
                "code": s.get("code"),
                "cue": cue,
                "content": [list(r) for r in said],
                "kind": s["kind"],
            }
        )
    return {
        "id": gold["id"], "published": gold["published"], "sha": fingerprint(text),
        "events": events, "statements": statements,
    }  # fmt: skip


def _near(text: str, words: str, where: align.Range | None) -> align.Range | None:
    return align.nearest(align.occurrences(text, words), where or (0, 0))


def attach(note: Json, text: str) -> Json:
    """The gold object again; raises ``ValueError`` where ``text`` is not the one that was annotated."""
    if fingerprint(text) != note["sha"]:
        raise ValueError(f"report {note['id']}: its text is not the one that was annotated")

    def cut(r: list[int]) -> str:
        return text[r[0] : r[1]]

    def parts(rows: list[Any]) -> list[Json]:
        return [{"text": cut(r), "code": code} for r, code in rows]

    events = [
        {**e, "trigger": cut(e["trigger"]), "evidence": [cut(r) for r in e["evidence"]],
         "actors": parts(e["actors"]), "recipients": parts(e["recipients"])}
        for e in note["events"]
    ]  # fmt: skip
    statements = [
        {**s, "speaker": cut(s["speaker"]), "cue": cut(s["cue"]), "content": [cut(r) for r in s["content"]],
         "who": s["who"] if isinstance(s["who"], str) else cut(s["who"])}
        for s in note["statements"]
    ]  # fmt: skip
    return {"id": note["id"], "title": "", "published": note["published"], "text": text, "events": events,
            "statements": statements}  # fmt: skip


def read(path: Path, texts: Mapping[str, str]) -> Iterator[Json]:
    """Gold objects of the annotations in ``path`` whose text is in ``texts`` (by id)."""
    for line in path.read_text("utf8").splitlines():
        note = json.loads(line)
        if note["id"] in texts:
            yield attach(note, texts[note["id"]])


def write(golds: Iterable[Json], path: Path) -> int:
    """Write annotations without text; returns their number."""
    lines = [json.dumps(detach(g), ensure_ascii=False, separators=(",", ":")) for g in golds]
    path.write_text("".join(f"{line}\n" for line in lines), "utf8")
    return len(lines)


def texts_of(paths: Iterable[Path]) -> dict[str, str]:
    """Texts by id, of JSONL files with ``id`` and ``text``."""
    out = {}
    for path in paths:
        for line in path.read_text("utf8").splitlines():
            row = json.loads(line)
            out[row["id"]] = row["text"]
    return out

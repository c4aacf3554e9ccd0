"""Where the content of a cue stands: after it, before it, or on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract import statement_fixed as fixed
from dragoman.extract import statement_subject as subjects
from dragoman.extract.cue_lexicon import words
from dragoman.extract.statement_before import content_before, hangs
from dragoman.extract.statement_draft import CueAt, Draft, Range
from dragoman.extract.statement_tail import Tail, read_tail
from dragoman.extract.statement_text import DASHES, END_MARKS, Line, has_finite, sure_finite

LEAST_REST = 3
OF_THE_SAYING = frozenset({
    "when", "while", "as", "after", "before", "but", "according", "though", "although",
})  # fmt: skip
"""Words with which the reporter goes on about the saying itself."""
LEAST_SENTENCE = 4
"""Words from which a quotation with a capital is a sentence, not a name."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """A cue with what stands before it and what follows it."""

    line: Line
    number: int
    cue: CueAt
    subject: Range | None
    reached: int
    """Where the walk to the left of the cue stopped."""
    tail: Tail

    def draft(self, layout: str, content: Range, rule: str) -> Draft:
        """A draft with the subject before the cue."""
        tail = self.tail
        return Draft(self.cue, self.number, layout, self.subject, [content], rule, tail.addressee, tail.occasion)


def lay_out(line: Line, number: int, cue: CueAt, previous: list[Draft]) -> Draft | None:
    """The draft of one cue, or None where nothing that was said can be found beside it."""
    if cue.form == "accord":
        return fixed.according(line, number, cue)
    if cue.form == "quoted":
        return fixed.quoted(line, number, cue)
    if cue.form == "noun":
        return fixed.noun(line, number, cue)
    subject, reached = subjects.before_cue(line, cue.start)
    scene = _Scene(line, number, cue, subject, reached, read_tail(line, cue))
    before = _before(scene) if cue.form != "ing" else None
    return before or _after(scene, previous)


def _before(scene: _Scene) -> Draft | None:  # noqa: PLR0911 - one return for each way it is not so
    """The content stands before the cue, or on both sides of it."""
    line, cue, reached = scene.line, scene.cue, scene.reached
    if not cue.cue.frames & {"p", "q"}:
        return None
    apart = reached > 0 and (line.low(reached - 1) in {","} | DASHES or line.quoted(reached - 1) >= 0)
    inverted = apart and (scene.subject is None or (line.low(reached - 1) == "," and _turned(line, cue, reached)))
    place = reached if inverted else (scene.subject[0] if scene.subject else -1)
    content = content_before(line, place)
    if content is None:
        return None
    quoted = line.quoted(content[1] - 1) >= 0 or line.quoted(place - 1) >= 0
    if "p" not in cue.cue.frames and not quoted:
        return None
    if inverted:
        return _inverted(line, scene.number, cue, content)
    if _belongs_after(scene, content, quoted=quoted):
        return None
    if scene.tail.kind == "comma" and hangs(line, content[1]):
        return scene.draft("post", (scene.tail.at + 1, len(line)), "inside")
    draft = scene.draft("pre", content, "before")
    _continue_after(line, draft, scene.tail.at, scene.tail.kind)
    return draft


def _belongs_after(scene: _Scene, content: Range, *, quoted: bool) -> bool:
    """Whether what follows the cue, not what stands before it, is what was said."""
    kind = scene.tail.kind
    if kind in {"that", "colon"}:
        return True
    if not quoted:
        bare = kind == "adjunct" and not has_finite(scene.line, 0, content[1])
        return bare or kind in {"quote", "question", "clause", "to", "phrase"}
    return kind in {"question", "to", "clause"} and not _ends_like_speech(scene.line, content[1])


def _turned(line: Line, cue: CueAt, reached: int) -> bool:
    """Whether ", said X" follows a clause that only looks like "Y, an apposition, said"."""
    if "p" not in cue.cue.frames or "a" in cue.cue.frames or any(q >= 0 for q in line.quote[:reached]):
        return False
    if not sure_finite(line, 0, reached - 1):
        return False
    found = subjects.after_cue(line, cue.stop)
    if found is None:
        return False
    after = line.low(found[1])
    return not sure_finite(line, *found) and (
        after in {",", ""} or after in END_MARKS or after in {"who", "in", "on", "at"}
    )


def _ends_like_speech(line: Line, stop: int) -> bool:
    """A comma or end mark inside the closing mark: American style; the words were said as a sentence."""
    return any(line.low(i) in {",", "!", "?", "...", "."} for i in range(max(stop - 3, 0), min(stop + 1, len(line))))


def _inverted(line: Line, number: int, cue: CueAt, content: Range) -> Draft | None:
    subject = subjects.after_cue(line, cue.stop)
    if subject is None or cue.form in {"infinitive", "base"}:
        return None
    if sure_finite(line, subject[0] + 1, subject[1]) and line.quoted(content[0]) < 0:
        return None
    following = subject[1]
    closed = line.low(following) == "," or line.low(following) in END_MARKS
    if line.quoted(content[1] - 1) < 0 and not closed and has_finite(line, subject[0], len(line)):
        return None
    draft = Draft(cue, number, "pre", subject, [content], "inverted")
    while following < len(line) and line.low(following) not in {",", ":"} and line.low(following) not in END_MARKS:
        following += 1
    _continue_after(line, draft, following, "comma" if line.low(following) == "," else "end")
    return draft


def _continue_after(line: Line, draft: Draft, at: int, kind: str) -> None:
    """A second part after ", he said,": a quotation that goes on, or the rest of the clause."""
    quoted = line.quoted(draft.content[0][1] - 1) >= 0
    loose = kind == "adjunct" or (quoted and kind in {"to", "clause", "phrase", "question"})
    while loose and at < len(line) and line.low(at) != "," and line.low(at) not in END_MARKS and line.quoted(at) < 0:
        at += 1
    low = line.low(at)
    if line.quoted(at) >= 0:
        start = at if kind in {"quote", "adjunct"} else -1
    elif low in {",", ":"} or low in END_MARKS:
        plain = low not in END_MARKS and kind in {"comma", "adjunct"} and _goes_on(line, draft, at + 1)
        start = at + 1 if line.quoted(at + 1) >= 0 or plain else -1
    else:
        start = -1
    if start >= 0:
        draft.content.append((start, len(line)))
        draft.layout = "mid"


def _goes_on(line: Line, draft: Draft, start: int) -> bool:
    """Whether the words after ", he said," go on with what he said, and do not tell of the saying."""
    rest = sum(line.is_word(i) for i in range(start, len(line)))
    low = line.low(start)
    if draft.rule == "inverted" or rest < LEAST_REST or low.endswith("ing"):
        return False
    return low not in words()["relative"] and low not in OF_THE_SAYING


def _after(scene: _Scene, previous: list[Draft]) -> Draft | None:
    """The content follows the cue."""
    line, kind = scene.line, scene.tail.kind
    content = _content_after(line, scene.cue, scene.tail)
    if content is None:
        return None
    draft = scene.draft("post", content, f"after.{kind}")
    draft.open = kind == "colon" and content[0] >= content[1]
    draft.content = [(content[0], _before_participle(line, *content))]
    if scene.subject is None or scene.cue.form == "ing":
        _share(line, draft, scene.reached, previous)
    return draft if draft.subject is not None else None


def _before_participle(line: Line, start: int, stop: int) -> int:
    """End the content where a quotation closes on a comma and the reporter goes on (`"... aggression," invoking`)."""
    for at in range(start + 2, stop):
        closed = line.quoted(at) < 0 and line.quoted(at - 1) >= 0 and line.low(at - 2) == ","
        if closed and line.low(at).endswith("ing"):
            return at
    return stop


def _content_after(line: Line, cue: CueAt, tail: Tail) -> Range | None:  # noqa: PLR0911 - one return for each kind of tail
    frames, at, kind, end = cue.cue.frames, tail.at, tail.kind, len(line)
    if kind == "that" and frames & {"c", "a"}:
        return at + 1, end
    if kind == "quote" and frames & {"q", "n", "o", "b", "c", "a"}:
        return at, _quote_stop(line, at)
    if kind == "colon":
        return (at + 1, _quote_stop(line, at + 1)) if frames & {"q", "n", "c"} else None
    if kind == "comma":
        return _after_comma(line, cue, at)
    if kind == "question":
        return (at, end) if frames & {"w", "c", "b"} else None
    if kind == "to":
        return (at, end) if frames & {"t", "u", "p"} and cue.cue.lemma not in {"call", "speak", "say"} else None
    return _after_phrase(line, cue, tail)


def _quote_stop(line: Line, at: int) -> int:
    """Where a content that opens with a quotation ends: with it where that is a sentence, else with the line."""
    which = line.quoted(at)
    if which < 0 or not line.capital(at + 1):
        return len(line)
    stop = len(line) - line.quote[::-1].index(which)
    if line.quoted(stop) >= 0 or line.quoted(stop + 1) >= 0:
        return len(line)
    count = sum(line.is_word(i) and line.quoted(i) == which for i in range(at, stop))
    sentence = count >= LEAST_SENTENCE or line.low(stop - 2) in {",", ".", "!", "?"}
    return stop if sentence else len(line)


def _after_comma(line: Line, cue: CueAt, at: int) -> Range | None:
    """A quotation, "that" or a whole clause after a comma; a bare comma opens nothing else."""
    if line.quoted(at + 1) >= 0 and cue.cue.frames & {"q", "c"}:
        return at + 1, _quote_stop(line, at + 1)
    if line.low(at + 1) == "that" and "c" in cue.cue.frames:
        return at + 2, len(line)
    low = line.low(at + 1)
    hooked = low in words()["relative"] | words()["coordinator"] | words()["preposition"] or low.endswith("ing")
    if "p" in cue.cue.frames and has_finite(line, at + 1, len(line)) and not hooked:
        return at + 1, len(line)
    return None


def _after_phrase(line: Line, cue: CueAt, tail: Tail) -> Range | None:  # noqa: PLR0911 - one return for each frame
    frames, at, kind, end = cue.cue.frames, tail.at, tail.kind, len(line)
    if kind == "clause" and "b" in frames:
        return at, end
    if cue.cue.lemma == "say" and cue.form != "ing":
        long = sum(line.is_word(i) for i in range(at, end)) > 3  # noqa: PLR2004 - "said no", "said so too"
        if (kind == "phrase" and long) or (kind == "adjunct" and has_finite(line, at, end)):
            return at, end
    if kind == "clause" and "a" in frames and tail.addressee:
        return at, end
    if "o" in frames and _object_tail(line, cue, cue.stop):
        return cue.stop, end
    if "n" in frames and kind in {"phrase", "clause"}:
        return tail.at if tail.occasion else cue.stop, end
    if (
        "u" in frames
        and cue.cue.lemma in {"warn", "caution", "urge", "advise"}
        and line.low(at) in {"against", "of", "about"}
    ):
        return at, end
    if "g" in frames and line.low(at).endswith("ing"):
        return at, end
    return None


def _object_tail(line: Line, cue: CueAt, start: int) -> bool:
    """Whether an object and what is said of it follow ("Georgia of planning", "the deal a 'mistake'")."""
    stop = next((i for i in range(start, len(line)) if line.low(i) in END_MARKS), len(line))
    link = {
        "call": set(),
        "liken": {"to"},
        "compare": {"to", "with"},
        "thank": {"for"},
        "congratulate": {"on", "for"},
    }.get(cue.cue.lemma, {"of", "for", "as", "to", "on", "over"})
    quoted = any(line.quoted(i) >= 0 for i in range(start, stop))
    return quoted or (line.low(start) not in link and any(low in link for low in line.lows[start:stop]))


def _share(line: Line, draft: Draft, reached: int, previous: list[Draft]) -> None:
    """Give a participle or coordinated verb the subject of the clause it hangs on."""
    cue = draft.at
    if cue.form == "ing" and _own_noun(line, draft, line.low(reached - 1)):
        return
    for earlier in reversed(previous):
        if earlier.line == draft.line and earlier.at.start < cue.start and earlier.at.form != "noun":
            draft.subject, draft.shared = earlier.subject, earlier
            return
    if cue.form == "ing" and cue.start <= 1 and _from_main_clause(line, draft):
        return
    draft.subject = _of_coordinated(line, cue) or subjects.of_clause(line, cue.start)


def _own_noun(line: Line, draft: Draft, before: str) -> bool:
    """Whether a participle has the noun before it for a subject ("a leaflet calling on ...")."""
    known = words()
    if draft.subject is None or before == "," or not line.is_word(draft.at.start - 1):
        return False
    first = line.low(draft.subject[0])
    if first in known["preposition"] or first in known["adverb"] or first in {"out", "up", "down", "away", "back"}:
        return False
    start, stop = draft.subject
    within = next((i for i in range(start + 1, stop - 1) if line.low(i) == "with"), start - 1)
    draft.subject = (within + 1, stop)
    return before not in known["preposition"] | known["auxiliary"] | known["coordinator"]


def _from_main_clause(line: Line, draft: Draft) -> bool:
    """A participle that opens the sentence: the subject comes after its comma ("Calling it a lie, Berg ...")."""
    cue = draft.at
    comma = next((i for i in range(cue.stop, len(line)) if line.low(i) == "," and line.quoted(i) < 0), -1)
    verb = next((i for i in range(comma + 1, len(line)) if has_finite(line, i, i + 1)), -1) if comma > 0 else -1
    if not 0 < comma < verb:
        return False
    draft.subject = subjects.before_cue(line, verb)[0]
    draft.content = [(draft.content[0][0], comma)]
    return True


def _of_coordinated(line: Line, cue: CueAt) -> Range | None:
    """The subject of the verb that "and" joins the cue to, looked for in the same stretch between commas."""
    if line.low(cue.start - 1) not in words()["coordinator"]:
        return None
    start = max((i for i in range(cue.start) if line.low(i) == "," and line.quoted(i) < 0), default=-1) + 1
    verb = next((i for i in range(start, cue.start - 1) if line.quoted(i) < 0 and has_finite(line, i, i + 1)), -1)
    return subjects.before_cue(line, verb)[0] if verb > 0 else None

"""Make a labelled set of copies by the edits of agencies and sites, and measure the index of copies on it.

    python tools/make_copies.py ../shared/news --output /tmp/copies.jsonl     # writes the set: never into git
    python tools/make_copies.py ../shared/news --measure [--half test]        # pairs: precision, recall, by edit

Every third report gets copies, each made by one to three edits, a quarter of them dated a day later. The other reports
are in the set as they are: follow-ups, updates and daily forms of the same agency are the hard negatives. More of these
are made: a report that also carries up to two paragraphs of the most similar other report. Real copies
within the news are judged by hand (``tests/link/natural_copies.tsv``). Halves (dev, test) part by the hash of the id.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import tempfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from dragoman.link.copies import CopyIndex
from dragoman.records import Published, Report

SEED = 7
NATURAL = Path(__file__).parents[1] / "tests/link/natural_copies.tsv"
RESIDUE = (
    "Sign up to our morning briefing and follow us on social media.",
    "Read more: what we know so far about the story.",
    "Image caption: the scene on the day, in a file picture.",
    "Reporting by our correspondents; editing by the night desk.",
    "This article was first published by a partner agency and has been edited for style and length.",
    "Share this article with your friends. All rights reserved.",
)
LEADS = (
    "Here is what is known about the matter so far, and what may follow from it in the coming days.",
    "The matter drew attention in several capitals, where officials were still weighing what it meant for them.",
    "New details came to light late in the day in a case that has kept the authorities busy for some time.",
)
FACTS = (
    "A spokeswoman told reporters later that a further {n} people had been questioned in connection with it.",
    "Officials in the capital put the cost at {n} million dollars, a figure that could not be checked at once.",
    "A second meeting would be held within {n} days, according to two persons who asked not to be named.",
    "Earlier in the day, {n} vehicles were seen on the road to the border, residents said by telephone.",
    "The opposition called for an inquiry and said that {n} of its members would table a motion this week.",
)
Paragraphs = list[str]
Edit = Callable[[Paragraphs, random.Random], Paragraphs]


def paragraphs(text: str) -> Paragraphs:
    """Paragraphs; of a text that has none, groups of three sentences."""
    parts = [part for part in text.split("\n\n") if part.strip()]
    if len(parts) > 2:
        return parts
    sentences = re.split(r"(?<=[.!?]) +", text)
    return [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]


def cut(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """The end is cut, as sites do for length."""
    return parts[: max(2, round(len(parts) * rng.uniform(0.4, 0.8)))]


def thin(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """Paragraphs here and there are left out."""
    kept = [part for i, part in enumerate(parts) if i == 0 or rng.random() < 0.65]
    return kept if len(kept) > 1 else parts[:2]


def lead(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """Another first paragraph."""
    return [rng.choice(LEADS), *parts[1:]]


def correct(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """Up to two figures are corrected."""
    text = "\n\n".join(parts)
    found = list(re.finditer(r"\b\d{1,3}\b", text))
    for match in sorted(rng.sample(found, min(2, len(found))), key=lambda m: -m.start()):
        text = text[: match.start()] + str(int(match[0]) + rng.randint(1, 9)) + text[match.end() :]
    return text.split("\n\n")


def residue(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """Lines of a site above, below and between."""
    out = list(parts)
    for line in rng.sample(RESIDUE, rng.randint(2, 4)):
        out.insert(rng.choice([0, len(out), rng.randint(0, len(out))]), line)
    return out


def reorder(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """Paragraphs after the lead in another order."""
    rest = parts[1:]
    rng.shuffle(rest)
    return [*parts[:1], *rest]


def update(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """New facts on top and within, and the last paragraph dropped."""
    out = parts[:-1] if len(parts) > 4 else list(parts)
    for number, line in enumerate(rng.sample(FACTS, rng.randint(2, 3))):
        place = 0 if number == 0 else rng.randint(1, len(out))
        out.insert(place, line.format(n=rng.randint(3, 900)))
    return out


def words(parts: Paragraphs, rng: random.Random) -> Paragraphs:
    """House style: other words for "said" and the like, curly marks, one word dropped in some sentences."""
    out = []
    for part in parts:
        changed = part.replace(" said ", rng.choice([" said ", " told reporters ", " noted "])).replace('"', "”")
        tokens = changed.split(" ")
        if len(tokens) > 12 and rng.random() < 0.4:
            del tokens[rng.randint(3, len(tokens) - 3)]
        out.append(" ".join(tokens))
    return out


EDITS: dict[str, Edit] = {
    "cut": cut, "thin": thin, "lead": lead, "correct": correct, "residue": residue, "reorder": reorder,
    "update": update, "words": words,
}  # fmt: skip


def news(folder: Path) -> list[Report]:
    """The reports of the folder."""
    out = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf8").splitlines():
            row = json.loads(line)
            given = Published(row["published"], source="given")
            out.append(Report(row["text"], row["id"], title=row["title"], published=given))
    return out


def half(report_id: str) -> str:
    """``dev`` or ``test``."""
    return "test" if zlib.crc32(report_id.encode()) % 2 else "dev"


def later(day: str | None, days: int) -> str | None:
    """``day`` and so many days."""
    return day and (dt.date.fromisoformat(day) + dt.timedelta(days)).isoformat()


def make_set(reports: list[Report]) -> Iterator[tuple[Report, str, str]]:
    """(report, label, edits): reports of one label are copies of each other."""
    rng = random.Random(SEED)  # noqa: S311
    near = neighbours(reports)
    for number, report in enumerate(reports):
        yield report, report.id, ""
        parts = paragraphs(report.text)
        if number % 3 or len(parts) < 4:
            continue
        for copy in range(2):
            names = rng.sample(sorted(EDITS), rng.choice([1, 1, 2, 3]))
            made = parts
            for name in names:
                made = EDITS[name](made, rng)
            day = later(report.published.date, int(rng.random() < 0.25))
            yield other(f"{report.id}/copy{copy}", made, day), report.id, "+".join(sorted(names))
        if number % 2 == 0 and report.id in near:
            mixed = borrow(parts, paragraphs(near[report.id].text), rng)
            label = f"{report.id}/mixed"
            yield other(label, mixed, report.published.date), near[report.id].id, "mixed"


def other(name: str, parts: Paragraphs, day: str | None) -> Report:
    """A made report with another title."""
    return Report("\n\n".join(parts), name, title="Another title", published=Published(day, source="given"))


def borrow(mine: Paragraphs, theirs: Paragraphs, rng: random.Random) -> Paragraphs:
    """``theirs`` with up to two paragraphs, at most a fifth of the words, of ``mine``: another report."""
    room, out = sum(len(p.split()) for p in theirs) / 5, list(theirs)
    for part in rng.sample(mine[1:], min(2, len(mine) - 1)):
        if (size := len(part.split())) <= room:
            out.insert(rng.randint(1, len(out)), part)
            room -= size
    return out


def neighbours(reports: list[Report]) -> dict[str, Report]:
    """The most similar other report by rare words, of those that are no copies by hand."""
    copies = {pair for pair, kind in natural().items() if kind == "copy"}
    bags = [sorted(set(re.findall(r"[A-Z][a-z]{3,}", r.text))) for r in reports]  # sorted: the set must not vary
    count = Counter(word for bag in bags for word in bag)
    holders: dict[str, list[int]] = defaultdict(list)
    for i, bag in enumerate(bags):
        for word in bag:
            if count[word] <= 60:
                holders[word].append(i)
    out = {}
    for i, bag in enumerate(bags):
        scores: Counter[int] = Counter()
        for word in bag:
            for j in holders.get(word, ()):
                scores[j] += 60 // count[word]
        found = [j for j, _ in scores.most_common(6) if j != i and half(reports[j].id) == half(reports[i].id)]
        found = [j for j in found if frozenset((reports[i].id, reports[j].id)) not in copies]
        if found:
            out[reports[i].id] = reports[found[0]]
    return out


def natural() -> dict[frozenset[str], str]:
    """Pairs of the news that were judged by hand."""
    rows = (line.split() for line in NATURAL.read_text("utf8").splitlines() if not line.startswith("#"))
    return {frozenset(row[:2]): row[2] for row in rows}


def measure(made: list[tuple[Report, str, str]], part: str) -> dict[str, object]:
    """Precision and recall over pairs of one half, the edits that are missed, and what is wrongly joined."""
    made = [row for row in made if part == "all" or half(row[1]) == part]
    with tempfile.TemporaryDirectory() as folder, CopyIndex.open(Path(folder) / "copies.db") as index:
        order = list(made)
        random.Random(SEED).shuffle(order)  # noqa: S311
        index.add_all(row[0] for row in order)
        groups = list(index.groups())
    found = {frozenset(p) for g in groups for p in combinations([m.report for m in g.members], 2)}
    label, edits = {r.id: name for r, name, _ in made}, {r.id: e for r, _, e in made}
    family = families(label)
    true = {frozenset(p) for ids in family.values() for p in combinations(ids, 2)}
    wrong, missed = found - true, true - found
    pair_recall = 1 - len(missed) / len(true)
    by_edit: Counter[str] = Counter()
    of_edit: Counter[str] = Counter()
    for pair in true:
        for name in {e for i in pair for e in edits[i].split("+")} - {""}:
            of_edit[name] += 1
            by_edit[name] += pair in found
    edited = [pair for pair in true if not any(edits[i] == "mixed" for i in pair)]
    return {
        "half": part, "reports": len(made), "pairs": len(true), "found": len(found),
        "precision": round(1 - len(wrong) / max(1, len(found)), 4), "recall": round(pair_recall, 4),
        "recall without mixed": round(sum(p in found for p in edited) / len(edited), 4),
        "recall by edit": {k: round(by_edit[k] / of_edit[k], 3) for k in sorted(of_edit)},
        "wrong": sorted(sorted(p) for p in wrong)[:30],
        "missed": [[*sorted(p), *sorted(edits[i] for i in p)] for p in sorted(missed, key=sorted)][:30],
    }  # fmt: skip


def families(label: dict[str, str]) -> dict[str, list[str]]:
    """Reports by what they are copies of; families of natural copies are one."""
    same: dict[str, str] = {}
    for pair, kind in natural().items():
        if kind == "copy":
            a, b = sorted(pair)
            same[b] = same.get(a, a)
    out: dict[str, list[str]] = defaultdict(list)
    for report, name in label.items():
        out[same.get(name, name)].append(report)
    return out


def main() -> None:
    """Write the set or measure on it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--half", default="all", choices=["dev", "test", "all"])
    given = parser.parse_args()
    made = list(make_set(news(given.news)))
    if given.output:
        with given.output.open("w", encoding="utf8") as out:
            for report, label, edits in made:
                row = {"id": report.id, "label": label, "edits": edits, "published": report.published.date}
                out.write(json.dumps({**row, "title": report.title, "text": report.text}) + "\n")
    if given.measure:
        print(json.dumps(measure(made, given.half), indent=1))


if __name__ == "__main__":
    main()

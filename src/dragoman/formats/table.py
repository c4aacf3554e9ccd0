"""CSV and Parquet: one row of plain values a record. Codes are strings everywhere."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import IO, Any

from dragoman.errors import DataError, MissingError
from dragoman.formats.common import Hits
from dragoman.store.flat import COLUMNS, flat

RISKY = ("=", "+", "-", "@", "\t", "\r")
BATCH = 5000
NUMBERS = {"quad": int, "latitude": float, "longitude": float, "score": float, "evidence_start": int,
           "evidence_end": int, "content_start": int, "content_end": int}  # fmt: skip


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe."""
    if isinstance(value, str) and value.startswith(RISKY):
        return "'" + value
    return value


def plain_cell(value: str) -> str:
    """The cell without the apostrophe of ``safe_cell``."""
    return value[1:] if value[:1] == "'" and value[1:2] in RISKY else value


def write(hits: Hits, stream: IO[str], kind: str = "event") -> int:
    """Write CSV (RFC 4180, UTF-8); gives the number of rows."""
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = COLUMNS[kind]
    writer.writerow(columns)
    count = 0
    for hit in hits:
        row = flat(kind, hit.report, hit.data, hit.judged)
        writer.writerow([safe_cell(row[name]) for name in columns])
        count += 1
    return count


def read(path: Path) -> list[dict[str, Any]]:
    """The rows of a CSV file that ``write`` made, with None for empty cells.

    Raises:
        DataError: other columns than ours.
    """
    with path.open(encoding="utf8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) not in COLUMNS.values():
            raise DataError(f"{path}: not a table of dragoman's (columns: {', '.join(reader.fieldnames or ())[:200]})")
        return [{k: _value(k, plain_cell(v)) for k, v in row.items()} for row in reader]


def _value(name: str, text: str) -> Any:
    if text == "":
        return None
    if name == "claimed":
        return text == "True"
    return NUMBERS[name](text) if name in NUMBERS else text


def write_parquet(hits: Hits, path: Path, kind: str = "event") -> int:
    """Write Parquet in batches: memory does not grow with the number of rows.

    Raises:
        MissingError: pyarrow is not installed.
    """
    pa, pq = _arrow()
    schema = pa.schema([(name, _type(pa, name)) for name in COLUMNS[kind]])
    count = 0
    with pq.ParquetWriter(str(path), schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for hit in hits:
            batch.append(flat(kind, hit.report, hit.data, hit.judged))
            if len(batch) == BATCH:
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
                count, batch = count + len(batch), []
        writer.write_table(pa.Table.from_pylist(batch, schema=schema))
    return count + len(batch)


def read_parquet(path: Path) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    _, pq = _arrow()
    rows: list[dict[str, Any]] = pq.read_table(str(path)).to_pylist()
    return rows


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingError("Parquet needs pyarrow; run: pip install 'dragoman[analytics]'") from error
    return pa, pq


def _type(pa: Any, name: str) -> Any:
    if name == "claimed":
        return pa.bool_()
    return {int: pa.int64(), float: pa.float64()}.get(NUMBERS.get(name, str), pa.string())

"""The records of a shard as a file: gzipped JSON lines of ``Report.to_dict``, or Parquet with the same in a column."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dragoman.errors import DataError, MissingError, UsageError

FORMATS = ("jsonl", "parquet")
ENDINGS = {"jsonl": ".jsonl.gz", "parquet": ".parquet"}
GROUP = 500
"""Reports of a row group: what a writer holds in memory."""
_COLUMNS = ("id", "version", "title", "publisher", "url", "language", "source", "skipped", "text")
Row = dict[str, Any]


def check_format(name: str) -> None:
    """Refuse an unknown format, or one whose library is missing."""
    if name not in FORMATS:
        raise UsageError(f"--format {name!r} is unknown; there are {', '.join(FORMATS)}")
    if name == "parquet":
        _pyarrow()


@contextmanager
def writer(path: Path, form: str) -> Iterator[Callable[[Row], None]]:
    """A function that writes one record after the other to ``path``; the same records give the same bytes."""
    if form == "parquet":
        with _parquet_writer(path) as write:
            yield write
        return
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 6, raw, mtime=0) as packed:
        yield lambda row: _write(packed, row)


def _write(packed: gzip.GzipFile, row: Row) -> None:
    packed.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode() + b"\n")


def read_records(path: Path) -> Iterator[Row]:
    """The records of a shard's file, one by one; raises ``DataError`` where it is damaged."""
    try:
        if path.name.endswith(".parquet"):
            for batch in _pyarrow().ParquetFile(path).iter_batches(GROUP, columns=["record"]):
                yield from map(json.loads, batch.column(0).to_pylist())
        else:
            with gzip.open(path, "rb") as lines:
                yield from map(json.loads, lines)
    except (OSError, EOFError, ValueError) as error:
        message = f"{path}: damaged ({error}); remove its manifest and run the shard again"
        raise DataError(message) from error


@contextmanager
def _parquet_writer(path: Path) -> Iterator[Callable[[Row], None]]:
    pa, pq = _pyarrow_base(), _pyarrow()
    schema = pa.schema([(name, pa.string()) for name in (*_COLUMNS, "published", "record")])
    rows: list[Row] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as out:

        def flush() -> None:
            if rows:
                out.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows.clear()

        def write(row: Row) -> None:
            flat = {name: row[name] for name in _COLUMNS} | {"published": row["published"]["date"]}
            flat = {name: value and _storable(value) for name, value in flat.items()}
            rows.append(flat | {"record": json.dumps(row, ensure_ascii=True, separators=(",", ":"))})
            if len(rows) >= GROUP:
                flush()

        yield write
        flush()


def _storable(value: str) -> str:
    """Lone surrogates, which UTF-8 cannot hold, as U+FFFD; the record beside it keeps them."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingError("Parquet needs pyarrow; run: pip install 'dragoman[analytics]'") from error
    return pq


def _pyarrow_base() -> Any:
    import pyarrow as pa

    return pa

"""Parquet files by pyarrow (extra ``analytics``), row group by row group."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from dragoman.errors import InputError, MissingError
from dragoman.ingest.jsonl import from_object
from dragoman.ingest.limits import Options
from dragoman.ingest.make import FIELDS
from dragoman.ingest.problem import InputProblem
from dragoman.records import Report

_BATCH = 256


def read_parquet(file: str | bytes, source: str, options: Options) -> Iterator[Report | InputProblem]:
    """One report a row; only the columns that are wanted are read.

    Raises:
        MissingError: pyarrow is not installed.
        InputError: no Parquet file, or none of its columns is wanted.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingError('Parquet needs pyarrow: pip install "dragoman[analytics]"') from None
    number = 0
    try:
        table = parquet.ParquetFile(io.BytesIO(file) if isinstance(file, bytes) else file)
        columns = _columns(table.schema_arrow.names, options)
        for batch in table.iter_batches(batch_size=_BATCH, columns=columns):
            rows: list[dict[str, Any]] = batch.to_pylist()
            for row in rows:
                number += 1
                yield from_object(row, f"{source}:{number}", options)
    except pa.ArrowException as error:
        raise InputError(f"no readable Parquet after {number} rows ({str(error)[:100]}); fetch it again") from error


def _columns(names: list[str], options: Options) -> list[str]:
    wanted = {*FIELDS, *options.columns.values(), *(path.split(".")[0] for path in options.columns.values())}
    found = [name for name in names if name in wanted]
    if not found:
        have = ", ".join(names[:20])
        raise InputError(f"none of the columns ({have}) is a report's field; name the text's with --map text=COLUMN")
    return found

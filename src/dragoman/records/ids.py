"""Stable ids: the same content has the same id on every machine and in every run."""

from __future__ import annotations

import hashlib


def content_id(prefix: str, *parts: object) -> str:
    """``prefix`` plus 16 hexadecimal digits of the SHA-256 of ``parts`` (None differs from "")."""
    digest = hashlib.sha256()
    for part in parts:
        data = b"\x00" if part is None else str(part).encode("utf-8", "surrogatepass")
        digest.update(str(len(data)).encode() + b":" + data)
    return f"{prefix}{digest.hexdigest()[:16]}"

"""The REST interface and the pages, over one store. Needs the extra ``web``."""

from __future__ import annotations

from typing import Any

__all__ = ["make_app"]


def __getattr__(name: str) -> Any:
    """``make_app`` is imported when first used."""
    if name not in __all__:
        raise AttributeError(f"module 'dragoman.web' has no attribute {name!r}")
    from dragoman.web.app import make_app

    return make_app

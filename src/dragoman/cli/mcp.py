"""``dragoman mcp``."""

from __future__ import annotations

import typer

from dragoman.cli.common import DB, Model


def mcp(db: DB, model: Model = None) -> None:
    """Serve the store to an assistant that must cite (Model Context Protocol, over standard input and output)."""
    from dragoman.cli.common import open_store
    from dragoman.mcp.server import build

    with open_store(db) as store:
        server = build(store, model)
        typer.echo(f"dragoman: serving {db} over standard input and output; end with Ctrl-D", err=True)
        server.run("stdio")

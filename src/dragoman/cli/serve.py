"""``dragoman serve``."""

from __future__ import annotations

from typing import Annotated

import typer

from dragoman.cli.common import DB, Model


def serve(
    db: DB,
    *,
    host: Annotated[str, typer.Option(help="Address to listen at; any but this machine's own needs a token.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen at.")] = 8765,
    open_page: Annotated[bool, typer.Option("--open", help="Open the first page in the browser.")] = False,
    token: Annotated[
        str | None, typer.Option(envvar="DRAGOMAN_TOKEN", help="Token that every request needs (or password).")
    ] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="Name under which this server may be asked.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Keep nothing in the store.")] = False,
    allow_fetch: Annotated[
        bool, typer.Option("--allow-fetch", help="Let jobs fetch pages from elsewhere; off otherwise.")
    ] = False,
    model: Model = None,
) -> None:
    """See the store in the browser, and ask it over REST (/api/v1). Needs the extra web."""
    from dragoman.errors import MissingError, UsageError

    try:
        import uvicorn

        from dragoman.web.app import make_app
        from dragoman.web.security import is_loopback
    except ImportError as error:
        raise MissingError(f"{error.name} is not installed; run: pip install 'dragoman[web]'") from error
    from dragoman.reader import Reader
    from dragoman.store import open as open_store

    if not is_loopback(host) and not token:
        raise UsageError(f"--host {host} can be reached by others: set DRAGOMAN_TOKEN, or leave out --host")
    shown = f"[{host}]" if ":" in host else host
    with open_store(db, readonly=read_only) as store:
        names = [host, *(allow_host or ())]
        app = make_app(store, Reader(model=model), token=token, hosts=names, fetching=allow_fetch)
        typer.echo(f"dragoman: http://{shown}:{port}/ (Ctrl-C ends)", err=True)
        if open_page:
            import webbrowser

            webbrowser.open(f"http://{shown}:{port}/")
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)

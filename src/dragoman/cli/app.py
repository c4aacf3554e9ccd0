"""Puts the commands together and turns errors into messages and exit codes."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer

from dragoman import __version__
from dragoman.errors import DragomanError

INTERRUPTED = 130


def build(rows: Iterable[tuple[str, str, str, str]], groups: Mapping[str, str]) -> typer.Typer:
    """The application with the commands of ``rows`` (name, module, function, panel)."""
    app = typer.Typer(
        name="dragoman", help="Who did what to whom, when and where, who says so, and in which words.",
        no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_root)
    made: dict[str, typer.Typer] = {}
    rows = list(rows)
    inside = {name.rpartition(" ")[0] for name, *_ in rows}
    for name, module, function, panel in rows:
        command = guarded(getattr(import_module(module), function))
        group, _, rest = name.rpartition(" ")
        if not group and name in inside:  # a command that is a group, too
            made[name] = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
            made[name].callback(invoke_without_command=True, help=command.__doc__)(command)
            app.add_typer(made[name], name=name, rich_help_panel=panel or None)
            continue
        if not group:
            app.command(name, rich_help_panel=panel or None)(command)
            continue
        if group not in made:
            made[group] = typer.Typer(
                help=groups[group], no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
            )
            app.add_typer(made[group], name=group, help=groups[group])
            made[group].callback()(_nothing)
        made[group].command(rest)(command)
    return app


def _nothing() -> None:
    """Keep a group a group even where it holds one command."""


def _version(value: bool) -> None:
    if value:
        print(f"dragoman {__version__}")
        raise typer.Exit


def _root(
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Log what is being done to standard error.")] = False,
) -> None:
    """Who did what to whom, when and where, who says so, and in which words of the report it stands."""
    if verbose:
        import logging

        logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """``command`` with errors as one line on standard error and the codebook of exit codes.

    0 ok, 1 some inputs failed, 2 usage, 3 something is missing, 130 interrupted.
    """

    @functools.wraps(command)
    def run(*args: Any, **given: Any) -> Any:
        try:
            return command(*args, **given)
        except DragomanError as error:
            typer.echo(f"dragoman: {error}", err=True)
            raise typer.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            typer.echo("dragoman: interrupted", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            # The reader of our output went away (`| head`): that is no fault.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            typer.echo(f"dragoman: {where}{error.strerror or error}; check that the place can be written", err=True)
            raise typer.Exit(1) from None

    run.__signature__ = inspect.signature(command, eval_str=True)  # type: ignore[attr-defined]
    run.__annotations__ = {n: p.annotation for n, p in run.__signature__.parameters.items()}  # type: ignore[attr-defined]
    return run

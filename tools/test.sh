#!/bin/sh
# Sets up a virtual environment with all that the checks need and runs them: style, types, imports, tests, the gate.
set -eu
cd "$(dirname "$0")/.."
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
PATH="$PWD/.venv/bin:$PATH"
export PATH
ruff check .
ruff format --check .
mypy
lint-imports
pytest "$@"

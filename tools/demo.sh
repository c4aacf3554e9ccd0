#!/bin/sh
# Sets up a virtual environment beside the code and reads the sample reports: the main job on a fresh machine.
set -eu
cd "$(dirname "$0")/.."
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
exec .venv/bin/dragoman read src/dragoman/samples "$@"

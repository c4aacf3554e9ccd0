#!/bin/sh
# Renews the lock files from pyproject.toml. Needs uv.
set -eu
cd "$(dirname "$0")/.."
common="--universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --quiet"
# shellcheck disable=SC2086
uv pip compile pyproject.toml $common -o requirements.lock
# shellcheck disable=SC2086
uv pip compile pyproject.toml $common --extra web --extra analytics --extra warc --extra ray --extra mcp --group dev \
  -o requirements-dev.lock

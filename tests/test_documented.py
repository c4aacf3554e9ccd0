"""Documentation cannot lag: what a user can name must stand in docs/."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.cli import present
from dragoman.config import settings_names
from dragoman.formats import FORMATS
from dragoman.ontology import load_ontology

ROOT = Path(__file__).parents[1]
DOCS = {path.name: path.read_text("utf8") for path in (ROOT / "docs").glob("*.md")}
ALL = "\n".join(DOCS.values())


@pytest.mark.parametrize("name", [row[0] for row in present()])
def test_commands(name: str):
    assert f"dragoman {name}" in DOCS["cli.md"]


@pytest.mark.parametrize("name", settings_names())
def test_settings(name: str):
    assert f"| `{name}` |" in DOCS["settings.md"]


@pytest.mark.parametrize("name", load_ontology().types)
def test_event_types(name: str):
    assert name in DOCS["codebook.md"]


@pytest.mark.parametrize("name", FORMATS)
def test_formats(name: str):
    assert f"## {name}\n" in DOCS["formats.md"]


def public_names() -> list[tuple[str, ast.AST]]:
    out = []
    for path in sorted((ROOT / "src/dragoman").rglob("*.py")):
        for node in ast.parse(path.read_text("utf8")).body:
            kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
            if isinstance(node, kinds) and not node.name.startswith("_"):
                out.append((f"{path.relative_to(ROOT / 'src')}:{node.name}", node))
    return out


def test_every_public_name_says_what_it_is():
    silent = [name for name, node in public_names() if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert silent == []


def test_the_readme_links_pages_that_are_there():
    readme = (ROOT / "README.md").read_text("utf8")
    for name in DOCS:
        assert f"docs/{name}" in readme, f"README.md does not link docs/{name}"
    linked = {part.split(")")[0] for part in readme.split("(docs/")[1:]}
    assert all((ROOT / "docs" / name).is_file() for name in linked)


def test_every_data_folder_has_its_source_and_licence():
    manifest = (ROOT / "src/dragoman/data/MANIFEST.md").read_text("utf8")
    folders = [p.name for p in (ROOT / "src/dragoman/data").iterdir() if p.is_dir() and not p.name.startswith("_")]
    for folder in folders:
        assert f"`{folder}/`" in manifest, f"src/dragoman/data/MANIFEST.md lacks {folder}/"


def test_the_manifest_is_up_to_date():
    check = subprocess.run(
        [sys.executable, ROOT / "tools/build_manifest.py", "--check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stderr

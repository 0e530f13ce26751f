"""The house as files and models: what the tests of this folder look at."""

import ast
import configparser
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps as registry
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "apps"
CODE_FOLDERS = ("apps", "axcenter", "bench", "scripts", "tests")


def app_names() -> list[str]:
    return sorted(path.name for path in APPS.iterdir() if (path / "apps.py").exists())


def floors() -> list[str]:
    """Apps from the lowest floor to the highest, as the import contract lists them."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    listed = contracts["importlinter:contract:floors"]["layers"].split()
    return [name.strip("()") for name in reversed(listed)]


def own_models() -> list[type[models.Model]]:
    return [model for model in registry.get_models() if model.__module__.startswith("apps.")]


def python_files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts)


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported_names(path: Path) -> Iterator[str]:
    """Every module or name that a file imports, dotted."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0

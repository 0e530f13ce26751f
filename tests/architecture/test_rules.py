"""Every rule is explained: docs/rules.md names each public function of a pure module where it tells of that module."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import house
from tests.architecture.test_tests import PURE

CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)


def modules() -> Iterator[Path]:
    """The pure modules; of a package of rules every file, of another package what it offers outside."""
    for app in house.app_names():
        for path in sorted((house.APPS / app).iterdir()):
            if path.stem in PURE and path.is_dir():
                yield from sorted(path.glob("*.py")) if path.stem == "rules" else [path / "__init__.py"]
            elif path.stem in PURE:
                yield path


def public_functions(path: Path) -> list[str]:
    found = [node.name for node in house.tree(path).body if isinstance(node, ast.FunctionDef)]
    return [name for name in found if not name.startswith("_")]


def told_of(path: Path) -> str:
    """The code of every section of the document that names the module, by its file or its package."""
    text = (house.ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    names = {house.short(path), f"{house.short(path.parent)}/"}
    sections = [CODE.findall(section) for section in text.split("\n## ")]
    return "\n".join(piece for pieces in sections if names & {one.strip("`") for one in pieces} for piece in pieces)


@pytest.mark.parametrize("path", list(modules()), ids=house.short)
def test_every_public_function_of_a_rule_module_is_explained(path):
    told = told_of(path)

    assert [name for name in public_functions(path) if not re.search(rf"\b{name}\b", told)] == []

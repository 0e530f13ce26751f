"""The guide for operators names every variable that the settings read, and none that nothing reads."""

import ast
import re
from pathlib import Path

from scripts.places import ROOT

SETTINGS = ROOT / "axcenter" / "settings"
NAME = re.compile(r"`([A-Z][A-Z0-9_]*)`")
# Variables of the test settings are no operator's business.
OF_TESTS = {"test.py"}
READERS = [*sorted((ROOT / "axcenter").rglob("*.py")), *sorted((ROOT / "scripts").glob("*.py")), ROOT / "manage.py"]


def documented() -> set[str]:
    """Names in the first column of the table of variables."""
    guide = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = guide.split("## 환경변수", 1)[1].split("\n## ", 1)[0]
    return {name for row in table.splitlines() if row.startswith("| `") for name in NAME.findall(row.split("|")[1])}


def read_by(path: Path) -> set[str]:
    """Names given to `env(...)` or `env.kind(...)`."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return {
        call.args[0].value
        for call in calls
        if ast.unparse(call.func).split(".")[0] == "env" and call.args and isinstance(call.args[0], ast.Constant)
    }


def test_every_variable_the_settings_read_is_in_the_guide():
    read = set().union(*(read_by(path) for path in SETTINGS.glob("*.py") if path.name not in OF_TESTS))

    assert len(read) > 20
    assert sorted(read - documented()) == []


def test_every_variable_of_the_guide_is_read_somewhere():
    code = "\n".join(path.read_text(encoding="utf-8") for path in READERS)

    assert sorted(name for name in documented() if f'"{name}"' not in code) == []

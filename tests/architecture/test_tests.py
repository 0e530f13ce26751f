"""The tests mirror the house, and every rule module has property tests."""

import ast
from pathlib import Path

from tests.architecture import house

OTHER_ROOMS = {"architecture", "axcenter", "bench", "e2e", "look", "scripts", "verify"}
PURE = {"rules", "planner", "solver", "matching", "instrument"}


def test_every_folder_of_tests_is_named_after_an_app_or_a_known_room():
    folders = {path.name for path in (house.ROOT / "tests").iterdir() if path.is_dir() and any(path.glob("test_*.py"))}

    assert folders - OTHER_ROOMS - set(house.app_names()) == set()


def test_every_app_has_tests():
    tested = {path.parent.name for path in (house.ROOT / "tests").glob("*/test_*.py")}

    assert set(house.app_names()) - tested == set()


def test_every_rule_module_has_property_tests():
    without = []
    for app in house.app_names():
        for module in sorted({path.stem for path in (house.APPS / app).iterdir() if path.stem in PURE}):
            files = (house.ROOT / "tests" / app).glob(f"test_{module}*.py")
            if not any(imports(path, f"apps.{app}.{module}") and has_property(path) for path in files):
                without.append(f"{app}.{module}")

    assert without == []


def imports(path: Path, module: str) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for name in house.imported_names(path))


def has_property(path: Path) -> bool:
    """Whether a test of the file is decorated with Hypothesis' `given`, under whatever name it was imported."""
    given = {
        alias.asname or alias.name
        for node in ast.walk(house.tree(path))
        if isinstance(node, ast.ImportFrom) and node.module == "hypothesis"
        for alias in node.names
        if alias.name == "given"
    }
    decorators = [one for node in house.functions(path) if node.name.startswith("test_") for one in node.decorator_list]
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in given for one in decorators
    )

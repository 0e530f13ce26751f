"""Files stay small, their names say what they hold, and nothing is left half done."""

import re

import pytest

from tests.architecture import house

LONGEST_FILE = 400
LONGEST_FUNCTION = 45
JUNK_DRAWERS = {"utils", "helpers", "common", "misc", "lib"}
# Put together from pieces, so that this file does not name what it forbids.
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")))
MACHINE_PATHS = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/[a-z]")))


def test_no_python_file_is_longer_than_400_lines():
    sizes = {
        house.short(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in house.python_files(*house.CODE_FOLDERS)
    }

    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_no_function_of_the_apps_is_long():
    long = {}
    for path in house.python_files("apps", "axcenter"):
        for node in house.functions(path):
            if house.code_lines(node) > LONGEST_FUNCTION:
                long[f"{house.short(path)}:{node.name}"] = house.code_lines(node)

    assert long == {}


def test_no_module_is_a_junk_drawer():
    files = house.python_files("apps", "axcenter", "bench", "scripts")

    assert [house.short(path) for path in files if JUNK_DRAWERS & {path.stem, path.parent.name}] == []


@pytest.mark.parametrize("words", [UNFINISHED, MACHINE_PATHS], ids=["unfinished", "machine paths"])
def test_no_file_holds(words):
    suffixes = {".py", ".html", ".css", ".js", ".json", ".md", ".toml", ".txt", ".in", ".po", ".sh", ""}
    folders = (
        *house.CODE_FOLDERS,
        "templates",
        "seeds",
        "docs",
        "deploy",
        "requirements",
        "static/css",
        "static/js",
        ".ci",
    )
    files = [path for folder in folders for path in (house.ROOT / folder).rglob("*") if path.is_file()]
    files += [path for path in house.ROOT.iterdir() if path.is_file()]

    found = [
        f"{house.short(path)}: {match.group()}"
        for path in files
        if path.suffix in suffixes and "__pycache__" not in path.parts and path.name != "package-lock.json"
        for match in words.finditer(path.read_text(encoding="utf-8", errors="ignore"))
    ]

    assert found == []

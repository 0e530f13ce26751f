"""The tests mirror the house, and every rule module has property tests."""

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
        texts = [path.read_text(encoding="utf-8") for path in (house.ROOT / "tests" / app).glob("test_*.py")]
        pure = {path.stem for path in (house.APPS / app).iterdir() if path.stem in PURE}
        without += [
            f"{app}.{module}"
            for module in sorted(pure)
            if not any("hypothesis" in text and module in text for text in texts)
        ]

    assert without == []

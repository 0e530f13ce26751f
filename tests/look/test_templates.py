"""What every template of the house keeps to, so that pages work under the strict content policy."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from apps.desk.navigation import GROUPS

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SCREENS = sorted(path for path in TEMPLATES.rglob("*.html") if path.relative_to(TEMPLATES).parts[0] != "pdf")
ICON_TAG = re.compile(r'{%\s*icon "([^"]+)"')
STATIC_TAG = re.compile(r"""{%\s*(?:static|asset) ["']([^"']+)["']""")
SVG = "{http://www.w3.org/2000/svg}"


def drawn_icons() -> set[str]:
    sprite = ElementTree.parse(settings.BASE_DIR / "static" / "img" / "icons.svg")  # noqa: S314 - our own file
    return {symbol.attrib["id"] for symbol in sprite.iter(f"{SVG}symbol")}


@pytest.mark.parametrize(
    "forbidden",
    [r"<[^>]*\sstyle\s*=", r"<[^>]*\son[a-z]+\s*=", r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", r"javascript:"],
    ids=["style attribute", "event attribute", "inline script", "script address"],
)
def test_no_screen_template_needs_a_hole_in_the_content_policy(forbidden):
    found = [
        str(path.relative_to(TEMPLATES)) for path in SCREENS if re.search(forbidden, path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_every_icon_a_template_or_the_navigation_names_is_drawn():
    named = {name for path in SCREENS for name in ICON_TAG.findall(path.read_text(encoding="utf-8"))}
    named |= {entry.icon for _label, entries in GROUPS for entry in entries}

    assert named - drawn_icons() == set()


def test_every_static_file_a_template_names_is_there():
    named = {name for path in SCREENS for name in STATIC_TAG.findall(path.read_text(encoding="utf-8"))}

    assert {name for name in named if finders.find(name) is None} == set()

"""Words in pictures, set as one run.

The renderer sets the text of an SVG letter by letter, so that each letter may have a place and a turn of its own. Ours
have one place for the whole label: set at once they cost a tenth and are kerned.
"""

from collections.abc import Iterator
from typing import Any

from weasyprint import svg

_BY_LETTER = frozenset({"dx", "dy", "rotate", "textLength", "letter-spacing"})
_letter_by_letter = svg.text


class _Run(str):
    """A text that whoever goes through it letter by letter gets as one piece."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        yield str(self)


def set_label(picture: Any, node: Any, font_size: float) -> None:
    """Set a label with one place as one run; any other text letter by letter, as the renderer does."""
    placed = node.attrib
    if node.text and _BY_LETTER.isdisjoint(placed) and not any(" " in placed.get(axis, "") for axis in "xy"):
        node._etree_node.text = _Run(node.text)
    _letter_by_letter(picture, node, font_size)


def set_labels_at_once() -> None:
    """Put `set_label` where the renderer looks for what draws text; doing so again changes nothing."""
    svg.TAGS.update({tag: set_label for tag, draw in svg.TAGS.items() if draw is _letter_by_letter})
    svg.text = set_label

"""Words in pictures: each label set as one run, from its start.

The renderer sets the text of an SVG letter by letter, so that each letter may have a place and a turn of its own, and
draws a label that is centred or ends somewhere as a picture in the picture. Ours have one place for the whole label.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from weasyprint import svg

# How far a letter takes the pen, in em, by the weight of its face and its code point.
Advances = Mapping[int, Mapping[int, float]]

_TEXT = "{http://www.w3.org/2000/svg}text"
_SHARE = {"middle": 0.5, "end": 1.0}
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


def start_labels(root: ElementTree.Element, advances: Advances) -> None:
    """Say of every label where it starts instead of where its middle or its end is."""
    for label in root.iter(_TEXT):
        share = _SHARE.get(label.attrib.pop("text-anchor", ""))
        if share and label.text:
            weight = int(label.get("font-weight", "400"))
            face = advances[min(advances, key=lambda known: abs(known - weight))]
            width = float(label.get("font-size", "12")) * sum(face.get(ord(letter), 0.0) for letter in label.text)
            label.set("x", f"{float(label.get('x', '0')) - share * width:.2f}")


def set_labels_at_once() -> None:
    """Put `set_label` where the renderer looks for what draws text; doing so again changes nothing."""
    svg.TAGS.update({tag: set_label for tag, draw in svg.TAGS.items() if draw is _letter_by_letter})
    svg.text = set_label

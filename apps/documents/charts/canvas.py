"""A small SVG canvas: numbers rounded, text escaped, presentation attributes only."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from django.utils.safestring import SafeString, mark_safe

from apps.documents.charts.palette import FONT, INK

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture and the same content in words.

    `svg` is safe markup with a role, a title and a description; `text` is one or more sentences.
    """

    svg: SafeString
    text: str


def figure(value: float) -> str:
    """Write a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def _attributes(named: dict[str, object]) -> str:
    return "".join([f" {_spelled(name)}={_quoted(value)}" for name, value in named.items() if value is not None])


@cache
def _spelled(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _quoted(value: object) -> str:
    return f'"{figure(value)}"' if isinstance(value, float) else quoteattr(str(value))


class Canvas:
    """Collects shapes in drawing order and closes them into one `<svg>`."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._parts: list[str] = []

    def shape(self, name: str, **attributes: object) -> None:
        """Draw one element that has no text."""
        self._parts.append(f"<{name}{_attributes(attributes)}/>")

    def line(self, start: Point, end: Point, **attributes: object) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self.shape("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **attributes)

    def strokes(self, pairs: Iterable[tuple[Point, Point]], **attributes: object) -> None:
        """Draw many straight lines of one look as a single shape."""
        self.path(*pairs, closed=False, fill="none", **attributes)

    def rect(self, x: float, y: float, width: float, height: float, **attributes: object) -> None:
        """Draw a rectangle; one without extent is left out."""
        if width > 0 and height > 0:
            self.shape("rect", x=float(x), y=float(y), width=float(width), height=float(height), **attributes)

    def circle(self, x: float, y: float, radius: float, **attributes: object) -> None:
        """Draw a circle."""
        self.shape("circle", cx=float(x), cy=float(y), r=float(radius), **attributes)

    def path(self, *rings: Iterable[Point], closed: bool = True, **attributes: object) -> None:
        """Draw one or more rings of straight segments as a single path."""
        end = "Z" if closed else ""
        drawn = "".join(
            "M" + "L".join(f"{figure(x)} {figure(y)}" for x, y in ring) + end
            for ring in (list(r) for r in rings)
            if ring
        )
        if drawn:
            self.shape("path", d=drawn, **attributes)

    def text(self, x: float, y: float, words: str, *, size: float = 12, **attributes: object) -> None:
        """Write one line of text with its baseline at y."""
        attributes = {"fill": INK, **attributes}
        placed = _attributes({"x": float(x), "y": float(y), "font_size": float(size), **attributes})
        self._parts.append(f"<text{placed}>{escape(words)}</text>")

    def lines(self, x: float, y: float, rows: list[str], *, size: float = 12, **attributes: object) -> None:
        """Write several lines centred on the height y."""
        step = size * 1.25
        top = y - step * (len(rows) - 1) / 2 + size * 0.35
        for index, row in enumerate(rows):
            self.text(x, top + index * step, row, size=size, **attributes)

    def chart(self, title: str, text: str) -> Chart:
        """Close the canvas: title first, then description, then the shapes."""
        box = f"0 0 {figure(self.width)} {figure(self.height)}"
        # A fixed width and height would not shrink on a phone, so only the box is given.
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="{box}"'
            f" font-family={quoteattr(FONT)}><title>{escape(title)}</title><desc>{escape(text)}</desc>"
            f"{''.join(self._parts)}</svg>"
        )
        return Chart(svg=mark_safe(svg), text=text)

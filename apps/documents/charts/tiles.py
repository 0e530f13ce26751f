"""The tile map: one square a district, so that a small district is as legible as a large one."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.documents.charts import palette
from apps.documents.charts.canvas import Canvas, Chart
from apps.documents.charts.words import Figure, fit, number, plain


@dataclass(frozen=True, slots=True)
class Tile:
    """A district at column x and row y (both from 0) with its figure."""

    label: str
    x: int
    y: int
    value: Figure


def tile_map(tiles: Sequence[Tile], *, title: str, unit: str = "", width: int = 360) -> Chart:
    """Draw districts as squares in five shades; each also carries its figure, so no colour needs to be told apart."""
    columns = max((tile.x for tile in tiles), default=0) + 1
    rows = max((tile.y for tile in tiles), default=0) + 1
    side = width / columns
    canvas = Canvas(width, side * rows)
    top = max((number(tile.value) or 0 for tile in tiles), default=0) or 1
    size = min(side * 0.22, 13)
    for tile in tiles:
        value = number(tile.value)
        last = len(palette.SHADES) - 1
        step = 0 if value is None or value <= 0 else min(1 + int((last - 1) * value / top + 1e-9), last)
        shade, ink = palette.SHADES[step]
        x, y = tile.x * side, tile.y * side
        canvas.rect(x + 1, y + 1, side - 2, side - 2, fill=shade, stroke=palette.LINE, stroke_width=0.8, rx=4)
        canvas.text(
            x + side / 2, y + side * 0.44, fit(tile.label, side - 4, size), size=size, fill=ink, text_anchor="middle"
        )
        canvas.text(
            x + side / 2,
            y + side * 0.76,
            plain(tile.value),
            size=size * 1.25,
            fill=ink,
            text_anchor="middle",
            font_weight=700,
        )
    told = ", ".join(f"{tile.label} {plain(tile.value)}{unit}" for tile in tiles)
    return canvas.chart(title, told)

"""The radar: scores on axes around a centre, with their ranges."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.translation import gettext as _

from apps.documents.charts import palette
from apps.documents.charts.canvas import Canvas, Chart, Point
from apps.documents.charts.words import Figure, number, plain, wrap


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its name, the score, the range the score may lie in, the top of the scale, and a code for its name.

    The code stands for the name where many names would not fit; it must be explained beside the picture.
    """

    label: str
    value: Figure
    low: Figure = None
    high: Figure = None
    max: Figure = 5
    code: str = ""


def radar(
    axes: Sequence[Axis],
    *,
    title: str,
    compare: Sequence[Figure] | None = None,
    compare_label: str = "",
    width: int = 360,
) -> Chart:
    """Draw scores on three or more axes.

    The range of each score is a pale band, the score a dark line with dots, and `compare` (one figure an axis) a dashed
    line. An unknown score counts as the centre in the picture and is said to be unknown in the words.
    """
    wheel = _Wheel(axes, width)
    canvas = Canvas(width, wheel.height)
    _draw_grid(canvas, wheel)
    lows = [number(axis.low if axis.low is not None else axis.value) for axis in axes]
    highs = [number(axis.high if axis.high is not None else axis.value) for axis in axes]
    canvas.path(wheel.ring(highs), wheel.ring(lows), fill=palette.BRAND_PALE, fill_rule="evenodd")
    if compare:
        canvas.path(
            wheel.ring([number(value) for value in compare]),
            fill="none",
            stroke=palette.WARM,
            stroke_width=1.4,
            stroke_dasharray="5 3",
        )
    ring = wheel.ring([number(axis.value) for axis in axes])
    canvas.path(ring, fill="none", stroke=palette.BRAND, stroke_width=2.2, stroke_linejoin="round")
    for x, y in ring:
        canvas.circle(x, y, 3.2, fill=palette.BRAND, stroke=palette.PAPER, stroke_width=1)
    _draw_labels(canvas, wheel)
    _draw_key(canvas, wheel, compare_label if compare else "")
    return canvas.chart(title, _words(axes))


class _Wheel:
    """Where the axes lie: the first points up, the others follow clockwise."""

    def __init__(self, axes: Sequence[Axis], width: int) -> None:
        self.axes = axes
        self.small = len(axes) > 8
        narrow = width < 480
        coded = self.small and narrow and all(axis.code for axis in axes)
        self.labels = [axis.code if coded else axis.label for axis in axes]
        self.size = (11.5 if coded or not narrow else 9.5) if self.small else (12 if narrow else 13)
        self.label_width = 24 if coded else min(width * 0.23, 120)
        self.radius = width / 2 - self.label_width - 8 if self.small else min(width / 2 - 62, 160)
        self.centre = (width / 2, self.radius + 48)
        lowest = max((self.point(index, 1)[1] for index in range(len(axes))), default=self.centre[1])
        self.height = lowest + 66
        self.steps = max(int(max((number(axis.max) or 5) for axis in axes)) if axes else 5, 1)

    def point(self, index: int, share: float) -> Point:
        angle = 2 * pi * index / max(len(self.axes), 1) - pi / 2
        return (self.centre[0] + cos(angle) * self.radius * share, self.centre[1] + sin(angle) * self.radius * share)

    def ring(self, values: Sequence[float | None]) -> list[Point]:
        tops = [number(axis.max) or 5 for axis in self.axes]
        shares = [min(max((value or 0) / top, 0), 1) for value, top in zip(values, tops, strict=False)]
        return [self.point(index, share) for index, share in enumerate(shares)]


def _draw_grid(canvas: Canvas, wheel: _Wheel) -> None:
    count = len(wheel.axes)
    rings = [[wheel.point(index, step / wheel.steps) for index in range(count)] for step in range(1, wheel.steps + 1)]
    canvas.path(rings[-1], fill=palette.TINT, stroke=palette.LINE, stroke_width=1)
    canvas.path(*rings[:-1], fill="none", stroke=palette.GRID, stroke_width=1)
    canvas.strokes(
        ((wheel.centre, wheel.point(index, 1)) for index in range(count)), stroke=palette.GRID, stroke_width=1
    )
    for step in range(1, wheel.steps + 1):
        x, y = wheel.point(0, step / wheel.steps)
        canvas.text(x + 3, y + 3, str(step), size=9, fill=palette.SOFT)


def _draw_labels(canvas: Canvas, wheel: _Wheel) -> None:
    for index, axis in enumerate(wheel.axes):
        rows = wrap(wheel.labels[index], wheel.label_width, wheel.size)
        if not wheel.small:
            rows.append(plain(axis.value))
        x, y = wheel.point(index, 1)
        side = (x - wheel.centre[0]) / (wheel.radius or 1)
        anchor = "middle" if abs(side) < 0.12 else ("start" if side > 0 else "end")
        gap_x = 0 if anchor == "middle" else (7 if side > 0 else -7)
        gap_y = (-8 - 6 * len(rows) if y < wheel.centre[1] else 8 + 6 * len(rows)) if anchor == "middle" else 0
        canvas.lines(x + gap_x, y + gap_y, rows, size=wheel.size, text_anchor=anchor)


def _draw_key(canvas: Canvas, wheel: _Wheel, compare_label: str) -> None:
    y = wheel.height - 10
    canvas.line((6, y - 4), (26, y - 4), stroke=palette.BRAND, stroke_width=2.2)
    canvas.text(31, y, _("점수"), size=11)
    canvas.rect(66, y - 10, 20, 11, fill=palette.BRAND_PALE)
    canvas.text(91, y, _("범위"), size=11)
    if compare_label:
        canvas.line((128, y - 4), (148, y - 4), stroke=palette.WARM, stroke_width=1.4, stroke_dasharray="5 3")
        canvas.text(153, y, compare_label, size=11)


def _words(axes: Sequence[Axis]) -> str:
    return ", ".join(
        _("%(label)s %(value)s(범위 %(low)s–%(high)s)")
        % {"label": axis.label, "value": plain(axis.value), "low": plain(axis.low), "high": plain(axis.high)}
        if axis.low is not None and axis.high is not None and number(axis.low) != number(axis.high)
        else f"{axis.label} {plain(axis.value)}"
        for axis in axes
    )

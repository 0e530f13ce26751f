"""A KPI over time against its baseline, pass mark and target."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.documents.charts import palette
from apps.documents.charts.canvas import Canvas, Chart
from apps.documents.charts.words import RECORDED, Figure, fit, number, plain, width_of

LABEL_SIZE = 11

# Words at the end of a level's line, the level, the line's colour and its dashes.
_Level = tuple[str, float, str, str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One measured value under the name of its day or month."""

    label: str
    value: Figure


@dataclass(frozen=True, slots=True)
class KpiLine:
    """What a KPI line shows; `direction` is "up" (more is better) or "down"."""

    unit: str
    direction: str
    baseline: Figure
    target: Figure
    pass_mark: Figure
    readings: tuple[Reading, ...] = ()


class _Scale:
    """Turns figures into heights; a little room stays above and below."""

    def __init__(self, values: Sequence[float], top: float, bottom: float) -> None:
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        spare = (high - low) * 0.12 or abs(high) * 0.1 or 1.0
        self.low, self.high = low - spare, high + spare
        self.top, self.bottom = top, bottom

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def kpi_line(kpi: KpiLine, *, title: str, width: int = 360) -> Chart:
    """Draw readings in order, the baseline (dotted), pass mark (dashed) and target (solid) as levels.

    A reading that passes is a filled dot, another a hollow one.
    """
    height = 190
    canvas = Canvas(width, height)
    levels = _levels(kpi)
    widest = max((width_of(words, LABEL_SIZE) for words, *_rest in levels), default=0.0)
    left, right = 8.0, width - min(widest + 10, width * 0.45)
    known = [(reading, value) for reading in kpi.readings if (value := number(reading.value)) is not None]
    scale = _Scale([level[1] for level in levels] + [value for _reading, value in known], 10, height - 26)
    _draw_levels(canvas, scale, levels, (left, right))
    step = (right - left - 16) / max(len(known) - 1, 1)
    points = [(left + 8 + index * step, scale.y(value)) for index, (_reading, value) in enumerate(known)]
    canvas.path(points, closed=False, fill="none", stroke=palette.INK, stroke_width=2, stroke_linejoin="round")
    every = max(-(-len(known) * 46 // int(right - left)), 1)
    for index, ((x, y), (reading, value)) in enumerate(zip(points, known, strict=True)):
        passed = _passes(kpi, value)
        canvas.circle(x, y, 4, fill=palette.INK if passed else palette.PAPER, stroke=palette.INK, stroke_width=2)
        if index % every == 0:
            anchor = "start" if index == 0 else ("end" if index == len(known) - 1 else "middle")
            canvas.text(x, height - 8, fit(reading.label, 70, 10), size=10, fill=palette.SOFT, text_anchor=anchor)
    return canvas.chart(title, _words(kpi))


def _passes(kpi: KpiLine, value: float) -> bool:
    mark = number(kpi.pass_mark)
    if mark is None:
        return False
    return value >= mark if kpi.direction == "up" else value <= mark


def _levels(kpi: KpiLine) -> list[_Level]:
    lines = (
        (_("기준값"), kpi.baseline, palette.SOFT, "2 3"),
        (_("합격 기준"), kpi.pass_mark, palette.WARM, "6 3"),
        (_("목표값"), kpi.target, palette.BRAND, None),
    )
    return [
        (f"{name} {plain(value, RECORDED)}{kpi.unit}", known, colour, dashes)
        for name, value, colour, dashes in lines
        if (known := number(value)) is not None
    ]


def _draw_levels(canvas: Canvas, scale: _Scale, levels: Sequence[_Level], sides: tuple[float, float]) -> None:
    taken: list[float] = []
    for words, value, colour, dashes in levels:
        y = scale.y(value)
        canvas.line((sides[0], y), (sides[1], y), stroke=colour, stroke_width=1.4, stroke_dasharray=dashes)
        label_y = y + 4
        while any(abs(label_y - other) < 13 for other in taken):
            label_y += 4
        taken.append(label_y)
        room = canvas.width - sides[1] - 6
        canvas.text(sides[1] + 6, label_y, fit(words, room, LABEL_SIZE), size=LABEL_SIZE, fill=colour, font_weight=600)


def _words(kpi: KpiLine) -> str:
    said = _("기준값 %(baseline)s%(unit)s, 합격 기준 %(mark)s%(unit)s, 목표값 %(target)s%(unit)s") % {
        "baseline": plain(kpi.baseline, RECORDED),
        "mark": plain(kpi.pass_mark, RECORDED),
        "target": plain(kpi.target, RECORDED),
        "unit": kpi.unit,
    }
    told = ", ".join(f"{reading.label} {plain(reading.value, RECORDED)}{kpi.unit}" for reading in kpi.readings)
    return f"{said}. {_('측정값')}: {told}" if told else f"{said}. {_('아직 측정값이 없습니다.')}"

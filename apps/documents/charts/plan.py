"""Charts of a plan: months (Gantt) and the map of effort against impact."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import hypot
from typing import Any

from django.utils.translation import gettext as _

from apps.documents.charts import palette
from apps.documents.charts.canvas import Canvas, Chart, Point
from apps.documents.charts.words import Figure, fit, number, plain, width_of, wrap

WIDE = 520
# The strip at top and bottom of the map that is kept for the words in its corners.
CORNER_WORDS = 21.0
GROUPS = ("short", "middle", "long")


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One action over months counted from 1; `after` are the codes of what must be finished first."""

    code: str
    label: str
    start: int
    months: int
    group: str = "short"
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bubble:
    """One action on the map; effort and impact lie between 0 and 100, size is a share of the largest (0–1)."""

    code: str
    label: str
    effort: Figure
    impact: Figure
    size: float = 0.5
    group: str = "short"


def horizon_name(group: str) -> str:
    """Name a horizon on screen."""
    return {"short": _("단기"), "middle": _("중기"), "long": _("장기")}.get(group, group)


def _colours(group: str) -> tuple[str, str]:
    index = GROUPS.index(group) if group in GROUPS else 1
    return palette.STEPS[index], palette.STEP_INKS[index]


def _key(canvas: Canvas, x: float, y: float, groups: Sequence[str]) -> None:
    for group in groups:
        name = horizon_name(group)
        canvas.rect(x, y, 12, 12, fill=_colours(group)[0], stroke=palette.BRAND, stroke_width=0.8)
        canvas.text(x + 17, y + 10, name, size=11)
        x += max(52, width_of(name, 11) + 31)


class _Calendar:
    """Where months and rows lie; on a narrow canvas each label stands above its bar."""

    def __init__(self, rows: Sequence[GanttRow], months: int, width: int) -> None:
        self.wide = width >= WIDE
        self.months = max(months, 1)
        self.left = min(width * 0.36, 250) if self.wide else 0.0
        self.step = (width - self.left - 4) / self.months
        self.row = 21 if self.wide else 38
        self.top = 34
        self.bottom = self.top + self.row * max(len(rows), 1)

    def x(self, month: float) -> float:
        return self.left + (month - 1) * self.step

    def y(self, index: int) -> float:
        return self.top + index * self.row + (4 if self.wide else 20)


def gantt(rows: Sequence[GanttRow], months: int, *, title: str, start: date | None = None, width: int = 360) -> Chart:
    """Draw actions over the months 1…n, in the order given; a wide chart has lines from what must come first.

    `start` is the first day of month 1 and adds calendar months to the scale.
    """
    calendar = _Calendar(rows, months, width)
    canvas = Canvas(width, calendar.bottom + 26)
    _draw_months(canvas, calendar, start)
    if calendar.wide:
        _draw_links(canvas, calendar, rows)
    for index, row in enumerate(rows):
        _draw_row(canvas, calendar, index, row)
    groups = [group for group in GROUPS if any(row.group == group for row in rows)]
    _key(canvas, calendar.left, calendar.bottom + 10, groups)
    said = _("%(code)s %(label)s %(first)d~%(last)d개월째(%(group)s)")
    told = [
        said
        % {
            "code": row.code,
            "label": row.label,
            "first": row.start,
            "last": row.start + row.months - 1,
            "group": horizon_name(row.group),
        }
        for row in rows
    ]
    return canvas.chart(title, ", ".join(told))


def _draw_months(canvas: Canvas, calendar: _Calendar, start: date | None) -> None:
    every = next(step for step in (1, 2, 3, 6, 12, 24) if step * calendar.step >= 24 or step == 24)
    lines: list[tuple[Point, Point]] = []
    for month in range(1, calendar.months + 1):
        x, mark = calendar.x(month), (month - 1) % every == 0
        lines.append(((x, calendar.top - (6 if mark else 0)), (x, calendar.bottom)))
        if mark:
            canvas.text(x + 2, calendar.top - 9, str(month), size=10, font_weight=600)
            if start and (month - 1) % (every if every * calendar.step >= 44 else every * 2) == 0:
                total = start.year * 12 + start.month - 1 + month - 1
                canvas.text(x + 2, calendar.top - 21, f"{total // 12}.{total % 12 + 1}", size=10, fill=palette.SOFT)
    canvas.strokes(lines, stroke=palette.GRID, stroke_width=1)
    canvas.line((calendar.left, calendar.top), (calendar.x(calendar.months + 1), calendar.top), stroke=palette.LINE)


def _draw_links(canvas: Canvas, calendar: _Calendar, rows: Sequence[GanttRow]) -> None:
    places = {row.code: index for index, row in enumerate(rows)}
    bends = []
    for index, row in enumerate(rows):
        for code in row.after:
            if code not in places:
                continue
            before = rows[places[code]]
            x1, y1 = calendar.x(before.start + before.months), calendar.y(places[code]) + 7
            x2, y2 = calendar.x(row.start), calendar.y(index) + 7
            bend = max(x1 + 4, x2 - 4) if x2 >= x1 else x1 + 4
            bends.append([(x1, y1), (bend, y1), (bend, y2), (x2, y2)])
    canvas.path(*bends, closed=False, fill="none", stroke="#9aa8b7", stroke_width=0.9)


def _draw_row(canvas: Canvas, calendar: _Calendar, index: int, row: GanttRow) -> None:
    y, fill = calendar.y(index), _colours(row.group)[0]
    room = calendar.left - 34 if calendar.wide else canvas.width - 34
    label_y = y + 11 if calendar.wide else y - 5
    canvas.text(0, label_y, row.code, size=10.5, fill=palette.SOFT, font_weight=600)
    _draw_label(canvas, row.label, (30, label_y), room, is_wide=calendar.wide)
    first, last = max(row.start, 1), min(row.start + row.months, calendar.months + 1)
    canvas.rect(
        calendar.x(first),
        y,
        (last - first) * calendar.step - 1,
        14,
        fill=fill,
        stroke=palette.BRAND,
        stroke_width=0.8,
        rx=2,
    )


def _draw_label(canvas: Canvas, label: str, at: Point, room: float, *, is_wide: bool) -> None:
    """A name beside its bar: one that is too long for a line stands smaller, in two lines where it must."""
    x, y = at
    if not is_wide or width_of(label, 11.5) <= room:
        canvas.text(x, y, fit(label, room, 11.5), size=11.5)
        return
    lines = wrap(label, room, 9.5)
    rise = 5.5 if len(lines) > 1 else 0
    for place, line in enumerate(lines):
        canvas.text(x, y - rise + place * 10, line, size=9.5)


def priority_map(items: Sequence[Bubble], *, title: str, width: int = 360) -> Chart:
    """Draw actions by effort (easy on the left) and impact (large at the top).

    Bubbles that would hide one another step aside, and none covers the words in the corners.
    """
    height = width * (0.72 if width >= WIDE else 0.95)
    canvas = Canvas(width, height + 30)
    left, top, right, bottom = 26.0, 8.0, width - 6.0, height - 26
    _draw_quarters(canvas, (left, top, right, bottom))
    radius = 13.0 if width >= WIDE else 10.5
    field = (left, top + CORNER_WORDS, right, bottom - CORNER_WORDS)
    margin = radius + 7
    placed = [
        (
            left + margin + (right - left - 2 * margin) * _share(item.effort),
            field[3] - margin - (field[3] - field[1] - 2 * margin) * _share(item.impact),
            radius + 7 * min(max(item.size, 0), 1),
        )
        for item in items
    ]
    for item, (x, y, size) in zip(items, _apart(placed, field), strict=True):
        fill, ink = _colours(item.group)
        canvas.circle(x, y, size, fill=fill, stroke=palette.BRAND, stroke_width=1)
        canvas.text(x, y + 3.8, item.code, size=10.5, fill=ink, text_anchor="middle", font_weight=600)
    groups = [group for group in GROUPS if any(item.group == group for item in items)]
    _key(canvas, left, height + 10, groups)
    said = _("%(code)s %(label)s 영향 %(impact)s, 노력 %(effort)s")
    told = [
        said % {"code": i.code, "label": i.label, "impact": plain(i.impact, 0), "effort": plain(i.effort, 0)}
        for i in items
    ]
    return canvas.chart(title, ", ".join(told))


def _share(value: Figure) -> float:
    return min(max((number(value) or 0) / 100, 0), 1)


def _draw_quarters(canvas: Canvas, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    canvas.rect(left, top, right - left, bottom - top, fill=palette.TINT, stroke=palette.LINE)
    canvas.rect(left, top, middle_x - left, middle_y - top, fill="#e3edf9")
    canvas.line((middle_x, top), (middle_x, bottom), stroke=palette.LINE)
    canvas.line((left, middle_y), (right, middle_y), stroke=palette.LINE)
    soft: dict[str, Any] = {"size": 11, "fill": palette.SOFT, "font_weight": 600}
    canvas.text(left + 8, top + 16, _("먼저 할 일"), **soft)
    canvas.text(right - 8, top + 16, _("단계를 나눌 일"), text_anchor="end", **soft)
    canvas.text(left + 8, bottom - 8, _("틈날 때 할 일"), **soft)
    canvas.text(right - 8, bottom - 8, _("나중에 볼 일"), text_anchor="end", **soft)
    canvas.text(left, bottom + 16, _("쉬움"), size=11)
    canvas.text(right, bottom + 16, _("어려움"), size=11, text_anchor="end")
    canvas.text(middle_x, bottom + 16, _("드는 노력"), size=11, text_anchor="middle", font_weight=600)
    canvas.text(
        14,
        middle_y,
        _("영향"),
        size=11,
        text_anchor="middle",
        font_weight=600,
        transform=f"rotate(-90 14 {middle_y:.1f})",
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    size: float


def _apart(
    placed: Sequence[tuple[float, float, float]], box: tuple[float, float, float, float]
) -> list[tuple[float, float, float]]:
    """Push overlapping bubbles apart a little at a time; the same input gives the same places."""
    spots = [_Spot(*spot) for spot in placed]
    for _round in range(40 if len(spots) <= 40 else 8):
        moved = False
        for i in range(len(spots)):
            for j in range(i + 1, len(spots)):
                moved = _push(spots, i, j, box) or moved
        if not moved:
            break
    return [(spot.x, spot.y, spot.size) for spot in spots]


def _push(spots: list[_Spot], i: int, j: int, box: tuple[float, float, float, float]) -> bool:
    one, two = spots[i], spots[j]
    gap = one.size + two.size + 1.5
    across, down = two.x - one.x, two.y - one.y
    distance = hypot(across, down)
    if distance >= gap:
        return False
    if distance == 0:
        across, down, distance = 1.0 if j % 2 else -1.0, 0.6, 1.166
    pull = (gap - distance) / 2 / distance
    spots[i] = _within(replace(one, x=one.x - across * pull, y=one.y - down * pull), box)
    spots[j] = _within(replace(two, x=two.x + across * pull, y=two.y + down * pull), box)
    return True


def _within(spot: _Spot, box: tuple[float, float, float, float]) -> _Spot:
    left, top, right, bottom = box
    return replace(
        spot,
        x=min(max(spot.x, left + spot.size), right - spot.size),
        y=min(max(spot.y, top + spot.size), bottom - spot.size),
    )

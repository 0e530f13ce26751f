"""Charts of horizontal bars: plain bars, ranges, a funnel and costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.documents.charts import palette
from apps.documents.charts.canvas import Canvas, Chart
from apps.documents.charts.words import Figure, fit, number, plain, won_short

ROW = 40
BAR = 14
WIDE = 520


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with an optional remark behind its figure."""

    label: str
    value: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A score with the range it may lie in."""

    label: str
    value: Figure
    low: Figure = None
    high: Figure = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a funnel: how many are left."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """Money of one part of a plan in whole won: support and the company's own share."""

    label: str
    support: int
    own: int


class _Rows:
    """Places a label and a bar: side by side on a wide canvas, one over the other on a narrow one."""

    def __init__(self, count: int, width: int) -> None:
        self.wide = width >= WIDE
        self.row = 26 if self.wide else ROW
        self.left = width * 0.3 if self.wide else 0.0
        self.width = width
        self.height = self.row * max(count, 1) + 8

    def top(self, index: int) -> float:
        return index * self.row + (6 if self.wide else 22)

    def label(self, canvas: Canvas, index: int, text: str) -> None:
        if self.wide:
            canvas.text(0, self.top(index) + BAR - 3, fit(text, self.left - 10, 12), size=12)
        else:
            canvas.text(0, self.top(index) - 6, fit(text, self.width * 0.66, 12), size=12)

    def figure(self, canvas: Canvas, index: int, text: str) -> None:
        y = self.top(index) + BAR - 3 if self.wide else self.top(index) - 6
        canvas.text(self.width, y, text, size=12, text_anchor="end", font_weight=600)


def bars(items: Sequence[Bar], *, title: str, unit: str = "", width: int = 360) -> Chart:
    """Draw one bar an item in the order given, from zero; an unknown figure has no bar and reads as a dash."""
    rows = _Rows(len(items), width)
    canvas = Canvas(width, rows.height)
    room = width - rows.left - (130 if rows.wide else 0)
    top = max((number(item.value) or 0 for item in items), default=0) or 1
    told = []
    for index, item in enumerate(items):
        said = f"{plain(item.value)}{unit}" + (f" · {item.note}" if item.note else "")
        rows.label(canvas, index, item.label)
        rows.figure(canvas, index, said)
        canvas.rect(rows.left, rows.top(index), room, BAR, fill=palette.TINT)
        share = max(number(item.value) or 0, 0) / top
        canvas.rect(rows.left, rows.top(index), room * share, BAR, fill=palette.BRAND)
        told.append(f"{item.label} {said}")
    return canvas.chart(title, ", ".join(told))


def range_bars(items: Sequence[RangeBar], *, title: str, maximum: Figure = 5, width: int = 360) -> Chart:
    """Draw each score as a mark on its scale with the range as a band around it."""
    rows = _Rows(len(items), width)
    canvas = Canvas(width, rows.height + 14)
    top = number(maximum) or 1
    room = width - rows.left - (90 if rows.wide else 0) - 8
    told = []
    for index, item in enumerate(items):
        y, start = rows.top(index), rows.left + 4
        value, low, high = number(item.value), number(item.low), number(item.high)
        said = _range_words(item)
        rows.label(canvas, index, item.label)
        rows.figure(canvas, index, said)
        canvas.rect(start, y + 5, room, 4, fill=palette.GRID)
        if low is not None and high is not None:
            canvas.rect(start + room * low / top, y + 1, max(room * (high - low) / top, 2), 12, fill=palette.BRAND_MID)
        if value is not None:
            canvas.circle(
                start + room * value / top, y + 7, 5, fill=palette.BRAND, stroke=palette.PAPER, stroke_width=1.5
            )
        told.append(f"{item.label} {said}")
    for step in range(int(top) + 1):
        x = rows.left + 4 + room * step / top
        canvas.text(x, rows.height + 8, str(step), size=10, fill=palette.SOFT, text_anchor="middle")
    return canvas.chart(title, ", ".join(told))


def _range_words(item: RangeBar) -> str:
    if item.low is None or item.high is None or number(item.low) == number(item.high):
        return plain(item.value)
    return f"{plain(item.value)} ({plain(item.low)}–{plain(item.high)})"


def funnel(steps: Sequence[Step], *, title: str, width: int = 360) -> Chart:
    """Draw how many are left after each step, with the share that came through from the step before."""
    height = 44
    canvas = Canvas(width, height * max(len(steps), 1) + 4)
    top = max((step.count for step in steps), default=0) or 1
    told = []
    for index, step in enumerate(steps):
        y = index * height + 2
        span = max((width * 0.62) * step.count / top, 2.0)
        shade, ink = palette.SHADES[max(len(palette.SHADES) - 1 - index, 1)]
        canvas.rect(width * 0.31 - span / 2 + width * 0.04, y, span, 32, fill=shade, rx=3)
        inside = span > 46
        x = width * 0.35 if inside else width * 0.35 + span / 2 + 16
        canvas.text(
            x,
            y + 21,
            f"{step.count:,}",
            size=13,
            text_anchor="middle",
            font_weight=700,
            fill=ink if inside else palette.INK,
        )
        share = _share(steps, index)
        canvas.text(width * 0.69, y + 14, fit(step.label, width * 0.31, 12), size=12)
        canvas.text(width * 0.69, y + 29, share, size=11, fill=palette.SOFT)
        told.append(f"{step.label} {step.count:,}{f' ({share})' if share else ''}")
    return canvas.chart(title, ", ".join(told))


def _share(steps: Sequence[Step], index: int) -> str:
    if index == 0 or not steps[index - 1].count:
        return ""
    share = round(100 * steps[index].count / steps[index - 1].count)
    return _("앞 단계의 %(share)d %%") % {"share": share}


def budget_bars(items: Sequence[BudgetBar], *, title: str, width: int = 360) -> Chart:
    """Draw support (dark) and own money (pale, outlined) one behind the other, in whole won."""
    rows = _Rows(len(items), width)
    canvas = Canvas(width, rows.height + 24)
    room = width - rows.left - (150 if rows.wide else 0)
    top = max((item.support + item.own for item in items), default=0) or 1
    told = []
    for index, item in enumerate(items):
        rows.label(canvas, index, item.label)
        rows.figure(canvas, index, won_short(item.support + item.own))
        given, own = room * max(item.support, 0) / top, room * max(item.own, 0) / top
        canvas.rect(rows.left, rows.top(index), given, BAR, fill=palette.BRAND)
        canvas.rect(
            rows.left + given, rows.top(index) + 0.5, own - 1, BAR - 1, fill=palette.BRAND_PALE, stroke=palette.BRAND
        )
        told.append(
            _("%(label)s 지원금 %(support)s, 기업 부담금 %(own)s")
            % {"label": item.label, "support": won_short(item.support), "own": won_short(item.own)}
        )
    y = rows.height + 8
    canvas.rect(rows.left, y, 12, 12, fill=palette.BRAND)
    canvas.text(rows.left + 17, y + 10, _("지원금"), size=11)
    canvas.rect(rows.left + 74, y + 0.5, 12, 11, fill=palette.BRAND_PALE, stroke=palette.BRAND)
    canvas.text(rows.left + 91, y + 10, _("기업 부담금"), size=11)
    return canvas.chart(title, " / ".join(told))

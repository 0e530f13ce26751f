"""Charts for pages and paper: each function returns a picture as SVG and the same content in words.

A chart is drawn for a `width` in its own units: 360 (the default) reads well on a phone, 640 fills a column of A4 or a
wide page. Colours come from one palette and never carry a meaning alone.
"""

from apps.documents.charts.bars import Bar, BudgetBar, RangeBar, Step, bars, budget_bars, funnel, range_bars
from apps.documents.charts.canvas import Chart
from apps.documents.charts.plan import Bubble, GanttRow, gantt, priority_map
from apps.documents.charts.radar import Axis, radar
from apps.documents.charts.series import KpiLine, Reading, kpi_line
from apps.documents.charts.tiles import Tile, tile_map
from apps.documents.charts.words import number

__all__ = [
    "Axis",
    "Bar",
    "Bubble",
    "BudgetBar",
    "Chart",
    "GanttRow",
    "KpiLine",
    "RangeBar",
    "Reading",
    "Step",
    "Tile",
    "bars",
    "budget_bars",
    "funnel",
    "gantt",
    "kpi_line",
    "number",
    "priority_map",
    "radar",
    "range_bars",
    "tile_map",
]

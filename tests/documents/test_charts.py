import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.documents import charts
from apps.documents.charts import words
from apps.documents.charts.plan import _apart

NAME = st.text(alphabet="가나다abc<>&\"'· ", max_size=20)
SCORE = st.none() | st.integers(0, 5) | st.decimals(0, 5, places=2) | st.sampled_from(["1.5", "4.25"])
SHARE = st.integers(0, 100)
CHARTS = st.one_of(
    st.builds(
        lambda axes, width: charts.radar(axes, title="x", width=width),
        st.lists(st.builds(charts.Axis, NAME, SCORE, SCORE, SCORE), min_size=1, max_size=18),
        st.sampled_from([360, 640]),
    ),
    st.builds(
        lambda rows, width: charts.gantt(rows, 24, title="x", start=date(2026, 6, 1), width=width),
        st.lists(st.builds(charts.GanttRow, NAME, NAME, st.integers(1, 24), st.integers(0, 30)), max_size=8),
        st.sampled_from([360, 640]),
    ),
    st.builds(
        lambda items: charts.priority_map(items, title="x"),
        st.lists(st.builds(charts.Bubble, NAME, NAME, SHARE, SHARE), max_size=12),
    ),
    st.builds(lambda items: charts.bars(items, title="x"), st.lists(st.builds(charts.Bar, NAME, SCORE), max_size=6)),
    st.builds(
        lambda items: charts.range_bars(items, title="x"),
        st.lists(st.builds(charts.RangeBar, NAME, SCORE, SCORE, SCORE), max_size=6),
    ),
    st.builds(
        lambda steps: charts.funnel(steps, title="x"),
        st.lists(st.builds(charts.Step, NAME, st.integers(0, 10_000)), max_size=7),
    ),
    st.builds(
        lambda items: charts.budget_bars(items, title="x"),
        st.lists(st.builds(charts.BudgetBar, NAME, st.integers(0, 10**9), st.integers(0, 10**9)), max_size=5),
    ),
    st.builds(
        lambda tiles: charts.tile_map(tiles, title="x"),
        st.lists(st.builds(charts.Tile, NAME, st.integers(0, 6), st.integers(0, 5), SCORE), max_size=25),
    ),
    st.builds(
        lambda base, readings: charts.kpi_line(charts.KpiLine("%", "down", base, "1", "2", tuple(readings)), title="x"),
        SCORE,
        st.lists(st.builds(charts.Reading, NAME, SCORE), max_size=12),
    ),
)


@settings(max_examples=150, deadline=None)
@given(CHARTS)
def test_a_chart_is_well_formed_named_and_without_styles(chart):
    root = ElementTree.fromstring(chart.svg)  # noqa: S314  our own markup

    assert root.attrib["role"] == "img"
    assert [child.tag.rsplit("}")[-1] for child in root][:2] == ["title", "desc"]
    assert root[0].text == "x"
    assert (root[1].text or "") == chart.text
    assert not any("style" in node.attrib for node in root.iter())
    assert not re.search(r"\b(nan|inf)\b", chart.svg)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(30, 300), st.floats(30, 300), st.floats(8, 16)), max_size=12))
def test_bubbles_stay_inside_and_in_order(places):
    box = (20.0, 20.0, 340.0, 340.0)

    moved = _apart(places, box)

    assert [size for _x, _y, size in moved] == [size for _x, _y, size in places]
    assert all(20 <= x <= 340 and 20 <= y <= 340 for x, y, _size in moved)
    assert _apart(places, box) == moved


def test_two_bubbles_in_one_place_step_apart():
    (x1, y1, _), (x2, y2, _) = _apart([(100, 100, 10), (100, 100, 10)], (0, 0, 300, 300))

    assert (x1 - x2) ** 2 + (y1 - y2) ** 2 >= 20**2


def test_the_words_of_a_radar_tell_scores_and_ranges():
    chart = charts.radar(
        [charts.Axis("공정", "2.33", "2.17", "2.67"), charts.Axis("데이터", None), charts.Axis("운영", 2, 2, 2)],
        title="x",
    )

    assert chart.text == "공정 2.33(범위 2.17–2.67), 데이터 —, 운영 2"


def test_a_reading_that_passes_is_filled_and_another_hollow():
    kpi = charts.KpiLine("%", "down", "4.8", "1.5", "2.5", (charts.Reading("3월", "3.0"), charts.Reading("4월", "2.5")))

    fills = re.findall(r'<circle[^>]* fill="(#\w+)"', charts.kpi_line(kpi, title="x").svg)

    assert fills == ["#ffffff", "#16243a"]


@pytest.mark.parametrize(
    ("krw", "korean"),
    [
        (0, "0원"),
        (4_000_000, "400만원"),
        (120_000_000, "1억 2,000만원"),
        (705_000_000, "7억 500만원"),
        (9_999, "9,999원"),
        (-50_000, "-5만원"),
        (None, "—"),
    ],
)
def test_won_are_written_shortly(krw, korean):
    assert words.won_short(krw) == korean


def test_won_in_english_are_millions():
    with override("en"):
        assert words.won_short(120_000_000) == "₩120.0M"


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.50", "2.5"), (3, "3"), (1234.5, "1,234.5"), (None, "—"), ("높음", "높음"), ("0.005", "0.01")],
)
def test_figures_are_written_plainly(value, text):
    assert words.plain(value) == text


@settings(max_examples=100)
@given(NAME, st.floats(20, 200), st.integers(1, 3))
def test_wrapped_labels_stay_within_their_lines(label, width, lines):
    rows = words.wrap(label, width, 12, lines)

    assert len(rows) <= lines
    assert all(words.width_of(row, 12) <= width or row == "…" for row in rows)


def test_many_names_on_a_small_radar_give_way_to_their_codes():
    axes = [charts.Axis(f"긴 이름의 항목 {index}", 3, code=f"P{index}") for index in range(18)]

    narrow, wide = (charts.radar(axes, title="x", width=width).svg for width in (360, 640))

    assert ">P7<" in narrow
    assert "항목 7" not in re.sub("<desc>.*?</desc>", "", narrow)
    assert ">P7<" not in wide


def test_the_words_of_a_level_are_not_cut_in_another_language():
    kpi = charts.KpiLine("%", "down", "4.8", "1.5", "2.5", (charts.Reading("2026-05", "3.1"),))

    with override("en"):
        svg = charts.kpi_line(kpi, title="x").svg

    assert ">Pass mark 2.5%<" in svg
    assert "…" not in svg


def test_bubbles_leave_the_words_in_the_corners_free():
    items = [
        charts.Bubble(f"E{place:02d}", "과제", effort, impact, 1)
        for place, (effort, impact) in enumerate([(0, 0)] * 6 + [(100, 100)] * 6 + [(0, 100), (100, 0)])
    ]

    svg = charts.priority_map(items, title="x", width=640).svg

    circles = [(float(cy), float(r)) for cy, r in re.findall(r'<circle cx="[^"]+" cy="([^"]+)" r="([^"]+)"', svg)]
    words_at = [float(y) for y in re.findall(r'y="([^"]+)"[^>]*>(?:먼저 할 일|틈날 때 할 일)<', svg)]
    assert len(circles) == len(items)
    assert len(words_at) == 2
    assert min(y - r for y, r in circles) >= min(words_at) + 3
    assert max(y + r for y, r in circles) <= max(words_at) - 10


def test_a_long_name_beside_a_bar_stands_in_two_lines():
    row = charts.GanttRow("E15", "개인정보·영상정보 처리 기준과 가명처리", 1, 3)

    svg = re.sub("<desc>.*?</desc>", "", charts.gantt([row], 36, title="x", width=640).svg)

    assert "…" not in svg
    assert "가명처리" in svg

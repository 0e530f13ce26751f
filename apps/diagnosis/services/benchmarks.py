"""The quarterly count of where companies stand among their like."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.diagnosis.benchmark import FEWEST, cut_points, last_ended, middle
from apps.diagnosis.models import Assessment, Benchmark
from apps.diagnosis.states import AssessmentState
from apps.kernel import clocks

FIGURES = ("overall", "process", "data", "operations")


@transaction.atomic
def count_benchmarks(*, at: datetime) -> int:
    """Make the cells of the quarter that ended last, unless they are there; gives how many were made.

    A company counts once, with its newest first diagnosis (T0) completed by the end of the quarter.
    """
    quarter = last_ended(clocks.local_date(at))
    if Benchmark.objects.filter(quarter=str(quarter)).exists():
        return 0
    cells: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _newest(clocks.day_begin(quarter.next.first_day)).values():
        if row["industry"] and row["size"]:
            cells[row["industry"], row["size"]].append(row)
    made = [_cell(str(quarter), *key, rows=rows, at=at) for key, rows in sorted(cells.items()) if len(rows) >= FEWEST]
    Benchmark.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _newest(before: datetime) -> dict[int, dict[str, Any]]:
    """Of each company its newest completed first diagnosis as a light row."""
    finished = Assessment.objects.diagnoses().filter(
        state=AssessmentState.COMPLETED, round=Assessment.Round.T0, completed_at__lt=before, bands__isnull=False
    )
    rows = finished.order_by("completed_at", "pk").values_list(
        "company_id", "company__company__pilot_industry", "company__company__size_class", "bands", *FIGURES
    )
    return {
        company: {"industry": industry, "size": size, "bands": bands, **dict(zip(FIGURES, figures, strict=True))}
        for company, industry, size, bands, *figures in rows.iterator(chunk_size=2000)
    }


def _cell(quarter: str, industry: str, size: str, *, rows: list[dict[str, Any]], at: datetime) -> Benchmark:
    cuts = {
        name: [str(cut) for cut in found]
        for name in FIGURES
        if (found := cut_points([row[name] for row in rows if row[name] is not None])) is not None
    }
    codes = sorted({code for row in rows for code in row["bands"]})
    values = {code: [row["bands"][code] for row in rows if code in row["bands"]] for code in codes}
    medians = {code: str(middle(bands)) for code, bands in values.items() if len(bands) >= FEWEST}
    return Benchmark(
        quarter=quarter, industry=industry, size_class=size, n=len(rows), cuts=cuts, medians=medians, made_at=at
    )

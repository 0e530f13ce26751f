"""Reads of benchmarks: where one diagnosis stands among companies of its industry and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.diagnosis.benchmark import tenth_of, top_pct
from apps.diagnosis.models import Assessment, Benchmark
from apps.diagnosis.selectors.results import ResultView
from apps.directory.models import Company

WHOLE, HALF, TENTH = 100, 50, 10


@dataclass(frozen=True, slots=True)
class Place:
    """In which tenth of its cell a figure lies, said from above: `top_pct` 10 is the highest tenth."""

    code: str
    name: str
    top_pct: int

    @property
    def is_upper(self) -> bool:
        """Whether it lies in the upper half; the lower half is said from below."""
        return self.top_pct <= HALF

    @property
    def bottom_pct(self) -> int:
        return WHOLE + TENTH - self.top_pct


@dataclass(frozen=True, slots=True)
class BenchmarkView:
    """A diagnosis within its cell; `medians` are the cell's middle bands by criterion code."""

    label: str
    quarter: str
    n: int
    places: tuple[Place, ...]
    medians: Mapping[str, Decimal]


def benchmark_of(assessment: Assessment, result: ResultView) -> BenchmarkView | None:
    """The newest cell of its industry and size, or None where too few companies are in it."""
    sizes = Company.objects.filter(organisation=assessment.company_id).values("size_class")
    like = Benchmark.objects.filter(industry=assessment.profile, size_class__in=sizes)
    cell = like.order_by("-quarter").first()
    if cell is None:
        return None
    names = {"overall": _("전체"), **{area.code: area.name for area in result.areas}}
    words = {
        "industry": result.profile_name,
        "size": Company.Size(cell.size_class).label,
        "year": cell.quarter[:4],
        "quarter": cell.quarter[-1],
    }
    return BenchmarkView(
        label=_("%(industry)s %(size)s, %(year)s년 %(quarter)s분기 말") % words,
        quarter=cell.quarter,
        n=cell.n,
        places=tuple(
            Place(code, name, top_pct(tenth_of(figure, [Decimal(cut) for cut in cell.cuts[code]])))
            for code, name in names.items()
            if code in cell.cuts and (figure := getattr(assessment, code, None)) is not None
        ),
        medians={code: Decimal(middle) for code, middle in cell.medians.items()},
    )

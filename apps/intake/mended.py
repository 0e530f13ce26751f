"""What an application says at one moment, kept with a correction request, so that what was mended can be told."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from apps.documents.models import Attachment
from apps.intake.models import Application

PAPERS = "papers"
# What a company writes, in the order it is asked.
FIELDS = (
    "problem",
    "figure_name",
    "figure_unit",
    "figure_today",
    "figure_wished",
    "figure_method",
    "barriers",
    "process_note",
    "data_note",
    "budget_krw",
    "self_burden_krw",
    "staff_months",
    "cited_roadmap_number",
    "site",
)


def said(application: Application, papers: Iterable[Attachment]) -> dict[str, Any]:
    """Every answer as JSON: decimals as text, the site by its name, papers as (uid, kind, file name)."""
    values = {name: _plain(getattr(application, name)) for name in FIELDS if name != "site"}
    site = application.site.name if application.site else ""
    return {**values, "site": site, PAPERS: [[str(one.uid), one.kind, one.original_name] for one in papers]}


def differing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Names of the answers that are not what they were, in the order they are asked; papers last."""
    return [name for name in (*FIELDS, PAPERS) if before.get(name) != after.get(name)]


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value

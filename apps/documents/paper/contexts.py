"""From a cleaned sheet to what its template prints: joins, sums and pictures are made here, not in the template."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from apps.documents.paper.findings import evidence_rows, findings
from apps.documents.paper.plan import roadmap

Sheet = Mapping[str, Any]


def receipt(sheet: Sheet) -> dict[str, Any]:
    """What a receipt says beside its sheet: through which door the application came."""
    return {"door": {"diagnosis": _("진단"), "demonstration": _("실증")}[sheet["door"]]}


def diagnosis(sheet: Sheet) -> dict[str, Any]:
    """Pictures, criteria by area and evidence in words."""
    return {"found": findings(sheet), "evidence": evidence_rows(sheet)}


def agreement(sheet: Sheet) -> dict[str, Any]:
    """Names of the parties where the sheet has keys, articles as numbered paragraphs, totals of lines with money."""
    names = {party["key"]: party["name"] for party in sheet["parties"]}

    def named(rows: list[Sheet]) -> list[dict[str, Any]]:
        return [{**row, "name": names.get(row["party"], row["party"])} for row in rows]

    lines = [
        {**line, "sum_krw": sum(line.get(key) or 0 for key in ("support_krw", "cash_krw", "in_kind_krw"))}
        for line in named(sheet["budget"].get("lines") or [])
    ]
    return {
        "articles": [
            {**article, "paragraphs": [_paragraph(paragraph) for paragraph in article["paragraphs"]]}
            for article in sheet["articles"]
        ],
        "roles": named(sheet.get("roles") or []),
        "lines": [line for line in lines if line["sum_krw"]],
        "ip": named(sheet.get("ip") or []),
    }


def _paragraph(paragraph: Any) -> dict[str, Any]:
    if isinstance(paragraph, str):
        return {"text": paragraph, "items": []}
    return {"text": paragraph.get("text", ""), "items": paragraph.get("items") or []}


def certificate(sheet: Sheet) -> dict[str, Any]:
    """Whether every pass mark was reached."""
    return {"all_passed": all(kpi["passed"] for kpi in sheet["kpis"])}


CONTEXTS: Mapping[str, Callable[[Sheet], dict[str, Any]]] = {
    "receipt": receipt,
    "diagnosis": diagnosis,
    "roadmap": roadmap,
    "agreement": agreement,
    "certificate": certificate,
}

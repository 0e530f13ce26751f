"""The diagnosis as it is printed, in its own document and inside the roadmap."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.documents import charts

Part = Mapping[str, Any]
WIDE = 640


def findings(sheet: Part) -> dict[str, Any]:
    """Pictures and grouped criteria of a diagnosis.

    `radar` shows all criteria, `areas_chart` the areas with their ranges, `groups` the criteria by area in the
    order given.
    """
    criteria = sheet["criteria"]
    benchmark = sheet.get("benchmark") or {}
    values = benchmark.get("values") or {}
    return {
        "radar": charts.radar(
            [charts.Axis(f"{c['code']} {c['name']}", c["band"], c.get("low"), c.get("high")) for c in criteria],
            title=_("진단항목별 수준"),
            compare=[values.get(c["code"]) for c in criteria] if values else None,
            compare_label=_("비교 기업"),
            width=WIDE,
        )
        if criteria
        else None,
        "areas_chart": charts.range_bars(
            [charts.RangeBar(a["name"], a["score"], a.get("low"), a.get("high")) for a in sheet["areas"]],
            title=_("영역별 점수와 범위"),
            width=WIDE,
        ),
        "groups": [
            {"area": area, "criteria": [c for c in criteria if c["area"] == area["code"]]} for area in sheet["areas"]
        ],
        "levels": _levels(sheet["overall"]),
    }


def _levels(overall: Part) -> list[dict[str, Any]]:
    names = [_("기초"), _("준비"), _("구축"), pgettext("readiness level", "확산"), _("선도")]
    top = overall.get("level_high") or overall["level"]
    return [
        {"number": number, "name": name, "here": number == overall["level"], "may_be": overall["level"] < number <= top}
        for number, name in enumerate(names, start=1)
    ]


def evidence_rows(sheet: Part) -> list[dict[str, Any]]:
    """Evidence with the word of its status and the mark that stands for it."""
    words = {
        "confirmed": ("●", pgettext("evidence", "확인")),
        "partial": ("△", _("일부 확인")),
        "missing": ("○", _("증빙 필요")),
    }
    rows: Sequence[Part] = sheet.get("evidence") or []
    return [{**row, "mark": words[row["status"]][0], "word": words[row["status"]][1]} for row in rows]

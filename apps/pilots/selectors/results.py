"""How KPIs stand, and what a pilot leaves behind: certificate, measured effects, case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.centre import selectors as centre
from apps.directory import selectors as directory
from apps.documents.templatetags.paper import day
from apps.kernel.clocks import local_date
from apps.kernel.language import localized
from apps.pilots import rules
from apps.pilots.models import Pilot, PilotKpi, Reading
from apps.pilots.selectors import sources
from apps.pilots.states import GateState, PilotState
from apps.pilots.words import DecisionName, StageName

# The text under which a company agrees to be published as a case.
CASE_CONSENT = "case_publication"


def standing(kpi: PilotKpi) -> rules.Attainment:
    """How a KPI stands on the readings that count."""
    rows = kpi.readings.filter(withdrawn_at__isnull=True).values_list("measured_on", "value", "pk")
    return rules.attainment(kpi.rule, [rules.Point(*row) for row in rows])


def certificate_sheet(pilot: Pilot, at: datetime) -> dict[str, Any]:
    """The frozen sheet of the certificate of demonstration (실증확인서)."""
    profile = centre.profile()
    origin = sources.origin_of(pilot)
    return {
        "centre": {
            "name": localized(profile, "name"),
            "address": localized(profile, "address"),
            "phone": profile.phone,
            "email": profile.email,
            "head_title": localized(profile, "head_title"),
        },
        "company": {**directory.company_sheet(pilot.company), "site": origin.site},
        "sample": profile.is_sample or pilot.company.is_sample,
        "project": {
            "name": pilot.title,
            "start_on": pilot.starts_on.isoformat(),
            "end_on": local_date(at).isoformat(),
            "site": origin.site,
            "agreement_number": origin.agreement_number,
            "roadmap_number": origin.roadmap_number,
        },
        "solution": {"name": origin.solution, "supplier": origin.supplier, "description": pilot.summary},
        "kpis": [_kpi_row(kpi) for kpi in pilot.kpis.order_by("position", "pk")],
        "partners": [{"role": role, "name": name} for role, name in sources.partners_of(pilot)],
        "stages": _stage_rows(pilot),
        "statement": _statement(pilot),
        "limits": [
            _("위 사업장과 기간에 확인한 결과이며, 다른 제품이나 조건에서의 성능을 보증하지 않습니다."),
        ],
    }


def measured_effects(pilot: Pilot) -> list[dict[str, Any]]:
    """What the catalogue should know of a finished pilot: the change of each linked KPI in its good direction."""
    if pilot.state != PilotState.FINISHED:
        return []
    origin = sources.origin_of(pilot)
    effects = []
    for kpi in pilot.kpis.select_related("kpi").order_by("position", "pk"):
        if kpi.kpi is None or kpi.value is None:
            continue
        change = kpi.value - kpi.baseline if kpi.direction == rules.Direction.UP else kpi.baseline - kpi.value
        effects.append(
            {
                "action_code": origin.action_code,
                "kpi_code": kpi.kpi.code,
                "value": change,
                # What changed between two percentages counts in percentage points.
                "unit": "%p" if kpi.unit == "%" else kpi.unit,
                "text": _("%(name)s: %(baseline)s%(unit)s → %(value)s%(unit)s")
                % {"name": kpi.name, "baseline": plain(kpi.baseline), "value": plain(kpi.value), "unit": kpi.unit},
                "source": _("실증과제 측정, 실증확인서 %(number)s") % {"number": pilot.certificate_number},
            }
        )
    return effects


def case_of(pilot: Pilot) -> dict[str, Any]:
    """The pilot as the case library publishes it; the company by industry and district, not by name."""
    origin = sources.origin_of(pilot)
    facts = directory.company_facts(pilot.company)
    label = " ".join(filter(None, [facts.district, facts.industry, _("기업")]))
    return {
        "name": pilot.title,
        "company_label": f"{label} ({_('표본')})" if facts.is_sample else label,
        "problem": origin.problem,
        "approach": pilot.summary,
        "results": [
            {
                "name": kpi.name,
                "unit": kpi.unit,
                "baseline": plain(kpi.baseline),
                "result": plain(kpi.value) if kpi.value is not None else None,
                "target": plain(kpi.target),
                "passed": kpi.verdict == rules.Verdict.PASSED,
            }
            for kpi in pilot.kpis.order_by("position", "pk")
        ],
        "action_code": origin.action_code,
        "industry": facts.pilot_industry,
        "outcome": pilot.state,
        "is_sample": facts.is_sample,
    }


def agreed_to_case(pilot: Pilot) -> bool:
    """Whether somebody of the company agreed, and still does, that its pilots are published as cases."""
    return people.is_agreed(CASE_CONSENT, directory.members_of(pilot.company))


def may_agree_to_case(user: User, pilot: Pilot) -> bool:
    """Whether a person answers for the pilot's company."""
    return pilot.company in directory.organisations_of(user) and directory.leads(user, pilot.company)


def agreement_outcome(pilot: Pilot) -> str:
    """How the agreement ends: with its KPIs passed, missed, or stopped on the way."""
    if pilot.state == PilotState.STOPPED:
        return "stopped"
    return "passed" if pilot.kpis_total and pilot.kpis_passed == pilot.kpis_total else "missed"


def plain(figure: Decimal) -> str:
    """A figure without idle zeros, as people write it."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _kpi_row(kpi: PilotKpi) -> dict[str, Any]:
    days = Reading.objects.filter(kpi=kpi, withdrawn_at__isnull=True).order_by("measured_on", "pk")
    counted = list(days.values_list("measured_on", flat=True))
    period = day(counted[-1]) if counted else ""
    if counted and kpi.measure == rules.Measure.MEAN and counted[0] != counted[-1]:
        period = f"{day(counted[0])} ~ {period}"
    return {
        "name": kpi.name,
        "unit": kpi.unit,
        "direction": kpi.direction,
        "baseline": plain(kpi.baseline),
        "target": plain(kpi.target),
        "pass_mark": plain(kpi.pass_mark),
        "result": plain(kpi.value) if kpi.value is not None else None,
        "passed": kpi.verdict == rules.Verdict.PASSED,
        "period": period,
        "evidence": _("측정 기록 %(count)s건") % {"count": kpi.readings_count},
    }


def _stage_rows(pilot: Pilot) -> list[dict[str, str]]:
    rows = pilot.gates.filter(state=GateState.DECIDED, decision__in=rules.PASSING).order_by("decided_at", "pk")
    return [
        {
            "name": str(StageName(gate.stage).label),
            "decided_on": local_date(gate.decided_at).isoformat(),
            "decision": str(DecisionName(gate.decision).label),
        }
        for gate in rows
    ]


def _statement(pilot: Pilot) -> str:
    if pilot.kpis_passed == pilot.kpis_total:
        return _("위 기업의 현장에서 위 기술을 실증하고, 정한 합격 기준을 모두 충족했음을 확인합니다.")
    return _("위 기업의 현장에서 위 기술을 실증하고, 위와 같은 결과를 얻었음을 확인합니다.")

"""The frozen sheet of a roadmap, as `docs/sheets.md` describes it; in the active language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from apps.catalogue import selectors as catalogue
from apps.catalogue.models import ActionEffect, CatalogueAction, Support
from apps.centre import selectors as centre
from apps.diagnosis import selectors as diagnosis
from apps.diagnosis import sheet as diagnosis_sheet
from apps.directory import selectors as directory
from apps.directory.models import Skill
from apps.kernel import clocks
from apps.kernel.language import localized
from apps.roadmaps import measures, rules, words
from apps.roadmaps.inputs import Settings, parse
from apps.roadmaps.models import PlannedAction, Roadmap

FINDINGS = ("instrument", "assessed_on", "agreed_on", "overall", "areas", "criteria", "strengths", "gaps")
USECASE = CatalogueAction.Kind.USECASE
MOST_DEFERRED = 12
MOST_FIRST = 5
MOST_NAMED = 2


def roadmap(row: Roadmap, *, number: str, at: datetime) -> dict[str, Any]:
    """Everything the paper says; money in whole won, months from 1, scores as decimal text."""
    on = clocks.local_date(at)
    settings = parse(row.inputs)
    actions = list(_actions(row))
    findings = _findings(row, on)
    chosen = [code for code, _weight in settings.kpis]
    kpis = measures.Measures(row.application, chosen, actions)
    return {
        "centre": findings["centre"],
        "company": findings["company"],
        "sample": row.company.is_sample,
        "title": _("%(company)s AX 전환 로드맵") % {"company": row.company.name_ko},
        "starts_on": row.starts_on.isoformat(),
        "months": settings.months,
        "people": _people(row),
        "summary": _summary(row, actions),
        "diagnosis": {key: findings[key] for key in FINDINGS},
        "swot": row.swot,
        "horizons": _horizons(settings, actions),
        "actions": _action_parts(actions, kpis.numbers),
        "kpis": kpis.rows(),
        "costs": [_cost(action) for action in actions],
        "supports": _supports(actions),
        "consortium": _consortium(actions),
        "risks": _risks(row, actions),
        "method": _method(row, settings),
        "deferred": _deferred(row),
        "evidence": findings["evidence"],
        "next_steps": _next_steps(row, actions, number),
    }


def _actions(row: Roadmap) -> Sequence[PlannedAction]:
    planned = row.actions.select_related("action").order_by("position", "pk")
    effects = catalogue.newest_effects(planned.values_list("action_id", flat=True))
    return list(planned.prefetch_related(Prefetch("action__effects", effects), "action__supports"))


def _findings(row: Roadmap, on: date) -> dict[str, Any]:
    return diagnosis_sheet.diagnosis(
        row.assessment,
        diagnosis.result(row.assessment),
        evidence=diagnosis.evidence_of(row.assessment),
        centre=centre.profile(),
        company=directory.company_sheet(row.company),
        on=on,
    )


def _people(row: Roadmap) -> list[dict[str, str]]:
    people = [{"role": _("작성"), "name": row.author.name, "title": _("컨설턴트")}]
    if row.approver is not None:
        people.append({"role": _("승인"), "name": row.approver.name, "title": _("센터 책임자")})
    return people


def _summary(row: Roadmap, actions: Sequence[PlannedAction]) -> dict[str, Any]:
    application = row.application
    cost, support = sum(a.cost_krw for a in actions), sum(a.support_krw for a in actions)
    counted = {key: sum(1 for a in actions if a.horizon == key) for key in ("short", "middle", "long")}
    return {
        "headline": row.headline,
        "problem": application.problem,
        "figure": measures.figure(row.application),
        "points": [
            _("실행과제는 모두 %(total)d개입니다. 단기 %(short)d개, 중기 %(middle)d개, 장기 %(long)d개입니다.")
            % {"total": len(actions), **counted},
            _money_sentence(cost, support),
            _("기업이 들이는 인력은 모두 %(staff)s인월입니다.") % {"staff": sum(a.staff_months for a in actions)},
        ],
        **_first_steps(actions),
    }


def _money_sentence(cost: int, support: int) -> str:
    if not support:
        return _("예상 비용은 %(cost)s입니다.") % {"cost": words.money(cost)}
    return _("예상 비용은 %(cost)s이고, 이 가운데 %(support)s은 지원을 받을 수 있다고 보았습니다.") % {
        "cost": words.money(cost),
        "support": words.money(support),
    }


def _first_steps(actions: Sequence[PlannedAction]) -> dict[str, Any]:
    """What begins in the first month; where nothing does, what begins first, each with its month."""
    first = [a.action.title for a in actions if a.start_month == 1]
    if first:
        return {"first_month": 1, "first_steps": first[:MOST_FIRST]}
    soon = sorted(actions, key=lambda a: a.start_month)[:MOST_FIRST]
    said = _("%(month)d개월째: %(name)s")
    return {"first_steps": [said % {"month": a.start_month, "name": a.action.title} for a in soon]}


def _horizons(settings: Settings, actions: Sequence[PlannedAction]) -> list[dict[str, Any]]:
    rows = []
    for horizon in settings.horizons:
        mine = [a for a in actions if a.horizon == horizon.key]
        cost, support = sum(a.cost_krw for a in mine), sum(a.support_krw for a in mine)
        rows.append(
            {
                "key": horizon.key,
                "name": words.horizon(horizon.key),
                "start_month": horizon.start_month,
                "end_month": horizon.end_month,
                "goal": _goal(mine),
                "cost_krw": cost,
                "support_krw": support,
                "own_krw": cost - support,
                "staff_months": str(sum((a.staff_months for a in mine), Decimal(0))),
            }
        )
    return rows


def _goal(actions: Sequence[PlannedAction]) -> str:
    """What a horizon is for, told by what the plan begins in it."""
    usecases = [a.action.title for a in actions if a.action.kind == USECASE]
    if usecases and len(usecases) < len(actions):
        return _("기반을 갖추면서 활용과제를 검증합니다: %(names)s.") % {"names": ", ".join(usecases)}
    if usecases:
        return _("활용과제를 검증합니다: %(names)s.") % {"names": ", ".join(usecases)}
    if actions:
        names = [a.action.title for a in sorted(actions, key=lambda a: (-a.impact, a.action.code))[:MOST_NAMED]]
        return _("기반을 다집니다: %(names)s.") % {"names": ", ".join(names)}
    return _("이 기간에 새로 시작하는 과제는 없습니다. 앞선 과제의 결과를 넓힙니다.")


def _action_parts(actions: Sequence[PlannedAction], numbers: Mapping[str, str]) -> list[dict[str, Any]]:
    codes = {a.action.code: a for a in actions}
    impact = rules.shares_of_largest({code: a.impact for code, a in codes.items()})
    effort = rules.effort(
        {code: Decimal(a.cost_krw) for code, a in codes.items()}, {code: a.staff_months for code, a in codes.items()}
    )
    names = {code: a.action.title for code, a in codes.items()}
    kpis = {kpi.code: localized(kpi, "name") for kpi in catalogue.kpis()}
    return [
        _action(a, names)
        | {
            "why": words.why(a.reasons, kpis, names),
            "impact": impact[code],
            "effort": effort[code],
            "kpis": sorted(numbers[code] for code in measures.moved(a) if code in numbers),
        }
        for code, a in codes.items()
    ]


def _action(planned: PlannedAction, names: dict[str, str]) -> dict[str, Any]:
    action = planned.action
    return {
        "code": action.code,
        "name": action.title,
        "horizon": planned.horizon,
        "start_month": planned.start_month,
        "months": planned.months,
        "summary": localized(action, "summary"),
        "criteria": sorted(action.improves),
        "unlocks": [code for code in planned.reasons["unlocks"] if code in names],
        "prerequisites": [code for code in planned.reasons["prerequisites"] if code in names],
        "preparations": [code for code in planned.reasons.get("preparations", ()) if code in names],
        "cost_krw": planned.cost_krw,
        "cost_low_krw": action.cost_min_krw,
        "cost_high_krw": action.cost_max_krw,
        "basis": action.cost_basis,
        "source": action.source,
        "support_krw": planned.support_krw,
        "staff_months": str(planned.staff_months),
        "deliverables": action.deliverables_ko,
        "effect": _effect(action),
        "use_case": action.title if action.kind == USECASE else None,
    }


def _effect(action: CatalogueAction) -> dict[str, str] | None:
    told = [effect for effect in catalogue.best_effects(action).values() if effect.text_ko]
    best = max(told, key=lambda effect: (effect.strength, effect.pk), default=None)
    if best is None:
        return None
    return {"text": best.text_ko, "basis": _basis(best), "source": best.source}


def _basis(effect: ActionEffect) -> str:
    return "assumed" if effect.basis == "assumed" else "sourced"


def _cost(planned: PlannedAction) -> dict[str, Any]:
    support = next((localized(one, "name") for one in planned.action.supports.all()), None)
    return {
        "horizon": planned.horizon,
        "item": planned.action.title,
        "cost_krw": planned.cost_krw,
        "support_krw": planned.support_krw,
        "own_krw": planned.cost_krw - planned.support_krw,
        "programme": support if planned.support_krw else None,
        "basis": planned.action.cost_basis,
        "source": planned.action.source,
    }


def _supports(actions: Sequence[PlannedAction]) -> list[dict[str, Any]]:
    found: dict[str, Support] = {one.code: one for a in actions for one in a.action.supports.all()}
    return [
        {
            "name": localized(one, "name"),
            "body": one.body_ko,
            "cap_krw": one.cap_krw,
            "note": one.note_ko,
            "source": one.source,
        }
        for one in sorted(found.values(), key=lambda one: one.position)
    ]


def _consortium(actions: Sequence[PlannedAction]) -> list[dict[str, Any]]:
    usecases = [a for a in actions if a.action.kind == USECASE]
    wanted = {code for a in usecases for code in a.action.skills}
    names = {skill.code: localized(skill, "name") for skill in Skill.objects.filter(code__in=wanted)}
    rows = []
    for planned in usecases:
        lab, supplier = rules.parted_skills([names[code] for code in planned.action.skills if code in names])
        about = {"months": planned.months, "actions": [planned.action.code]}
        rows.append(
            {
                "role": _("주관 연구실"),
                "skills": list(lab),
                "reason": _("방법을 정하고 검증합니다: %(name)s.") % {"name": planned.action.title},
                **about,
            }
        )
        rows.append(
            {
                "role": _("공급기업"),
                "skills": list(supplier),
                "reason": _("현장에 설치하고 운영을 돕습니다: %(name)s.") % {"name": planned.action.title},
                **about,
            }
        )
    return rows


def _risks(row: Roadmap, actions: Sequence[PlannedAction]) -> list[dict[str, Any]]:
    bands = (row.plan or {}).get("bands", {})
    unsure = [code for code, (low, _point, high) in bands.items() if high > low]
    needs = sorted({need for a in actions if a.action.kind == USECASE for need in a.action.data_needs_ko})
    risks = []
    if needs:
        text = _("필요한 데이터가 제때 모이지 않음 (%(needs)s)") % {"needs": ", ".join(needs[:3])}
        risks.append((text, 3, 3, _("모을 항목과 기준을 정하고 석 달마다 모인 양을 확인합니다."), _("데이터 담당")))
    if any(a.action.cost_basis == "assumed" for a in actions):
        text = _("가정한 비용이 실제 견적과 다름")
        risks.append((text, 2, 3, _("착수 전에 견적을 둘 이상 받아 범위를 다시 확인합니다."), _("과제 담당자")))
    if unsure:
        text = _("증빙이 모자란 항목의 수준이 다르게 드러남 (%(names)s)") % {"names": words.criteria(unsure[:3])}
        risks.append((text, 2, 2, _("증빙을 채워 계획을 다시 세웁니다."), _("컨설턴트")))
    risks.append((_("담당자의 시간이 본업에 밀림"), 3, 2, _("과제에 쓸 시간을 업무분장에 적어 보장합니다."), _("대표")))
    risks.append(
        (_("현장이 새 방식을 쓰지 않음"), 2, 3, _("현장 사람이 문제와 화면을 함께 정하게 합니다."), _("현장 책임자"))
    )
    return [
        {"code": f"R{i}", "text": text, "likelihood": likely, "impact": impact, "response": response, "owner": owner}
        for i, (text, likely, impact, response, owner) in enumerate(risks, start=1)
    ]


def _method(row: Roadmap, settings: Settings) -> dict[str, Any]:
    content = row.weights.content
    plan = row.plan or {}
    weights = [
        {"name": f"{words.horizon(h['horizon'])} {name}", "value": str(Decimal(h[key]) / 100), "source": h["source"]}
        for h in content["horizons"]
        for key, name in (("cost_pct", _("원가")), ("kpi_pct", _("지표")), ("proximity_pct", _("격차")))
    ]
    return {
        "formula": [
            _("항목의 영향도 = 가중치₁ × 원가 관련도 + 가중치₂ × 지표 관련도 + 가중치₃ × 최고수준과의 차이"),
            _("세 값은 진단항목 전체의 합이 1이 되도록 나눕니다. 모두 0인 값은 빼고 가중치를 다시 맞춥니다."),
            _("과제의 효과 = 끌어올린 단계 × 영향도 + 움직이는 지표의 세기. 한 격차는 한 번만 셉니다."),
            _("예산, 인력, 선행 과제와 준비의 순서, 필요한 수준, 기간을 지키면서 효과의 합이 가장 큰 계획을 고릅니다."),
        ],
        "weights": weights,
        "version": row.weights.version,
        "source": row.weights.source,
        "solver": _(
            "정수계획(HiGHS): %(status)s. 격차를 모두 메우고 고른 지표를 다 움직이면 100%%, 이 계획은 %(share)s%%"
        )
        % {"status": words.STATUSES[plan["status"]], "share": f"{plan['objective'] / 10_000:.1f}"},
        "budget_krw": settings.budget_krw,
        "staff_months": str(settings.staff_months),
        "limits": [
            _("비용은 견적이 아니라 범위이며, 가정으로 표시한 값은 착수 전에 다시 확인합니다."),
            _("효과는 다른 기업의 보고이며 이 기업의 결과를 보증하지 않습니다."),
            _("기준값이 없는 지표는 그 지표를 움직이는 과제가 결과를 내기 전에 잽니다."),
        ],
    }


def _deferred(row: Roadmap) -> list[dict[str, str]]:
    kept = [one for one in (row.plan or {}).get("left_out", []) if one["would_add"]][:MOST_DEFERRED]
    names = {a.code: a.title for a in CatalogueAction.objects.all()}
    return [
        {"code": one["code"], "name": names.get(one["code"], one["code"]), "reason": words.left_out(one, names)}
        for one in kept
    ]


def _next_steps(row: Roadmap, actions: Sequence[PlannedAction], number: str) -> list[dict[str, str]]:
    """What comes next, each with its day: a use case is applied for before its first month begins."""
    usecases = [a.start_month for a in actions if a.action.kind == USECASE]
    steps = [
        (row.starts_on, _("단기 과제의 담당자를 정하고 시작일을 센터에 알려 주십시오."), _("기업")),
        (
            clocks.month_begin(row.starts_on, after=3),
            _("석 달마다 진행을 확인하고 필요하면 로드맵을 새 판으로 고칩니다."),
            _("컨설턴트, 기업"),
        ),
    ]
    if usecases:
        begin = max(row.starts_on, clocks.month_begin(row.starts_on, after=min(usecases) - 1))
        asked = _("현장실증 지원을 신청할 때 로드맵 번호를 적어 내십시오: %(number)s") % {"number": number}
        steps.append((begin, asked, _("기업")))
    return [{"what": what, "who": who, "by": by.isoformat()} for by, what, who in sorted(steps)]

"""Where a pilot comes from: its agreement, brief, roadmap and application, read from the floors below."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.catalogue.models import ActionEffect
from apps.consortia.models import Agreement, Brief, Proposal
from apps.consortia.states import AgreementState, ProposalState
from apps.kernel.language import localized
from apps.pilots.models import Pilot
from apps.pilots.rules import Direction

SIGNED = (AgreementState.ACTIVE,)
SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Origin:
    """What was agreed, in the words the floors below keep it in."""

    agreement_number: str
    roadmap_number: str
    action_code: str
    solution: str
    supplier: str
    site: str
    problem: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A KPI proposed from what the company already said or the catalogue expects."""

    name: str
    unit: str
    direction: str
    baseline: Decimal | None
    target: Decimal | None
    kpi_code: str
    source: str


def agreements() -> QuerySet[Agreement]:
    """Agreements with what a pilot takes over from them."""
    return Agreement.objects.select_related("brief", "company")


def locked_agreement(agreement_id: int) -> Agreement | None:
    """The agreement under lock, with its brief and company."""
    return agreements().select_for_update(of=("self",)).filter(pk=agreement_id).first()


def is_signed(agreement: Agreement) -> bool:
    """Whether both sides have signed."""
    return agreement.state in SIGNED


def origin_of(pilot: Pilot) -> Origin:
    """What the pilot was agreed to do."""
    agreement = Agreement.objects.select_related(
        "brief__roadmap", "brief__planned_action__action", "brief__application__site__district"
    ).get(pk=pilot.agreement_id)
    brief = agreement.brief
    site = brief.application.site
    suppliers = [name for code, name in _accepted(pilot, "role") if code == SUPPLIER]
    return Origin(
        agreement_number=agreement.number,
        roadmap_number=brief.roadmap.number or "",
        action_code=brief.planned_action.action.code,
        solution=localized(brief.planned_action.action, "name"),
        supplier=", ".join(suppliers),
        site=site.told if site else "",
        problem=brief.application.problem,
    )


def partners_of(pilot: Pilot) -> list[tuple[str, str]]:
    """Role and name of every partner who accepted, in the order of the roles."""
    return _accepted(pilot, "label")


def site_of(pilot: Pilot) -> str:
    """The site the company applied for, in words, or nothing."""
    site = (
        Brief.objects.select_related("application__site__district").get(agreements=pilot.agreement_id).application.site
    )
    return site.told if site else ""


def suggestions(pilot: Pilot) -> tuple[Suggestion, ...]:
    """KPIs from the application's own figure and from what the catalogue expects of the action."""
    brief = Brief.objects.select_related("application", "planned_action").get(agreements=pilot.agreement_id)
    return (*_from_application(brief), *_from_catalogue(brief.planned_action.action_id))


def _accepted(pilot: Pilot, what: str) -> list[tuple[str, str]]:
    rows = Proposal.objects.filter(brief__agreements=pilot.agreement_id, state=ProposalState.ACCEPTED)
    rows = rows.select_related("organisation", "brief_role").order_by("brief_role__position", "pk")
    return [
        (
            row.brief_role.role if what == "role" else str(row.brief_role.get_role_display()),
            row.organisation.name,
        )
        for row in rows
    ]


def _from_application(brief: Brief) -> list[Suggestion]:
    application = brief.application
    today, wished = application.figure_today, application.figure_wished
    if not application.figure_name or today is None or wished is None or today == wished:
        return []
    direction = Direction.UP if wished > today else Direction.DOWN
    return [
        Suggestion(
            application.figure_name,
            application.figure_unit,
            direction.value,
            today,
            wished,
            "",
            _("신청서에 적은 바꾸고 싶은 수치"),
        )
    ]


def _from_catalogue(action_id: int) -> list[Suggestion]:
    effects = ActionEffect.objects.filter(action=action_id, source_uid__isnull=True).select_related("kpi")
    return [
        Suggestion(
            localized(effect.kpi, "name"),
            effect.kpi.unit,
            effect.kpi.direction,
            None,
            None,
            effect.kpi.code,
            _("활용과제 목록의 기대효과"),
        )
        for effect in effects.order_by("-strength", "kpi__code", "pk")
    ]

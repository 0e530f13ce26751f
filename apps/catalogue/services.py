"""How the catalogue grows: staff revise it, finished pilots add what they measured."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.catalogue import permissions
from apps.catalogue.errors import Stale, UnknownAction, UnknownKpi, Unordered
from apps.catalogue.models import ActionEffect, Basis, CatalogueAction, Kpi, PublishedCase
from apps.kernel.errors import NotAllowed, NotFound
from apps.workflow.services import ReasonMissing

REVISABLE = (
    "name_ko",
    "name_en",
    "summary_ko",
    "months",
    "months_low",
    "months_high",
    "staff_months",
    "cost_min_krw",
    "cost_typical_krw",
    "cost_max_krw",
    "cost_basis",
    "source",
    "is_active",
)


@transaction.atomic
def revise_action(
    *, code: str, version: int, changes: dict[str, Any], by: User, at: datetime, reason: str
) -> CatalogueAction:
    """Change an action's figures and words; the event keeps both versions.

    Raises NotAllowed, UnknownAction, Stale when `version` is no longer the present one, Unordered.
    """
    if not by.can(permissions.MANAGE):
        raise NotAllowed
    action = CatalogueAction.objects.select_for_update().filter(code=code).first()
    if action is None:
        raise UnknownAction
    if action.version != version:
        raise Stale
    changed = {name: changes[name] for name in REVISABLE if name in changes and changes[name] != getattr(action, name)}
    if not changed:
        return action
    before = {name: str(getattr(action, name)) for name in changed}
    for name, value in changed.items():
        setattr(action, name, value)
    _check_order(action)
    action.version += 1
    action.save(update_fields=[*changed, "version"])
    after = {name: str(value) for name, value in changed.items()}
    audit.record(
        subject=action,
        action="revise",
        by=by,
        at=at,
        before={**before, "version": version},
        after={**after, "version": action.version},
        reason=reason,
    )
    return action


def _check_order(action: CatalogueAction) -> None:
    if not action.cost_min_krw <= action.cost_typical_krw <= action.cost_max_krw:
        raise Unordered(field="cost_typical_krw")
    if not 1 <= action.months_low <= action.months <= action.months_high:
        raise Unordered(field="months")


@transaction.atomic
def record_effect(
    *,
    action_code: str,
    kpi_code: str,
    value: Decimal,
    unit: str,
    text: str,
    source: str,
    source_uid: UUID,
    by: User | None,
    at: datetime,
    strength: int = 3,
) -> ActionEffect:
    """Write down what a finished pilot measured, in the KPI's good direction; the next roadmap expects it.

    The same pilot (`source_uid`) measuring the same KPI again changes nothing. Raises UnknownAction, UnknownKpi,
    NotAllowed.
    """
    if by is not None and not by.can(permissions.EVIDENCE):
        raise NotAllowed
    action = CatalogueAction.objects.select_for_update().filter(code=action_code).first()
    if action is None:
        raise UnknownAction
    kpi = Kpi.objects.filter(code=kpi_code).first()
    if kpi is None:
        raise UnknownKpi(field="kpi_code")
    effect, created = ActionEffect.objects.get_or_create(
        action=action,
        kpi=kpi,
        source_uid=source_uid,
        defaults={
            "strength": strength,
            "low": value,
            "typical": value,
            "high": value,
            "unit": unit,
            "text_ko": text[:300],
            "basis": Basis.MEASURED,
            "source": source[:300],
            "recorded_at": at,
        },
    )
    if created:
        after = {"kpi": kpi.code, "value": str(value), "source_uid": str(source_uid)}
        audit.record(subject=action, action="record_effect", by=by, at=at, after=after)
    return effect


@transaction.atomic
def publish_case(
    *,
    name: str,
    company_label: str,
    problem: str,
    results: Sequence[dict[str, Any]],
    source_uid: UUID,
    by: User | None,
    at: datetime,
    action_code: str = "",
    industry: str = "",
    approach: str = "",
    lessons: str = "",
    outcome: str = "finished",
    is_sample: bool = False,
) -> PublishedCase:
    """Put a finished or stopped pilot into the case library; published again, the first case is returned.

    Raises NotAllowed, UnknownAction for a code that is not in the catalogue.
    """
    if by is not None and not by.can(permissions.EVIDENCE):
        raise NotAllowed
    action = CatalogueAction.objects.filter(code=action_code).first()
    if action_code and action is None:
        raise UnknownAction
    case, created = PublishedCase.objects.get_or_create(
        source_uid=source_uid,
        defaults={
            "action": action,
            "industry": industry,
            "name": name[:200],
            "company_label": company_label[:120],
            "problem": problem,
            "approach": approach,
            "results": list(results),
            "lessons": lessons,
            "outcome": outcome,
            "is_sample": is_sample,
            "published_at": at,
        },
    )
    if created:
        audit.record(subject=case, action="publish", by=by, at=at, after={"name": case.name})
    return case


@transaction.atomic
def take_down(*, case_uid: UUID, reason: str, by: User, at: datetime) -> PublishedCase:
    """Take a case out of the library, such as when its company no longer wants it there; its history stays.

    It is not published again. Raises NotAllowed, NotFound, also for one that is down already, ReasonMissing.
    """
    if not by.can(permissions.EVIDENCE):
        raise NotAllowed
    case = PublishedCase.objects.standing().select_for_update().filter(uid=case_uid).first()
    if case is None:
        raise NotFound
    if not reason.strip():
        raise ReasonMissing(field="reason")
    case.taken_down_at = at
    case.save(update_fields=["taken_down_at"])
    audit.record(subject=case, action="take_down", by=by, at=at, reason=reason)
    return case

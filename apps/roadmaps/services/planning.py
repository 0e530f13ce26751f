"""Settings and choices go in, the planner's answer comes out and is kept.

The planner runs between two short transactions, so that nobody waits for a lock while it works; a roadmap that
changed meanwhile keeps the newer settings, and the older answer is refused as stale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.catalogue.selectors import ActionFacts
from apps.kernel import bounds
from apps.kernel.clocks import local_date
from apps.kernel.errors import Conflict
from apps.roadmaps import drafting, frozen, planner, rules, selectors
from apps.roadmaps.errors import BadMove, BadSettings, Stale, UnknownAction
from apps.roadmaps.inputs import Chosen, Settings, parse
from apps.roadmaps.models import PlannedAction, Roadmap
from apps.roadmaps.planner import ChoiceKind
from apps.roadmaps.services.locks import editable
from apps.roadmaps.states import RoadmapAction
from apps.workflow import services as workflow

TIME_LIMIT_SECONDS = 8.0
MICRO_PER_PERCENT = 10_000
MOST_STAFF_MONTHS = 999
MOST_YEARS_AWAY = 10


class Contradiction(Conflict):
    """The catalogue contradicts itself, such as actions that wait for each other."""

    code = "catalogue_contradiction"


@dataclass(frozen=True, slots=True)
class _Work:
    """One run: what was read under the lock, to be checked when the answer is stored."""

    roadmap_id: int
    revision: int
    given: planner.PlanInput
    bands: dict[str, tuple[int, int, int]]
    offers: dict[str, ActionFacts]


def plan(
    *,
    roadmap_id: int,
    by: User,
    at: datetime,
    settings: Settings | None = None,
    starts_on: date | None = None,
    revision: int | None = None,
) -> Roadmap:
    """Work out the plan, with new settings (choices are kept) or with those it has.

    `revision` is the one the person looked at, when they should be told of changes in between.
    Raises NotFound, NotAllowed, NotEditable, BadSettings, Stale. A plan that is impossible is kept as such, with the
    conflict named.
    """
    work = _begin(roadmap_id, by=by, at=at, settings=settings, starts_on=starts_on, revision=revision)
    return _finish(work, _solved(work.given), by=by, at=at)


def pin(*, roadmap_id: int, code: str, by: User, at: datetime) -> Roadmap:
    """Keep an action in the plan, whatever it is worth, and plan again."""
    return _choose(roadmap_id, code, Chosen(ChoiceKind.PINNED), by=by, at=at)


def exclude(*, roadmap_id: int, code: str, by: User, at: datetime) -> Roadmap:
    """Leave an action out and plan again."""
    return _choose(roadmap_id, code, Chosen(ChoiceKind.EXCLUDED), by=by, at=at)


def move(
    *, roadmap_id: int, code: str, horizon: str, by: User, at: datetime, start_month: int | None = None
) -> Roadmap:
    """Put an action into a horizon, perhaps at a month, and plan again. Raises BadMove outside the horizon."""
    return _choose(roadmap_id, code, Chosen(ChoiceKind.MOVED, horizon, start_month), by=by, at=at)


def release(*, roadmap_id: int, code: str, by: User, at: datetime) -> Roadmap:
    """Take a choice back and plan again."""
    return _choose(roadmap_id, code, None, by=by, at=at)


def _choose(roadmap_id: int, code: str, chosen: Chosen | None, *, by: User, at: datetime) -> Roadmap:
    with transaction.atomic():
        roadmap = editable(roadmap_id, by)
        settings = parse(roadmap.inputs)
        _check_choice(roadmap, settings, code, chosen)
        choices = {key: value for key, value in settings.choices.items() if key != code}
        if chosen is not None:
            choices[code] = chosen
        _keep_settings(roadmap, replace(settings, choices=choices))
    return plan(roadmap_id=roadmap_id, by=by, at=at)


def _check_choice(roadmap: Roadmap, settings: Settings, code: str, chosen: Chosen | None) -> None:
    if chosen is None:
        return
    if code not in selectors.offers_for(roadmap):
        raise UnknownAction(field="code")
    if chosen.kind != ChoiceKind.MOVED:
        return
    row = next((one for one in settings.horizons if one.key == chosen.horizon), None)
    if row is None:
        raise BadMove(field="horizon")
    if chosen.start_month is not None and not row.start_month <= chosen.start_month <= row.end_month:
        raise BadMove(field="start_month")


def _begin(
    roadmap_id: int,
    *,
    by: User,
    at: datetime,
    settings: Settings | None,
    starts_on: date | None,
    revision: int | None,
) -> _Work:
    with transaction.atomic():
        roadmap = editable(roadmap_id, by)
        if revision is not None and revision != roadmap.revision:
            raise Stale
        if settings is not None:
            _check_settings(settings)
            if starts_on is not None and starts_on != roadmap.starts_on:
                _check_start(starts_on, local_date(at))
            _keep_settings(roadmap, replace(settings, choices=parse(roadmap.inputs).choices), starts_on=starts_on)
        given = selectors.plan_input(roadmap, time_limit_seconds=TIME_LIMIT_SECONDS)
        return _Work(roadmap.pk, roadmap.revision, given, selectors.today(roadmap), selectors.offers_for(roadmap))


def _check_settings(settings: Settings) -> None:
    for row in settings.horizons:
        if not 0 <= row.budget_krw <= bounds.MOST_KRW:
            raise BadSettings(field=f"budget_{row.key}")
        if not 0 <= row.staff_months <= MOST_STAFF_MONTHS:
            raise BadSettings(field=f"staff_{row.key}")
    if not 0 <= settings.self_burden_pct <= 100:
        raise BadSettings(field="self_burden_pct")
    if not 0 <= settings.support_cap_krw <= bounds.MOST_KRW:
        raise BadSettings(field="support_cap_krw")


def _check_start(starts_on: date, today: date) -> None:
    """A plan begins with a month that is not over; a start that was once right is kept as it is."""
    if starts_on.day != 1:
        raise BadSettings(_("달의 첫날을 골라 주십시오. 예: 2027-03-01"), field="starts_on")
    if starts_on < today.replace(day=1):
        raise BadSettings(_("이미 지난 달입니다. 이번 달이나 그 뒤의 달을 골라 주십시오."), field="starts_on")
    if starts_on.year > today.year + MOST_YEARS_AWAY:
        raise BadSettings(
            _("시작하는 달은 앞으로 %(years)s년 안에서 골라 주십시오.") % {"years": MOST_YEARS_AWAY}, field="starts_on"
        )


def _keep_settings(roadmap: Roadmap, settings: Settings, *, starts_on: date | None = None) -> None:
    roadmap.inputs = settings.as_json()
    roadmap.starts_on = starts_on or roadmap.starts_on
    roadmap.is_stale = True
    roadmap.revision += 1
    roadmap.save(update_fields=["inputs", "starts_on", "is_stale", "revision"])


def _solved(given: planner.PlanInput) -> planner.Plan:
    try:
        return planner.plan(given)
    except planner.PlanInputError as failure:
        raise Contradiction(str(failure)) from failure


@transaction.atomic
def _finish(work: _Work, answer: planner.Plan, *, by: User, at: datetime) -> Roadmap:
    """Keep the answer if the roadmap still is what it was worked out for."""
    roadmap = editable(work.roadmap_id, by)
    if roadmap.revision != work.revision:
        raise Stale
    versions = {code: row.version for code, row in work.offers.items()}
    changes: dict[str, Any] = {
        "plan": frozen.freeze(answer, bands=work.bands, versions=versions),
        "planned_at": at,
        "is_stale": False,
        "revision": roadmap.revision + 1,
    }
    roadmap.actions.all().delete()
    PlannedAction.objects.bulk_create(_rows(roadmap, answer.actions, work.offers))
    if not roadmap.is_swot_edited:
        with override("ko"):
            changes |= {
                "swot": drafting.swot(roadmap, answer, work.bands),
                "headline": drafting.headline(roadmap, answer),
            }
    workflow.fire(roadmap, RoadmapAction.PLAN, by=by, at=at, **changes)
    return roadmap


def _rows(
    roadmap: Roadmap, actions: Sequence[planner.Scheduled], offers: dict[str, ActionFacts]
) -> list[PlannedAction]:
    settings = parse(roadmap.inputs)
    costs = ((row.code, row.cost_krw, offers[row.code].kind == "usecase") for row in actions)
    paid = {
        row.code: row
        for row in rules.payments(
            costs, self_burden_pct=settings.self_burden_pct, support_cap_krw=settings.support_cap_krw
        )
    }
    return [
        PlannedAction(
            roadmap=roadmap,
            action_id=offers[row.code].id,
            action_version=offers[row.code].version,
            horizon=row.horizon,
            start_month=row.start_month,
            months=row.months,
            staff_months=row.staff_months,
            cost_krw=row.cost_krw,
            support_krw=paid[row.code].support_krw,
            impact=Decimal(row.impact) / MICRO_PER_PERCENT,
            choice=row.choice.value,
            reasons=frozen.reasons(row),
            position=position,
        )
        for position, row in enumerate(actions)
    ]

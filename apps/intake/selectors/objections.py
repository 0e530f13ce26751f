"""Objections: until when one may object, how long the centre may take, what may be decided, who may judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.centre import selectors as centre
from apps.centre.rules import Basis
from apps.intake.models import Application, Objection, Word
from apps.intake.models.appeals import last_day
from apps.intake.states import ObjectionState, Ruling, State
from apps.panels import selectors as panels

# Where a programme sets nothing: 행정기본법 §36, 30 days from the notice to object and 14 to answer.
DAYS = 30
HANDLING = {"length": 14, "basis": Basis.CALENDAR_DAYS.value}
RULINGS = {
    State.REJECTED: (Ruling.DISMISS, Ruling.ADMIT),
    State.NOT_SELECTED: (Ruling.DISMISS, Ruling.SELECT, Ruling.WAITLIST),
    State.CANCELLED: (Ruling.DISMISS, Ruling.SELECT),
}
OBJECTION_ROW = (
    "pk",
    "uid",
    "state",
    "contested",
    "filed_at",
    "due_at",
    "application__receipt_number",
    "application__company__name_ko",
)


@dataclass(frozen=True, slots=True)
class Contest:
    """A decision that can be objected to: which, what it said, who took it, and until when one may object."""

    contested: State
    told_at: datetime
    note: str
    deciders: tuple[int, ...]
    until: datetime

    @property
    def last_on(self) -> date:
        """The last day on which one may object."""
        return last_day(self.until)


def contest_of(application: Application) -> Contest | None:
    """The decision an applicant could object to now, however late; None when there is none.

    The day of the notice is not counted, and the last day is a working day, as in the Civil Act (민법 §157, §161).
    """
    state = State(application.state)
    if state not in RULINGS:
        return None
    rejected = state is State.REJECTED
    told_at = application.decided_at if rejected else application.published_at
    if told_at is None:
        return None
    people_keys = [application.decided_by_id] if rejected else [application.proposed_by_id, application.confirmed_by_id]
    days = int(_setting(application).get("days") or DAYS)
    return Contest(
        contested=state,
        told_at=told_at,
        note=_refusal(application) if rejected else application.proposal_note,
        deciders=tuple(key for key in people_keys if key is not None),
        until=centre.due_at(told_at, days, Basis.CALENDAR_DAYS),
    )


def answer_due(application: Application, at: datetime) -> datetime:
    """Until when the centre has to answer an objection that comes now."""
    clock = _setting(application).get("handling") or HANDLING
    return centre.due_at(at, int(clock["length"]), Basis(clock["basis"]))


def rulings(objection: Objection) -> list[tuple[str, Any]]:
    """What may be decided: a waitlist only where a committee ranked the case."""
    alone = panels.committee_of(objection.application) is None
    offered = RULINGS[State(objection.contested)]
    return [(one.value, one.label) for one in offered if not (alone and one is Ruling.WAITLIST)]


def judged_before(objection: Objection) -> set[int]:
    """Everybody who scored the case, sat in its committee or took the contested decision."""
    return panels.judges_of(objection.application) | set(objection.deciders)


def other_reviewers(objection: Objection) -> QuerySet[User]:
    """Reviewers who had no part in the contested decision; conflicts are found when they are appointed."""
    return people.users_with_role(Role.REVIEWER).exclude(pk__in=judged_before(objection))


def objections_for(user: User, *, state: str = "") -> QuerySet[Objection]:
    """Objections this person may see; a list shows `OBJECTION_ROW`."""
    rows = Objection.objects.visible_to(user)
    return rows.filter(state=state) if state in ObjectionState.values else rows


def objection_to(application: Application) -> Objection | None:
    """The newest objection to a decision on an application."""
    return Objection.objects.filter(application=application).order_by("-filed_at", "-pk").first()


def objected(application: Application, contest: Contest) -> Objection | None:
    """The one objection to a decision, where it has been made."""
    made = Objection.objects.filter(application=application, contested=contest.contested, told_at=contest.told_at)
    return made.first()


def _refusal(application: Application) -> str:
    """Why an application was found not eligible: the reasons from the list, then in words."""
    words = Word.objects.filter(list=Word.List.REJECT, code__in=application.decision_codes).order_by("position", "pk")
    return "\n".join([*(word.name_ko for word in words), application.decision_note])


def _setting(application: Application) -> Mapping[str, Any]:
    found: Mapping[str, Any] = application.call.settings.get("objection") or {}
    return found

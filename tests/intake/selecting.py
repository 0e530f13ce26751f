"""Committees over applications for tests, led as far as a test needs by the services."""

from collections.abc import Sequence
from decimal import Decimal

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.entries import Approval
from apps.intake.models import Application, Call
from apps.intake.states import Outcome
from apps.panels import services as panels
from apps.panels.models import Committee, Seat
from tests.accounts.factories import person
from tests.intake.factories import AT, DAY, call, demonstration, fresh
from tests.panels.factories import pooled

APPROVAL = Approval("표본-1", AT.date())
CODE = "demonstration-rolling-2026"
TERMS = {"mode": "all", "smallest": 3, "fewest": 2, "outsiders_pct": 50, "cut_off": "60"}
CONFIRMING = {
    Outcome.SELECT: services.confirm_selection,
    Outcome.WAITLIST: services.confirm_waitlist,
    Outcome.DECLINE: services.decline_selection,
}


def in_review(reviewers: int = 2) -> tuple[Application, User, list[User]]:
    """A demonstration before reviewers of its own, without a committee."""
    staff = person(Role.STAFF)
    row = demonstration()
    services.admit(application_id=row.pk, by=staff, at=AT)
    asks(row.call, smallest=reviewers)
    people = pooled(reviewers)
    services.convene(application_id=row.pk, reviewers=people, due_at=AT + DAY, by=staff, at=AT)
    return fresh(row), staff, people


def asks(one: Call, **terms) -> None:
    """The call asks for panels of these terms."""
    Call.objects.filter(pk=one.pk).update(settings={**one.settings, "panel": {**TERMS, **terms}})


def hand_in_all(row: Application) -> None:
    """Every reviewer of its panel gives the same good marks."""
    for seat in Seat.objects.filter(sitting__subject_id=row.pk).select_related("user"):
        scores = {code: Decimal(8) for code in ("problem", "plan", "data", "spread")}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="좋습니다.", by=seat.user, at=AT)


def waiting(count: int, **terms) -> list[Application]:
    """Admitted demonstrations of one call, which asks for a small committee."""
    found_rows = [demonstration() for _ in range(count)]
    for row in found_rows:
        services.admit(application_id=row.pk, by=person(Role.STAFF), at=AT)
    asks(call(CODE), **terms)
    return [fresh(row) for row in found_rows]


def found(rows: Sequence[Application], **given) -> Committee:
    return services.found_committee(
        **{
            "call_uid": rows[0].call.uid,
            "application_uids": [row.uid for row in rows],
            "title": "표본 1차 평가위원회",
            "due_at": AT + DAY,
            "by": person(Role.STAFF),
            "at": AT,
            **given,
        }
    )


def begun(rows: Sequence[Application]) -> Committee:
    """A committee whose three members pledged and may score; the first is in the chair."""
    one, people, staff = found(rows), pooled(3), person(Role.STAFF)
    panels.appoint(
        committee_uid=one.uid, user_uids=[user.uid for user in people], chair_uid=people[0].uid, by=staff, at=AT
    )
    for user in people:
        panels.pledge(committee_uid=one.uid, by=user, at=AT)
    panels.start(committee_uid=one.uid, by=staff, at=AT)
    return one


def scored(rows: Sequence[Application], marks: Sequence[int] = ()) -> Committee:
    """A committee whose three members all gave each application the mark at its place, 8 unless given."""
    one = begun(rows)
    given = {row.pk: mark for row, mark in zip(rows, marks, strict=False)}
    for seat in Seat.objects.select_related("user", "sitting").filter(sitting__case__committee=one):
        mark = Decimal(given.get(seat.sitting.subject_id, 8))
        scores = {criterion["code"]: mark for criterion in seat.sitting.criteria}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="표본 의견", by=seat.user, at=AT)
    return one


def concluded(rows: Sequence[Application], marks: Sequence[int] = ()) -> Committee:
    one = scored(rows, marks)
    panels.conclude(committee_uid=one.uid, place="", minutes="표본 심의", by=person(Role.STAFF), at=AT)
    return one


def propose(row: Application, outcome: Outcome = Outcome.SELECT, by: User | None = None) -> Application:
    return services.propose_selection(
        application_id=row.pk, outcome=outcome, note="표본 사유", by=by or person(Role.STAFF), at=AT
    )


def decide(row: Application, outcome: Outcome = Outcome.SELECT) -> Application:
    """Proposed by one person and confirmed by another."""
    propose(row, outcome)
    return CONFIRMING[outcome](application_id=row.pk, by=person(Role.MANAGER), at=AT, approval=APPROVAL)


def published(outcomes: Sequence[Outcome], marks: Sequence[int] = (), **terms) -> list[Application]:
    """Applications of one committee, decided as told, whose results are published."""
    rows = waiting(len(outcomes), **terms)
    one = concluded(rows, marks)
    for row, outcome in zip(rows, outcomes, strict=True):
        decide(row, outcome)
    services.publish_results(committee_uid=one.uid, by=person(Role.STAFF), at=AT)
    return [fresh(row) for row in rows]

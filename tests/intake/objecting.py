"""Objections for tests, led as far as a test needs by the services."""

from datetime import datetime
from decimal import Decimal

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.entries import Approval
from apps.intake.models import Application, Objection
from apps.intake.states import Outcome, RevisionKind, Ruling
from apps.panels import services as panels
from apps.panels.models import Seat
from tests.accounts.factories import person
from tests.intake.factories import AT, DAY, fresh, submitted
from tests.intake.selecting import published

GROUNDS = "데이터 준비도가 서류와 다르게 평가되었습니다."


def declined(**terms) -> Application:
    """Not selected by a committee, beside one that was."""
    return published((Outcome.DECLINE, Outcome.SELECT), marks=(7, 9), **terms)[0]


def rejected() -> Application:
    row = submitted()
    services.reject(
        application_id=row.pk, codes=("outside_district",), reason="표본 부적격 사유", by=person(Role.STAFF), at=AT
    )
    return fresh(row)


def cancelled(**terms) -> Application:
    """Selected by a committee, and the selection cancelled by two people."""
    return cancel(published((Outcome.SELECT, Outcome.WAITLIST), marks=(9, 8), **terms)[0])


def cancel(row: Application, *, at: datetime = AT) -> Application:
    """Take a selection back, by two people."""
    revision = services.propose_revision(
        application_id=row.pk, kind=RevisionKind.CANCEL, reason="세금을 체납했습니다.", by=person(Role.STAFF), at=at
    )
    paper = Approval("표본-1", at.date())
    services.confirm_revision(revision_uid=revision.uid, by=person(Role.MANAGER), at=at, approval=paper)
    return fresh(row)


def filed(row: Application, **given) -> Objection:
    made = {"grounds": GROUNDS, "by": row.applicant, "at": AT + DAY, **given}
    return services.file_objection(application_id=row.pk, **made)


def appointed(row: Application, people: list[User] | None = None) -> Objection:
    objection = filed(row)
    people = people or [person(Role.REVIEWER), person(Role.REVIEWER)]
    services.appoint_to_objection(
        objection_uid=objection.uid, reviewers=people, due_at=AT + 3 * DAY, by=person(Role.STAFF), at=AT + DAY
    )
    return objection


def judged(row: Application) -> Objection:
    """Looked at by others, who gave 9 of 10 for everything."""
    objection = appointed(row)
    seats = Seat.objects.filter(sitting__subject_label="intake.objection", sitting__subject_id=objection.pk)
    for seat in seats.select_related("user", "sitting"):
        scores = {criterion["code"]: Decimal(9) for criterion in seat.sitting.criteria}
        panels.hand_in(seat_uid=seat.uid, scores=scores, comment="표본 의견", by=seat.user, at=AT + DAY)
    return objection


def proposed(row: Application, ruling: Ruling, by: User | None = None) -> Objection:
    objection = judged(row)
    return services.propose_on_objection(
        objection_uid=objection.uid, ruling=ruling, reason="표본 결정 사유", by=by or person(Role.STAFF), at=AT + DAY
    )


def decided(row: Application, ruling: Ruling) -> Objection:
    objection = proposed(row, ruling)
    return services.decide_objection(objection_uid=objection.uid, by=person(Role.MANAGER), at=AT + DAY)

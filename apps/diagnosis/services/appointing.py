"""Making, moving and calling off the visit, and what is known of the people who visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.selectors import users_with_role
from apps.audit import services as audit
from apps.diagnosis import permissions
from apps.diagnosis.errors import NotAConsultant, VisitPassed
from apps.diagnosis.models import Appointment, Assessment, ConsultantProfile
from apps.diagnosis.models.people import LONGEST_VISIT, SHORTEST_VISIT
from apps.diagnosis.services.locks import locked
from apps.diagnosis.states import SCORABLE
from apps.directory import selectors as directory
from apps.directory.models import District
from apps.kernel import clocks
from apps.kernel.errors import Invalid, NotAllowed, NotFound, WrongState
from apps.notices import services as notices


@transaction.atomic
def appoint(
    *, assessment_id: int, starts_at: datetime, minutes: int, by: User, at: datetime, note: str = ""
) -> Appointment:
    """Make the appointment of a visit, or move the one there is; company and consultant are told.

    The same appointment twice tells nobody twice. Raises NotFound, NotAllowed, WrongState, VisitPassed, Invalid.
    """
    assessment = _to_arrange(assessment_id, by)
    if starts_at <= at:
        raise VisitPassed(field="starts_at")
    if not SHORTEST_VISIT <= minutes <= LONGEST_VISIT:
        told = _("방문 시간은 %(least)d분에서 %(most)d분 사이로 적어 주십시오.")
        raise Invalid(told % {"least": SHORTEST_VISIT, "most": LONGEST_VISIT}, field="minutes")
    said = {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=minutes), "note": note.strip()[:300]}
    known = Appointment.objects.filter(assessment=assessment).first()
    if known is not None and not known.is_off and all(getattr(known, name) == value for name, value in said.items()):
        return known
    sequence = 0 if known is None else known.sequence + 1
    made, _created = Appointment.objects.update_or_create(
        assessment=assessment, defaults={**said, "sequence": sequence, "is_off": False, "by": by, "at": at}
    )
    assessment.visit_on = clocks.local_date(starts_at)
    assessment.save(update_fields=["visit_on"])
    audit.record(subject=assessment, action="appoint", by=by, at=at, after={"starts_at": starts_at.isoformat()})
    _tell(assessment, "diagnosis.appointment", made, by=by, at=at)
    return made


@transaction.atomic
def call_off(*, assessment_id: int, by: User, at: datetime) -> Appointment:
    """Call the visit off. Raises NotFound, NotAllowed, WrongState where there is nothing to call off."""
    assessment = _to_arrange(assessment_id, by)
    known = Appointment.objects.filter(assessment=assessment, is_off=False).first()
    if known is None:
        raise WrongState
    known.is_off, known.sequence, known.by, known.at = True, known.sequence + 1, by, at
    known.save(update_fields=["is_off", "sequence", "by", "at"])
    assessment.visit_on = None
    assessment.save(update_fields=["visit_on"])
    audit.record(subject=assessment, action="call_off", by=by, at=at, before={"starts_at": known.starts_at.isoformat()})
    _tell(assessment, "diagnosis.appointment_off", known, by=by, at=at)
    return known


@transaction.atomic
def keep_profile(
    *, user_uid: UUID, base: District | None, industries: Sequence[str], most_open: int, by: User, at: datetime
) -> ConsultantProfile:
    """Keep what speaks for sending a consultant. Raises NotAllowed, NotAConsultant, Invalid."""
    if not by.can(permissions.ASSIGN):
        raise NotAllowed
    person = users_with_role(Role.CONSULTANT).filter(uid=user_uid).first()
    if person is None:
        raise NotAConsultant
    unknown = set(industries) - {code for code, _name in directory.pilot_industry_choices()}
    if unknown:
        raise Invalid(field="industries")
    profile, _created = ConsultantProfile.objects.update_or_create(
        user=person,
        defaults={"base": base, "industries": sorted(set(industries)), "most_open": most_open, "changed_at": at},
    )
    return profile


def _to_arrange(assessment_id: int, by: User) -> Assessment:
    """The locked case, if this person may arrange its visit."""
    assessment = locked(assessment_id, by)
    if not (by.can(permissions.ASSIGN) or assessment.consultant_id == by.pk):
        raise NotAllowed
    if assessment.second_of_id is not None:
        raise NotFound
    if assessment.state not in SCORABLE:
        raise WrongState
    return assessment


def _tell(assessment: Assessment, kind: str, appointment: Appointment, *, by: User, at: datetime) -> None:
    people = [*directory.members_of(assessment.company), assessment.consultant]
    begins = clocks.local(appointment.starts_at)
    for person in people:
        if person is None or person.pk == by.pk:
            continue
        notices.queue(
            kind,
            to=person,
            context={
                "company": assessment.company.name_ko,
                "at": f"{begins:%Y-%m-%d %H:%M}",
                "until": f"{clocks.local(appointment.ends_at):%H:%M}",
                "note": appointment.note or "–",
            },
            path=assessment.get_absolute_url(),
            about=assessment,
            at=at,
            round_=str(appointment.sequence),
        )

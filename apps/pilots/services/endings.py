"""What a pilot leaves behind on the floors below, whether it was finished or stopped."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.audit import services as audit
from apps.catalogue import services as catalogue
from apps.consortia import services as consortia
from apps.kernel.errors import NotAllowed, WrongState
from apps.pilots import permissions, selectors
from apps.pilots.models import Pilot
from apps.pilots.selectors import CASE_CONSENT
from apps.pilots.services.locks import demand, locked


def leave_behind(pilot: Pilot, *, lessons: str, by: User, at: datetime) -> None:
    """Write down what was measured and learnt, and end the agreement: partners get their capacity back.

    It becomes a case for others only where the company has agreed to that.
    """
    for effect in selectors.measured_effects(pilot):
        catalogue.record_effect(**effect, source_uid=pilot.uid, by=by, at=at)
    pilot.lessons = lessons.strip()
    pilot.save(update_fields=["lessons"])
    if selectors.agreed_to_case(pilot):
        _publish(pilot, by, at)
    consortia.end_agreement(agreement_id=pilot.agreement_id, outcome=selectors.agreement_outcome(pilot), by=by, at=at)


@transaction.atomic
def agree_to_case(*, pilot_uid: UUID, by: User, at: datetime) -> Pilot:
    """Somebody who answers for the company agrees that its ended pilot is published as a case, and it is.

    Raises NotFound, NotAllowed, WrongState before its end.
    """
    demand(by, permissions.AGREE_TO_CASE)
    pilot = locked(pilot_uid, by)
    if not selectors.may_agree_to_case(by, pilot):
        raise NotAllowed
    if pilot.ended_at is None:
        raise WrongState
    accounts.give_consent(user=by, code=CASE_CONSENT, at=at)
    audit.record(subject=pilot, action="agree_to_case", by=by, at=at)
    _publish(pilot, None, at)
    return pilot


def _publish(pilot: Pilot, by: User | None, at: datetime) -> None:
    catalogue.publish_case(**selectors.case_of(pilot), lessons=pilot.lessons, source_uid=pilot.uid, by=by, at=at)

"""What a pilot leaves behind on the floors below, whether it was finished or stopped."""

from datetime import datetime

from apps.accounts.models import User
from apps.catalogue import services as catalogue
from apps.consortia import services as consortia
from apps.pilots import selectors
from apps.pilots.models import Pilot


def leave_behind(pilot: Pilot, *, lessons: str, by: User, at: datetime) -> None:
    """Write down what was measured and learnt, and end the agreement: partners get their capacity back."""
    for effect in selectors.measured_effects(pilot):
        catalogue.record_effect(**effect, source_uid=pilot.uid, by=by, at=at)
    catalogue.publish_case(**selectors.case_of(pilot), lessons=lessons.strip(), source_uid=pilot.uid, by=by, at=at)
    consortia.end_agreement(agreement_id=pilot.agreement_id, outcome=selectors.agreement_outcome(pilot), by=by, at=at)

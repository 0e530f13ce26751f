"""A pilot's row is the lock of everything below it."""

from uuid import UUID

from apps.accounts.models import User
from apps.directory import selectors as directory
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.pilots.models import Pilot
from apps.pilots.states import PilotState


def locked(pilot_uid: UUID, by: User) -> Pilot:
    """The pilot under lock, if this person may see it. Raises NotFound."""
    pilot = Pilot.objects.visible_to(by).select_for_update(of=("self",)).filter(uid=pilot_uid).first()
    if pilot is None:
        raise NotFound
    return pilot


def locked_to_decide(pilot_uid: UUID, by: User) -> Pilot:
    """The pilot under lock, for a person without any tie to its company. Raises NotFound, Tied."""
    pilot = locked(pilot_uid, by)
    directory.demand_untied(by, pilot.company)
    return pilot


def demand(by: User, code: str) -> None:
    """Raises NotAllowed unless the person holds the permission."""
    if not by.can(code):
        raise NotAllowed


def demand_active(pilot: Pilot) -> None:
    """Raises WrongState unless the pilot is at work."""
    if pilot.state != PilotState.ACTIVE:
        raise WrongState

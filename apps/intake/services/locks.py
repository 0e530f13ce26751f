"""Taking an application's row to work on it."""

from datetime import datetime

from apps.accounts.models import User
from apps.centre import rules as clock_rules
from apps.centre import selectors as centre
from apps.directory import selectors as directory
from apps.intake import permissions
from apps.intake.errors import NotEditable, UnknownReason
from apps.intake.models import Application, Word
from apps.intake.states import EDITABLE
from apps.kernel.errors import NotAllowed, NotFound


def locked(application_id: int, by: User) -> Application:
    """The row under lock with call and company, for a person who may see it; raises NotFound."""
    row = (
        Application.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("call__programme", "company", "applicant")
        .filter(pk=application_id)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def locked_to_decide(application_id: int, by: User) -> Application:
    """The row under lock, for a person without any tie to its company. Raises NotFound, Tied."""
    application = locked(application_id, by)
    directory.demand_untied(by, application.company)
    return application


def locked_own(application_id: int, by: User) -> Application:
    """The row under lock, for people of its own company. Raises NotFound, NotAllowed."""
    application = locked(application_id, by)
    if application.company not in directory.organisations_of(by) or not by.can(permissions.APPLY):
        raise NotAllowed
    return application


def editable(application_id: int, by: User) -> Application:
    """The row under lock, for its own company while it may still be written. Raises NotFound, NotEditable."""
    application = locked_own(application_id, by)
    if application.state not in EDITABLE:
        raise NotEditable
    return application


def clock(application: Application, name: str, at: datetime) -> datetime:
    """When one of the programme's clocks, started now, runs out."""
    setting = application.call.settings[name]
    return centre.due_at(at, int(setting["length"]), clock_rules.Basis(setting["basis"]))


def checked_codes(codes: tuple[str, ...], list_: str, field: str) -> list[str]:
    """Codes of reasons that the list has; raises UnknownReason."""
    known = set(Word.objects.filter(list=list_, code__in=codes).values_list("code", flat=True))
    if known != set(codes):
        raise UnknownReason(field=field)
    return sorted(known)

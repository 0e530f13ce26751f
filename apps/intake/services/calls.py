"""Calls: made from a programme, published with its settings of the day, closed."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.intake import permissions
from apps.intake.errors import BadCall
from apps.intake.models import Call, Programme
from apps.intake.states import CallAction
from apps.kernel.errors import NotAllowed, NotFound
from apps.workflow import services as workflow


@transaction.atomic
def create_call(
    *,
    programme_code: str,
    title_ko: str,
    opens_at: datetime,
    closes_at: datetime | None,
    by: User,
    at: datetime,
    title_en: str = "",
    uid: UUID | None = None,
) -> Call:
    """Draft a call; an empty `closes_at` means rolling. Raises NotAllowed, NotFound, BadCall."""
    if not by.can(permissions.RUN_CALLS):
        raise NotAllowed
    programme = Programme.objects.filter(code=programme_code, is_active=True).first()
    if programme is None:
        raise NotFound
    if closes_at is not None and closes_at <= opens_at:
        raise BadCall(field="closes_at")
    call, created = Call.objects.get_or_create(
        uid=uid or uuid4(),
        defaults={
            "programme": programme,
            "title_ko": title_ko,
            "title_en": title_en,
            "opens_at": opens_at,
            "closes_at": closes_at,
            "settings": programme.settings,
            "settings_version": programme.settings_version,
        },
    )
    if created:
        audit.record(subject=call, action="create", by=by, at=at, after={"state": call.state})
    return call


@transaction.atomic
def publish_call(*, call_uid: UUID, by: User, at: datetime) -> Call:
    """Show a call to the public; from here on it keeps the settings of its programme as they are now."""
    call = _locked(call_uid, by)
    programme = call.programme
    workflow.fire(
        call,
        CallAction.PUBLISH,
        by=by,
        at=at,
        settings=programme.settings,
        settings_version=programme.settings_version,
    )
    return call


@transaction.atomic
def close_call(*, call_uid: UUID, by: User, at: datetime) -> Call:
    """Take no more applications."""
    call = _locked(call_uid, by)
    workflow.fire(call, CallAction.CLOSE, by=by, at=at)
    return call


def _locked(call_uid: UUID, by: User) -> Call:
    call = (
        Call.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("programme")
        .filter(uid=call_uid)
        .first()
    )
    if call is None:
        raise NotFound
    return call

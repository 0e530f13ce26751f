"""Calls: drafted from a programme, published with its settings of the day, amended in public, closed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit import services as audit
from apps.intake import permissions
from apps.intake.entries import CallEntry
from apps.intake.errors import AlreadyOver, BadCall, CallShortened, NothingChanged
from apps.intake.models import Amendment, Call, Programme
from apps.intake.states import CallAction, CallState
from apps.kernel import jobs
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.workflow import services as workflow

TELL_AMENDMENT = "intake.tell_amendment"


FIELDS = tuple(CallEntry.__dataclass_fields__)


@transaction.atomic
def create_call(*, programme_code: str, entry: CallEntry, by: User, at: datetime, uid: UUID | None = None) -> Call:
    """Draft a call; the same `uid` twice is once. Raises NotAllowed, NotFound, BadCall."""
    if not by.can(permissions.RUN_CALLS):
        raise NotAllowed
    programme = Programme.objects.filter(code=programme_code, is_active=True).first()
    if programme is None:
        raise NotFound
    _demand_order(entry)
    call, created = Call.objects.get_or_create(
        uid=uid or uuid4(),
        defaults={
            "programme": programme,
            **_values(entry),
            "settings": programme.settings,
            "settings_version": programme.settings_version,
        },
    )
    if created:
        audit.record(subject=call, action="create", by=by, at=at, after={"state": call.state})
    return call


@transaction.atomic
def edit_call(*, call_uid: UUID, entry: CallEntry, by: User, at: datetime) -> Call:
    """Change a call that nobody has read yet. Raises NotFound, NotAllowed, WrongState, BadCall."""
    call = _locked(call_uid, by)
    if call.state != CallState.DRAFT:
        raise WrongState
    _demand_order(entry)
    _write(call, _values(entry), by=by, at=at)
    return call


@transaction.atomic
def publish_call(*, call_uid: UUID, by: User, at: datetime) -> Call:
    """Show a call to the public; from here on it keeps the settings of its programme as they are now.

    Raises AlreadyOver when it would close before anybody could answer it.
    """
    call = _locked(call_uid, by)
    workflow.check(call, CallAction.PUBLISH, by=by)
    if call.closes_at is not None and call.closes_at <= at:
        raise AlreadyOver(field="closes_at")
    programme = call.programme
    workflow.fire(
        call,
        CallAction.PUBLISH,
        by=by,
        at=at,
        settings=programme.settings,
        settings_version=programme.settings_version,
        published_at=at,
    )
    return call


@transaction.atomic
def amend_call(*, call_uid: UUID, entry: CallEntry, reason: str, by: User, at: datetime) -> Amendment:
    """Change what a published call says, in public: the change and its reason are kept, applicants are told.

    The end may only move later, so that nobody who counted on it is late; when it opens is kept. Raises NotFound,
    WrongState, ReasonMissing, BadCall, CallShortened, AlreadyOver, NothingChanged.
    """
    call = _locked(call_uid, by)
    workflow.check(call, CallAction.AMEND, by=by, reason=reason)
    if call.closes_at is not None and call.closes_at < at:
        raise AlreadyOver
    entry = replace(entry, opens_at=call.opens_at)
    _demand_order(entry)
    if entry.closes_at is not None and entry.closes_at <= at:
        raise AlreadyOver(field="closes_at")
    if call.closes_at is not None and entry.closes_at is not None and entry.closes_at < call.closes_at:
        raise CallShortened(field="closes_at")
    changed = {name: value for name, value in _values(entry).items() if value != getattr(call, name)}
    if not changed:
        raise NothingChanged
    return _amend(call, CallAction.AMEND, changed, reason=reason, by=by, at=at)


@transaction.atomic
def close_call(*, call_uid: UUID, reason: str, by: User, at: datetime) -> Amendment:
    """Take no more applications from now on, which is a change like any other. Raises NotFound, WrongState."""
    call = _locked(call_uid, by)
    workflow.check(call, CallAction.CLOSE, by=by, reason=reason)
    if call.opens_at >= at:
        raise BadCall(_("아직 시작하지 않은 모집입니다. 시작한 뒤에 마감할 수 있습니다."))
    return _amend(call, CallAction.CLOSE, {"closes_at": at}, reason=reason, by=by, at=at)


@transaction.atomic
def close_over(*, call_id: int, at: datetime) -> None:
    """Close a call whose time is over; another one is left alone."""
    call = Call.objects.select_for_update(of=("self",)).select_related("programme").get(pk=call_id)
    if call.state == CallState.OPEN and call.closes_at is not None and call.closes_at < at:
        with override(settings.LANGUAGE_CODE):
            workflow.fire(call, CallAction.CLOSE, by=None, at=at, reason=_("모집 기간이 끝났습니다."))


def postpone_call(call: Call, *, closes_at: datetime, reason: str, by: User, at: datetime) -> Amendment:
    """Move the end of a call that the caller holds locked, in public, and open it again where it was closed."""
    return _amend(call, CallAction.POSTPONE, {"closes_at": closes_at}, reason=reason, by=by, at=at)


def _amend(
    call: Call, action: CallAction, changed: Mapping[str, Any], *, reason: str, by: User, at: datetime
) -> Amendment:
    amendment = Amendment.objects.create(
        call=call,
        number=call.amendments.count() + 1,
        changes=[
            {"field": name, "before": _plain(getattr(call, name)), "after": _plain(value)}
            for name, value in changed.items()
        ],
        reason=reason.strip(),
        made_at=at,
        made_by=by,
    )
    # Whoever still writes is reminded again before the new end.
    workflow.fire(call, action, by=by, at=at, reason=reason, reminded_at=None, **changed)
    jobs.enqueue(TELL_AMENDMENT, amendment_id=amendment.pk)
    return amendment


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
    if not by.can(permissions.RUN_CALLS):
        raise NotAllowed
    return call


def _demand_order(entry: CallEntry) -> None:
    if entry.closes_at is not None and entry.closes_at <= entry.opens_at:
        raise BadCall(field="closes_at")


def _values(entry: CallEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in FIELDS}


def _write(call: Call, values: dict[str, object], *, by: User, at: datetime) -> None:
    before = {name: _plain(getattr(call, name)) for name in values}
    for name, value in values.items():
        setattr(call, name, value)
    call.save(update_fields=list(values))
    after = {name: _plain(value) for name, value in values.items()}
    audit.record(subject=call, action="edit", by=by, at=at, before=before, after=after)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else "" if value is None else value

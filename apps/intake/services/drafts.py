"""An application while its company writes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.directory import selectors as directory
from apps.directory.models import Organisation, Site
from apps.intake import permissions
from apps.intake.errors import CallClosed, DraftExists, NoCompany, SiteClosed, UnknownField
from apps.intake.mended import FIELDS
from apps.intake.models import FIGURE_PLACES, Application, Call, Word
from apps.intake.rules import in_window
from apps.intake.services.locks import checked_codes, editable
from apps.intake.states import CallState, Door, State
from apps.kernel import bounds
from apps.kernel.errors import NotAllowed, NotFound, NotHeld, UidTaken, UnknownVersion

# What an earlier application may hand on: what the company said of itself, not what it asked for.
HANDED_ON = (
    "problem",
    "figure_name",
    "figure_unit",
    "figure_today",
    "figure_wished",
    "figure_method",
    "barriers",
    "process_note",
    "data_note",
    "site",
)


@dataclass(frozen=True, slots=True)
class Saved:
    """The draft after saving: its version, and what others had written meanwhile into the same fields.

    A field in `theirs` was not overwritten; all others were saved.
    """

    application: Application
    version: int
    theirs: Mapping[str, Any]


@transaction.atomic
def start(
    *,
    uid: UUID,
    call_uid: UUID,
    by: User,
    at: datetime,
    organisation: Organisation | None = None,
    copied_from: UUID | None = None,
) -> Application:
    """Begin a draft for one's company, empty or with what an earlier application of it says; the same `uid` is once.

    Raises NotAllowed, NotFound for a call that is not public or an application that is not the company's, CallClosed
    outside the call's window, NoCompany, UidTaken, DraftExists while the company writes another to the same call.
    """
    if not by.can(permissions.APPLY):
        raise NotAllowed
    company = organisation or directory.own_company(by)
    if company is None or company not in directory.organisations_of(by):
        raise NoCompany
    known = Application.objects.visible_to(by).select_related("company", "call").filter(uid=uid).first()
    if known is not None and known.call.uid == call_uid:
        return known
    if known is not None or Application.objects.filter(uid=uid).exists():
        raise UidTaken(field="uid")
    call = Call.objects.select_related("programme").filter(uid=call_uid).exclude(state=CallState.DRAFT).first()
    if call is None:
        raise NotFound
    if call.state != CallState.OPEN or not in_window(at, call.opens_at, call.closes_at):
        raise CallClosed
    _demand_no_draft(company, call)
    head = Site.objects.filter(company_id=company.pk, kind=Site.Kind.HEAD).first()
    said = _said_before(company, copied_from, by) if copied_from is not None else {}
    application = Application.objects.create(
        uid=uid,
        call=call,
        door=call.programme.door,
        company=company,
        applicant=by,
        created_at=at,
        changed_at=at,
        **{"site": head, **said},
    )
    audit.record(subject=application, action="start", by=by, at=at, after={"state": application.state})
    return application


def _demand_no_draft(company: Organisation, call: Call) -> None:
    """Two people of a company who begin at once come one after the other."""
    Organisation.objects.select_for_update(of=("self",)).get(pk=company.pk)
    draft = Application.objects.filter(company=company, call=call, state=State.DRAFT).order_by("pk").first()
    if draft is not None:
        raise DraftExists(draft.uid)


def _said_before(company: Organisation, copied_from: UUID, by: User) -> dict[str, Any]:
    earlier = Application.objects.visible_to(by).select_related("site").filter(company=company, uid=copied_from).first()
    if earlier is None:
        raise NotFound
    said = {name: getattr(earlier, name) for name in HANDED_ON}
    if earlier.site is None or earlier.site.closed_at is not None:
        del said["site"]
    return said


@transaction.atomic
def save_draft(*, application_id: int, version: int, values: Mapping[str, Any], by: User, at: datetime) -> Saved:
    """Save some fields of a draft that was read at `version`.

    A field that somebody else changed since then, to something else, is left alone and told in `theirs`. `site` is
    given as a site or None. Raises NotFound, NotEditable, UnknownVersion, UnknownField, UnknownReason, SiteClosed,
    NotHeld.
    """
    application = editable(application_id, by)
    if version > application.draft_version:
        raise UnknownVersion
    unknown = [name for name in values if name not in FIELDS]
    if unknown:
        raise UnknownField(field=unknown[0])
    if values.get("cited_roadmap_number") and application.call.programme.door != Door.DEMONSTRATION:
        raise UnknownField(field="cited_roadmap_number")
    if "barriers" in values:
        checked_codes(tuple(values["barriers"]), Word.List.BARRIER, "barriers")
    _check_site(application, values)
    _check_figures(values)
    changed = {name: value for name, value in values.items() if getattr(application, name) != value}
    crossed = {name for name in changed if application.field_versions.get(name, 0) > version}
    if "barriers" in crossed:
        # Ticks of two people add up: there is nothing to choose between.
        changed["barriers"] = sorted({*application.barriers, *changed["barriers"]})
        crossed.remove("barriers")
    theirs = {name: getattr(application, name) for name in sorted(crossed)}
    written = {name: value for name, value in changed.items() if name not in theirs}
    if written:
        _write(application, written, at)
    return Saved(application=application, version=application.draft_version, theirs=theirs)


def _check_site(application: Application, values: Mapping[str, Any]) -> None:
    site = values.get("site")
    if site is None or site.pk == application.site_id:
        return
    if site.company_id != application.company_id:
        raise NotFound
    if site.closed_at is not None:
        raise SiteClosed(field="site")


def _check_figures(values: Mapping[str, Any]) -> None:
    for name in ("figure_today", "figure_wished"):
        figure = values.get(name)
        if figure is not None and not bounds.holds(figure, places=FIGURE_PLACES):
            raise NotHeld(field=name)


def _write(application: Application, written: Mapping[str, Any], at: datetime) -> None:
    application.draft_version += 1
    application.changed_at = at
    for name, value in written.items():
        setattr(application, name, value)
        application.field_versions[name] = application.draft_version
    application.save(update_fields=[*written, "draft_version", "field_versions", "changed_at"])

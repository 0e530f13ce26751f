"""Settings of a programme: a draft, validated, published by the centre's manager; a published version never changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.audit import services as audit
from apps.intake import permissions
from apps.intake.errors import BadSettings, EditedMeanwhile, NothingChanged
from apps.intake.models import Programme, SettingsVersion, Word
from apps.intake.states import Door, SettingsAction, SettingsState
from apps.intake.terms import Fault, Why, faults
from apps.kernel.errors import NotAllowed, NotFound
from apps.workflow import services as workflow


@transaction.atomic
def draft_settings(*, programme_code: str, by: User, at: datetime) -> SettingsVersion:
    """The draft of a programme's next settings, begun from those in force; asked twice it is the same draft.

    Raises NotAllowed, NotFound.
    """
    if not by.can(permissions.EDIT_SETTINGS):
        raise NotAllowed
    programme = _locked_programme(programme_code)
    open_draft = SettingsVersion.objects.filter(programme=programme, state=SettingsState.DRAFT).first()
    if open_draft is not None:
        return open_draft
    SettingsVersion.objects.get_or_create(
        programme=programme,
        version=programme.settings_version,
        state=SettingsState.PUBLISHED,
        defaults={"settings": programme.settings, "drafted_at": at},
    )
    draft = SettingsVersion.objects.create(
        programme=programme,
        version=programme.settings_version + 1,
        settings=programme.settings,
        drafted_by=by,
        drafted_at=at,
    )
    audit.record(subject=draft, action="draft", by=by, at=at, after={"state": draft.state})
    workflow.open_state_waits(draft, at=at)
    return draft


@transaction.atomic
def save_settings(
    *, programme_code: str, settings: Mapping[str, Any], note: str, edition: int, by: User, at: datetime
) -> SettingsVersion:
    """Write a draft that was read at `edition`. Raises NotAllowed, NotFound, EditedMeanwhile, BadSettings."""
    draft = _locked_draft(programme_code, by)
    if edition != draft.edition:
        raise EditedMeanwhile
    check_settings(draft.programme, settings)
    draft.settings, draft.note = dict(settings), note.strip()
    draft.edition += 1
    draft.save(update_fields=["settings", "note", "edition"])
    audit.record(subject=draft, action="save", by=by, at=at, after={"edition": draft.edition})
    return draft


@transaction.atomic
def publish_settings(*, programme_code: str, by: User, at: datetime) -> SettingsVersion:
    """Put a draft in force: calls published from now on are run under it, earlier ones keep theirs.

    Raises NotAllowed, NotFound, NothingChanged, BadSettings.
    """
    draft = _locked_draft(programme_code, by)
    workflow.check(draft, SettingsAction.PUBLISH, by=by, reason=draft.note)
    programme = draft.programme
    if draft.settings == programme.settings:
        raise NothingChanged
    check_settings(programme, draft.settings)
    workflow.fire(draft, SettingsAction.PUBLISH, by=by, at=at, reason=draft.note, published_by=by, published_at=at)
    programme.settings, programme.settings_version = draft.settings, draft.version
    programme.save(update_fields=["settings", "settings_version"])
    return draft


@transaction.atomic
def discard_settings(*, programme_code: str, by: User, at: datetime) -> None:
    """Throw a draft away; what is in force stays. Raises NotAllowed, NotFound."""
    draft = _locked_draft(programme_code, by)
    workflow.fire(draft, SettingsAction.DISCARD, by=by, at=at)


def check_settings(programme: Programme, settings: Mapping[str, Any]) -> None:
    """Raises BadSettings with everything that is wrong with settings of a programme."""
    found = list(faults(settings, gives_money=programme.door == Door.DEMONSTRATION))
    if not found:
        kinds = {row["kind"] for row in settings["documents"]}
        known = set(Word.objects.filter(list=Word.List.DOCUMENT, code__in=kinds).values_list("code", flat=True))
        found += [Fault("documents", Why.UNKNOWN, kind) for kind in sorted(kinds - known)]
        texts = {text.code for text in people.consent_texts()}
        asked = {row["code"] for row in settings.get("consents") or ()}
        found += [Fault("consents", Why.UNKNOWN, code) for code in sorted(asked - texts)]
    if found:
        raise BadSettings(found)


def _locked_programme(code: str) -> Programme:
    programme = Programme.objects.select_for_update(of=("self",)).filter(code=code).first()
    if programme is None:
        raise NotFound
    return programme


def _locked_draft(programme_code: str, by: User) -> SettingsVersion:
    if not by.can(permissions.EDIT_SETTINGS):
        raise NotAllowed
    programme = _locked_programme(programme_code)
    rows = SettingsVersion.objects.visible_to(by).select_for_update(of=("self",))
    draft = rows.filter(programme=programme, state=SettingsState.DRAFT).first()
    if draft is None:
        raise NotFound
    draft.programme = programme
    return draft

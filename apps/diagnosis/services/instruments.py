"""Versions of the instrument: drafted from a file, tried, published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.diagnosis import permissions
from apps.diagnosis.errors import VersionTooOld, WrongInstrument
from apps.diagnosis.instrument import Instrument as Parsed
from apps.diagnosis.instrument import parse_text
from apps.diagnosis.instrument_faults import InstrumentError, line_of
from apps.diagnosis.models import Instrument
from apps.diagnosis.wording import checked, without_english
from apps.kernel.errors import NotAllowed, NotFound, WrongState


@transaction.atomic
def deliver(*, content: Mapping[str, Any], at: datetime) -> Instrument | None:
    """Bring a shipped version into the centre: published where there is none yet, else a draft for staff to publish.

    A better translation of the same content replaces the one there was. A version number that the centre has used
    for another content, or gone beyond, is left alone: then nothing is written and None returned. Raises
    InstrumentError with place and reason when the content cannot be used.
    """
    parsed = checked(content)
    versions = {one.version: one for one in Instrument.objects.select_for_update().filter(code=parsed.code)}
    known = versions.get(parsed.version)
    if known is not None:
        if known.sha256 != _digest(content):
            return None
        if known.content != content:
            known.content = dict(content)
            known.save(update_fields=["content"])
        return known
    published = [one.version for one in versions.values() if one.state == Instrument.State.PUBLISHED]
    if not published:
        return _write(parsed, content, Instrument.State.PUBLISHED, published_at=at)
    if parsed.version < max(published):
        return None
    made = _write(parsed, content, Instrument.State.DRAFT)
    audit.record(subject=made, action="draft", by=None, at=at, after={"sha256": made.sha256})
    return made


@transaction.atomic
def draft(*, data: bytes, by: User, at: datetime) -> Instrument:
    """Keep a new version from the JSON of a file; the same version again replaces the draft.

    Raises NotAllowed, WrongInstrument with line and reason, VersionTooOld where that version or a later one is
    published.
    """
    if not by.can(permissions.DRAFT):
        raise NotAllowed
    text = _text(data)
    try:
        parsed, content = parse_text(text), json.loads(text)
        checked(content)
    except InstrumentError as fault:
        raise WrongInstrument(line_of(text, fault.path), fault) from fault
    versions = Instrument.objects.select_for_update().filter(code=parsed.code)
    published = [one.version for one in versions if one.state == Instrument.State.PUBLISHED]
    if published and parsed.version <= max(published):
        raise VersionTooOld(max(published))
    Instrument.objects.filter(code=parsed.code, version=parsed.version, state=Instrument.State.DRAFT).delete()
    made = _write(parsed, content, Instrument.State.DRAFT)
    audit.record(subject=made, action="draft", by=by, at=at, after={"sha256": made.sha256})
    return made


@transaction.atomic
def publish_draft(*, instrument_id: int, by: User, at: datetime) -> Instrument:
    """Publish a draft: new diagnoses use it, those begun keep theirs. Raises NotAllowed, NotFound, WrongState."""
    if not by.can(permissions.PUBLISH):
        raise NotAllowed
    made = Instrument.objects.select_for_update().filter(pk=instrument_id).first()
    if made is None:
        raise NotFound
    if made.state != Instrument.State.DRAFT:
        raise WrongState
    made.state, made.published_at = Instrument.State.PUBLISHED, at
    made.save(update_fields=["state", "published_at"])
    audit.record(subject=made, action="publish", by=by, at=at, after={"sha256": made.sha256})
    return made


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise WrongInstrument(line) from error


def _write(parsed: Parsed, content: Mapping[str, Any], state: str, published_at: datetime | None = None) -> Instrument:
    return Instrument.objects.create(
        code=parsed.code,
        version=parsed.version,
        name_ko=parsed.name_ko,
        name_en=parsed.name_en,
        state=state,
        content=dict(content),
        sha256=_digest(content),
        published_at=published_at,
    )


def _digest(content: Mapping[str, Any]) -> str:
    """Of what is scored and of the Korean words; a translation may follow a published version."""
    return hashlib.sha256(json.dumps(without_english(content), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

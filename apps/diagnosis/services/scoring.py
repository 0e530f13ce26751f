"""What consultant and company enter: answers, evidence, self scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.diagnosis import permissions, selectors
from apps.diagnosis.errors import AnsweredMeanwhile, PhotoNotPermitted, ReasonForNotApplicable, UnknownCode
from apps.diagnosis.frozen import Given
from apps.diagnosis.instrument import Instrument
from apps.diagnosis.models import Answer, Assessment, Evidence, Visit
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.services.locks import locked
from apps.diagnosis.states import SCORABLE, AssessmentAction, AssessmentState
from apps.directory import selectors as directory
from apps.documents import services as documents
from apps.documents.models import Attachment
from apps.kernel.errors import Invalid, NotAllowed, NotFound, UidTaken, UnknownVersion, WrongState
from apps.workflow import services as workflow

WITH_FILE = (Evidence.Kind.FILE, Evidence.Kind.PHOTO)


def save_answer(
    *, assessment_id: int, attribute: str, value: str, by: User, at: datetime, reason: str = "", note: str = ""
) -> Assessment:
    """Save one answer; see `save_answers`."""
    answers = {attribute: Given(Value(value), reason, note)}
    return save_answers(assessment_id=assessment_id, answers=answers, by=by, at=at)


@transaction.atomic
def save_answers(
    *,
    assessment_id: int,
    answers: Mapping[str, Given],
    by: User,
    at: datetime,
    version: int | None = None,
) -> Assessment:
    """Write what changed among the assigned consultant's answers; the first one starts the scoring.

    `version` is the `answers_version` the form was opened with. An answer that was changed since, and that differs from
    the new one, refuses the whole call, so that neither change is lost silently. Without it the call overwrites.
    What says nothing new is accepted at any time: a device that did not hear it arrived sends it again.
    Raises WrongState, NotAllowed, UnknownCode, ReasonForNotApplicable, AnsweredMeanwhile.
    """
    assessment = its_consultants(assessment_id, by)
    check_codes(selectors.instrument_of(assessment), answers)
    unexplained = [c for c, one in answers.items() if one.value is Value.NOT_APPLICABLE and not one.reason.strip()]
    if unexplained:
        raise ReasonForNotApplicable(unexplained)
    stored = selectors.given(assessment)
    clean = {code: _trimmed(one) for code, one in answers.items()}
    changed = {code: one for code, one in clean.items() if stored.get(code) != one}
    if changed and assessment.state not in SCORABLE:
        raise WrongState
    _refuse_lost_changes(assessment, changed, version)
    if not changed:
        return assessment
    assessment.answers_version += 1
    assessment.save(update_fields=["answers_version"])
    if assessment.state == AssessmentState.ASSIGNED:
        workflow.fire(assessment, AssessmentAction.START, by=by, at=at)
    Answer.objects.bulk_create(
        [
            Answer(
                assessment=assessment,
                attribute=code,
                value=one.value.value,
                reason=one.reason,
                note=one.note,
                version=assessment.answers_version,
                by=by,
                at=at,
            )
            for code, one in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "attribute"],
        update_fields=["value", "reason", "note", "version", "by", "at"],
    )
    before = {code: stored[code].value.value if code in stored else "" for code in changed}
    after = {code: one.value.value for code, one in changed.items()}
    audit.record(subject=assessment, action="answer", by=by, at=at, before=before, after=after)
    return assessment


@transaction.atomic
def add_evidence(
    *,
    assessment_id: int,
    criterion: str,
    kind: str,
    title: str,
    by: User,
    at: datetime,
    seen_on: date,
    note: str = "",
    attributes: Sequence[str] = (),
    file: UploadedFile | None = None,
    uid: UUID | None = None,
) -> Evidence:
    """Keep a file, photo, observation or interview note for a criterion; the same `uid` twice is once, at any time.

    Documents and photos carry a file, which is inspected before anybody may open it. Raises UnknownCode, Invalid,
    RefusedFile, WrongState, NotAllowed, and PhotoNotPermitted for a photo nobody at the company let be taken.
    """
    assessment = its_consultants(assessment_id, by)
    uid = uid or uuid4()
    known = Evidence.objects.filter(uid=uid, assessment=assessment).first()
    if known is not None:
        return known
    if assessment.state not in SCORABLE:
        raise WrongState
    if Evidence.objects.filter(uid=uid).exists():
        raise UidTaken(field="uid")
    instrument = selectors.instrument_of(assessment)
    check_evidence(instrument, criterion, attributes, kind, file)
    if kind == Evidence.Kind.PHOTO and not assessment.visits.filter(photos=Visit.Photos.GRANTED).exists():
        raise PhotoNotPermitted(field="kind")
    attachment = None
    if file is not None:
        attachment = documents.attach(file=file, kind="evidence", subject=assessment, by=by, at=at, uid=uid)
    said = {
        "uid": uid,
        "criterion": criterion,
        "attributes": attributes,
        "kind": kind,
        "title": title,
        "note": note,
        "seen_on": seen_on,
    }
    return write_evidence(assessment, said, attachment, by=by, at=at)


def write_evidence(
    assessment: Assessment, said: Mapping[str, Any], attachment: Attachment | None, *, by: User, at: datetime
) -> Evidence:
    """The row of one piece of evidence whose words and file were checked, and its event."""
    evidence = Evidence.objects.create(
        uid=said["uid"],
        assessment=assessment,
        criterion=said["criterion"],
        attributes=sorted(set(said["attributes"])),
        kind=said["kind"],
        title=said["title"].strip()[:120],
        note=said["note"].strip(),
        seen_on=said["seen_on"],
        attachment=attachment,
        by=by,
        at=at,
    )
    audit.record(
        subject=assessment,
        action="add_evidence",
        by=by,
        at=at,
        after={"evidence": str(evidence.uid), "criterion": evidence.criterion, "kind": evidence.kind},
    )
    return evidence


@transaction.atomic
def remove_evidence(*, evidence_uid: UUID, by: User, at: datetime) -> Evidence:
    """Take evidence back while the diagnosis is still being scored; the row stays in the record."""
    evidence = Evidence.objects.visible_to(by).filter(uid=evidence_uid).first()
    if evidence is None:
        raise NotFound
    assessment = for_scoring(evidence.assessment_id, by)
    evidence.removed_at = at
    evidence.save(update_fields=["removed_at"])
    if evidence.attachment_id is not None:
        documents.remove_attachment(attachment_id=evidence.attachment_id, by=by, at=at)
    audit.record(subject=assessment, action="remove_evidence", by=by, at=at, before={"evidence": str(evidence.uid)})
    return evidence


def for_scoring(assessment_id: int, by: User) -> Assessment:
    """The locked row, if this person is its consultant and it is being scored."""
    assessment = its_consultants(assessment_id, by)
    if assessment.state not in SCORABLE:
        raise WrongState
    return assessment


def its_consultants(assessment_id: int, by: User) -> Assessment:
    """The locked row, if this person is its consultant and has no tie to the company."""
    assessment = locked(assessment_id, by)
    if not by.can(permissions.SCORE) or assessment.consultant_id != by.pk:
        raise NotAllowed
    directory.demand_untied(by, assessment.company)
    return assessment


def _trimmed(one: Given) -> Given:
    """Lengths of the columns; a reason belongs to "not applicable" alone."""
    reason = one.reason.strip()[:300] if one.value is Value.NOT_APPLICABLE else ""
    return Given(one.value, reason, one.note.strip()[:500])


def check_codes(instrument: Instrument, codes: Mapping[str, object]) -> None:
    unknown = sorted(codes.keys() - instrument.attribute_codes)
    if unknown:
        raise UnknownCode(field=unknown[0])


def check_evidence(
    instrument: Instrument, criterion: str, attributes: Sequence[str], kind: str, file: UploadedFile | None
) -> None:
    if criterion not in {one.code for one in instrument.criteria}:
        raise UnknownCode(field="criterion")
    own = {a.code for band in instrument.criterion(criterion).bands for a in band.attributes}
    if set(attributes) - own:
        raise UnknownCode(field="attributes")
    if kind not in Evidence.Kind.values:
        raise UnknownCode(field="kind")
    if kind in WITH_FILE and file is None:
        raise Invalid(_("문서나 사진은 파일을 함께 올려 주십시오."), field="file")


def _refuse_lost_changes(assessment: Assessment, changed: Mapping[str, Given], version: int | None) -> None:
    if version is None or version == assessment.answers_version:
        return
    if version > assessment.answers_version:
        raise UnknownVersion
    since = assessment.answers.filter(version__gt=version, attribute__in=list(changed))
    theirs = dict(since.order_by("attribute").values_list("attribute", "value"))
    if theirs:
        raise AnsweredMeanwhile(theirs, assessment.answers_version)

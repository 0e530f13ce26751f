"""The visit: pledge and permission before it, the signed log after it, and what came back from it too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit import services as audit
from apps.diagnosis import permissions, selectors
from apps.diagnosis.errors import NotPledged, VisitNotOver, VisitSigned
from apps.diagnosis.frozen import Given
from apps.diagnosis.labels import PLEDGE
from apps.diagnosis.models import Assessment, Evidence, LateRecord, Visit
from apps.diagnosis.rules import Answer as Value
from apps.diagnosis.services.locks import locked
from apps.diagnosis.services.scoring import (
    check_codes,
    check_evidence,
    for_scoring,
    its_consultants,
    save_answers,
    write_evidence,
)
from apps.diagnosis.states import SCORABLE, AssessmentState
from apps.documents import services as documents
from apps.kernel.errors import Invalid, NotAllowed, NotFound, Problem, UidTaken, WrongState
from apps.workflow import services as workflow

WAIT_FOR_LATE = "late_record"
LONGEST_VISIT = timedelta(hours=24)
CLOCKS_DIFFER = timedelta(minutes=15)
"""How far a tablet's clock may be ahead of the server's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a consultant notes of a visit; with a signature it is closed."""

    photos: str
    permitted_by: str
    began_at: datetime | None = None
    ended_at: datetime | None = None
    people: str = ""
    summary: str = ""
    signer: str = ""
    signature: Sequence[Sequence[Sequence[int]]] | None = None


@transaction.atomic
def keep_visit(*, assessment_id: int, uid: UUID, said: Said, pledged: bool, by: User, at: datetime) -> Visit:
    """Keep what is noted of a visit under an identifier the device made; a signed one never changes again.

    The first time needs the pledge. Raises NotAllowed, WrongState, NotPledged, VisitNotOver, VisitSigned, UidTaken and
    Invalid with every field a signed log lacks.
    """
    assessment = its_consultants(assessment_id, by)
    if assessment.second_of_id is not None or assessment.state == AssessmentState.CANCELLED:
        raise WrongState
    known = Visit.objects.filter(uid=uid).first()
    if known is not None and known.assessment_id != assessment.pk:
        raise UidTaken(field="uid")
    if known is None and not pledged:
        raise NotPledged(field="pledged")
    _check_hours(said, at)
    if known is not None and known.signed_at is not None:
        if any(getattr(known, name) != value for name, value in asdict(said).items()):
            raise VisitSigned
        return known
    visit = known or Visit(uid=uid, assessment=assessment, by=by, at=at, pledge=str(PLEDGE), pledged_at=at)
    for name, value in asdict(said).items():
        setattr(visit, name, value)
    if said.signature:
        _check_whole(said)
        visit.signed_at = at
    else:
        visit.signature = None
    visit.save()
    if known is None:
        audit.record(
            subject=assessment, action="pledge", by=by, at=at, after={"visit": str(uid), "photos": said.photos}
        )
    if visit.signed_at is not None:
        audit.record(subject=assessment, action="sign_visit", by=by, at=at, after={"visit": str(uid)})
    return visit


@transaction.atomic
def keep_late(
    *,
    assessment_id: int,
    uid: UUID,
    content: Mapping[str, Any],
    by: User,
    at: datetime,
    file: UploadedFile | None = None,
) -> LateRecord:
    """Keep answers, or one piece of evidence, that arrived when the case was no longer being scored.

    `content` is `{"answers": [{attribute, value, reason, note}, …]}` or `{"evidence": {criterion, kind, title, note,
    seen_on, attributes}}`. The same `uid` twice is once. Raises WrongState while the case is open for scoring,
    NotAllowed, UnknownCode, Invalid, RefusedFile, UidTaken.
    """
    assessment = its_consultants(assessment_id, by)
    known = LateRecord.objects.filter(uid=uid).first()
    if known is not None and known.assessment_id == assessment.pk:
        return known
    if known is not None or Evidence.objects.filter(uid=uid).exists():
        raise UidTaken(field="uid")
    if assessment.state in SCORABLE:
        raise WrongState
    instrument = selectors.instrument_of(assessment)
    if "evidence" in content:
        one = content["evidence"]
        check_evidence(instrument, one["criterion"], one["attributes"], one["kind"], file)
    else:
        check_codes(instrument, {one["attribute"]: one for one in content["answers"]})
    attachment = None
    if file is not None:
        attachment = documents.attach(file=file, kind="evidence", subject=assessment, by=by, at=at, uid=uid)
    late = LateRecord.objects.create(
        uid=uid, assessment=assessment, content=dict(content), attachment=attachment, by=by, at=at
    )
    audit.record(subject=assessment, action="late_record", by=by, at=at, after={"late": str(uid)})
    workflow.open_wait(
        assessment,
        key=WAIT_FOR_LATE,
        party=f"role:{Role.STAFF}",
        what=_("완료한 뒤에 도착한 현장 기록을 보고 진단을 다시 열지 정해 주십시오"),
        path=assessment.get_absolute_url(),
        at=at,
    )
    return late


@transaction.atomic
def take_late(*, late_uid: UUID, by: User, at: datetime) -> LateRecord:
    """Take a late record over into a case that is being scored again; its answers replace those there are.

    Raises NotFound, NotAllowed, WrongState, ReasonForNotApplicable.
    """
    late = _unsettled(late_uid)
    assessment = for_scoring(late.assessment_id, by)
    if "evidence" in late.content:
        write_evidence(assessment, {**late.content["evidence"], "uid": late.uid}, late.attachment, by=by, at=at)
    else:
        answers = {
            one["attribute"]: Given(Value(one["value"]), one["reason"], one["note"]) for one in late.content["answers"]
        }
        save_answers(assessment_id=assessment.pk, answers=answers, by=by, at=at)
    return _settle(late, assessment, LateRecord.Outcome.TAKEN, by=by, at=at)


@transaction.atomic
def lay_aside(*, late_uid: UUID, by: User, at: datetime) -> LateRecord:
    """Leave a late record as it is, for good: staff or the case's consultant may. Raises NotFound, NotAllowed."""
    late = _unsettled(late_uid)
    assessment = locked(late.assessment_id, by)
    if not (by.can(permissions.REOPEN) or assessment.consultant_id == by.pk):
        raise NotAllowed
    return _settle(late, assessment, LateRecord.Outcome.LAID_ASIDE, by=by, at=at)


def _unsettled(late_uid: UUID) -> LateRecord:
    late = LateRecord.objects.select_for_update(of=("self",)).select_related("attachment").filter(uid=late_uid).first()
    if late is None:
        raise NotFound
    if late.outcome:
        raise WrongState
    return late


def _settle(late: LateRecord, assessment: Assessment, outcome: str, *, by: User, at: datetime) -> LateRecord:
    late.outcome, late.settled_by, late.settled_at = outcome, by, at
    late.save(update_fields=["outcome", "settled_by", "settled_at"])
    audit.record(
        subject=assessment, action="settle_late", by=by, at=at, after={"late": str(late.uid), "outcome": outcome}
    )
    if not assessment.late_records.filter(outcome="").exists():
        workflow.close_waits(assessment, at=at, key=WAIT_FOR_LATE)
    return late


def _check_hours(said: Said, at: datetime) -> None:
    for name, moment in (("began_at", said.began_at), ("ended_at", said.ended_at)):
        if moment is not None and moment > at + CLOCKS_DIFFER:
            raise VisitNotOver(field=name)
    if said.began_at is None or said.ended_at is None:
        return
    if said.ended_at <= said.began_at:
        raise Invalid(_("끝난 시각은 시작한 시각보다 뒤여야 합니다."), field="ended_at")
    if said.ended_at - said.began_at > LONGEST_VISIT:
        raise Invalid(_("한 번의 방문은 24시간을 넘을 수 없습니다. 날짜를 확인해 주십시오."), field="ended_at")


def _check_whole(said: Said) -> None:
    asked = {
        "began_at": _("시작한 시각을 적어 주십시오."),
        "ended_at": _("끝난 시각을 적어 주십시오."),
        "summary": _("무엇을 했는지 적어 주십시오."),
        "signer": _("서명한 분의 성함을 적어 주십시오."),
    }
    lacking = [Problem(name, message) for name, message in asked.items() if not getattr(said, name)]
    if lacking:
        raise Invalid(problems=lacking)

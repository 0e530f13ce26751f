"""Score sheets: written, handed in, set aside; seats left; and what follows for the sitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.audit import services as audit
from apps.kernel import bounds
from apps.kernel.clocks import local_date
from apps.kernel.errors import NotAllowed, NotFound, Problem, UnknownVersion, WrongState
from apps.notices import services as notices
from apps.panels import permissions, rules, selectors
from apps.panels.errors import BadSheet, NotHeardYet, TooLong, UnknownCriterion
from apps.panels.models import Case, ScoreSheet, Seat, Sitting, Withheld
from apps.panels.states import SeatAction, SeatState, SittingAction, SittingState
from apps.workflow import services as workflow

SHORT = "short"
# A wait beside the state: a tie came to light after a reviewer was seated.
CONFLICT = "conflict"
CONFLICT_ASK = gettext_lazy("이해관계가 드러난 위원의 평가표를 확인해 주십시오")
SHORT_ASK = gettext_lazy("평가위원이 모자랍니다. 위원을 추가로 위촉해 주십시오")
COMMENT = "comment"


@dataclass(frozen=True, slots=True)
class Saved:
    """A sheet's draft after saving: its version, and what another window had written meanwhile into the same fields."""

    version: int
    theirs: Mapping[str, str]


@transaction.atomic
def save_draft(*, seat_uid: UUID, version: int, values: Mapping[str, str], by: User) -> Saved:
    """Keep some fields of a sheet that is still written, as they were typed, read at `version`.

    A field that another window changed since then is left alone and told. Raises NotFound for somebody else's seat,
    WrongState, UnknownVersion, UnknownCriterion, TooLong.
    """
    seat = _lock_seat(seat_uid, by)
    if seat.user_id != by.pk:
        raise NotFound
    if seat.state != SeatState.INVITED:
        raise WrongState
    if version > seat.draft_version:
        raise UnknownVersion
    known = {one["code"] for one in seat.sitting.criteria} | {COMMENT}
    if strangers := sorted(values.keys() - known):
        raise UnknownCriterion(field=strangers[0])
    if long := sorted(name for name, text in values.items() if len(text) > bounds.MOST_TEXT):
        raise TooLong(field=long[0])
    changed = {name: text for name, text in values.items() if seat.draft.get(name, "") != text}
    theirs = {name: seat.draft.get(name, "") for name in changed if seat.draft_versions.get(name, 0) > version}
    written = {name: text for name, text in changed.items() if name not in theirs}
    if written:
        seat.draft_version += 1
        seat.draft |= written
        seat.draft_versions |= dict.fromkeys(written, seat.draft_version)
        seat.save(update_fields=["draft", "draft_version", "draft_versions"])
    return Saved(seat.draft_version, theirs)


@transaction.atomic
def hand_in(*, seat_uid: UUID, scores: Mapping[str, Decimal], comment: str, by: User, at: datetime) -> ScoreSheet:
    """Hand a sheet in, once; the last one closes the sitting. Sending the same sheet again changes nothing.

    Raises NotFound for somebody else's seat, BadSheet naming each faulty score, NotHeardYet before the presentations
    begin, WrongState when already handed in.
    """
    seat = _lock_seat(seat_uid, by)
    _demand_heard(seat.sitting, at)
    criteria = selectors.criteria_of(seat.sitting.criteria)
    _check_scores(seat.sitting, criteria, scores, comment)
    texts = {criterion.code: str(scores[criterion.code]) for criterion in criteria}
    if seat.state == SeatState.HANDED_IN and seat.user_id == by.pk:
        sheet = seat.sheet
        if _same(sheet.scores, texts) and sheet.comment == comment.strip():
            return sheet
    workflow.fire(seat, SeatAction.HAND_IN, by=by, at=at, draft={}, draft_versions={})
    sheet = ScoreSheet.objects.create(
        seat=seat,
        scores=texts,
        total=rules.sheet_total(criteria, scores),
        comment=comment.strip(),
        signature=selectors.signature(seat, texts, comment.strip(), at),
        handed_in_at=at,
    )
    settle(seat.sitting, by=by, at=at)
    return sheet


@transaction.atomic
def recuse(*, seat_uid: UUID, reason: str, by: User, at: datetime) -> Seat:
    """A reviewer steps back (회피) and from then on no longer sees the case."""
    return _leave(_lock_seat(seat_uid, by), SeatAction.RECUSE, reason, by=by, at=at)


@transaction.atomic
def release(*, seat_uid: UUID, reason: str, by: User, at: datetime) -> Seat:
    """Staff take back a seat whose sheet will not come."""
    return _leave(_lock_seat(seat_uid, by), SeatAction.RELEASE, reason, by=by, at=at)


@transaction.atomic
def set_aside(*, seat_uid: UUID, reason: str, by: User, at: datetime) -> Seat:
    """A member turned out to be in conflict after scoring: their sheet is kept but counts no more.

    A closed sitting is computed anew, or opened again when too few sheets are left. Raises NotFound, NotAllowed,
    WrongState, ReasonMissing.
    """
    seat = _lock_seat(seat_uid, by)
    words = reason.strip()
    workflow.fire(seat, SeatAction.SET_ASIDE, by=by, at=at, reason=reason, left_at=at, left_reason=words)
    sitting = seat.sitting
    _answer_conflict(sitting, at)
    if sitting.state != SittingState.CLOSED:
        settle(sitting, by=by, at=at)
        return seat
    result = selectors.computed(sitting)
    if result.total is None:
        workflow.fire(sitting, SittingAction.REOPEN, by=by, at=at, reason=reason, closed_at=None, outcome=None)
        _ask_for_more(sitting, at)
    else:
        workflow.fire(sitting, SittingAction.RECOMPUTE, by=by, at=at, reason=reason, outcome=selectors.frozen(result))
    _keep_figures(sitting)
    return seat


@transaction.atomic
def withhold(*, seat_uid: UUID, reason: str, by: User, at: datetime) -> Withheld:
    """The applicant is not shown the opinion of a sheet; its scores count as before. Once: again changes nothing.

    Raises NotFound, NotAllowed, WrongState for a sheet that does not count or whose sitting is open, ReasonMissing.
    """
    if not by.can(permissions.RELEASE):
        raise NotAllowed
    seat = _lock_seat(seat_uid, by)
    if seat.state != SeatState.HANDED_IN or seat.sitting.state != SittingState.CLOSED:
        raise WrongState
    words = reason.strip()
    if not words:
        raise workflow.ReasonMissing(field="reason")
    made, is_new = Withheld.objects.get_or_create(sheet=seat.sheet, defaults={"reason": words, "by": by, "at": at})
    if is_new:
        audit.record(subject=seat, action="withhold_opinion", by=by, at=at, reason=words)
    return made


def _lock_seat(seat_uid: UUID, by: User) -> Seat:
    """The seat under its sitting's lock: whoever hands in last sees every other sheet."""
    found = Seat.objects.visible_to(by).filter(uid=seat_uid).values("pk", "sitting_id").first()
    if found is None:
        raise NotFound
    sitting = Sitting.objects.select_for_update().get(pk=found["sitting_id"])
    seat = Seat.objects.select_for_update().get(pk=found["pk"])
    seat.sitting = sitting
    return seat


def _demand_heard(sitting: Sitting, at: datetime) -> None:
    if sitting.case is None or sitting.round != Sitting.Round.PRESENTATION:
        return
    starts_at = sitting.case.committee.presents_from
    if starts_at is not None and at < starts_at:
        raise NotHeardYet(starts_at)


def _check_scores(
    sitting: Sitting, criteria: Sequence[rules.Criterion], scores: Mapping[str, Decimal], comment: str
) -> None:
    problems = [
        Problem(fault.criterion, selectors.say_score_fault(sitting.criteria, fault))
        for fault in rules.score_faults(criteria, scores)
    ]
    if not comment.strip():
        problems.append(Problem("comment", _("종합 의견을 적어 주십시오.")))
    if problems:
        raise BadSheet(problems=problems)


def _same(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    return {code: Decimal(text) for code, text in before.items()} == {code: Decimal(text) for code, text in now.items()}


def _leave(seat: Seat, action: SeatAction, reason: str, *, by: User, at: datetime) -> Seat:
    workflow.fire(seat, action, by=by, at=at, reason=reason, left_at=at, left_reason=reason.strip())
    _answer_conflict(seat.sitting, at)
    settle(seat.sitting, by=by, at=at)
    return seat


def settle(sitting: Sitting, *, by: User, at: datetime) -> None:
    """Close a sitting nobody still owes a sheet to, or ask staff for more reviewers."""
    if sitting.seats.filter(state=SeatState.INVITED).exists():
        return
    result = selectors.computed(sitting)
    if result.total is None:
        _ask_for_more(sitting, at)
        return
    workflow.fire(sitting, SittingAction.COMPLETE, by=by, at=at, closed_at=at, outcome=selectors.frozen(result))
    workflow.close_waits(sitting, at=at, key=SHORT)
    _keep_figures(sitting)
    if sitting.case_id is not None:
        return  # the committee's page tells of all its cases together
    notices.queue(
        "panels.completed",
        to=sitting.convened_by,
        context={"title": sitting.subject_title},
        path=sitting.get_absolute_url(),
        about=sitting,
        at=at,
    )


def _answer_conflict(sitting: Sitting, at: datetime) -> None:
    """Staff are asked no more about ties once nobody with one is left; another reviewer who leaves answers nothing."""
    if not selectors.conflicted_in(sitting, local_date(at)):
        workflow.close_waits(sitting, at=at, key=CONFLICT)


def _ask_for_more(sitting: Sitting, at: datetime) -> None:
    workflow.open_wait(sitting, key=SHORT, party="role:staff", what=SHORT_ASK, path=sitting.get_absolute_url(), at=at)


def _keep_figures(sitting: Sitting) -> None:
    """Write what follows from the sheets beside each of them, and beside a committee's case."""
    beside = selectors.beside(sitting)
    sheets = list(ScoreSheet.objects.filter(seat__sitting=sitting).order_by("pk"))
    for sheet in sheets:
        sheet.others, sheet.others_total = beside.get(sheet.pk, (None, None))
    ScoreSheet.objects.bulk_update(sheets, ["others", "others_total"])
    if sitting.case_id is not None:
        case = Case.objects.select_for_update().select_related("committee").get(pk=sitting.case_id)
        for name, value in selectors.figures_of(case).items():
            setattr(case, name, value)
        case.save(update_fields=list(selectors.FIGURES))

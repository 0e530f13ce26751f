"""Objections (이의신청): an applicant objects, others than before look at the case, two others than before decide."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.audit import services as audit
from apps.documents import selectors as documents
from apps.documents import services as files
from apps.documents.models import Attachment
from apps.intake import selectors, sheets
from apps.intake.entries import Approval
from apps.intake.errors import (
    AlreadyObjected,
    GroundsMissing,
    JudgedBefore,
    NothingToObject,
    ObjectionLate,
    TooManyPapers,
    WrongRuling,
)
from apps.intake.models import Application, Objection
from apps.intake.services.locks import (
    approved,
    demand_place,
    demand_result,
    demand_seen,
    demand_status,
    demand_waitlist,
    locked_committee,
    locked_own,
    locked_to_decide,
)
from apps.intake.services.results import ask_for_brief
from apps.intake.services.telling import tell_applicant
from apps.intake.states import (
    OPEN_OBJECTION,
    WAIT_FOR_DIAGNOSIS,
    Action,
    Door,
    ObjectionAction,
    Outcome,
    Ruling,
    State,
)
from apps.kernel.bounds import MOST_TEXT
from apps.kernel.errors import NotFound, UidTaken, WrongState
from apps.panels import selectors as panel
from apps.panels import services as panels
from apps.workflow import services as workflow

MERIT = [{"code": "merit", "label_ko": "이의의 타당성", "label_en": "Merit of the objection", "weight": 100, "max": 10}]
PAPER = "objection"
MOST_PAPERS = 10


@transaction.atomic
def file_objection(
    *, application_id: int, grounds: str, by: User, at: datetime, uid: UUID | None = None, file: File | None = None
) -> Objection:
    """Object to a refusal, a non-selection or a cancellation within the programme's days; the same `uid` twice is once.

    Raises NotFound, NotAllowed for another company, NothingToObject, AlreadyObjected, ObjectionLate, GroundsMissing,
    UidTaken, and for a file what `documents.services.attach` refuses.
    """
    application = locked_own(application_id, by)
    known = Objection.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if known.application_id != application.pk:
            raise UidTaken(field="uid")
        return known
    contest = selectors.contest_of(application)
    if contest is None:
        raise NothingToObject
    if selectors.objected(application, contest):
        raise AlreadyObjected
    if at >= contest.until:
        ended = contest.last_on.isoformat()
        raise ObjectionLate(_("이의신청 기간이 %(ended)s에 끝났습니다. 센터에 문의해 주십시오.") % {"ended": ended})
    if not grounds.strip():
        raise GroundsMissing(field="grounds")
    objection = Objection.objects.create(
        application=application,
        contested=contest.contested,
        told_at=contest.told_at,
        decision_note=contest.note,
        deciders=list(contest.deciders),
        grounds=grounds.strip()[:MOST_TEXT],
        filed_by=by,
        filed_at=at,
        due_at=selectors.answer_due(application, at),
        **({"uid": uid} if uid else {}),
    )
    audit.record(subject=objection, action="file", by=by, at=at, after={"state": objection.state})
    if file is not None:
        files.attach(file=file, kind=PAPER, subject=objection, by=by, at=at)
    workflow.open_state_waits(objection, at=at)
    due = objection.due_on.isoformat()
    tell_applicant(application, "intake.objection_filed", at, round_=str(objection.pk), due=due)
    return objection


@transaction.atomic
def add_to_objection(*, objection_uid: UUID, file: File, by: User, at: datetime, uid: UUID | None = None) -> Attachment:
    """Add a paper to one's own objection until it is decided; the same `uid` twice is once.

    Raises NotFound, NotAllowed, WrongState, TooManyPapers, and what `documents.services.attach` refuses.
    """
    objection = _own(objection_uid, by)
    if objection.state not in OPEN_OBJECTION:
        raise WrongState
    held = documents.attachments_of(objection).values_list("uid", flat=True)
    if uid not in held and len(held) >= MOST_PAPERS:
        raise TooManyPapers(MOST_PAPERS, field="file")
    return files.attach(file=file, kind=PAPER, subject=objection, by=by, at=at, uid=uid)


@transaction.atomic
def appoint_to_objection(
    *, objection_uid: UUID, reviewers: Sequence[User], due_at: datetime, by: User, at: datetime
) -> Objection:
    """Put an objection before reviewers who had no part in the contested decision, masked.

    They score a case that was not selected anew by the call's criteria, any other by the merit of the objection.
    Raises NotFound, NotAllowed also for those who took the contested decision, Tied, WrongState, JudgedBefore naming
    them, and what `panels.services.convene` refuses.
    """
    objection, application = _locked(objection_uid, by)
    workflow.check(objection, ObjectionAction.APPOINT, by=by)
    before = selectors.judged_before(objection)
    if stale := [one.name for one in reviewers if one.pk in before]:
        said = _("이 신청을 이미 평가하거나 결정한 사람입니다: %(names)s. 다른 위원을 골라 주십시오.")
        raise JudgedBefore(said % {"names": ", ".join(stale)}, field="reviewers")
    terms = application.call.settings
    scored_anew = objection.contested == State.NOT_SELECTED
    with override(settings.LANGUAGE_CODE):
        panels.convene(
            subject=objection,
            title=f"{application.receipt_number} {_('이의신청')}",
            sheet=sheets.contested(objection, on_merit=not scored_anew),
            criteria=sheets.criteria(terms["criteria"] if scored_anew else MERIT),
            reviewers=reviewers,
            due_at=due_at,
            by=by,
            at=at,
            organisation=application.company,
            path=objection.get_absolute_url(),
            fewest=int(terms.get("reviewers") or 1),
            trim_from=terms.get("trim_from"),
        )
    workflow.fire(objection, ObjectionAction.APPOINT, by=by, at=at)
    return objection


@transaction.atomic
def propose_on_objection(*, objection_uid: UUID, ruling: Ruling, reason: str, by: User, at: datetime) -> Objection:
    """Propose to dismiss an objection or to change the decision, on what the other reviewers found.

    Raises NotFound, NotAllowed for those who took the contested decision, Tied, WrongState, ReasonMissing, WrongRuling,
    ReviewNotDone, NoPlace, StatusUnchecked and FilesUnseen for an admission.
    """
    objection, application = _locked(objection_uid, by)
    workflow.check(objection, ObjectionAction.PROPOSE, by=by, reason=reason)
    if ruling not in dict(selectors.rulings(objection)):
        raise WrongRuling(field="ruling")
    demand_result(objection)
    if ruling == Ruling.SELECT:
        demand_place(application, at)
    elif ruling == Ruling.ADMIT:
        demand_status(application, at)
        demand_seen(application)
    workflow.fire(
        objection,
        ObjectionAction.PROPOSE,
        by=by,
        at=at,
        reason=reason,
        ruling=ruling,
        ruling_note=reason.strip(),
        proposed_by=by,
        proposed_at=at,
    )
    return objection


@transaction.atomic
def return_on_objection(*, objection_uid: UUID, reason: str, by: User, at: datetime) -> Objection:
    """Send a proposal on an objection back. Raises NotAllowed for who proposed it or took the contested decision."""
    objection, _application = _locked(objection_uid, by)
    workflow.fire(objection, ObjectionAction.RETURN, by=by, at=at, reason=reason, ruling="", proposed_by=None)
    return objection


@transaction.atomic
def decide_objection(*, objection_uid: UUID, by: User, at: datetime, approval: Approval | None = None) -> Objection:
    """Confirm what was proposed, as a second person who took no part before; the applicant is told with the reasons.

    Raises NotFound, NotAllowed, Tied, WrongState, ReviewNotDone, NoPlace, StatusUnchecked, FilesUnseen, BadApproval.
    """
    objection, application = _locked(objection_uid, by)
    action = ObjectionAction.DISMISS if objection.ruling == Ruling.DISMISS else ObjectionAction.UPHOLD
    workflow.check(objection, action, by=by)
    found = demand_result(objection)
    paper = approved(approval, at, since=found.closed_at)
    workflow.fire(objection, action, by=by, at=at, decided_by=by, decided_at=at, **paper)
    if action == ObjectionAction.UPHOLD:
        _change(objection, application, paper, by=by, at=at)
    with override(application.applicant.language):
        ruling = str(Ruling(objection.ruling).label)
    tell_applicant(
        application,
        "intake.objection_decided",
        at,
        round_=str(objection.pk),
        ruling=ruling,
        text=objection.ruling_note,
    )
    return objection


@transaction.atomic
def withdraw_objection(*, objection_uid: UUID, by: User, at: datetime) -> Objection:
    """The applicant takes an objection back; its reviewers are sent home. Raises NotFound, NotAllowed, WrongState."""
    objection = _own(objection_uid, by)
    workflow.fire(objection, ObjectionAction.WITHDRAW, by=by, at=at)
    with override(settings.LANGUAGE_CODE):
        panels.cancel(subject=objection, reason=_("신청 기업이 이의신청을 취하했습니다."), at=at)
    return objection


def _change(objection: Objection, application: Application, paper: dict[str, Any], *, by: User, at: datetime) -> None:
    """Change the contested decision as the upheld objection says."""
    reason = objection.ruling_note
    if objection.ruling == Ruling.ADMIT:
        demand_status(application, at)
        demand_seen(application)
        decided = {"decided_by": by, "decided_at": at, "decision_codes": [], "decision_note": reason}
        workflow.fire(application, Action.ADMIT_ON_OBJECTION, by=by, at=at, reason=reason, **decided)
        if application.door == Door.DIAGNOSIS:
            what, path = _("진단 시작과 컨설턴트 배정"), application.get_absolute_url()
            workflow.open_wait(application, key=WAIT_FOR_DIAGNOSIS, party="role:staff", what=what, path=path, at=at)
        return
    selects = objection.ruling == Ruling.SELECT
    if selects:
        demand_place(application, at)
    workflow.fire(
        application,
        Action.SELECT_ON_OBJECTION if selects else Action.WAITLIST_ON_OBJECTION,
        by=by,
        at=at,
        reason=reason,
        proposed_by=objection.proposed_by,
        proposed_at=objection.proposed_at,
        proposed_outcome=Outcome.SELECT if selects else Outcome.WAITLIST,
        proposal_note=reason,
        confirmed_by=by,
        confirmed_at=at,
        published_at=at,
        waitlist_rank=None if selects else _last_rank(application) + 1,
        **paper,
    )
    if selects:
        ask_for_brief(application, at=at)


def _last_rank(application: Application) -> int:
    """The last number of the waitlist that was told in its committee."""
    committee = locked_committee(application) or demand_waitlist(application)
    keys = [place.subject_id for place in panel.places(committee)]
    last = Application.objects.filter(pk__in=keys).aggregate(last=Max("waitlist_rank"))["last"]
    return int(last or 0)


def _own(objection_uid: UUID, by: User) -> Objection:
    """The objection under its application's lock, for people of its own company."""
    return _row(objection_uid, locked_own(_application_id(objection_uid, by), by))


def _locked(objection_uid: UUID, by: User) -> tuple[Objection, Application]:
    """The objection under its application's lock, for a person without any tie to the company."""
    application = locked_to_decide(_application_id(objection_uid, by), by)
    return _row(objection_uid, application), application


def _application_id(objection_uid: UUID, by: User) -> int:
    key = Objection.objects.visible_to(by).filter(uid=objection_uid).values_list("application_id", flat=True).first()
    if key is None:
        raise NotFound
    return key


def _row(objection_uid: UUID, application: Application) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("proposed_by")
    objection = rows.get(uid=objection_uid)
    objection.application = application
    return objection

"""Making a committee: founded over cases, members appointed, pledged, and let go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.audit import services as audit
from apps.kernel.clocks import local
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.notices import services as notices
from apps.panels import permissions, rules
from apps.panels.entries import CaseEntry, CommitteeEntry
from apps.panels.errors import AlreadyMember, AlreadySitting, BadCommitteeTerms, NoCases, NotAMember, NotAReviewer
from apps.panels.models import Case, Committee, Member, Reviewer, Seat, Sitting
from apps.panels.services import seating, sheets
from apps.panels.states import CommitteeState, SeatAction, SeatState, SittingState
from apps.workflow import services as workflow

PLEDGE = "pledge"
PLEDGE_ASK = gettext_lazy("서약하고 평가를 준비해 주십시오")
OPEN_STATES = (CommitteeState.PREPARING, CommitteeState.DOCUMENT, CommitteeState.PRESENTATION)


@transaction.atomic
def found(
    *, entry: CommitteeEntry, about: Any, about_title: str, cases: Sequence[CaseEntry], by: User, at: datetime
) -> Committee:
    """Found a committee over cases of one origin; the same `uid` about the same origin twice is once.

    Raises NotAllowed, NoCases, BadCommitteeTerms, Unusable, DueInThePast, DueTooFar, AlreadySitting, UidTaken.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    label = audit.label_of(about)
    known = Committee.objects.filter(uid=entry.uid).first()
    if known is not None:
        if (known.about_label, known.about_id) != (label, about.pk):
            raise UidTaken(field="uid")
        return known
    _check_terms(entry)
    seating.checked_terms(entry.criteria, entry.due_at, at)
    _check_cases(cases)
    committee = Committee.objects.create(
        uid=entry.uid,
        title=entry.title.strip()[:120],
        about_label=label,
        about_id=about.pk,
        about_title=about_title[:200],
        mode=Committee.Mode(entry.mode),
        terms=dict(entry.terms),
        criteria=[dict(one) for one in entry.criteria],
        due_at=entry.due_at,
        founded_at=at,
        founded_by=by,
    )
    Case.objects.bulk_create([_case(committee, position, one) for position, one in enumerate(cases, start=1)])
    audit.record(subject=committee, action="found", by=by, at=at, after={"state": committee.state})
    return committee


@transaction.atomic
def appoint(*, committee_uid: UUID, user_uids: Sequence[UUID], chair_uid: UUID | None, by: User, at: datetime) -> None:
    """Appoint members from the pool, and say who sits in the chair; each is asked for the pledge.

    Raises NotFound, NotAllowed, WrongState, NotAReviewer, AlreadyMember, NotAMember for a chair who is no member.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    committee = locked(committee_uid, by)
    if committee.state not in OPEN_STATES:
        raise WrongState
    wanted = dict.fromkeys(user_uids)
    pool = {
        one.user.uid: one
        for one in Reviewer.objects.filter(user__uid__in=wanted).select_related("user").prefetch_related("user__grants")
    }
    if len(pool) < len(wanted):
        raise NotAReviewer(_("평가위원 풀에 없는 사람입니다. 풀에 먼저 등록해 주십시오."), field="members")
    seating.reviewing(one.user for one in pool.values())
    if committee.members.filter(user__uid__in=wanted, left_at=None).exists():
        raise AlreadyMember(field="members")
    for uid in wanted:
        _appoint(committee, pool[uid], by=by, at=at)
    if chair_uid is not None:
        _name_chair(committee, chair_uid, by=by, at=at)


@transaction.atomic
def dismiss(*, committee_uid: UUID, user_uid: UUID, reason: str, by: User, at: datetime) -> None:
    """Let a member go; the seats they still owe a sheet for are released with the reason.

    Raises NotFound, NotAllowed, WrongState, ReasonMissing, NotAMember.
    """
    if not by.can(permissions.RELEASE):
        raise NotAllowed
    committee = locked(committee_uid, by)
    if committee.state not in OPEN_STATES:
        raise WrongState
    if not reason.strip():
        raise workflow.ReasonMissing(field="reason")
    member = committee.members.select_for_update().filter(user__uid=user_uid, left_at=None).first()
    if member is None:
        raise NotAMember(field="member")
    member.left_at, member.left_reason = at, reason.strip()[:500]
    member.save(update_fields=["left_at", "left_reason"])
    _close_pledge(committee, member, at)
    audit.record(
        subject=committee, action="dismiss", by=by, at=at, after={"member": member.user_id}, reason=reason.strip()
    )
    owed = Seat.objects.filter(sitting__case__committee=committee, user=member.user_id, state=SeatState.INVITED)
    for seat in owed.select_related("sitting").order_by("pk"):
        words = reason.strip()
        workflow.fire(seat, SeatAction.RELEASE, by=by, at=at, reason=reason, left_at=at, left_reason=words)
        sheets.settle(Sitting.objects.select_for_update().get(pk=seat.sitting_id), by=by, at=at)


@transaction.atomic
def pledge(*, committee_uid: UUID, by: User, at: datetime) -> Member:
    """A member pledges secrecy and fairness (서약); once. Raises NotFound, NotAMember."""
    committee = locked(committee_uid, by)
    member = committee.members.select_for_update().filter(user=by, left_at=None).first()
    if member is None:
        raise NotAMember
    if member.pledged_at is None:
        member.pledged_at = at
        member.save(update_fields=["pledged_at"])
        audit.record(subject=committee, action="pledge", by=by, at=at, after={"member": by.pk})
        _close_pledge(committee, member, at)
    return member


def locked(committee_uid: UUID, by: User) -> Committee:
    """The committee under lock, for those who may see it. Raises NotFound."""
    rows = Committee.objects.visible_to(by).select_for_update(of=("self",))
    committee = rows.filter(uid=committee_uid).first()
    if committee is None:
        raise NotFound
    return committee


def _check_terms(entry: CommitteeEntry) -> None:
    try:
        rules.terms_of(entry.terms)
    except rules.BadTerms as fault:
        raise BadCommitteeTerms(field=str(fault)) from fault
    if entry.mode not in Committee.Mode.values:
        raise BadCommitteeTerms(field="mode")


def _check_cases(cases: Sequence[CaseEntry]) -> None:
    if not cases:
        raise NoCases(field="cases")
    label = audit.label_of(cases[0].subject)
    keys = [one.subject.pk for one in cases]
    busy = Sitting.objects.filter(subject_label=label, subject_id__in=keys, state=SittingState.OPEN)
    waiting = Case.objects.filter(
        subject_label=label, subject_id__in=keys, withdrawn_at=None, committee__state__in=OPEN_STATES
    )
    if busy.exists() or waiting.exists():
        raise AlreadySitting(field="cases")


def _case(committee: Committee, position: int, entry: CaseEntry) -> Case:
    return Case(
        committee=committee,
        position=position,
        subject_label=audit.label_of(entry.subject),
        subject_id=entry.subject.pk,
        subject_uid=entry.subject.uid,
        subject_title=entry.title[:200],
        subject_path=entry.path,
        organisation=entry.organisation,
        industry=entry.industry,
        skills=sorted(set(entry.skills)),
        masked_sheet=dict(entry.sheet),
        amount_krw=entry.amount_krw,
    )


def _appoint(committee: Committee, reviewer: Reviewer, *, by: User, at: datetime) -> None:
    member = Member.objects.create(
        committee=committee, user=reviewer.user, is_outsider=reviewer.is_outsider, appointed_at=at
    )
    audit.record(subject=committee, action="appoint", by=by, at=at, after={"member": member.user_id})
    path = f"{committee.get_absolute_url()}?own=1"
    workflow.open_wait(
        committee,
        key=f"{PLEDGE}:{member.user_id}",
        party=f"user:{member.user_id}",
        what=PLEDGE_ASK,
        path=path,
        at=at,
        due_at=committee.due_at,
    )
    due = f"{local(committee.due_at):%Y-%m-%d %H:%M}"
    notices.queue(
        "panels.appointed",
        to=reviewer.user,
        context={"title": committee.title, "due": due},
        path=path,
        about=committee,
        at=at,
    )


def _name_chair(committee: Committee, chair_uid: UUID, *, by: User, at: datetime) -> None:
    chair = committee.members.filter(user__uid=chair_uid, left_at=None).first()
    if chair is None:
        raise NotAMember(field="chair")
    committee.members.filter(is_chair=True, left_at=None).exclude(pk=chair.pk).update(is_chair=False)
    chair.is_chair = True
    chair.save(update_fields=["is_chair"])
    audit.record(subject=committee, action="name_chair", by=by, at=at, after={"member": chair.user_id})


def _close_pledge(committee: Committee, member: Member, at: datetime) -> None:
    workflow.close_waits(committee, at=at, key=f"{PLEDGE}:{member.user_id}")

"""A committee at work: cases given to members, rounds, bonus points, conclusion and minutes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit import services as audit
from apps.kernel import bounds
from apps.kernel.clocks import local
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.notices import services as notices
from apps.panels import permissions, rules, selectors, solver
from apps.panels.errors import (
    AlreadySeated,
    BadMake,
    CannotAssign,
    CasesShort,
    DueInThePast,
    DueTooFar,
    NoCases,
    NoMinutes,
    NoPresentation,
    PledgeMissing,
    PresentationMissing,
    StillOpen,
    UnknownBonus,
)
from apps.panels.models import Case, Committee, Exclusion, Member, Seat, Sitting
from apps.panels.services import seating
from apps.panels.services.committees import OPEN_STATES, locked
from apps.panels.states import CommitteeAction, SeatAction, SeatState, SittingState
from apps.workflow import services as workflow

Round = Sitting.Round
SCORING_TIME = timedelta(days=1)
"""How long members may score after the last presentation."""
Given = Mapping[int, Sequence[tuple[User, Mapping[str, Any]]]]
"""By the key of a case: who scores it, and why."""


@transaction.atomic
def start(*, committee_uid: UUID, by: User, at: datetime) -> Committee:
    """Give the cases to the members by the committee's mode and open the document round.

    Raises NotAllowed, WrongState, BadMake naming every lack, PledgeMissing, NoCases, CasesShort, CannotAssign.
    """
    committee = locked(committee_uid, by)
    workflow.check(committee, CommitteeAction.START, by=by)
    terms = rules.terms_of(committee.terms)
    members = list(selectors.members_of(committee))
    if lacks := selectors.lacks_of(committee, members):
        raise BadMake([selectors.say_lack(lack) for lack in lacks])
    if any(member.pledged_at is None for member in members):
        raise PledgeMissing
    seating.reviewing(member.user for member in members)
    cases = list(committee.cases.filter(withdrawn_at=None).select_related("organisation").order_by("position", "pk"))
    if not cases:
        raise NoCases
    given = _assigned(committee, at) if committee.mode == Committee.Mode.EACH else _all(committee, cases, members, at)
    workflow.fire(committee, CommitteeAction.START, by=by, at=at)
    for case in cases:
        _open(committee, terms, case, Round.DOCUMENT, given[case.pk], by=by, at=at)
    _tell_members(committee, given, at)
    return committee


@transaction.atomic
def present(
    *,
    committee_uid: UUID,
    case_uids: Collection[UUID],
    starts_at: datetime,
    minutes: int,
    by: User,
    at: datetime,
) -> Committee:
    """Invite the best of the document round to present, one after the other; the same members score them again.

    Raises NotAllowed, WrongState, NoPresentation, StillOpen, NoCases, NotFound for a case of another committee,
    DueInThePast, DueTooFar, CasesShort.
    """
    committee = locked(committee_uid, by)
    workflow.check(committee, CommitteeAction.PRESENT, by=by)
    terms = rules.terms_of(committee.terms)
    if not terms.presentation:
        raise NoPresentation
    _demand_closed(committee)
    cases = list(
        committee.cases.filter(uid__in=case_uids, withdrawn_at=None)
        .select_related("organisation")
        .order_by("-document_total", "position", "pk")
    )
    if not case_uids:
        raise NoCases(field="cases")
    if len(cases) < len(set(case_uids)):
        raise NotFound
    if starts_at <= at:
        raise DueInThePast(field="starts_at")
    if bounds.is_too_far(starts_at, at):
        raise DueTooFar(field="starts_at")
    times = rules.timetable(len(cases), starts_at, minutes=minutes)
    seated = _scorers(committee, cases)
    given = {case.pk: seated.get(case.pk, []) for case in cases}
    _demand_enough(cases, given, terms.fewest)
    due_at = times[-1] + SCORING_TIME
    workflow.fire(committee, CommitteeAction.PRESENT, by=by, at=at, presents_from=starts_at, due_at=due_at)
    for case, presents_at in zip(cases, times, strict=True):
        case.presents_at = presents_at
        case.save(update_fields=["presents_at"])
        _open(committee, terms, case, Round.PRESENTATION, given[case.pk], by=by, at=at)
    _tell_members(committee, given, at)
    return committee


@transaction.atomic
def conclude(*, committee_uid: UUID, place: str, minutes: str, by: User, at: datetime) -> Committee:
    """End the deliberation with its minutes (회의록); the chair is asked to confirm them.

    Raises NotAllowed, WrongState, NoMinutes, StillOpen, PresentationMissing where the terms ask for that round.
    """
    committee = locked(committee_uid, by)
    workflow.check(committee, CommitteeAction.CONCLUDE, by=by)
    if not minutes.strip():
        raise NoMinutes(field="minutes")
    _demand_closed(committee)
    if rules.terms_of(committee.terms).presentation and committee.presents_from is None:
        raise PresentationMissing
    workflow.fire(
        committee,
        CommitteeAction.CONCLUDE,
        by=by,
        at=at,
        concluded_at=at,
        minutes=minutes.strip(),
        place=place.strip()[:120],
    )
    return committee


@transaction.atomic
def record(*, committee_uid: UUID, by: User, at: datetime) -> Committee:
    """The chair confirms the minutes; from here on nothing of the committee changes. Raises NotFound, NotAllowed."""
    committee = locked(committee_uid, by)
    workflow.fire(committee, CommitteeAction.RECORD, by=by, at=at, recorded_at=at)
    return committee


@transaction.atomic
def move(*, seat_uid: UUID, to_uid: UUID, reason: str, by: User, at: datetime) -> Seat:
    """Give a case to another member by hand, before its reviewer handed in.

    Raises NotAllowed, NotFound, WrongState, PledgeMissing, AlreadySeated, and Conflicted with the grounds.
    """
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    known = Seat.objects.visible_to(by).filter(uid=seat_uid, sitting__case__isnull=False).first()
    if known is None:
        raise NotFound
    sitting = Sitting.objects.select_for_update().get(pk=known.sitting_id)
    seat = Seat.objects.select_for_update().get(pk=known.pk)
    seat.sitting = sitting
    person = User.objects.with_roles().filter(uid=to_uid).first()
    if person is None:
        raise NotFound
    seating.demand_pledged(sitting, person)
    seating.checked_reviewers([person], sitting.organisation, 1, at=at, **selectors.rules_of(sitting))
    if sitting.seats.filter(user=person).exists():
        raise AlreadySeated(field="reviewer")
    words = reason.strip()
    workflow.fire(seat, SeatAction.RELEASE, by=by, at=at, reason=reason, left_at=at, left_reason=words)
    return seating.seat(sitting, person, by=by, at=at, why={"moved": words})


@transaction.atomic
def grant_bonuses(*, case_uid: UUID, codes: Collection[str], by: User, at: datetime) -> Case:
    """Say which bonuses (가점) a case gets. Raises NotFound, NotAllowed, WrongState, UnknownBonus."""
    if not by.can(permissions.CONVENE):
        raise NotAllowed
    case = Case.objects.select_for_update(of=("self",)).select_related("committee").filter(uid=case_uid).first()
    if case is None:
        raise NotFound
    if case.committee.state not in OPEN_STATES:
        raise WrongState
    offered = {bonus.code for bonus in rules.terms_of(case.committee.terms).bonuses}
    if set(codes) - offered:
        raise UnknownBonus(field="bonuses")
    before, case.bonuses = case.bonuses, sorted(set(codes))
    case.save(update_fields=["bonuses"])
    told = {"case": case.pk, "bonuses": case.bonuses}
    audit.record(
        subject=case.committee, action="bonus", by=by, at=at, before={"case": case.pk, "bonuses": before}, after=told
    )
    return case


def _all(committee: Committee, cases: Sequence[Case], members: Sequence[Member], at: datetime) -> Given:
    """Every member scores every case they are not too close to; the others are noted."""
    excluded = selectors.exclusions_now(committee, cases, members, at)
    Exclusion.objects.bulk_create(
        Exclusion(case=case, user=member.user, grounds=[one.ground for one in excluded[key]], noted_at=at)
        for case in cases
        for member in members
        if (key := (member.user_id, case.organisation_id)) in excluded
    )
    given: Given = {
        case.pk: [(one.user, {}) for one in members if (one.user_id, case.organisation_id) not in excluded]
        for case in cases
    }
    _demand_enough(cases, given, rules.terms_of(committee.terms).fewest)
    return given


def _demand_enough(cases: Sequence[Case], given: Given, fewest: int) -> None:
    short = [case.subject_title for case in cases if len(given[case.pk]) < fewest]
    if short:
        said = _("평가할 수 있는 위원이 %(fewest)s명보다 적은 안건이 있습니다: %(cases)s. 위원을 더 위촉해 주십시오.")
        raise CasesShort(said % {"fewest": fewest, "cases": ", ".join(short)})


def _assigned(committee: Committee, at: datetime) -> Given:
    """Who scores which case by the proven best plan."""
    try:
        proposal = selectors.proposal(committee, at)
    except solver.NotProven as late:
        raise CannotAssign from late
    if proposal.short:
        said = _("평가할 위원이 모자라는 안건이 있습니다: %(cases)s. 위원을 더 위촉해 주십시오.")
        raise CasesShort(said % {"cases": ", ".join(title for title, _count in proposal.short)})
    given: dict[int, list[tuple[User, Mapping[str, Any]]]] = {}
    for pair in proposal.pairs:
        given.setdefault(pair.case_id, []).append((pair.user, pair.why))
    return given


def _open(
    committee: Committee,
    terms: rules.Terms,
    case: Case,
    round_: Round,
    given: Sequence[tuple[User, Mapping[str, Any]]],
    *,
    by: User,
    at: datetime,
) -> None:
    sitting = Sitting.objects.create(
        case=case,
        round=round_,
        subject_label=case.subject_label,
        subject_id=case.subject_id,
        subject_uid=case.subject_uid,
        subject_title=case.subject_title,
        subject_path=case.subject_path,
        organisation=case.organisation,
        masked_sheet=case.masked_sheet,
        criteria=committee.criteria,
        fewest_sheets=terms.each if committee.mode == Committee.Mode.EACH else terms.fewest,
        trim_from=terms.trim_from,
        rounding_places=terms.places,
        rounding_mode=terms.rounding,
        due_at=committee.due_at,
        convened_at=at,
        convened_by=by,
    )
    audit.record(subject=sitting, action="convene", by=by, at=at, after={"state": sitting.state})
    for person, why in given:
        seating.seat(sitting, person, by=by, at=at, tells=False, why=why)


def _scorers(committee: Committee, cases: Sequence[Case]) -> dict[int, list[tuple[User, Mapping[str, Any]]]]:
    """Who scored each case in the document round and still belongs to the committee."""
    staying = Member.objects.filter(committee=committee, left_at=None).values("user_id")
    seats = Seat.objects.filter(
        sitting__case__in=cases, sitting__round=Round.DOCUMENT, state=SeatState.HANDED_IN, user__in=staying
    )
    found: dict[int, list[tuple[User, Mapping[str, Any]]]] = {}
    for seat in seats.select_related("user", "sitting").order_by("pk"):
        found.setdefault(seat.sitting.case_id or 0, []).append((seat.user, seat.why))
    return found


def _demand_closed(committee: Committee) -> None:
    running = Sitting.objects.filter(case__committee=committee, state=SittingState.OPEN)
    if running.exists():
        raise StillOpen


def _tell_members(committee: Committee, given: Given, at: datetime) -> None:
    counts: dict[int, tuple[User, int]] = {}
    for person in (person for people in given.values() for person, _why in people):
        counts[person.pk] = (person, counts.get(person.pk, (person, 0))[1] + 1)
    for person, count in counts.values():
        notices.queue(
            "panels.started",
            to=person,
            context={
                "title": committee.title,
                "count": str(count),
                "due": f"{local(committee.due_at):%Y-%m-%d %H:%M}",
            },
            path=committee.get_absolute_url(),
            about=committee,
            at=at,
        )

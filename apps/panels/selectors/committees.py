"""Reads of committees: who sits, who is kept off what, and who would score what by the best plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.kernel.clocks import local_date
from apps.panels import rules, solver
from apps.panels.models import Case, Committee, Exclusion, Member, Reviewer, Seat, Sitting
from apps.panels.selectors.pool import loads, skills_of
from apps.panels.selectors.ties import Pairs, conflict_pairs
from apps.panels.selectors.words import OBSTACLES, say_grounds
from apps.panels.states import CommitteeState, SeatState

NOBODY_TOO_MANY = 10_000
COMMITTEE_ROW = ("pk", "uid", "title", "about_title", "state", "due_at", "founded_at", "mode")


@dataclass(frozen=True, slots=True)
class Pair:
    """One case given to one member by the plan, and why: `why` is kept with the seat."""

    case_id: int
    title: str
    user: User
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposal:
    """The whole plan: pairs by case, cases that stay short and by how many, and what each member then has.

    `loads` are (member, cases here, cases of the year with them); who has not pledged yet is in `unpledged` alone.
    """

    pairs: tuple[Pair, ...]
    short: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int, int], ...]
    unpledged: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case on the page of its committee: how many sheets came in its latest round, and who is kept off."""

    case: Case
    handed_in: int
    seats: int
    excluded: str
    sitting_uid: UUID | None


def members_of(committee: Committee) -> QuerySet[Member]:
    """Members who belong to it now, the chair first."""
    members = committee.members.filter(left_at=None).select_related("user").prefetch_related("user__grants")
    return members.order_by("-is_chair", "user__name", "pk")


def lacks_of(committee: Committee, members: Collection[Member]) -> tuple[rules.Lack, ...]:
    """What the committee lacks; where reviewers are assigned to cases, only that there be enough and a chair."""
    terms = rules.terms_of(committee.terms)
    each = rules.Make(terms.each, NOBODY_TOO_MANY, 0)
    make = each if committee.mode == Committee.Mode.EACH else terms.make
    return rules.lacks([rules.Member(str(one.user_id), one.is_outsider, one.is_chair) for one in members], make)


def committees_for(user: User, *, state: str = "") -> QuerySet[Committee]:
    """Committees this person may see."""
    rows = Committee.objects.visible_to(user)
    return rows.filter(state=state) if state in CommitteeState.values else rows


def committees_about(subject: Any) -> QuerySet[Committee]:
    """Committees over cases of one origin, the newest first."""
    return Committee.objects.filter(about_label=subject._meta.label_lower, about_id=subject.pk).order_by(
        "-founded_at", "-pk"
    )


def exclusions_now(committee: Committee, cases: Collection[Case], members: Collection[Member], at: datetime) -> Pairs:
    """Members who are too close to a company of the cases: (user, organisation) → grounds."""
    companies = [case.organisation_id for case in cases]
    return conflict_pairs(
        [one.user_id for one in members],
        companies,
        on=local_date(at),
        years=rules.terms_of(committee.terms).past_years,
        applicants=companies,
    )


def case_rows(committee: Committee) -> list[CaseRow]:
    """Cases with the progress of their latest round; the same few queries for any number."""
    cases = committee.cases.order_by("position", "pk")
    counted = (
        Sitting.objects.filter(case__committee=committee)
        .order_by("pk")
        .values_list("case_id", "uid")
        .annotate(
            seat_count=Count("seats", filter=Q(seats__state__in=[SeatState.INVITED, SeatState.HANDED_IN])),
            sheet_count=Count("seats", filter=Q(seats__state=SeatState.HANDED_IN)),
        )
    )
    progress = {case_id: (uid, seats, handed_in) for case_id, uid, seats, handed_in in counted}
    off: dict[int, list[str]] = {}
    for one in Exclusion.objects.filter(case__committee=committee).select_related("user").order_by("pk"):
        grounds = say_grounds([rules.Conflict(rules.Ground(ground), 0) for ground in one.grounds])
        off.setdefault(one.case_id, []).append(f"{one.user.name} ({grounds})")
    rows = []
    for case in cases:
        uid, seats, handed_in = progress.get(case.pk, (None, 0, 0))
        rows.append(CaseRow(case, handed_in, seats, ", ".join(off.get(case.pk, [])), uid))
    return rows


def seats_in(committee: Committee, user: User) -> QuerySet[Seat]:
    """A member's own seats in a committee, without the cases they stepped back from."""
    seats = Seat.objects.filter(sitting__case__committee=committee, user=user).exclude(state=SeatState.RECUSED)
    return seats.select_related("sitting__case").order_by("sitting__case__presents_at", "sitting__case__position", "pk")


def proposal(committee: Committee, at: datetime) -> Proposal:
    """Who would score which case by the proven best plan, as things are now. Raises solver.NotProven."""
    terms = rules.terms_of(committee.terms)
    everybody = list(members_of(committee))
    members = [one for one in everybody if one.pledged_at is not None]
    cases = list(committee.cases.filter(withdrawn_at=None).order_by("position", "pk"))
    problem, fits = _problem(committee, terms, members, cases, at)
    plan = solver.solve(problem)
    users, titles = {str(one.user_id): one.user for one in members}, {str(one.pk): one.subject_title for one in cases}
    pairs = tuple(
        Pair(int(one.case), titles[one.case], users[one.reviewer], _why(one, fits[one.case, one.reviewer], users))
        for one in plan.assigned
    )
    given: dict[str, int] = dict.fromkeys(users, 0)
    for one in plan.assigned:
        given[one.reviewer] += 1
    return Proposal(
        pairs=pairs,
        short=tuple((titles[code], count) for code, count in (*plan.short, *plan.short_of_outsiders)),
        loads=tuple((users[one.code].name, given[one.code], one.load + given[one.code]) for one in problem.reviewers),
        unpledged=tuple(one.user.name for one in everybody if one.pledged_at is None),
        points=plan.points,
    )


def _problem(
    committee: Committee, terms: rules.Terms, members: Sequence[Member], cases: Sequence[Case], at: datetime
) -> tuple[solver.Problem, dict[tuple[str, str], rules.Fit]]:
    keys = [one.user_id for one in members]
    off = exclusions_now(committee, cases, members, at)
    had = loads(keys, at)
    pool = {one.user_id: one for one in Reviewer.objects.filter(user__in=keys)}
    skills = skills_of([one.pk for one in pool.values()])
    met = _met(keys, cases)
    fits: dict[tuple[str, str], rules.Fit] = {}
    asked = []
    for case in cases:
        options = []
        for user_id in keys:
            if (user_id, case.organisation_id) in off:
                continue
            fit = rules.fit(
                frozenset(skills[pool[user_id].pk]),
                frozenset(pool[user_id].industries),
                asked=frozenset(case.skills),
                industry=case.industry,
                met_before=met.get((user_id, case.organisation_id), 0),
            )
            fits[str(case.pk), str(user_id)] = fit
            options.append(solver.Option(str(user_id), fit.points))
        asked.append(solver.Case(str(case.pk), str(case.organisation_id), tuple(options)))
    people = tuple(
        solver.Reviewer(
            str(one.user_id),
            max(0, pool[one.user_id].yearly_most - had.get(one.user_id, 0)),
            had.get(one.user_id, 0),
            one.is_outsider,
        )
        for one in members
    )
    return solver.Problem(tuple(asked), people, terms.each, terms.outsiders_each, terms.most_together), fits


def _met(user_ids: Collection[int], cases: Collection[Case]) -> dict[tuple[int, int], int]:
    """How often each person scored an earlier case of each company."""
    companies = {case.organisation_id for case in cases}
    seats = Seat.objects.filter(user__in=user_ids, sitting__organisation__in=companies, state=SeatState.HANDED_IN)
    rows = seats.order_by().values_list("user_id", "sitting__organisation_id").annotate(count=Count("pk"))
    return {(user_id, company): count for user_id, company, count in rows}


def _why(one: solver.Assigned, fit: rules.Fit, users: Mapping[str, User]) -> dict[str, Any]:
    return {
        "points": fit.points,
        "shared": list(fit.shared),
        "knows_industry": fit.knows_industry,
        "met_before": fit.met_before,
        "passed_over": [[users[who.reviewer].pk, who.points, who.obstacle] for who in one.passed_over],
    }


def say_why(why: Mapping[str, Any], names: Mapping[int, str], skill_names: Mapping[str, str]) -> list[str]:
    """Why a case went to a reviewer, line by line; `names` of those passed over by key."""
    if "points" not in why:
        return [why["moved"]] if why.get("moved") else []
    lines = [_("적합도 %(points)s점") % {"points": why["points"]}]
    if why["shared"]:
        listed = ", ".join(skill_names.get(code, code) for code in why["shared"])
        lines.append(_("맞는 전문분야: %(skills)s") % {"skills": listed})
    if why["knows_industry"]:
        lines.append(_("업종 경험 있음"))
    if why["met_before"]:
        lines.append(_("같은 기업을 이전에 %(count)s번 평가함") % {"count": why["met_before"]})
    for key, points, obstacle in why["passed_over"]:
        words = {"name": names.get(key, ""), "points": points, "why": OBSTACLES[solver.Obstacle(obstacle)]}
        lines.append(_("%(name)s(%(points)s점)은 제외: %(why)s") % words)
    return lines


def sitting_now(user: User) -> list[Committee]:
    """Committees a member still has something to do in, the newest first."""
    rows = Committee.objects.visible_to(user).filter(members__user=user, members__left_at=None)
    return list(rows.exclude(state=CommitteeState.RECORDED).order_by("-founded_at", "-pk")[:20])

"""What the matching rules read: needs of roles, profiles of partners, and the problem of all open briefs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from apps.consortia import labels, matching, solver
from apps.consortia.matching import Corpus, Need, Profile
from apps.consortia.models import Agreement, Brief, BriefRole, Candidate, MatchRun, Proposal
from apps.consortia.selectors.briefs import industry_names, skill_names
from apps.consortia.states import BriefState, Outcome, ProposalState, RunState
from apps.directory import selectors as directory
from apps.directory.models import Organisation

RUN_LEASE = timedelta(seconds=200)
"""How long one try may hold a run before another may begin: longer than the worker's hard time limit would let it
live.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """Everything needed to judge roles: their needs, all partners, and the words of all of them."""

    needs: dict[int, Need]
    profiles: tuple[Profile, ...]
    corpus: Corpus
    ids: dict[str, int]


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a score in words."""

    label: str
    got: str
    of: str
    text: str
    share: int


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate as staff see it."""

    organisation_uid: UUID
    name: str
    path: str
    score: Decimal
    parts: tuple[PartView, ...]
    exclusions: tuple[str, ...]


def needs_and_profiles(roles: Sequence[BriefRole]) -> Field:
    """The field for some roles (with brief, company and application fetched); a fixed number of queries."""
    profiles, ids, parents = _profiles()
    companies = {role.brief.company_id for role in roles}
    close: dict[int, set[str]] = defaultdict(set)
    codes = {pk: code for code, pk in ids.items()}
    for company_id, partner_id in directory.conflict_pairs(companies, set(ids.values()) | parents):
        close[company_id].add(codes.get(partner_id, ""))
    declined: dict[int, set[str]] = defaultdict(set)
    refused = Proposal.objects.filter(brief_role__in=[role.pk for role in roles], state=ProposalState.DECLINED)
    for role_id, uid in refused.values_list("brief_role_id", "organisation__uid"):
        declined[role_id].add(str(uid))
    names = skill_names()
    places = _places(companies)
    needs = {
        role.pk: _need(role, names, places[role.brief.company_id], close[role.brief.company_id], declined[role.pk])
        for role in roles
    }
    return Field(needs, profiles, Corpus([profile.text for profile in profiles]), ids)


def open_roles() -> list[BriefRole]:
    """Every role of every brief that is looking for partners."""
    return list(
        BriefRole.objects.filter(brief__state=BriefState.OPEN, removed_at__isnull=True)
        .select_related("brief__application")
        .order_by("brief_id", "position")
    )


def open_problem() -> tuple[solver.Problem, dict[int, tuple[matching.Candidate, ...]], dict[str, int]]:
    """The problem of all open briefs, the judgement behind it by role, and organisation ids by code."""
    roles = open_roles()
    field = needs_and_profiles(roles)
    ranked = {role.pk: matching.rank(field.needs[role.pk], field.profiles, field.corpus) for role in roles}
    live = Proposal.objects.live().filter(brief__state=BriefState.OPEN)
    holders = {role_id: str(uid) for role_id, uid in live.values_list("brief_role_id", "organisation__uid")}
    by_brief: dict[str, list[solver.Role]] = defaultdict(list)
    for role in roles:
        options = tuple(
            solver.Option(one.code, one.points)
            for one in ranked[role.pk]
            if not one.exclusions and role.pk not in holders
        )
        by_brief[role.brief.number].append(solver.Role(str(role.uid), role.tenths, options, holders.get(role.pk, "")))
    running = dict(Organisation.objects.partners().values_list("uid", "projects_running"))
    partners = tuple(
        solver.Partner(profile.code, profile.months, profile.projects, running.get(UUID(profile.code), 0))
        for profile in field.profiles
        if profile.months >= 0 and profile.projects >= 0
    )
    briefs = tuple(solver.Brief(number, tuple(own)) for number, own in sorted(by_brief.items()))
    return solver.Problem(briefs, partners, rivals(field.ids)), ranked, field.ids


def rivals(ids: dict[str, int]) -> frozenset[frozenset[str]]:
    """Pairs of partners with a tie between them; a university and its own laboratory are none."""
    codes = {pk: code for code, pk in ids.items()}
    parents = dict(Organisation.objects.filter(pk__in=codes, parent__isnull=False).values_list("pk", "parent_id"))
    return frozenset(
        frozenset((codes[one], codes[other]))
        for one, other in directory.conflict_pairs(list(codes), list(codes))
        if parents.get(one) != other and parents.get(other) != one
    )


def frozen(problem: solver.Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {
        "briefs": [asdict(brief) for brief in problem.briefs],
        "partners": [asdict(partner) for partner in problem.partners],
        "rivals": sorted(sorted(pair) for pair in problem.rivals),
    }


def thawed(data: dict[str, Any]) -> solver.Problem:
    """The problem that was frozen."""
    briefs = tuple(
        solver.Brief(
            brief["code"],
            tuple(
                solver.Role(
                    role["code"],
                    role["months"],
                    tuple(solver.Option(**option) for option in role["options"]),
                    role["holder"],
                )
                for role in brief["roles"]
            ),
        )
        for brief in data["briefs"]
    )
    partners = tuple(solver.Partner(**partner) for partner in data["partners"])
    return solver.Problem(briefs, partners, frozenset(frozenset(pair) for pair in data["rivals"]))


Views = tuple[CandidateView, ...]


def candidate_views(brief: Brief, *, limit: int = 8) -> dict[int, tuple[Views, Views]]:
    """By role: the best candidates that can take it, and of its kind those that cannot, with their reasons."""
    skills, industries = skill_names(), industry_names()
    rows = (
        Candidate.objects.filter(brief_role__brief=brief, brief_role__removed_at__isnull=True)
        .select_related("organisation")
        .order_by("brief_role_id", "-score", "organisation__name_ko", "pk")
    )
    able: dict[int, list[CandidateView]] = defaultdict(list)
    unable: dict[int, list[CandidateView]] = defaultdict(list)
    for row in rows:
        (unable if row.exclusions else able)[row.brief_role_id].append(_candidate(row, skills, industries))
    return {role_id: (tuple(able[role_id][:limit]), tuple(unable[role_id][:limit])) for role_id in {*able, *unable}}


def overdue_runs(before: datetime) -> Iterable[dict[str, int]]:
    """Runs that wait too long, or whose worker went away."""
    waiting = Q(state=RunState.REQUESTED, touched_at__lte=before)
    lost = Q(state=RunState.RUNNING, touched_at__lte=before - RUN_LEASE)
    return [
        {"run_id": pk} for pk in MatchRun.objects.filter(waiting | lost).order_by("pk").values_list("pk", flat=True)
    ]


def _candidate(row: Candidate, skills: dict[str, str], industries: dict[str, str]) -> CandidateView:
    parts = tuple(
        PartView(
            label=str(labels.CRITERIA[part["code"]]),
            got=labels.points(part["got"]),
            of=labels.points(part["of"]),
            text=labels.reason(part, skills, industries),
            share=100 * part["got"] // max(1, part["of"]),
        )
        for part in row.reasons
    )
    words = tuple(str(labels.EXCLUSIONS[code]) for code in row.exclusions)
    organisation = row.organisation
    return CandidateView(organisation.uid, organisation.name, organisation.get_absolute_url(), row.score, parts, words)


def _profiles() -> tuple[tuple[Profile, ...], dict[str, int], set[int]]:
    """Every active partner with what is still free after the proposals that wait for an answer."""
    pending: dict[int, tuple[Decimal, int]] = {}
    waiting = Proposal.objects.filter(state=ProposalState.PROPOSED).values_list("organisation_id", "months")
    for organisation_id, months in waiting:
        held, count = pending.get(organisation_id, (Decimal(0), 0))
        pending[organisation_id] = (held + months, count + 1)
    records = _records()
    rows = (
        Organisation.objects.active().partners().select_related("district").prefetch_related("skills").order_by("uid")
    )
    profiles, ids, parents = [], {}, set()
    for row in rows:
        months, count = pending.get(row.pk, (Decimal(0), 0))
        finished, passed = records.get(row.pk, (0, 0))
        skills = list(row.skills.all())
        words = [row.name_ko, row.summary, *(skill.name_ko for skill in skills)]
        profiles.append(
            Profile(
                code=str(row.uid),
                kind=row.kind,
                skills=frozenset(skill.code for skill in skills),
                industries=frozenset(row.industries),
                months=max(0, int((row.capacity_left_months - months) * 10)),
                projects=max(0, row.max_projects - row.projects_running - count),
                district=row.district.code if row.district else "",
                zone=row.district.zone if row.district else "",
                text=" ".join(words),
                finished=finished,
                passed=passed,
            )
        )
        ids[str(row.uid)] = row.pk
        if row.parent_id:
            parents.add(row.parent_id)
    return tuple(profiles), ids, parents


def _records() -> dict[int, tuple[int, int]]:
    """Ended projects by partner, and how many of them met their mark; a stopped project says nothing of its
    partners.
    """
    told = Agreement.objects.filter(outcome__in=[Outcome.PASSED, Outcome.MISSED]).values_list("brief_id", "outcome")
    outcomes = dict(told)
    records: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    took_part = Proposal.objects.filter(brief__in=outcomes, state=ProposalState.ACCEPTED)
    for organisation_id, brief_id in took_part.values_list("organisation_id", "brief_id"):
        finished, passed = records[organisation_id]
        records[organisation_id] = (finished + 1, passed + (outcomes[brief_id] == Outcome.PASSED))
    return records


def _places(company_ids: Collection[int]) -> dict[int, tuple[str, str, str, str]]:
    """District, zone, pilot industry and outside name of each company."""
    rows = Organisation.objects.filter(pk__in=company_ids).values_list(
        "pk", "district__code", "district__zone", "company__pilot_industry", "uid"
    )
    return {pk: (code or "", zone or "", industry or "", str(uid)) for pk, code, zone, industry, uid in rows}


def _need(
    role: BriefRole, names: dict[str, str], place: tuple[str, str, str, str], close: set[str], declined: set[str]
) -> Need:
    brief = role.brief
    district, zone, industry, company = place
    words = [
        brief.title,
        brief.summary,
        brief.application.problem,
        role.duties,
        *(names.get(c, "") for c in role.skills),
    ]
    return Need(
        kind=role.organisation_kind,
        skills=frozenset(role.skills),
        months=role.tenths,
        industry=industry,
        district=district,
        zone=zone,
        text=" ".join(words),
        company=company,
        conflicts=frozenset(close),
        declined=frozenset(declined),
    )

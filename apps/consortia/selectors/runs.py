"""Reads of matching runs: the result in words, brief by brief."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.consortia import labels
from apps.consortia.models import Brief, BriefRole, MatchRun
from apps.consortia.solver import Status
from apps.consortia.states import BriefState
from apps.directory.models import Organisation
from apps.kernel.language import localized


@dataclass(frozen=True, slots=True)
class BlockedView:
    """A candidate that did not get a role, and why."""

    name: str
    points: int
    text: str


@dataclass(frozen=True, slots=True)
class SeatView:
    """A role in the answer: who takes it, or why nobody does."""

    role_uid: UUID
    label: str
    organisation_uid: UUID | None
    organisation: str
    points: int | None
    blocked: tuple[BlockedView, ...]


@dataclass(frozen=True, slots=True)
class BriefResult:
    """One brief's part of the answer; `can_propose` while it still looks for partners."""

    uid: UUID
    number: str
    title: str
    company: str
    is_formed: bool
    can_propose: bool
    seats: tuple[SeatView, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """A finished run as staff read it."""

    status: str
    is_proven: bool
    points: int
    load: int
    seconds: float
    briefs: tuple[BriefResult, ...]


RUN_ROW = (
    "pk",
    "uid",
    "state",
    "status",
    "requested_at",
    "finished_at",
    "briefs_count",
    "formed_count",
    "requested_by__name",
)


def run_rows(user: User) -> QuerySet[MatchRun]:
    """Runs, to be read as `RUN_ROW`."""
    return MatchRun.objects.visible_to(user)


def run_view(run: MatchRun) -> RunView:
    """The result of a finished run with names; three queries, however large it is."""
    result = run.result
    seats = [*result["filled"], *result["unmet"]]
    numbers = {seat["brief"] for seat in seats} | set(result["formed"])
    briefs = {row.number: row for row in Brief.objects.filter(number__in=numbers).select_related("company")}
    roles = {str(role.uid): role for role in BriefRole.objects.filter(brief__number__in=numbers)}
    names = {str(row.uid): localized(row, "name") for row in Organisation.objects.filter(uid__in=_codes(seats))}
    said = _Names(names, {number: row.title for number, row in briefs.items()})
    views = tuple(
        BriefResult(
            uid=brief.uid,
            number=number,
            title=brief.title,
            company=brief.company.name,
            is_formed=number in result["formed"],
            can_propose=brief.state == BriefState.OPEN,
            seats=tuple(said.seat(seat, roles) for seat in seats if seat["brief"] == number and seat["role"] in roles),
        )
        for number, brief in sorted(briefs.items())
    )
    status = str(labels.STATUSES[run.status])
    proven = run.status == Status.OPTIMAL
    return RunView(status, proven, result["points"], result["load"], result["seconds"], views)


class _Names:
    """Codes of an answer in words."""

    def __init__(self, organisations: dict[str, str], briefs: dict[str, str]) -> None:
        self._organisations = organisations
        self._briefs = briefs

    def seat(self, seat: dict[str, Any], roles: dict[str, BriefRole]) -> SeatView:
        code = seat.get("organisation", "")
        return SeatView(
            role_uid=UUID(seat["role"]),
            label=str(roles[seat["role"]].get_role_display()),
            organisation_uid=UUID(code) if code else None,
            organisation=self._organisations.get(code, ""),
            points=seat.get("points"),
            blocked=tuple(self._blocked(one) for one in seat["blocked"]),
        )

    def _blocked(self, one: dict[str, Any]) -> BlockedView:
        instead = [self._briefs.get(code) or self._organisations.get(code, code) for code in one["instead"]]
        name = self._organisations.get(one["organisation"], "")
        return BlockedView(name, one["points"], labels.obstacle(one["obstacle"], instead))


def _codes(seats: list[dict[str, Any]]) -> set[str]:
    """Every organisation an answer names."""
    named = {seat["organisation"] for seat in seats if seat.get("organisation")}
    for seat in seats:
        for one in seat["blocked"]:
            named.add(one["organisation"])
            if one["obstacle"] == "rival":
                named.update(one["instead"])
    return named

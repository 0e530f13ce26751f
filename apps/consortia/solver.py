"""Which organisation takes which role in which project brief, for all open briefs together.

Pure: frozen dataclasses in and out, the same problem gives the same plan in whatever order its parts are listed.
Solved exactly with HiGHS. In strict order the plan has

1. as many fully formed briefs as possible (every role held or filled),
2. the highest sum of points over all filled roles,
3. the fairest load: the smallest sum over partners of 1 + 2 + … + n, n being a partner's running and new projects,
4. among plans still equal, the earlier organisation codes.

Months are whole tenths of a staff-month (25 means 2.5), points are whole, 1 to 100.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from apps.consortia import lexicographic
from apps.consortia.lexicographic import Goal, Programme, Row

MAX_POINTS = 100


class Status(StrEnum):
    """Whether every level of the order was proven, or the time ran out first."""

    OPTIMAL = "optimal"
    TIME_LIMITED = "time_limited"


class Obstacle(StrEnum):
    """Why an organisation does not take a role it was a candidate for."""

    TOO_SMALL = "too_small"  # its free months or projects would not carry this role even alone
    TAKEN = "taken"  # its free months or projects went to other briefs
    SAME_BRIEF = "same_brief"  # it holds another role of this brief
    RIVAL = "rival"  # a rival of it takes part in this brief
    OUTWEIGHED = "outweighed"  # it was free, and the whole plan is better or equal without it here


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate for a role with its points, 1 to 100."""

    organisation: str
    points: int


@dataclass(frozen=True, slots=True)
class Role:
    """A role to fill; `holder` already has it (proposed or accepted, its months are no longer in the partner's free
    months).
    """

    code: str
    months: int
    options: tuple[Option, ...] = ()
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """An open project brief and its roles."""

    code: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Partner:
    """What an organisation can still take on: free months (tenths), free projects, and the projects it already runs."""

    code: str
    months: int
    projects: int
    running: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """All open briefs, the partners, and pairs of organisations that must not meet in one brief."""

    briefs: tuple[Brief, ...]
    partners: tuple[Partner, ...]
    rivals: frozenset[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Blocked:
    """A candidate that did not get the role: why, and the briefs that have it instead (or the rival it met)."""

    organisation: str
    points: int
    obstacle: Obstacle
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """A role given to an organisation; `passed_over` are the candidates with more points and where they went."""

    brief: str
    role: str
    organisation: str
    points: int
    passed_over: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmet:
    """A role nobody takes, with what stands in the way of each candidate; none listed means there was no candidate."""

    brief: str
    role: str
    candidates: tuple[Blocked, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: who takes what, what stays open and why, and the figures of each level."""

    status: Status
    filled: tuple[Filled, ...]
    unmet: tuple[Unmet, ...]
    formed: tuple[str, ...]
    points: int
    load: int
    seconds: float = 0.0


Choice = tuple[int, int, int]
"""Positions of a brief, of its role, and of the role's option."""


class BadProblem(ValueError):
    """The problem contradicts itself: a repeated code, an unknown partner, points or months out of range."""


def solve(problem: Problem, *, seconds: float = 60.0, keep: int = 20) -> Plan:
    """The best plan; `keep` is how many of the best candidates of a role are looked at (20 of 500 cost 0.002 % of
    the optimum).

    Raises BadProblem. A plan stopped by `seconds` is allowed and marked TIME_LIMITED, never called optimal.
    """
    tidy = _tidied(problem, keep)
    model = _Model(tidy)
    answer = lexicographic.maximise(model.programme, model.greedy(), seconds=seconds)
    chosen = {choice: value for choice, value in zip(model.choices, answer.values, strict=False) if value}
    status = Status.OPTIMAL if answer.proven else Status.TIME_LIMITED
    return replace(explained(tidy, frozenset(chosen)), status=status, seconds=answer.seconds)


def explained(problem: Problem, chosen: frozenset[Choice]) -> Plan:
    """The plan that a set of choices means, with its figures and reasons."""
    won = {(b, r): problem.briefs[b].roles[r].options[o] for b, r, o in chosen}
    report = _Report(problem, won)
    filled, unmet, formed = [], [], []
    for b, brief in enumerate(problem.briefs):
        complete = bool(brief.roles)
        for r, role in enumerate(brief.roles):
            if role.holder:
                continue
            option = won.get((b, r))
            if option is None:
                unmet.append(Unmet(brief.code, role.code, report.blocked(b, r, above=0)))
                complete = False
            else:
                better = report.blocked(b, r, above=option.points)
                filled.append(Filled(brief.code, role.code, option.organisation, option.points, better))
        if complete:
            formed.append(brief.code)
    points = sum(option.points for option in won.values())
    return Plan(Status.OPTIMAL, tuple(filled), tuple(unmet), tuple(formed), points, report.load())


class _Report:
    """Looks up, for one set of choices, what stood in a candidate's way."""

    def __init__(self, problem: Problem, won: dict[tuple[int, int], Option]) -> None:
        self._problem = problem
        self._partners = {partner.code: partner for partner in problem.partners}
        self._months: dict[str, int] = defaultdict(int)
        self._briefs: dict[str, list[str]] = defaultdict(list)
        self._present: dict[int, set[str]] = defaultdict(set)
        for (b, r), option in won.items():
            self._months[option.organisation] += problem.briefs[b].roles[r].months
            self._briefs[option.organisation].append(problem.briefs[b].code)
            self._present[b].add(option.organisation)
        for b, brief in enumerate(problem.briefs):
            self._present[b].update(role.holder for role in brief.roles if role.holder)

    def blocked(self, b: int, r: int, *, above: int) -> tuple[Blocked, ...]:
        """What stood in the way of each candidate with more than `above` points, best first."""
        role = self._problem.briefs[b].roles[r]
        better = [option for option in role.options if option.points > above]
        return tuple(
            Blocked(option.organisation, option.points, *self._obstacle(b, role, option.organisation))
            for option in sorted(better, key=lambda option: (-option.points, option.organisation))
        )

    def load(self) -> int:
        """Sum over partners with new projects of the ranks their new projects take after the running ones."""
        return sum(
            self._partners[code].running + n for code, briefs in self._briefs.items() for n in range(1, len(briefs) + 1)
        )

    def _obstacle(self, b: int, role: Role, code: str) -> tuple[Obstacle, tuple[str, ...]]:
        partner = self._partners[code]
        if code in self._present[b]:
            return Obstacle.SAME_BRIEF, (self._problem.briefs[b].code,)
        rivals = sorted(other for other in self._present[b] if frozenset((code, other)) in self._problem.rivals)
        if rivals:
            return Obstacle.RIVAL, tuple(rivals)
        if partner.projects < 1 or partner.months < role.months:
            return Obstacle.TOO_SMALL, ()
        if len(self._briefs[code]) >= partner.projects or self._months[code] + role.months > partner.months:
            return Obstacle.TAKEN, tuple(sorted(self._briefs[code]))
        return Obstacle.OUTWEIGHED, ()


class _Model:
    """The integer programme: one whole column a choice, one a brief that can be formed, and the ranks of load as
    plain columns.
    """

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._partners = {partner.code: partner for partner in problem.partners}
        self.choices: tuple[Choice, ...] = tuple(_choices(problem))
        self._column = {choice: column for column, choice in enumerate(self.choices)}
        self._by_partner: dict[str, list[int]] = defaultdict(list)
        self._at: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._role_columns: dict[tuple[int, int], list[int]] = defaultdict(list)
        for choice, column in self._column.items():
            code = self._option(choice).organisation
            self._by_partner[code].append(column)
            self._at[choice[0], code].append(column)
            self._role_columns[choice[:2]].append(column)
        self._formable = [b for b, brief in enumerate(problem.briefs) if self._can_form(b, brief)]
        binaries = len(self.choices) + len(self._formable)
        self._ranks = self._rank_columns(binaries)
        self.programme = Programme(
            columns=binaries + sum(len(columns) for columns in self._ranks.values()),
            binaries=binaries,
            rows=tuple(self._rows()),
            goals=self._goals(),
        )

    def greedy(self) -> tuple[int, ...]:
        """An allowed answer to start from: role after role, the candidate with most points that is still free."""
        months = {partner.code: partner.months for partner in self._problem.partners}
        projects = {partner.code: partner.projects for partner in self._problem.partners}
        taken: dict[tuple[int, int], str] = {}
        values = [0] * self.programme.binaries
        for (b, r), columns in sorted(self._role_columns.items()):
            need = self._problem.briefs[b].roles[r].months
            present = {code for (other, _), code in taken.items() if other == b}
            for column in sorted(columns, key=lambda c: (-self._option(self.choices[c]).points, c)):
                code = self._option(self.choices[column]).organisation
                barred = any(code == other or frozenset((code, other)) in self._problem.rivals for other in present)
                if months[code] >= need and projects[code] >= 1 and not barred:
                    values[column] = 1
                    taken[b, r] = code
                    months[code] -= need
                    projects[code] -= 1
                    break
        for column, b in enumerate(self._formable, start=len(self.choices)):
            roles = self._problem.briefs[b].roles
            values[column] = int(all(role.holder or (b, r) in taken for r, role in enumerate(roles)))
        return tuple(values)

    def _option(self, choice: Choice) -> Option:
        b, r, o = choice
        return self._problem.briefs[b].roles[r].options[o]

    def _can_form(self, b: int, brief: Brief) -> bool:
        return bool(brief.roles) and all(role.holder or self._role_columns[b, r] for r, role in enumerate(brief.roles))

    def _rank_columns(self, first: int) -> dict[str, range]:
        ranks = {}
        for code, columns in sorted(self._by_partner.items()):
            briefs = len({self.choices[column][0] for column in columns})
            ranks[code] = range(first, first + min(briefs, self._partners[code].projects))
            first = ranks[code].stop
        return ranks

    def _rows(self) -> Iterable[Row]:
        yield from (_at_most_one(columns) for _, columns in sorted(self._role_columns.items()))
        yield from (_at_most_one(columns) for _, columns in sorted(self._at.items()) if len(columns) > 1)
        yield from self._formed_rows()
        yield from self._partner_rows()
        yield from self._rival_rows()

    def _formed_rows(self) -> Iterable[Row]:
        for position, b in enumerate(self._formable, start=len(self.choices)):
            for r, role in enumerate(self._problem.briefs[b].roles):
                if not role.holder:
                    columns = self._role_columns[b, r]
                    yield Row((position, *columns), (-1, *(1 for _ in columns)), 0, float("inf"))

    def _partner_rows(self) -> Iterable[Row]:
        for code, columns in sorted(self._by_partner.items()):
            partner, ranks = self._partners[code], self._ranks[code]
            months = [self._problem.briefs[b].roles[r].months for b, r, _ in (self.choices[c] for c in columns)]
            if sum(months) > partner.months:
                yield Row(tuple(columns), tuple(months), float("-inf"), partner.months)
            coefficients = (*(1 for _ in columns), *(-1 for _ in ranks))
            yield Row((*columns, *ranks), coefficients, 0, 0)

    def _rival_rows(self) -> Iterable[Row]:
        for one, other in sorted(tuple(sorted(pair)) for pair in self._problem.rivals):
            for b in range(len(self._problem.briefs)):
                columns = [*self._at.get((b, one), ()), *self._at.get((b, other), ())]
                if (b, one) in self._at and (b, other) in self._at:
                    yield _at_most_one(columns)

    def _goals(self) -> tuple[Goal, ...]:
        briefs, roles = self._problem.briefs, len(self._role_columns)
        formed = dict.fromkeys(range(len(self.choices), len(self.choices) + len(self._formable)), 1)
        points = {column: self._option(choice).points for choice, column in self._column.items()}
        load = {
            column: -(self._partners[code].running + rank)
            for code, columns in self._ranks.items()
            for rank, column in enumerate(columns, start=1)
        }
        codes = {code: rank for rank, code in enumerate(sorted(self._by_partner))}
        order = {column: -codes[self._option(choice).organisation] for choice, column in self._column.items()}
        worst = max((-cost for cost in load.values()), default=0)
        return (
            Goal(formed, len(briefs)),
            Goal(points, roles * MAX_POINTS),
            Goal(load, roles * worst),
            Goal(order, roles * len(codes)),
        )


def _choices(problem: Problem) -> Iterable[Choice]:
    """Every choice that is possible by itself: the role is open, the partner could carry it, no holder of the brief
    stands against it.
    """
    partners = {partner.code: partner for partner in problem.partners}
    for b, brief in enumerate(problem.briefs):
        holders = {role.holder for role in brief.roles if role.holder}
        for r, role in enumerate(brief.roles):
            for o, option in enumerate(role.options if not role.holder else ()):
                partner = partners[option.organisation]
                rival = any(frozenset((partner.code, holder)) in problem.rivals for holder in holders)
                fits = partner.projects >= 1 and partner.months >= role.months
                if fits and not rival and partner.code not in holders:
                    yield b, r, o


def _at_most_one(columns: list[int]) -> Row:
    return Row(tuple(columns), tuple(1 for _ in columns), float("-inf"), 1)


def _tidied(problem: Problem, keep: int) -> Problem:
    """The problem in the order of its codes, with the best candidates of each role; refuses contradictions."""
    _unique("partner", [partner.code for partner in problem.partners])
    _unique("brief", [brief.code for brief in problem.briefs])
    known = {partner.code for partner in problem.partners}
    briefs = []
    for brief in problem.briefs:
        _unique(f"role of {brief.code}", [role.code for role in brief.roles])
        roles = sorted((_pruned(role, known, keep) for role in brief.roles), key=lambda role: role.code)
        briefs.append(replace(brief, roles=tuple(roles)))
    partners = tuple(sorted(problem.partners, key=lambda partner: partner.code))
    return replace(problem, briefs=tuple(sorted(briefs, key=lambda brief: brief.code)), partners=partners)


def _pruned(role: Role, known: set[str], keep: int) -> Role:
    _unique(f"candidate of {role.code}", [option.organisation for option in role.options])
    for option in role.options:
        if option.organisation not in known:
            raise BadProblem(f"unknown partner {option.organisation}")
        if not 1 <= option.points <= MAX_POINTS:
            raise BadProblem(f"points of {option.organisation} are not between 1 and {MAX_POINTS}")
    if role.months < 0:
        raise BadProblem(f"months of {role.code} are negative")
    best = sorted(role.options, key=lambda option: (-option.points, option.organisation))[:keep]
    return replace(role, options=tuple(sorted(best, key=lambda option: option.organisation)))


def _unique(what: str, codes: list[str]) -> None:
    if len(set(codes)) != len(codes):
        raise BadProblem(f"a {what} is listed twice")

"""Seeded matching problems, and two reference ways to solve them."""

from __future__ import annotations

import random
from collections import defaultdict

import highspy

from apps.consortia.solver import Brief, Option, Partner, Problem, Role

total = highspy.Highs.qsum
Figures = tuple[int, int, int]
"""Briefs formed, points, load."""


def market(briefs: int, labs: int, suppliers: int, *, seed: int, room: float = 1.2, keep: int = 20) -> Problem:
    """Briefs that each need a lead laboratory, an advising one and a supplier; `room` is capacity over demand."""
    rnd = random.Random(seed)
    lab_codes = [f"L{n:03d}" for n in range(labs)]
    supplier_codes = [f"S{n:03d}" for n in range(suppliers)]

    def partners(codes: list[str], roles: int) -> list[Partner]:
        most = max(1, round(briefs * roles * room / len(codes)))
        return [
            Partner(c, most * rnd.randint(20, 40), rnd.randint(max(1, most - 1), most + 1), rnd.randint(0, 2))
            for c in codes
        ]

    def role(code: str, pool: list[str], least: int, most: int) -> Role:
        chosen = rnd.sample(pool, min(keep, len(pool)))
        return Role(code, rnd.randint(least, most), tuple(Option(c, rnd.randint(30, 95)) for c in chosen))

    wanted = tuple(
        Brief(
            f"B{n:04d}",
            (
                role("lead_lab", lab_codes, 10, 40),
                role("supplier", supplier_codes, 10, 40),
                role("technical_advice", lab_codes, 2, 10),
            ),
        )
        for n in range(briefs)
    )
    rivals = frozenset(frozenset((rnd.choice(lab_codes), rnd.choice(supplier_codes))) for _ in range(labs))
    return Problem(wanted, (*partners(lab_codes, 2), *partners(supplier_codes, 1)), rivals)


def greedy(problem: Problem) -> Figures:
    """Brief after brief, each role takes the best candidate still free, as a person with a list would."""
    partners = {partner.code: partner for partner in problem.partners}
    months = {partner.code: partner.months for partner in problem.partners}
    taken: dict[str, int] = defaultdict(int)
    formed = points = 0
    for brief in problem.briefs:
        present: set[str] = set()
        for role in brief.roles:
            for option in sorted(role.options, key=lambda option: (-option.points, option.organisation)):
                code = option.organisation
                barred = any(code == other or frozenset((code, other)) in problem.rivals for other in present)
                if months[code] >= role.months and taken[code] < partners[code].projects and not barred:
                    months[code] -= role.months
                    taken[code] += 1
                    points += option.points
                    present.add(code)
                    break
        formed += len(present) == len(brief.roles)
    load = sum(partners[code].running + n for code, count in taken.items() for n in range(1, count + 1))
    return formed, points, load


def naive(problem: Problem, *, seconds: float) -> Figures:
    """The three levels one after another with HiGHS's modelling layer, each level only locked, nothing fixed or
    ordered.
    """
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("threads", 1)
    partners = {partner.code: partner for partner in problem.partners}
    takes: dict[tuple[int, int, str], highspy.highs.highs_var] = {}
    by_partner: dict[str, list[tuple[int, int]]] = defaultdict(list)
    formed = []
    for b, brief in enumerate(problem.briefs):
        whole = model.addBinary()
        formed.append(whole)
        for r, role in enumerate(brief.roles):
            for option in role.options:
                takes[b, r, option.organisation] = model.addBinary()
                by_partner[option.organisation].append((b, r))
            own = total(takes[b, r, option.organisation] for option in role.options)
            model.addConstr(own <= 1)
            model.addConstr(own >= whole)
        _keep_apart(model, problem, b, takes)
    load = []
    for code, places in by_partner.items():
        partner = partners[code]
        used = [takes[b, r, code] for b, r in places]
        model.addConstr(
            total(problem.briefs[b].roles[r].months * takes[b, r, code] for b, r in places) <= partner.months
        )
        ranks = [model.addVariable(0, 1) for _rank in range(partner.projects)]
        model.addConstr(total(used) - total(ranks) == 0)
        load += [(partner.running + rank) * column for rank, column in enumerate(ranks, start=1)]
    points = total(
        option.points * takes[b, r, option.organisation]
        for b, brief in enumerate(problem.briefs)
        for r, role in enumerate(brief.roles)
        for option in role.options
    )
    return _levels(model, [(total(formed), 1), (points, 1), (total(load), -1)], seconds)


def _keep_apart(model: highspy.Highs, problem: Problem, b: int, takes: dict) -> None:
    """One role an organisation and brief, and no rivals together."""
    at: dict[str, list] = defaultdict(list)
    for r, role in enumerate(problem.briefs[b].roles):
        for option in role.options:
            at[option.organisation].append(takes[b, r, option.organisation])
    for columns in at.values():
        if len(columns) > 1:
            model.addConstr(total(columns) <= 1)
    for pair in problem.rivals:
        if len(pair) == 2 and all(code in at for code in pair):
            model.addConstr(total(column for code in pair for column in at[code]) <= 1)


def _levels(model: highspy.Highs, levels: list, seconds: float) -> Figures:
    reached = []
    for goal, sense in levels:
        model.setOptionValue("time_limit", max(0.0, seconds - model.getRunTime()))
        if sense > 0:
            model.maximize(goal)
        else:
            model.minimize(goal)
        value = round(model.getObjectiveValue())
        reached.append(value)
        if sense > 0:
            model.addConstr(goal >= value)
    return reached[0], reached[1], reached[2]

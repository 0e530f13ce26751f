"""Small matching problems for property tests, and the plan found by trying every possibility."""

import itertools
from collections import Counter

from hypothesis import strategies as st

from apps.consortia.solver import Brief, Choice, Option, Partner, Problem, Role

CODES = ("가", "나", "다", "라")


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to three briefs of up to two roles among up to four partners: small enough to try everything."""
    codes = CODES[: draw(st.integers(1, 4))]
    partners = tuple(
        Partner(code, draw(st.integers(0, 6)), draw(st.integers(0, 3)), draw(st.integers(0, 2))) for code in codes
    )
    pairs = [frozenset(pair) for pair in itertools.combinations(codes, 2)]
    rivals = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=2))) if pairs else frozenset()
    briefs = tuple(draw(_briefs(f"B{number}", codes)) for number in range(draw(st.integers(1, 3))))
    return Problem(briefs, partners, rivals)


@st.composite
def _briefs(draw: st.DrawFn, code: str, codes: tuple[str, ...]) -> Brief:
    roles = []
    for number in range(draw(st.integers(0, 2))):
        chosen = draw(st.lists(st.sampled_from(codes), unique=True, max_size=3))
        options = tuple(Option(partner, draw(st.sampled_from((1, 40, 70, 100)))) for partner in chosen)
        holder = draw(st.sampled_from(("", "", "", *codes)))
        roles.append(Role(f"R{number}", draw(st.integers(0, 3)), options, holder))
    return Brief(code, tuple(roles))


def allowed(problem: Problem, chosen: frozenset[Choice]) -> bool:
    """Whether the choices keep every rule, checked plainly."""
    partners = {partner.code: partner for partner in problem.partners}
    months: Counter[str] = Counter()
    projects: Counter[str] = Counter()
    for b, r, o in chosen:
        code = problem.briefs[b].roles[r].options[o].organisation
        months[code] += problem.briefs[b].roles[r].months
        projects[code] += 1
    for b, brief in enumerate(problem.briefs):
        new = [brief.roles[r].options[o].organisation for c, r, o in chosen if c == b]
        held = [role.holder for role in brief.roles if role.holder]
        if len(set(new)) < len(new) or set(new) & set(held):
            return False
        meeting = [*itertools.combinations(new, 2), *itertools.product(new, held)]
        if any(frozenset(pair) in problem.rivals for pair in meeting):
            return False
    return all(months[c] <= partners[c].months and projects[c] <= partners[c].projects for c in projects)


def figures(problem: Problem, chosen: frozenset[Choice]) -> tuple[int, int, int, int]:
    """The four levels of a set of choices, each the larger the better."""
    filled = {(b, r) for b, r, _ in chosen}
    formed = sum(
        bool(brief.roles) and all(role.holder or (b, r) in filled for r, role in enumerate(brief.roles))
        for b, brief in enumerate(problem.briefs)
    )
    options = [problem.briefs[b].roles[r].options[o] for b, r, o in chosen]
    running = {partner.code: partner.running for partner in problem.partners}
    counts = Counter(option.organisation for option in options)
    load = sum(running[code] + n for code, count in counts.items() for n in range(1, count + 1))
    return formed, sum(option.points for option in options), -load, 0


def best_by_trying(problem: Problem) -> tuple[int, int, int, int]:
    """The best figures over every possible set of choices."""
    places = [
        [None, *((b, r, o) for o in range(len(role.options)))] if not role.holder else [None]
        for b, brief in enumerate(problem.briefs)
        for r, role in enumerate(brief.roles)
    ]
    every = (frozenset(choice for choice in picks if choice) for picks in itertools.product(*places))
    return max(figures(problem, chosen) for chosen in every if allowed(problem, chosen))

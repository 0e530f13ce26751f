"""The roadmap planner: which actions, in which order, over short, middle and long term, and why.

Pure: frozen dataclasses in and out, no Django, no clock, no randomness. Everything is sorted by code before the solver
sees it, and ties in impact are broken by cost and then by order, so the order of the input never changes the plan.
"""

from dataclasses import replace

from apps.roadmaps.planner.conflict import conflicts
from apps.roadmaps.planner.explain import left_out, scheduled, usage
from apps.roadmaps.planner.impact import criterion_impacts, goals
from apps.roadmaps.planner.model import PROOF, Model, Solved
from apps.roadmaps.planner.network import Network
from apps.roadmaps.planner.types import (
    MICRO,
    Block,
    Choice,
    ChoiceKind,
    ChosenKpi,
    Conflict,
    Criterion,
    CriterionImpact,
    Horizon,
    HorizonWeights,
    KpiMove,
    LeftOut,
    Option,
    Plan,
    PlanInput,
    PlanInputError,
    Relevance,
    Scheduled,
    Status,
    Usage,
    WeakPoint,
    Weights,
)
from apps.roadmaps.planner.worth import worth

__all__ = [
    "MICRO",
    "Block",
    "Choice",
    "ChoiceKind",
    "ChosenKpi",
    "Conflict",
    "Criterion",
    "CriterionImpact",
    "Horizon",
    "HorizonWeights",
    "KpiMove",
    "LeftOut",
    "Option",
    "Plan",
    "PlanInput",
    "PlanInputError",
    "Relevance",
    "Scheduled",
    "Status",
    "Usage",
    "WeakPoint",
    "Weights",
    "plan",
]


def plan(given: PlanInput) -> Plan:
    """The best plan for the input, proven best unless `status` says otherwise.

    Impact is maximised in millionths of the ideal plan; among plans of equal impact the cheapest is taken, then the
    one whose actions come earlier and lower in the catalogue. A run stopped by `time_limit_seconds` (per level) is
    marked TIME_LIMITED. When pins and moves cannot be kept the plan is INFEASIBLE and names the conflict.

    Preparations give way: where keeping them leaves no plan, or none with any action, the plan is made without them.

    Raises PlanInputError on an unknown or doubled code, a circle of prerequisites and preparations, or weights missing
    for a horizon.
    """
    network = Network(given)
    wanted = goals(given)
    model = Model(network, wanted)
    first = model.solve(model.impact_objective(), maximise=True, gap=PROOF, seconds=given.time_limit_seconds)
    if first.proven and not first.chosen and any(option.preparations for option in given.options):
        return plan(replace(given, options=tuple(replace(option, preparations=()) for option in given.options)))
    if first.chosen is None:
        return _without(given, first)
    best = worth(network, wanted, first.chosen)
    bound = best if first.proven else max(best, int(first.bound))
    chosen = first.chosen
    return Plan(
        status=Status.OPTIMAL if first.proven else Status.TIME_LIMITED,
        objective=best,
        bound=bound,
        actions=scheduled(network, wanted, chosen),
        left_out=left_out(network, wanted, chosen),
        usage=usage(network, chosen),
        impacts=criterion_impacts(given),
        conflicts=() if chosen else conflicts(given, at_least_one=True),
    )


def _without(given: PlanInput, solved: Solved) -> Plan:
    impacts = criterion_impacts(given)
    if not solved.proven:
        return Plan(Status.TIME_LIMITED, 0, MICRO, impacts=impacts, conflicts=(Conflict(Block.TIME, ()),))
    return Plan(Status.INFEASIBLE, 0, 0, impacts=impacts, conflicts=conflicts(given))

"""How well a reviewer's expertise fits a case."""

from __future__ import annotations

from dataclasses import dataclass

SKILLS, INDUSTRY, FLOOR = 60, 30, 10
REPEATED = 15


@dataclass(frozen=True, slots=True)
class Fit:
    """Points from 1 to 100 and their parts: shared skills, the industry, how often the reviewer met the company."""

    points: int
    shared: tuple[str, ...]
    knows_industry: bool
    met_before: int


def fit(
    skills: frozenset[str], industries: frozenset[str], *, asked: frozenset[str], industry: str, met_before: int = 0
) -> Fit:
    """60 points for the share of the asked skills (all of them when none is asked), 30 for the industry, 10 for all.

    Each earlier case of the same company takes 15 away, so that a reviewer is not always with the same company.
    """
    shared = tuple(sorted(skills & asked))
    by_skills = (SKILLS * len(shared) * 2 + len(asked)) // (2 * len(asked)) if asked else SKILLS
    knows = bool(industry) and industry in industries
    points = FLOOR + by_skills + (INDUSTRY if knows or not industry else 0) - REPEATED * met_before
    return Fit(max(1, points), shared, knows, met_before)

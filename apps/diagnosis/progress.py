"""From one diagnosis of a company to its next: which bands moved, and which facts were won or lost. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from apps.diagnosis.rules import Answer, Score


@dataclass(frozen=True, slots=True)
class Change:
    """One criterion's supported band (0 to 5) before and after, with the attributes that became yes or ceased to be."""

    code: str
    before: int
    after: int
    won: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def moved(self) -> int:
        """Bands up, or down where it is negative."""
        return self.after - self.before


def changes(
    before: Score, after: Score, earlier: Mapping[str, Answer], later: Mapping[str, Answer]
) -> tuple[Change, ...]:
    """Every criterion both diagnoses know, in the order of the later one.

    `earlier` and `later` are the answers behind the two scores (attribute code → answer). A band that moved without a
    won or lost attribute moved because facts were found not to apply.
    """
    bands = {criterion.code: criterion.point for criterion in before.criteria}
    held, holds = _confirmed(earlier), _confirmed(later)
    found = []
    for criterion in after.criteria:
        if criterion.code not in bands:
            continue
        asked = [attribute.code for band in criterion.bands for attribute in band.attributes]
        won = tuple(code for code in asked if code in holds and code not in held)
        lost = tuple(code for code in asked if code in held and code not in holds)
        found.append(Change(criterion.code, bands[criterion.code], criterion.point, won, lost))
    return tuple(found)


def _confirmed(answers: Mapping[str, Answer]) -> set[str]:
    return {code for code, answer in answers.items() if answer is Answer.YES}

"""The catalogue as a network: who must come before whom, which bands are still missing, what fits into a horizon."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from apps.roadmaps.planner.types import Choice, ChoiceKind, Option, PlanInput, PlanInputError


@dataclass(frozen=True, slots=True)
class Need:
    """Bands of one criterion that other, earlier actions must add before an action may start."""

    criterion: str
    missing: int
    providers: tuple[tuple[str, int], ...]


class Network:
    """Read-only view of one input with everything sorted by code; raises PlanInputError on a contradiction."""

    def __init__(self, given: PlanInput) -> None:
        self.given = given
        self.options: dict[str, Option] = {row.code: row for row in sorted(given.options, key=lambda row: row.code)}
        self.codes: tuple[str, ...] = tuple(self.options)
        self.bands: dict[str, int] = {row.code: row.point for row in given.criteria}
        self.choices: dict[str, Choice] = {row.code: row for row in sorted(given.choices, key=lambda row: row.code)}
        self._check()

    def _check(self) -> None:
        if len(self.options) != len(self.given.options):
            raise PlanInputError("duplicate_action", ",".join(row.code for row in self.given.options))
        for choice in self.choices.values():
            if choice.code not in self.options:
                raise PlanInputError("unknown_action", choice.code)
        for option in self.options.values():
            for code in option.prerequisites:
                if code not in self.options:
                    raise PlanInputError("unknown_prerequisite", f"{option.code}>{code}")
            for code in option.preparations:
                if code not in self.options:
                    raise PlanInputError("unknown_preparation", f"{option.code}>{code}")
        if not {row.key for row in self.given.horizons} <= {row.horizon for row in self.given.weights.horizons}:
            raise PlanInputError("missing_weights", self.given.weights.version)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Codes with every prerequisite and preparation before what follows; ties by code. Raises on a circle."""
        waiting = {code: {*row.prerequisites, *row.preparations} for code, row in self.options.items()}
        done: list[str] = []
        while waiting:
            ready = [code for code, before in waiting.items() if not before]
            if not ready:
                raise PlanInputError("circular_prerequisites", ",".join(sorted(waiting)))
            done += ready
            waiting = {code: before - set(ready) for code, before in waiting.items() if code not in ready}
        return tuple(done)

    @cached_property
    def preparations(self) -> dict[str, tuple[str, ...]]:
        """For each action, the preparations asked of the plan: not those the consultant has put somewhere."""
        return {
            code: tuple(sorted(earlier for earlier in option.preparations if not self._moved(earlier)))
            for code, option in self.options.items()
        }

    def _moved(self, code: str) -> bool:
        choice = self.choices.get(code)
        return choice is not None and choice.kind == ChoiceKind.MOVED

    @cached_property
    def distances(self) -> dict[str, dict[str, int]]:
        """For each action, its prerequisites near and far: months from the start of that one to the start of this one
        along the longest chain."""
        result: dict[str, dict[str, int]] = {}
        for code in self.order:
            far: dict[str, int] = {}
            for direct in sorted(self.options[code].prerequisites):
                months = self.options[direct].months
                far[direct] = max(far.get(direct, 0), months)
                for earlier, distance in result[direct].items():
                    far[earlier] = max(far.get(earlier, 0), distance + months)
            result[code] = far
        return result

    @cached_property
    def gains(self) -> dict[str, dict[str, int]]:
        """Gain in bands per criterion of each action."""
        return {code: dict(option.improves) for code, option in self.options.items()}

    @cached_property
    def offered(self) -> dict[str, dict[str, int]]:
        """What each action adds to each goal: bands to `c:` criteria, steps of strength to `k:` KPIs."""
        return {
            code: {f"c:{name}": gain for name, gain in option.improves} | {f"k:{name}": s for name, s in option.moves}
            for code, option in self.options.items()
        }

    def held(self, code: str, criterion: str) -> int:
        """Band of a criterion once the action's own prerequisites are finished."""
        return self.bands.get(criterion, 0) + sum(
            self.gains[earlier].get(criterion, 0) for earlier in self.distances[code]
        )

    @cached_property
    def needs(self) -> dict[str, tuple[Need, ...]]:
        """What each action still needs from others than its prerequisites."""
        return {code: tuple(self._needs(code)) for code in self.codes}

    def _needs(self, code: str) -> Iterator[Need]:
        for criterion, band in sorted(self.options[code].requires):
            missing = band - self.held(code, criterion)
            if missing > 0:
                yield Need(criterion, missing, tuple(self._providers(code, criterion)))

    def _providers(self, code: str, criterion: str) -> Iterator[tuple[str, int]]:
        for other, gain in self.gains.items():
            if gain.get(criterion, 0) > 0 and other != code and other not in self.distances[code]:
                yield other, gain[criterion]

    def allowed(self, code: str, horizon: int) -> bool:
        """Whether an action may lie in a horizon by its length and by what the consultant decided."""
        choice = self.choices.get(code)
        row = self.given.horizons[horizon]
        option = self.options[code]
        if option.months > row.length or (choice and choice.kind == ChoiceKind.EXCLUDED):
            return False
        if choice is None or choice.kind != ChoiceKind.MOVED:
            return True
        return choice.horizon == row.key and (
            choice.start_month is None or row.start_month <= choice.start_month <= row.end_month - option.months + 1
        )

    def required(self, code: str) -> bool:
        """Whether the consultant wants the action in the plan."""
        choice = self.choices.get(code)
        return choice is not None and choice.kind in (ChoiceKind.PINNED, ChoiceKind.MOVED)

    def fixed_start(self, code: str) -> int | None:
        """First month the consultant has set."""
        return self.choices[code].start_month if self._moved(code) else None

    def together(self, earlier: str, later: str, horizon: int) -> bool:
        """Whether an action and one of its prerequisites both fit into one horizon, chain and fixed months included."""
        row = self.given.horizons[horizon]
        distance = self.distances[later][earlier]
        first = self.fixed_start(earlier) or row.start_month
        last = self.fixed_start(later) or row.end_month - self.options[later].months + 1
        return first + distance <= last

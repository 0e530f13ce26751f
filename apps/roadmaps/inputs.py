"""The settings of a plan as they are kept with the roadmap: typed on the way in and out of JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

HORIZONS = (("short", 1, 6), ("middle", 7, 18), ("long", 19, 36))
"""Key, first and last month of each horizon."""


@dataclass(frozen=True, slots=True)
class HorizonSettings:
    """What may be spent in one horizon, support included, and the company's own people."""

    key: str
    start_month: int
    end_month: int
    budget_krw: int
    staff_months: Decimal

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "start_month": self.start_month,
            "end_month": self.end_month,
            "budget_krw": self.budget_krw,
            "staff_months": str(self.staff_months),
        }


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the consultant decided about one action; see the planner's `Choice`."""

    kind: str
    horizon: str | None = None
    start_month: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "horizon": self.horizon, "start_month": self.start_month}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a consultant sets: money, people, KPIs with weights, cost shares, support, choices by action."""

    horizons: tuple[HorizonSettings, ...]
    kpis: tuple[tuple[str, int], ...] = ()
    cost_shares: Mapping[str, int] = field(default_factory=dict)
    self_burden_pct: int = 100
    support_cap_krw: int = 0
    choices: Mapping[str, Chosen] = field(default_factory=dict)

    @property
    def budget_krw(self) -> int:
        """Money of all horizons."""
        return sum(horizon.budget_krw for horizon in self.horizons)

    @property
    def staff_months(self) -> Decimal:
        """Staff-months of all horizons."""
        return sum((horizon.staff_months for horizon in self.horizons), Decimal(0))

    @property
    def months(self) -> int:
        """Last month planned."""
        return max(horizon.end_month for horizon in self.horizons)

    def as_json(self) -> dict[str, Any]:
        return {
            "horizons": [horizon.as_json() for horizon in self.horizons],
            "kpis": [list(kpi) for kpi in self.kpis],
            "cost_shares": dict(self.cost_shares),
            "self_burden_pct": self.self_burden_pct,
            "support_cap_krw": self.support_cap_krw,
            "choices": {code: chosen.as_json() for code, chosen in sorted(self.choices.items())},
        }


def parse(kept: Mapping[str, Any]) -> Settings:
    """Settings as a roadmap keeps them."""
    return Settings(
        horizons=tuple(
            HorizonSettings(
                row["key"], row["start_month"], row["end_month"], row["budget_krw"], Decimal(row["staff_months"])
            )
            for row in kept["horizons"]
        ),
        kpis=tuple((code, weight) for code, weight in kept["kpis"]),
        cost_shares=dict(kept["cost_shares"]),
        self_burden_pct=kept["self_burden_pct"],
        support_cap_krw=kept["support_cap_krw"],
        choices={code: Chosen(**chosen) for code, chosen in kept["choices"].items()},
    )

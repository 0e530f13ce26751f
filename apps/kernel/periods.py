"""Half-open spans of days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start_on`` up to, but without, ``end_on``; an empty ``end_on`` means it goes on."""

    start_on: date
    end_on: date | None = None

    def __post_init__(self) -> None:
        if self.end_on is not None and self.end_on < self.start_on:
            raise ValueError("a period cannot end before it starts")

    def contains(self, day: date) -> bool:
        return self.start_on <= day and (self.end_on is None or day < self.end_on)

    def overlaps(self, other: "Period") -> bool:
        return (self.end_on is None or other.start_on < self.end_on) and (
            other.end_on is None or self.start_on < other.end_on
        )

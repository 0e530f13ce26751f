"""A state machine as a table. Pure: it knows rows only by the attributes its functions read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from apps.kernel.errors import DomainError, Text

# Returns words when the person may not do this to the row, a refusal of its own kind when nobody may yet, else None.
Guard = Callable[[Any, Any], Text | DomainError | None]


@dataclass(frozen=True, slots=True)
class Transition:
    """An action: from which states, to which state, with which permission and under which guards."""

    action: str
    sources: Sequence[str]
    target: str
    label: Text
    permission: str | None = None
    guards: Sequence[Guard] = ()
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Whose turn it is: a party (``user:7``, ``role:staff``, ``org:12``), what is asked, and until when."""

    party: str
    what: Text
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Machine:
    """All transitions of one model, and who is waited for in each state."""

    initial: str
    transitions: Sequence[Transition]
    waits: Mapping[str, Callable[[Any], Sequence[WaitFor]]] = field(default_factory=dict)
    attribute: str = "state"

    def transition(self, action: str) -> Transition:
        """Raises KeyError for an action the table does not have."""
        for one in self.transitions:
            if one.action == action:
                return one
        raise KeyError(action)

    def leaving(self, state: str) -> list[Transition]:
        return [one for one in self.transitions if state in one.sources]

    def waits_in(self, row: Any) -> Sequence[WaitFor]:
        state = getattr(row, self.attribute)
        return self.waits[state](row) if state in self.waits else ()

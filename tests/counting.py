"""What one request costs: its queries and the model instances it builds. Exact, without noise."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model
from django.test.utils import CaptureQueriesContext


@dataclass(slots=True)
class Counts:
    """Filled when the block ends."""

    queries: int = 0
    instances: int = 0


@contextmanager
def counting(using: str = DEFAULT_DB_ALIAS) -> Iterator[Counts]:
    """Count queries to one database and model instances built while the block runs."""
    counts = Counts()
    original = Model.__init__

    def counted_init(self: Model, *args: object, **kwargs: object) -> None:
        counts.instances += 1
        original(self, *args, **kwargs)

    Model.__init__ = counted_init  # type: ignore[method-assign]
    try:
        with CaptureQueriesContext(connections[using]) as captured:
            yield counts
    finally:
        Model.__init__ = original  # type: ignore[method-assign]
    counts.queries = len(captured)


def counted(ask: Callable[[], object]) -> Counts:
    """The cost of one call, such as ``counted(lambda: client.get(address))``."""
    with counting() as counts:
        ask()
    return counts

"""Whether a person's pages cost the same in a small and in a large centre: exact counts, no timing."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.test import Client

from tests import routes
from tests.centres import Centres, standing_on
from tests.counting import Counts, counting

MOST_QUERIES = 15


@dataclass(frozen=True, slots=True)
class Cost:
    """What one address cost in both centres."""

    address: str
    statuses: tuple[int, int]
    small: Counts
    large: Counts

    @property
    def faults(self) -> Iterator[str]:
        """What is wrong with it, in words."""
        # A code that belongs to no document is not found, and says so on a page like any other.
        expected = 404 if self.address.startswith("/verify/?code=") else 200
        if self.statuses != (expected, expected):
            yield f"{self.address} answers {self.statuses}"
        if self.small != self.large:
            yield f"{self.address} grows from {self.small} to {self.large}"
        if self.large.queries > MOST_QUERIES:
            yield f"{self.address} asks {self.large.queries} queries"


def costs(centres: Centres, role: str) -> list[Cost]:
    """Every kind of page and API route that a role reaches in the small centre, counted in both.

    Every address was asked once before it is counted, so that what a process keeps is there already.
    """
    client = centres.clients[role]
    with standing_on(centres.small):
        addresses = routes.pages(client)
        addresses += routes.api_routes(client, addresses)
        few = [_ask(client, address) for address in addresses]
    with standing_on(centres.large):
        many = [_ask(client, address) for address in addresses]
    return [
        Cost(address, (small[0], large[0]), small[1], large[1])
        for address, small, large in zip(addresses, few, many, strict=True)
    ]


def _ask(client: Client, address: str) -> tuple[int, Counts]:
    with counting() as counts:
        answer = client.get(address)
        answer.close()
    return answer.status_code, counts

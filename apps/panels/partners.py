"""Who works on a project with which company, told by an app above that knows it.

An upper app gives a reader in its ``ready()``: keys of companies in, pairs of a company and a partner out.
"""

from collections.abc import Callable, Collection, Iterable

Reader = Callable[[Collection[int]], Iterable[tuple[int, int]]]
READERS: list[Reader] = []


def told_by(reader: Reader) -> None:
    """Have `reader` asked whenever ties to companies are looked for."""
    if reader not in READERS:
        READERS.append(reader)


def partners_of(company_ids: Collection[int]) -> dict[int, set[int]]:
    """The partners of each of these companies that has any."""
    found: dict[int, set[int]] = {}
    for reader in READERS:
        for company, partner in reader(company_ids):
            found.setdefault(company, set()).add(partner)
    return found

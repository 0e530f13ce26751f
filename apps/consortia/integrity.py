"""Where consortia contradict themselves: promised capacity, agreements in force without paper, roles held twice."""

from collections.abc import Iterator

from apps.consortia import selectors


def problems() -> Iterator[str]:
    for name, counted, promised in selectors.miscounted_capacity():
        yield f"{name}: {counted} staff-months and projects are counted, {promised} are promised"
    for number in selectors.agreements_without_paper():
        yield f"{number}: in force without its document"

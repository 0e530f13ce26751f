"""Where consortia contradict themselves: promised capacity, agreements in force without paper or
a signature, numbers given twice."""

from collections.abc import Iterator

from apps.centre import selectors as centre
from apps.consortia import selectors
from apps.consortia.models import Brief


def problems() -> Iterator[str]:
    for name, counted, promised in selectors.miscounted_capacity():
        yield f"{name}: {counted} staff-months and projects are counted, {promised} are promised"
    for number in selectors.agreements_without_paper():
        yield f"{number}: in force without its document"
    for number, names in selectors.half_signed():
        yield f"{number}: in force, not signed by {names}"
    for number, last in centre.overtaken(Brief.objects.order_by("pk").values_list("number", flat=True).iterator()):
        yield f"{number}: was given, but its series stands at {last} and will give it again"

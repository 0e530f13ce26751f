"""Jobs of the directory: a size class is worked out anew when its year is over."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from apps.directory import selectors, services
from apps.kernel import jobs


def _sizes_over(before: datetime) -> Iterator[dict[str, int]]:
    return ({"organisation_id": pk} for pk in selectors.sizes_over(before))


@jobs.task("directory.renew_size", waiting=_sizes_over)
def renew_size(*, organisation_id: int) -> None:
    services.renew_size(organisation_id=organisation_id, at=timezone.now())

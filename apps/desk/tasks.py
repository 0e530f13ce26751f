"""The hourly reminder."""

from django.utils import timezone

from apps.desk import services
from apps.kernel import jobs


@jobs.task("desk.remind")
def remind() -> None:
    services.remind(at=timezone.now())

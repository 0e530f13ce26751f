"""The daily seal."""

from django.utils import timezone

from apps.audit import services
from apps.kernel import jobs


@jobs.task("audit.seal")
def seal() -> None:
    services.seal(at=timezone.now())

"""Lists of pilots as light rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.consortia.models import Agreement
from apps.pilots import permissions
from apps.pilots.models import Pilot
from apps.pilots.selectors.sources import SIGNED
from apps.pilots.states import PilotState
from apps.pilots.words import StageName

ORDER = ("-opened_at", "-pk")


PILOT_ROW = (
    "pk",
    "uid",
    "title",
    "stage",
    "state",
    "opened_at",
    "ends_on",
    "kpis_total",
    "kpis_passed",
    "kpis_failed",
    "last_reading_on",
    "certificate_number",
    "company__name_ko",
)


def pilots_for(user: User, *, stage: str = "", state: str = "", text: str = "") -> QuerySet[Pilot]:
    """Pilots this person may see, filtered by stage, state and words of title or company."""
    pilots = Pilot.objects.visible_to(user)
    if stage in StageName.values:
        pilots = pilots.filter(stage=stage)
    if state in PilotState.values:
        pilots = pilots.filter(state=state)
    if text := text.strip():
        pilots = pilots.filter(Q(title__icontains=text) | Q(company__name_ko__icontains=text))
    return pilots


def to_be_opened(user: User) -> QuerySet[Agreement, dict[str, Any]]:
    """Signed agreements whose pilot has not begun as light rows, for those who may begin one."""
    if not user.can(permissions.OPEN):
        return Agreement.objects.none().values()
    begun = Pilot.objects.filter(agreement=OuterRef("pk"))
    waiting = Agreement.objects.filter(~Exists(begun), state__in=SIGNED).order_by("pk")
    return waiting.values("uid", "number", "brief__title", "company__name_ko")


def for_case(application: Any) -> Pilot | None:
    """The pilot a demonstration application led to, if it came that far."""
    found = Pilot.objects.filter(agreement__brief__application=application)
    return found.select_related("company", "certificate").order_by("-opened_at", "-pk").first()

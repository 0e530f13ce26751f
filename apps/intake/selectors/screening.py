"""What is to be screened, the soonest due first, with what each clock has left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.centre import rules as clock_rules
from apps.centre import selectors as centre
from apps.intake.models import Application, Correction
from apps.intake.models.applications import SCREENED, SCREENING_DUE
from apps.intake.rules import RuleCode, Verdict
from apps.intake.selectors.applications import LABEL
from apps.intake.states import WAIT_FOR_OVERDUE, State
from apps.kernel import clocks
from apps.workflow.models import Wait

MOST_AT_ONCE = 500
SOON = timedelta(hours=clock_rules.HOURS_A_DAY)
SCREENING_ROW = (
    "pk",
    "uid",
    "receipt_number",
    "company__name_ko",
    "call__programme__name_ko",
    "call__programme__name_en",
    "state",
    "due_at",
    "screener__name",
)


@dataclass(frozen=True, slots=True)
class Left:
    """What a clock has left, in words, with its tone."""

    text: str
    note: str
    tone: str


def screening_rows(user: User, *, mine: bool = False, state: str = "") -> QuerySet[Application]:
    """Applications to be screened or mended that a person may see, to be read as `SCREENING_ROW`."""
    rows = Application.objects.visible_to(user).filter(state__in=SCREENED).annotate(due_at=SCREENING_DUE)
    if mine:
        rows = rows.filter(screener=user)
    return rows.filter(state=state) if state in SCREENED else rows


def left_until(due_at: datetime, now: datetime, holidays: Any) -> Left:
    """What is left of a clock at a moment: working days and hours, and the holidays it skips until then."""
    if due_at <= now:
        return Left(_("기한 지남"), "", "danger")
    start, end = clocks.local(now), clocks.local(due_at)
    left = clock_rules.working_time(start, end, holidays)
    days, rest = divmod(left, SOON)
    hours = int(rest / timedelta(hours=1))
    skipped = clock_rules.days_off(start.date(), end.date(), holidays)
    words = _("근무일 %(days)s일 %(hours)s시간 남음") if days else _("근무시간 %(hours)s시간 남음")
    note = ngettext("휴일 %(count)s일 제외", "휴일 %(count)s일 제외", len(skipped)) % {"count": len(skipped)}
    return Left(
        words % {"days": days, "hours": hours}, note if skipped else "", "warning" if left <= SOON else "neutral"
    )


def holidays_around(now: datetime) -> frozenset[Any]:
    """Holidays that clocks running now can meet, read once for a page."""
    year = clocks.local_date(now).year
    return centre.holidays([year, year + 1])


def corrections_overdue(before: datetime) -> Iterator[int]:
    """Corrections whose time is over and about which nobody was asked to decide."""
    asked = Wait.objects.filter(
        subject_label=LABEL, subject_id=OuterRef("application"), key=WAIT_FOR_OVERDUE, closed_at__isnull=True
    )
    late = Correction.objects.filter(
        ~Exists(asked), answered_at=None, due_at__lt=before, application__state=State.CORRECTING
    )
    yield from late.order_by("due_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]


def is_overdue(application: Application, at: datetime) -> bool:
    """Whether it was asked to mend something and the time for that is over."""
    return application.correction_due_at is not None and application.correction_due_at < at


def lacks_status(application: Application) -> bool:
    """Whether a required business status (계속사업자) is only what the company says; one taken over was screened."""
    return not application.is_from_elsewhere and any(
        row["rule"] == RuleCode.BUSINESS_STATUS and row["required"] and row["verdict"] == Verdict.UNKNOWN
        for row in application.eligibility
        if not row.get("waived")
    )


def lacks_authority(application: Application) -> bool:
    """Whether nobody confirmed that the registrant may act; one taken over was screened where it came from."""
    return not application.is_from_elsewhere and application.company.company.authority_confirmed_at is None

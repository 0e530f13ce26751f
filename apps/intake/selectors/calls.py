"""Calls as the public and the centre read them: standing, changes, what is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, QuerySet, TextChoices, TextField, Value, When
from django.db.models.functions import Cast, Concat, Replace
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.accounts.models import User
from apps.intake.models import Amendment, Application, Call, Programme
from apps.intake.states import CallState, State
from apps.kernel import clocks
from apps.kernel.errors import Text


class Standing(TextChoices):
    """Where a call stands at a moment, as readers say it."""

    DRAFT = "draft", _("준비 중")
    UPCOMING = "upcoming", _("모집 예정")
    OPEN = "open", _("모집 중")
    CLOSED = "closed", _("마감")


TONES = {
    Standing.DRAFT: "warning",
    Standing.UPCOMING: "info",
    Standing.OPEN: "success",
    Standing.CLOSED: "neutral",
}
FIELD_LABELS: dict[str, Text] = {
    "title_ko": _("제목"),
    "title_en": _("영어 제목"),
    "body_ko": _("공고 내용"),
    "body_en": _("영어 공고 내용"),
    "contact": _("문의처"),
    "closes_at": pgettext_lazy("deadline", "마감"),
}
LONG = ("body_ko", "body_en")
CALL_ORDER = ("-place", "-opens_at", "-pk")
SEARCHED = (
    *("title_ko", "title_en", "body_ko", "body_en"),
    *(f"programme__{name}_{language}" for name in ("name", "summary", "body") for language in ("ko", "en")),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One changed thing of a call, before and after, in words; a long text only says that it was changed."""

    label: Text
    before: str
    after: str
    is_long: bool

    def __str__(self) -> str:
        return f"{self.label}" if self.is_long else f"{self.label}: {self.before} → {self.after}"


def standing_of(call: Call, at: datetime) -> Standing:
    """Where a call stands at a moment; a call past its end is closed even before the house has said so."""
    if call.state == CallState.DRAFT:
        return Standing.DRAFT
    if call.state == CallState.CLOSED or (call.closes_at is not None and call.closes_at < at):
        return Standing.CLOSED
    return Standing.UPCOMING if call.opens_at > at else Standing.OPEN


def days_left(call: Call, at: datetime) -> int | None:
    """Calendar days until a call closes, 0 on its last day; None when it is rolling."""
    if call.closes_at is None:
        return None
    return (clocks.local_date(call.closes_at) - clocks.local_date(at)).days


def open_calls(at: datetime) -> QuerySet[Call]:
    """Calls that take applications at a moment, those that close first before the rolling ones."""
    return Call.objects.taking(at).select_related("programme").order_by("closes_at", "programme__position", "pk")


def calls_of(programme: Programme, user: User | None) -> QuerySet[Call]:
    """A programme's calls that a person may see, newest first."""
    return Call.objects.visible_to(user).filter(programme=programme).order_by("-opens_at", "-pk")


def call_rows(user: User | None, at: datetime, *, text: str = "", door: str = "", standing: str = "") -> QuerySet[Call]:
    """Calls a person may see, searched by words (with or without spaces), door and standing; in `CALL_ORDER` those
    that take applications come first and those that are over last.
    """
    over = Q(state=CallState.CLOSED) | Q(state=CallState.OPEN, closes_at__lt=at)
    place = Case(When(over, then=0), When(opens_at__gt=at, then=1), default=2)
    rows = Call.objects.visible_to(user).select_related("programme").annotate(place=place)
    if text:
        said = Concat(*(Cast(name, TextField()) for name in SEARCHED))
        rows = rows.annotate(said=Replace(said, Value(" "), output_field=TextField()))
        for word in text.split():
            rows = rows.filter(said__icontains=word)
    if door:
        rows = rows.filter(programme__door=door)
    match standing:
        case Standing.DRAFT:
            rows = rows.filter(state=CallState.DRAFT)
        case Standing.UPCOMING:
            rows = rows.filter(state=CallState.OPEN, opens_at__gt=at)
        case Standing.OPEN:
            rows = rows.filter(pk__in=Call.objects.taking(at).values("pk"))
        case Standing.CLOSED:
            rows = rows.filter(over)
    return rows


def changes_of(amendment: Amendment) -> list[Change]:
    """What an amendment changed, in the reader's language."""
    return [
        Change(
            label=FIELD_LABELS[change["field"]],
            before=_said(change["field"], change["before"]),
            after=_said(change["field"], change["after"]),
            is_long=change["field"] in LONG,
        )
        for change in amendment.changes
    ]


def figures_of(call: Call) -> dict[str, int]:
    """How many applications to a call are being written and how many were handed in."""
    applications = Application.objects.filter(call=call)
    drafts = applications.filter(state=State.DRAFT).count()
    return {"drafts": drafts, "submitted": applications.filter(submitted_at__isnull=False).count()}


def calls_over(before: datetime) -> Iterator[int]:
    """Open calls whose time was over."""
    yield from Call.objects.filter(state=CallState.OPEN, closes_at__lt=before).values_list("pk", flat=True)


def calls_closing_soon(before: datetime) -> Iterator[int]:
    """Open calls that close before a moment and whose writers were not reminded."""
    soon = Call.objects.taking(timezone.now()).filter(closes_at__lt=before, reminded_at=None)
    yield from soon.values_list("pk", flat=True)


def amendments_untold(before: datetime) -> Iterator[int]:
    """Amendments that applicants have not heard of."""
    yield from Amendment.objects.filter(told_at=None, made_at__lt=before).order_by("pk").values_list("pk", flat=True)


def _said(field: str, value: str) -> str:
    if field == "closes_at":
        moment = parse_datetime(value) if value else None
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else str(_("상시"))
    return value or "–"

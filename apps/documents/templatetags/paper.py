"""How figures, days and money are written on paper."""

from datetime import date, datetime

from django import template
from django.utils import formats
from django.utils.translation import get_language, gettext

from apps.documents.charts import words

register = template.Library()


def _korean() -> bool:
    return (get_language() or "ko").startswith("ko")


@register.filter
def won(krw: int | None) -> str:
    """Whole won with grouped thousands."""
    if krw is None:
        return "—"
    return f"{krw:,}원" if _korean() else f"KRW {krw:,}"


@register.filter
def won_short(krw: int | None) -> str:
    """Whole won in hundred millions and ten thousands."""
    return words.won_short(krw)


@register.filter
def figure(value: words.Figure) -> str:
    """A figure as it was recorded; a dash when it is not known."""
    return words.plain(value, words.RECORDED)


@register.filter
def day(value: str | date | None) -> str:
    """A day as 2026. 5. 29. or 29 May 2026."""
    if not value:
        return "—"
    found = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{found.year}. {found.month}. {found.day}." if _korean() else formats.date_format(found, "j F Y")


@register.filter
def day_words(value: str | date | None) -> str:
    """A day as it is written in a formal document: 2026년 5월 29일."""
    if not value:
        return "—"
    found = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{found.year}년 {found.month}월 {found.day}일" if _korean() else formats.date_format(found, "j F Y")


@register.filter
def moment(value: str | None) -> str:
    """A moment to the minute in the zone it carries."""
    if not value:
        return "—"
    found = datetime.fromisoformat(value)
    return f"{day(found.date())} {found:%H:%M}"


@register.filter
def share(basis_points: int | None) -> str:
    """Basis points as per cent."""
    return "—" if basis_points is None else f"{words.plain(basis_points / 100)} %"


@register.filter
def size(count: int | None) -> str:
    """A number of bytes in kB or MB."""
    if count is None:
        return "—"
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(count // 1000, 1)} kB"


@register.filter
def paragraphs(text: str | None) -> list[str]:
    """The paragraphs of a text, one for each line that is not empty."""
    return [line.strip() for line in (text or "").split("\n") if line.strip()]


@register.filter
def span(part: dict[str, words.Figure]) -> str:
    """The range of a score, or nothing when it is a single value."""
    low, high = words.number(part.get("low")), words.number(part.get("high"))
    if low is None or high is None or low == high:
        return ""
    return f"{words.plain(part['low'])}–{words.plain(part['high'])}"


@register.filter
def toward(direction: str | None) -> str:
    """Which way a figure should go."""
    return {"up": gettext("높을수록 좋음"), "down": gettext("낮을수록 좋음")}.get(direction or "", "")

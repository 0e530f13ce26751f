"""Figures in words: how a number, an amount and a label are written inside a chart."""

import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from apps.kernel.money import short_krw

Figure = int | float | str | Decimal | None


def number(value: Figure) -> float | None:
    """Read a figure as a float for drawing; None when it is not known or not a number."""
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return float(found) if found.is_finite() else None


# Decimals that a measured figure may have.
RECORDED = 4


def plain(value: Figure, places: int = 2) -> str:
    """Write a figure with at most `places` decimals and grouped thousands; an unknown one as a dash."""
    if value is None or value == "":
        return "—"
    found = number(value)
    if found is None:
        return str(value)
    text = f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def won_short(krw: int | None) -> str:
    """Write whole won shortly: 1억 2,000만원, or ₩120.0M in English."""
    return "—" if krw is None else short_krw(krw)


def width_of(text: str, size: float) -> float:
    """Estimate the printed width of a text: Hangul is nearly square, Latin letters and digits about half."""
    wide = sum(1 for letter in text if unicodedata.east_asian_width(letter) in "WF")
    return size * (0.9 * wide + 0.56 * (len(text) - wide))


def fit(text: str, width: float, size: float) -> str:
    """Shorten a text with an ellipsis so that it fits the width."""
    if width_of(text, size) <= width:
        return text
    kept = text
    while kept and width_of(kept + "…", size) > width:
        kept = kept[:-1]
    return kept.rstrip(" ·,(") + "…"


def wrap(text: str, width: float, size: float, lines: int = 2) -> list[str]:
    """Break a label at spaces and middle dots into at most `lines` lines; what is left over is shortened."""
    words, rows = text.replace("·", "·\u200b").replace(" ", " \u200b").split("\u200b"), [""]
    for word in words:
        if width_of(rows[-1] + word.rstrip(), size) <= width or not rows[-1]:
            rows[-1] += word
        elif len(rows) < lines:
            rows.append(word)
        else:
            rows[-1] += word
    return [fit(row.strip(), width, size) for row in rows]

"""Two languages in data: ``name_ko`` beside ``name_en``, read through one function."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language


def is_english() -> bool:
    return (get_language() or "ko").startswith("en")


def localized(row: object, field: str) -> str:
    """The text in the reader's language; Korean where the English one is empty."""
    korean = getattr(row, f"{field}_ko")
    if not is_english():
        return korean
    return getattr(row, f"{field}_en", "") or korean


def localized_value(row: Mapping[str, Any], field: str) -> str | None:
    """The same for a light row that was read with both languages; None where there is no such row beyond a join."""
    korean = row[f"{field}_ko"]
    return (row[f"{field}_en"] or korean) if is_english() else korean


def localized_label(row: Mapping[str, Any]) -> str:
    """The name of a criterion or a bonus as settings keep it; one without a name is told by its code."""
    return str((is_english() and row.get("label_en")) or row.get("label_ko") or row["code"])

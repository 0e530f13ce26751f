"""Two languages in data: ``name_ko`` beside ``name_en``, read through one function."""

from django.utils.translation import get_language


def is_english() -> bool:
    return (get_language() or "ko").startswith("en")


def localized(row: object, field: str) -> str:
    """The text in the reader's language; Korean where the English one is empty."""
    korean = getattr(row, f"{field}_ko")
    if not is_english():
        return korean
    return getattr(row, f"{field}_en", "") or korean

"""Codes as lists to choose from, in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from apps.centre import selectors as centre
from apps.directory.models import District, Industry, Skill
from apps.kernel.language import is_english


def _name() -> str:
    return "name_en" if is_english() else "name_ko"


def district_choices() -> list[tuple[str, str]]:
    """Districts by name."""
    return list(District.objects.order_by(_name(), "pk").values_list("code", _name()))


def skill_choices() -> list[tuple[str, str]]:
    """Every skill by name."""
    return list(Skill.objects.order_by(_name(), "pk").values_list("code", _name()))


def pilot_industry_choices() -> list[tuple[str, str]]:
    """The centre's pilot industries."""
    return [(row["code"], row[_name()]) for row in centre.profile().industries]


def industry_options() -> list[str]:
    """Every industry as `C25 name`, divisions before sections."""
    rows = Industry.objects.order_by("code").values_list("code", _name(), "level")
    fine = [f"{code} {words}" for code, words, level in rows if level != Industry.Level.SECTION]
    return fine + [f"{code} {words}" for code, words, level in rows if level == Industry.Level.SECTION]


def industry_names(codes: Iterable[str]) -> dict[str, str]:
    """Codes of industries as `C 제조업`; a beginning of a code that names no industry is left out."""
    rows = Industry.objects.filter(code__in=set(codes)).values_list("code", _name())
    return {code: f"{code} {words}" for code, words in rows}


def industries(text: str) -> QuerySet[Industry, dict[str, Any]]:
    """Industries whose code begins with, or whose name holds, what was typed."""
    rows = Industry.objects.order_by("code").values("code", "level", "name_ko", "name_en")
    wanted = text.strip()
    if not wanted:
        return rows
    return rows.filter(Q(code__istartswith=wanted) | Q(name_ko__icontains=wanted) | Q(name_en__icontains=wanted))

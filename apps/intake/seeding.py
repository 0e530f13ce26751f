"""Programmes, calls, words of forms and survey figures from ``seeds/intake/``."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from apps.intake.models import Call, Programme, SurveyFigure, Word
from apps.intake.states import CallState


def load(base: Path, at: datetime) -> int:
    """Write or refresh every row by its code; a published call keeps the settings it was published with."""
    folder = base / "intake"
    programmes, calls = _rows(folder / "programmes.json"), _rows(folder / "calls.json")
    words, figures = _rows(folder / "words.json"), _rows(folder / "survey_figures.json")
    edited = set(Programme.objects.filter(settings_version__gt=1).values_list("code", flat=True))
    for row in programmes:
        # What people of the centre have published is theirs; the seeds only begin.
        kept = {"code", "settings"} if row["code"] in edited else {"code"}
        Programme.objects.update_or_create(code=row["code"], defaults={key: row[key] for key in row if key not in kept})
    for row in calls:
        _call(row, at)
    for row in words:
        identity = {"list": row["list"], "code": row["code"]}
        Word.objects.update_or_create(**identity, defaults={key: row[key] for key in row if key not in identity})
    for row in figures:
        SurveyFigure.objects.update_or_create(code=row["code"], defaults=row)
    return len(programmes) + len(calls) + len(words) + len(figures)


def call_uid(code: str) -> UUID:
    """The lasting outside name of a seeded call."""
    return uuid5(NAMESPACE_URL, f"axcenter:call:{code}")


def _call(row: dict[str, Any], at: datetime) -> None:
    programme = Programme.objects.get(code=row["programme"])
    closes_at = datetime.fromisoformat(row["closes_at"]) if row["closes_at"] else None
    Call.objects.get_or_create(
        uid=call_uid(row["code"]),
        defaults={
            "programme": programme,
            "title_ko": row["title_ko"],
            "title_en": row["title_en"],
            "opens_at": datetime.fromisoformat(row["opens_at"]),
            "closes_at": closes_at,
            "state": CallState.CLOSED if closes_at and closes_at < at else CallState.OPEN,
            "settings": programme.settings,
            "settings_version": programme.settings_version,
            "is_sample": True,
        },
    )


def _rows(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return rows

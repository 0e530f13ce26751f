"""Districts, industries, size thresholds, skills and the council's universities from ``seeds/directory/``."""

import csv
import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from apps.directory.models import District, Industry, Organisation, SizeThreshold, Skill


def load(base: Path, at: datetime) -> int:
    """Write or refresh every row by its code, except what partners say of themselves; returns how many were read."""
    folder = base / "directory"
    count = _upsert(District, _rows(folder / "districts.json"), ["code"])
    count += load_industries(_rows(folder / "industries.json"))
    count += _upsert(SizeThreshold, _rows(folder / "size_thresholds.json"), ["code", "valid_from"])
    count += _upsert(Skill, _rows(folder / "skills.json"), ["code"])
    return count + _universities(_rows(folder / "universities.json"), at)


def load_industries(rows: list[dict[str, Any]]) -> int:
    """Write KSIC rows, parents before children; a row's parent is given by code."""
    known = dict(Industry.objects.values_list("code", "pk"))
    for row in rows:
        values = {key: row[key] for key in ("level", "name_ko", "name_en")}
        parent_id = known[row["parent"]] if row["parent"] else None
        industry, _created = Industry.objects.update_or_create(
            code=row["code"], defaults={**values, "parent_id": parent_id}
        )
        known[industry.code] = industry.pk
    return len(rows)


class TableRefused(ValueError):
    """A KSIC table that cannot be read, with the line and what is wrong there."""


def read_ksic(text: str) -> list[dict[str, Any]]:
    """Rows of a KSIC table, checked, with section letters put in front of the codes. Raises TableRefused."""
    reader = csv.DictReader(io.StringIO(text))
    missing = {"code", "level_name", "name_ko", "name_en", "parent", "section"} - set(reader.fieldnames or ())
    if missing:
        raise TableRefused(f"line 1: columns are missing: {', '.join(sorted(missing))}")
    known: set[str] = set()
    rows = []
    for line, row in enumerate(reader, start=2):
        code, parent = _ksic_code(row["code"], row["section"]), _ksic_code(row["parent"], row["section"])
        if row["level_name"] not in Industry.Level.values or not row["name_ko"]:
            raise TableRefused(f"line {line}: level or name is not right")
        if parent and parent not in known:
            raise TableRefused(f"line {line}: parent {row['parent']} has not come yet")
        known.add(code)
        names = {"name_ko": row["name_ko"], "name_en": row["name_en"]}
        rows.append({"code": code, "level": row["level_name"], "parent": parent, **names})
    return rows


def _ksic_code(code: str, section: str) -> str:
    return code if not code or code == section else f"{section}{code}"


def university_uid(code: str) -> UUID:
    """The lasting outside name of a council university."""
    return uuid5(NAMESPACE_URL, f"axcenter:university:{code}")


def _universities(rows: list[dict[str, Any]], at: datetime) -> int:
    """The council's universities; their profile is their own from the day they are there, so it is written once."""
    districts = dict(District.objects.values_list("code", "pk"))
    skills = {skill.code: skill for skill in Skill.objects.all()}
    for row in rows:
        kept = {
            "kind": Organisation.Kind.UNIVERSITY,
            "source": row["source"],
            "is_council_member": row["council_member"],
        }
        profile = {
            "name_ko": row["name_ko"],
            "name_en": row["name_en"],
            "district_id": districts[row["district"]] if row["district"] else None,
            "summary": f"{row['school_ko']}. {row['summary_ko']}",
        }
        university, created = Organisation.objects.update_or_create(
            uid=university_uid(row["code"]), defaults=kept, create_defaults={**kept, **profile, "created_at": at}
        )
        if created:
            university.skills.set([skills[code] for code in row["skills"]])
    return len(rows)


def _upsert(model: Any, rows: list[dict[str, Any]], keys: list[str]) -> int:
    for row in rows:
        identity = {key: row[key] for key in keys}
        model.objects.update_or_create(**identity, defaults={key: row[key] for key in row if key not in keys})
    return len(rows)


def _rows(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return rows

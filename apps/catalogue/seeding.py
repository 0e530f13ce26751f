"""KPIs, supports and actions from ``seeds/catalogue/*.json``."""

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.catalogue.models import ActionEffect, CatalogueAction, Kpi, Support

FILES = ("enabling", "usecases")
RELATIONS = {"code", "prerequisites", "preparations", "supports", "effects"}


@transaction.atomic
def load(base: Path, at: datetime) -> int:  # noqa: ARG001 every floor's loader is called alike
    """Bring the catalogue up to its seeds; an action that staff have revised keeps their version.

    What prepares an action is nothing staff revise, and is brought up to date for every one, as its effects are.
    """
    kpis = {row["code"]: _upsert(Kpi, row) for row in _rows(base, "kpis")}
    placed = enumerate(_rows(base, "supports"), start=1)
    supports = {row["code"]: _upsert(Support, row | {"position": place}) for place, row in placed}
    rows = [row for name in FILES for row in _rows(base, name)]
    known = {action.code: action for action in CatalogueAction.objects.filter(version__gt=1)}
    fresh = [row for row in rows if row["code"] not in known]
    actions = known | {row["code"]: _action(row) for row in fresh}
    for row in fresh:
        action = actions[row["code"]]
        action.prerequisites.set([actions[code] for code in row["prerequisites"]])
        action.supports.set([supports[code] for code in row["supports"]])
    for row in rows:
        actions[row["code"]].preparations.set([actions[code] for code in row["preparations"]])
        for effect in row["effects"]:
            values = {name: value for name, value in effect.items() if name != "kpi"}
            ActionEffect.objects.update_or_create(
                action=actions[row["code"]], kpi=kpis[effect["kpi"]], source_uid=None, defaults=values
            )
    return len(kpis) + len(supports) + len(rows)


def _rows(base: Path, name: str) -> list[dict[str, Any]]:
    return json.loads((base / "catalogue" / f"{name}.json").read_text(encoding="utf-8"))


def _upsert(model: type[Kpi] | type[Support], row: dict[str, Any]) -> Any:
    values = {name: value for name, value in row.items() if name != "code"}
    return model._default_manager.update_or_create(code=row["code"], defaults=values)[0]


def _action(row: dict[str, Any]) -> CatalogueAction:
    values = {name: value for name, value in row.items() if name not in RELATIONS}
    values["staff_months"] = Decimal(values["staff_months"])
    return CatalogueAction.objects.update_or_create(code=row["code"], defaults=values)[0]

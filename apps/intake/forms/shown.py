"""A programme's settings as its form shows them."""

from collections.abc import Mapping
from typing import Any

from apps.centre.rules import Basis
from apps.intake import selectors
from apps.intake.forms.settings import CERTIFICATES, CLOCKS
from apps.intake.rules import RuleCode
from apps.panels.rules import Mode


def initial_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as the form shows them."""
    same = ("legal_basis", "closing_hour", "counted_site", "support_cap_krw", "self_burden_pct", "reviewers")
    found: dict[str, Any] = {name: settings.get(name) for name in (*same, "correction_rounds")}
    objection = settings.get("objection") or {}
    for name, clock in (*((one, settings.get(one)) for one in CLOCKS[:2]), ("handling", objection.get("handling"))):
        found |= {f"{name}_{part}": value for part, value in (clock or {}).items()}
    found.setdefault("handling_basis", Basis.WORKING_DAYS)
    found["objection_days"] = objection.get("days")
    found["consortium"] = selectors.forms_at(settings)
    for row in settings["conditions"]:
        found |= _condition(row)
    for row in settings["documents"]:
        found[f"document_{row['kind']}"] = "required" if row["required"] else "optional"
    found["documents_for_review"] = sorted(selectors.kinds_for_review(settings))
    for row in settings.get("consents") or ():
        found[f"consent_{row['code']}"] = "required" if row["required"] else "optional"
    for prefix, rows in (("criterion", settings["criteria"]), ("budget", settings.get("budgets") or ())):
        found |= {f"{prefix}_{place}_{name}": value for place, row in enumerate(rows) for name, value in row.items()}
    panel = settings.get("panel") or {}
    found |= {f"panel_{name}": value for name, value in panel.items() if name not in ("tie_break", "bonuses")}
    found["panel_tie_break"] = ", ".join(panel.get("tie_break") or ())
    found.setdefault("panel_rounding", Mode.HALF_UP)
    for place, row in enumerate(panel.get("bonuses") or ()):
        found |= {f"bonus_{place}_{name}": value for name, value in row.items()}
    return found


def _condition(row: Mapping[str, Any]) -> dict[str, Any]:
    rule, params = RuleCode(row["rule"]), row["params"]
    if rule is RuleCode.CERTIFICATE:
        return {CERTIFICATES[row["required"]]: params["kinds"]}
    fields = {
        RuleCode.DISTRICT: ("districts", params.get("districts")),
        RuleCode.SIZE_CLASS: ("sizes", params.get("allowed")),
        RuleCode.BUSINESS_KIND: ("business_kinds", params.get("allowed")),
        RuleCode.INDUSTRY: ("prefixes", ", ".join(params.get("prefixes", ()))),
        RuleCode.DUPLICATE: ("duplicate_years", params.get("years", 1)),
    }
    use = {f"rule_{rule}": "required" if row["required"] else "warn"}
    return {**use, **dict([fields[rule]])} if rule in fields else use

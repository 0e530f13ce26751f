"""Exceptions of an application, and its verdicts with what was waived beside them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from apps.accounts.models import User
from apps.intake import labels
from apps.intake.models import Application, Waiver
from apps.intake.rules import RuleCode, Verdict
from apps.intake.selectors.eligibility import as_json, examine
from apps.intake.states import WaiverState
from apps.kernel import clocks
from apps.kernel.errors import Text

WAIVABLE = (Verdict.NOT_MET, Verdict.UNKNOWN)


def waivers_of(application: Application, user: User) -> list[tuple[Waiver, Text]]:
    """Exceptions asked for, newest first, each with its condition in words."""
    rows = Waiver.objects.visible_to(user).filter(application=application)
    found = rows.select_related("proposed_by", "decided_by").order_by("-proposed_at", "-pk")
    return [(one, labels.RULES[RuleCode(one.rule)]) for one in found]


def waivable(application: Application) -> list[tuple[str, Text]]:
    """Required conditions that are not met or not known and for which no exception stands."""
    standing = set(
        Waiver.objects.filter(application=application).exclude(state=WaiverState.REFUSED).values_list("rule", flat=True)
    )
    return [
        (row["rule"], labels.RULES[RuleCode(row["rule"])])
        for row in application.eligibility
        if row["required"] and row["verdict"] in WAIVABLE and row["rule"] not in standing
    ]


def with_waivers(application: Application, kept: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Kept verdicts, those of waived conditions with who waived them, when and why; people by their key."""
    approved = {one.rule: one for one in Waiver.objects.filter(application=application, state=WaiverState.APPROVED)}
    rows = []
    for row in kept:
        waiver = approved.get(row["rule"]) if row["required"] and row["verdict"] in WAIVABLE else None
        plain = {name: value for name, value in row.items() if name != "waived"}
        if waiver is None or waiver.decided_at is None:
            rows.append(plain)
            continue
        told = {"on": clocks.local_date(waiver.decided_at).isoformat(), "reason": waiver.reason}
        rows.append({**plain, "waived": told})
    return rows


def as_of_now(application: Application, *, at: datetime) -> list[dict[str, Any]]:
    """Verdicts on an application as it was received, by what is known of its company and papers now."""
    return with_waivers(application, as_json(examine(application, application.submitted_at or at)))


def unwaived(verdicts: Sequence[Mapping[str, Any]], verdict: Verdict) -> list[str]:
    """Names of the required conditions with this verdict that nobody waived."""
    return [
        str(labels.RULES[RuleCode(row["rule"])])
        for row in verdicts
        if row["required"] and row["verdict"] == verdict and not row.get("waived")
    ]

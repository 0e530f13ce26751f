"""Reads of intake."""

from apps.intake.selectors.applications import (
    OWN_ROW,
    ROW,
    CaseFacts,
    admitted_without_assessment,
    application_rows,
    citing,
    for_case,
    own_rows,
    selected_without_brief,
)
from apps.intake.selectors.eligibility import (
    ConditionRow,
    FindingRow,
    as_json,
    asked_documents,
    condition_rows,
    conditions_of,
    examine,
    finding_rows,
    missing_fields,
    proposal_of,
)
from apps.intake.selectors.programmes import Vocabulary, open_calls, programme_cards, vocabulary

__all__ = [
    "OWN_ROW",
    "ROW",
    "CaseFacts",
    "ConditionRow",
    "FindingRow",
    "Vocabulary",
    "admitted_without_assessment",
    "application_rows",
    "as_json",
    "asked_documents",
    "citing",
    "condition_rows",
    "conditions_of",
    "examine",
    "finding_rows",
    "for_case",
    "missing_fields",
    "open_calls",
    "own_rows",
    "programme_cards",
    "proposal_of",
    "selected_without_brief",
    "vocabulary",
]

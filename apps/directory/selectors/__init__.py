"""Reads of the directory."""

from apps.directory.selectors.companies import (
    CompanyFacts,
    company_facts,
    company_list,
    company_sheet,
    size_verdict,
)
from apps.directory.selectors.people import (
    ConflictReason,
    conflict_pairs,
    conflicts,
    members_of,
    organisations_of,
    own_company,
    parties_of,
)

__all__ = [
    "CompanyFacts",
    "ConflictReason",
    "company_facts",
    "company_list",
    "company_sheet",
    "conflict_pairs",
    "conflicts",
    "members_of",
    "organisations_of",
    "own_company",
    "parties_of",
    "size_verdict",
]

"""Reads of the directory."""

from apps.directory.selectors.codes import (
    district_choices,
    industries,
    industry_options,
    pilot_industry_choices,
    skill_choices,
)
from apps.directory.selectors.companies import (
    COMPANY_ROW,
    PARTNER_ROW,
    CompanyFacts,
    company_facts,
    company_list,
    company_of,
    company_sheet,
    facts_of,
    partner_rows,
    size_verdict,
)
from apps.directory.selectors.explained import SizeExplanation, size_explanation
from apps.directory.selectors.people import (
    ConflictReason,
    conflict_pairs,
    conflicts,
    demand_untied,
    members_of,
    organisations_of,
    own_company,
    parties_of,
    ties_of,
)

__all__ = [
    "COMPANY_ROW",
    "PARTNER_ROW",
    "CompanyFacts",
    "ConflictReason",
    "SizeExplanation",
    "company_facts",
    "company_list",
    "company_of",
    "company_sheet",
    "conflict_pairs",
    "conflicts",
    "demand_untied",
    "district_choices",
    "facts_of",
    "industries",
    "industry_options",
    "members_of",
    "organisations_of",
    "own_company",
    "parties_of",
    "partner_rows",
    "pilot_industry_choices",
    "size_explanation",
    "size_verdict",
    "skill_choices",
    "ties_of",
]

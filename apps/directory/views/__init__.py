"""Pages of the directory."""

from apps.directory.views.companies import add_site, check_number, company, figures, register
from apps.directory.views.organisations import (
    claim,
    companies,
    confirm_authority,
    organisation,
    partner,
    partners,
    record_status,
)

__all__ = [
    "add_site",
    "check_number",
    "claim",
    "companies",
    "company",
    "confirm_authority",
    "figures",
    "organisation",
    "partner",
    "partners",
    "record_status",
    "register",
]

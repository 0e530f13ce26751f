"""Pages of the directory."""

from apps.directory.views.companies import check_number, company, facts, figures, register, registration_received
from apps.directory.views.imports import import_batch, import_companies, import_template
from apps.directory.views.organisations import (
    ask_tax_office,
    claim,
    companies,
    confirm_authority,
    organisation,
    partner,
    partners,
    record_status,
)
from apps.directory.views.people import (
    accept_invitation,
    change_position,
    decline_invitation,
    end_member,
    invitations,
    people,
    withdraw_invitation,
)
from apps.directory.views.sites import add_site, close_site, edit_site

__all__ = [
    "accept_invitation",
    "add_site",
    "ask_tax_office",
    "change_position",
    "check_number",
    "claim",
    "close_site",
    "companies",
    "company",
    "confirm_authority",
    "decline_invitation",
    "edit_site",
    "end_member",
    "facts",
    "figures",
    "import_batch",
    "import_companies",
    "import_template",
    "invitations",
    "organisation",
    "partner",
    "partners",
    "people",
    "record_status",
    "register",
    "registration_received",
    "withdraw_invitation",
]

"""The verbs of the directory."""

from apps.directory.checking import NumberRefused, UnknownCode
from apps.directory.services.capacity import CapacityFull, release_capacity, reserve_capacity
from apps.directory.services.companies import (
    Registered,
    ask_tax_office,
    confirm_authority,
    record_business_status,
    register_company,
    settle_claim,
)
from apps.directory.services.facts import renew_size, update_facts, update_figures
from apps.directory.services.imports import COMPANIES, import_companies, keep_companies, refused_companies
from apps.directory.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    withdraw_invitation,
)
from apps.directory.services.organisations import close, register_partner, reopen, update_profile
from apps.directory.services.people import add_member, add_relation, change_position, end_member, serve
from apps.directory.services.sites import add_site, close_site, edit_site

__all__ = [
    "COMPANIES",
    "CapacityFull",
    "NumberRefused",
    "Registered",
    "UnknownCode",
    "accept_invitation",
    "add_member",
    "add_relation",
    "add_site",
    "ask_tax_office",
    "change_position",
    "close",
    "close_site",
    "confirm_authority",
    "decline_invitation",
    "edit_site",
    "end_member",
    "import_companies",
    "invite",
    "keep_companies",
    "record_business_status",
    "refused_companies",
    "register_company",
    "register_partner",
    "release_capacity",
    "renew_size",
    "reopen",
    "reserve_capacity",
    "serve",
    "settle_claim",
    "update_facts",
    "update_figures",
    "update_profile",
    "withdraw_invitation",
]

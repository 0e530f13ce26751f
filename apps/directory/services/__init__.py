"""The verbs of the directory."""

from apps.directory.services.capacity import CapacityFull, release_capacity, reserve_capacity
from apps.directory.services.companies import (
    NumberRefused,
    Registered,
    UnknownCode,
    add_site,
    confirm_authority,
    record_business_status,
    register_company,
    renew_size,
    settle_claim,
    update_figures,
)
from apps.directory.services.organisations import close, register_partner, reopen, update_profile
from apps.directory.services.people import add_member, add_relation, end_member, serve

__all__ = [
    "CapacityFull",
    "NumberRefused",
    "Registered",
    "UnknownCode",
    "add_member",
    "add_relation",
    "add_site",
    "close",
    "confirm_authority",
    "end_member",
    "record_business_status",
    "register_company",
    "register_partner",
    "release_capacity",
    "renew_size",
    "reopen",
    "reserve_capacity",
    "serve",
    "settle_claim",
    "update_figures",
    "update_profile",
]

"""Organisations, companies and people's places in them, with the codes they are described by."""

from apps.directory.models.codes import District, Industry, SizeThreshold, Skill
from apps.directory.models.companies import Claim, Company, CompanyYear, Site
from apps.directory.models.invitations import Invitation
from apps.directory.models.organisations import Membership, Organisation, Relation

__all__ = [
    "Claim",
    "Company",
    "CompanyYear",
    "District",
    "Industry",
    "Invitation",
    "Membership",
    "Organisation",
    "Relation",
    "Site",
    "SizeThreshold",
    "Skill",
]

"""The directory for programs: companies, partners, codes and people."""

from apps.directory.api.checks import Authority, BusinessStatus
from apps.directory.api.claims import AcceptClaim, Claims, RefuseClaim
from apps.directory.api.companies import (
    Companies,
    CompanyBasics,
    CompanyDetail,
    CompanyFigures,
    CompanySite,
    CompanySites,
    Districts,
    Industries,
    PartnerProfile,
    Partners,
)
from apps.directory.api.imports import ApplyCompanyImport, CompanyImport, CompanyImports
from apps.directory.api.people import (
    AcceptInvitation,
    DeclineInvitation,
    Invitations,
    Member,
    People,
    WithdrawInvitation,
)

__all__ = [
    "AcceptClaim",
    "AcceptInvitation",
    "ApplyCompanyImport",
    "Authority",
    "BusinessStatus",
    "Claims",
    "Companies",
    "CompanyBasics",
    "CompanyDetail",
    "CompanyFigures",
    "CompanyImport",
    "CompanyImports",
    "CompanySite",
    "CompanySites",
    "DeclineInvitation",
    "Districts",
    "Industries",
    "Invitations",
    "Member",
    "PartnerProfile",
    "Partners",
    "People",
    "RefuseClaim",
    "WithdrawInvitation",
]

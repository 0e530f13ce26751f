"""Shapes of what people type into the directory."""

from apps.directory.forms.companies import EditSiteForm, FactsForm, FiguresForm, RegisterForm, SiteForm, StatusForm
from apps.directory.forms.imports import ImportForm, company_headings, read_companies, required_headings
from apps.directory.forms.partners import ClaimForm, PartnerForm
from apps.directory.forms.people import InviteForm, PositionForm

__all__ = [
    "ClaimForm",
    "EditSiteForm",
    "FactsForm",
    "FiguresForm",
    "ImportForm",
    "InviteForm",
    "PartnerForm",
    "PositionForm",
    "RegisterForm",
    "SiteForm",
    "StatusForm",
    "company_headings",
    "read_companies",
    "required_headings",
]

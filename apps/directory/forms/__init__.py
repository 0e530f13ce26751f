"""Shapes of what people type into the directory."""

from apps.directory.forms.companies import FiguresForm, RegisterForm, SiteForm, StatusForm
from apps.directory.forms.partners import ClaimForm, PartnerForm

__all__ = ["ClaimForm", "FiguresForm", "PartnerForm", "RegisterForm", "SiteForm", "StatusForm"]

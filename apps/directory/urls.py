"""Addresses of companies and organisations."""

from django.urls import path
from django.views.generic import TemplateView

from apps.accounts.doors import signed_in
from apps.directory import views

app_name = "directory"
urlpatterns = [
    path("company/", views.company, name="company"),
    path("company/register/", views.register, name="register"),
    path(
        "company/register/received/",
        signed_in(TemplateView.as_view(template_name="directory/received.html")),
        name="registration-received",
    ),
    path("company/check-number/", views.check_number, name="check-number"),
    path("company/figures/", views.figures, name="figures"),
    path("company/sites/", views.add_site, name="add-site"),
    path("companies/", views.companies, name="companies"),
    path("partners/", views.partners, name="partners"),
    path("partner/", views.partner, name="partner"),
    path("organisations/<uuid:uid>/", views.organisation, name="organisation"),
    path("organisations/<uuid:uid>/authority/", views.confirm_authority, name="confirm-authority"),
    path("organisations/<uuid:uid>/status/", views.record_status, name="record-status"),
    path("claims/<uuid:uid>/", views.claim, name="claim"),
]

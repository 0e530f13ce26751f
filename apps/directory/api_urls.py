"""API addresses of the directory."""

from django.urls import path

from apps.directory import api

app_name = "directory-api"
urlpatterns = [
    path("companies/", api.Companies.as_view(), name="companies"),
    path("companies/<uuid:uid>/", api.CompanyDetail.as_view(), name="company"),
    path("companies/<uuid:uid>/figures/", api.CompanyFigures.as_view(), name="figures"),
    path("partners/", api.Partners.as_view(), name="partners"),
    path("partners/<uuid:uid>/profile/", api.PartnerProfile.as_view(), name="partner-profile"),
    path("industries/", api.Industries.as_view(), name="industries"),
    path("districts/", api.Districts.as_view(), name="districts"),
]

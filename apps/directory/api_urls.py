"""API addresses of the directory."""

from django.urls import path

from apps.directory import api

app_name = "directory-api"
urlpatterns = [
    path("companies/", api.Companies.as_view(), name="companies"),
    path("companies/imports/", api.CompanyImports.as_view(), name="imports"),
    path("companies/imports/<uuid:uid>/", api.CompanyImport.as_view(), name="import"),
    path("companies/imports/<uuid:uid>/apply/", api.ApplyCompanyImport.as_view(), name="apply-import"),
    path("companies/<uuid:uid>/", api.CompanyDetail.as_view(), name="company"),
    path("companies/<uuid:uid>/figures/", api.CompanyFigures.as_view(), name="figures"),
    path("companies/<uuid:uid>/facts/", api.CompanyBasics.as_view(), name="facts"),
    path("companies/<uuid:uid>/authority/", api.Authority.as_view(), name="authority"),
    path("companies/<uuid:uid>/status/", api.BusinessStatus.as_view(), name="status"),
    path("companies/<uuid:uid>/sites/", api.CompanySites.as_view(), name="sites"),
    path("companies/<uuid:uid>/sites/<uuid:site>/", api.CompanySite.as_view(), name="site"),
    path("organisations/<uuid:uid>/people/", api.People.as_view(), name="people"),
    path("organisations/<uuid:uid>/people/<uuid:person>/", api.Member.as_view(), name="member"),
    path("invitations/", api.Invitations.as_view(), name="invitations"),
    path("invitations/<uuid:uid>/accept/", api.AcceptInvitation.as_view(), name="invitation-accept"),
    path("invitations/<uuid:uid>/decline/", api.DeclineInvitation.as_view(), name="invitation-decline"),
    path("invitations/<uuid:uid>/withdraw/", api.WithdrawInvitation.as_view(), name="invitation-withdraw"),
    path("claims/", api.Claims.as_view(), name="claims"),
    path("claims/<uuid:uid>/accept/", api.AcceptClaim.as_view(), name="accept-claim"),
    path("claims/<uuid:uid>/refuse/", api.RefuseClaim.as_view(), name="refuse-claim"),
    path("partners/", api.Partners.as_view(), name="partners"),
    path("partners/<uuid:uid>/profile/", api.PartnerProfile.as_view(), name="partner-profile"),
    path("industries/", api.Industries.as_view(), name="industries"),
    path("districts/", api.Districts.as_view(), name="districts"),
]

"""Addresses of companies and organisations."""

from django.urls import path

from apps.directory import views

app_name = "directory"
urlpatterns = [
    path("company/", views.company, name="company"),
    path("company/register/", views.register, name="register"),
    path("company/register/received/", views.registration_received, name="registration-received"),
    path("company/check-number/", views.check_number, name="check-number"),
    path("company/facts/", views.facts, name="facts"),
    path("company/figures/", views.figures, name="figures"),
    path("company/sites/", views.add_site, name="add-site"),
    path("company/sites/<uuid:uid>/", views.edit_site, name="edit-site"),
    path("company/sites/<uuid:uid>/close/", views.close_site, name="close-site"),
    path("companies/", views.companies, name="companies"),
    path("companies/import/", views.import_companies, name="import"),
    path("companies/import/template/", views.import_template, name="import-template"),
    path("companies/import/<uuid:uid>/", views.import_batch, name="import-batch"),
    path("partners/", views.partners, name="partners"),
    path("partner/", views.partner, name="partner"),
    path("organisations/<uuid:uid>/", views.organisation, name="organisation"),
    path("organisations/<uuid:uid>/authority/", views.confirm_authority, name="confirm-authority"),
    path("organisations/<uuid:uid>/status/", views.record_status, name="record-status"),
    path("organisations/<uuid:uid>/status/ask/", views.ask_tax_office, name="ask-tax-office"),
    path("organisations/<uuid:uid>/people/", views.people, name="people"),
    path("organisations/<uuid:uid>/people/<uuid:person>/", views.change_position, name="change-position"),
    path("organisations/<uuid:uid>/people/<uuid:person>/end/", views.end_member, name="end-member"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:uid>/accept/", views.accept_invitation, name="accept-invitation"),
    path("invitations/<uuid:uid>/decline/", views.decline_invitation, name="decline-invitation"),
    path("invitations/<uuid:uid>/withdraw/", views.withdraw_invitation, name="withdraw-invitation"),
    path("claims/<uuid:uid>/", views.claim, name="claim"),
]

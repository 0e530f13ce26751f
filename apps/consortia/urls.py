"""Addresses of consortia, below /consortia/."""

from django.urls import path

from apps.consortia.views import agreements, briefs, lists, proposals, runs

app_name = "consortia"

urlpatterns = [
    path("", lists.index, name="list"),
    path("proposals/", lists.proposals, name="proposals"),
    path("agreements/", lists.agreements, name="agreements"),
    path("runs/", lists.runs, name="runs"),
    path("runs/request/", runs.request_run, name="request-run"),
    path("runs/<uuid:uid>/", runs.run, name="run"),
    path("runs/<uuid:uid>/progress/", runs.progress, name="run-progress"),
    path("new/<uuid:uid>/", briefs.new, name="new"),
    path("briefs/<uuid:uid>/", briefs.brief, name="brief"),
    path("briefs/<uuid:uid>/edit/", briefs.edit, name="edit"),
    path("briefs/<uuid:uid>/publish/", briefs.publish, name="publish"),
    path("briefs/<uuid:uid>/score/", briefs.score, name="score"),
    path("briefs/<uuid:uid>/cancel/", briefs.cancel, name="cancel"),
    path("briefs/<uuid:uid>/propose/", briefs.propose, name="propose"),
    path("briefs/<uuid:uid>/agreement/", agreements.new, name="agreement-new"),
    path("briefs/<uuid:uid>/roles/new/", briefs.role_add, name="role-add"),
    path("briefs/<uuid:uid>/roles/<uuid:role_uid>/", briefs.role_edit, name="role-edit"),
    path("briefs/<uuid:uid>/roles/<uuid:role_uid>/remove/", briefs.role_remove, name="role-remove"),
    path("proposals/<uuid:uid>/", proposals.proposal, name="proposal"),
    path("proposals/<uuid:uid>/accept/", proposals.accept, name="accept"),
    path("proposals/<uuid:uid>/decline/", proposals.decline, name="decline"),
    path("proposals/<uuid:uid>/withdraw/", proposals.withdraw, name="withdraw"),
    path("agreements/<uuid:uid>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:uid>/edit/", agreements.edit, name="agreement-edit"),
    path("agreements/<uuid:uid>/sign/", agreements.sign, name="sign"),
    path("agreements/<uuid:uid>/sign-centre/", agreements.sign_centre, name="sign-centre"),
    path("agreements/<uuid:uid>/send-back/", agreements.send_back, name="send-back"),
    path("agreements/<uuid:uid>/drop/", agreements.drop, name="drop"),
    path("agreements/<uuid:uid>/document/", agreements.document, name="document"),
    path("agreements/<uuid:uid>/document/status/", agreements.document_status, name="document-status"),
]

"""Addresses of consortia below /api/v1/consortia/."""

from django.urls import path

from apps.consortia.api import briefs, partners

app_name = "consortia-api"

urlpatterns = [
    path("briefs/", briefs.Briefs.as_view(), name="briefs"),
    path("briefs/<uuid:uid>/", briefs.BriefDetail.as_view(), name="brief"),
    path("briefs/<uuid:uid>/roles/", briefs.Roles.as_view(), name="roles"),
    path("briefs/<uuid:uid>/roles/<uuid:role_uid>/", briefs.RoleDetail.as_view(), name="role"),
    path("briefs/<uuid:uid>/publish/", briefs.Publish.as_view(), name="publish"),
    path("briefs/<uuid:uid>/cancel/", briefs.Cancel.as_view(), name="cancel"),
    path("briefs/<uuid:uid>/candidates/", briefs.Candidates.as_view(), name="candidates"),
    path("briefs/<uuid:uid>/proposals/", briefs.Propose.as_view(), name="propose"),
    path("briefs/<uuid:uid>/agreement/", partners.BriefAgreement.as_view(), name="draft-agreement"),
    path("runs/", briefs.Runs.as_view(), name="runs"),
    path("runs/<uuid:uid>/", briefs.RunDetail.as_view(), name="run"),
    path("proposals/", partners.Proposals.as_view(), name="proposals"),
    path("proposals/<uuid:uid>/", partners.ProposalDetail.as_view(), name="proposal"),
    path("proposals/<uuid:uid>/accept/", partners.Accept.as_view(), name="accept"),
    path("proposals/<uuid:uid>/decline/", partners.Decline.as_view(), name="decline"),
    path("proposals/<uuid:uid>/withdraw/", partners.Withdraw.as_view(), name="withdraw"),
    path("agreements/", partners.Agreements.as_view(), name="agreements"),
    path("agreements/<uuid:uid>/", partners.AgreementDetail.as_view(), name="agreement"),
    path("agreements/<uuid:uid>/sign/", partners.Sign.as_view(), name="sign"),
    path("agreements/<uuid:uid>/sign-centre/", partners.SignCentre.as_view(), name="sign-centre"),
    path("agreements/<uuid:uid>/send-back/", partners.SendBack.as_view(), name="send-back"),
    path("agreements/<uuid:uid>/drop/", partners.Drop.as_view(), name="drop"),
    path("agreements/<uuid:uid>/document/", partners.AgreementDocument.as_view(), name="document"),
]

"""API addresses of intake."""

from django.urls import path

from apps.intake import api

app_name = "intake-api"
urlpatterns = [
    path("calls/", api.Calls.as_view(), name="calls"),
    path("calls/<uuid:uid>/", api.CallDetail.as_view(), name="call"),
    path("calls/<uuid:uid>/publish/", api.PublishCall.as_view(), name="publish-call"),
    path("calls/<uuid:uid>/amendments/", api.Amendments.as_view(), name="amendments"),
    path("calls/<uuid:uid>/close/", api.CloseCall.as_view(), name="close-call"),
    path("calls/<uuid:uid>/committees/", api.CallCommittees.as_view(), name="committees"),
    path("outages/", api.Outages.as_view(), name="outages"),
    path("screening/", api.ScreeningQueue.as_view(), name="screening"),
    path("programmes/<slug:code>/settings/", api.ProgrammeSettings.as_view(), name="settings"),
    path("programmes/<slug:code>/settings/draft/", api.SettingsDraft.as_view(), name="settings-draft"),
    path("programmes/<slug:code>/settings/publish/", api.PublishSettings.as_view(), name="publish-settings"),
    path("waivers/<uuid:uid>/decide/", api.DecideWaiver.as_view(), name="decide-waiver"),
    path("words/", api.Words.as_view(), name="words"),
    path("applications/", api.Applications.as_view(), name="applications"),
    path("applications/imports/", api.ApplicationImports.as_view(), name="imports"),
    path("applications/imports/<uuid:uid>/", api.ApplicationImport.as_view(), name="import"),
    path("applications/imports/<uuid:uid>/apply/", api.ApplyApplicationImport.as_view(), name="apply-import"),
    path("applications/<uuid:uid>/", api.ApplicationDetail.as_view(), name="application"),
    path("applications/<uuid:uid>/check/", api.ApplicationCheck.as_view(), name="check"),
    path("applications/<uuid:uid>/attachments/", api.Attachments.as_view(), name="attachments"),
    path(
        "applications/<uuid:uid>/attachments/<uuid:attachment_uid>/", api.AttachmentDetail.as_view(), name="attachment"
    ),
    path(
        "applications/<uuid:uid>/attachments/reusable/",
        api.ReusableAttachments.as_view(),
        name="reusable-attachments",
    ),
    path(
        "applications/<uuid:uid>/attachments/<uuid:attachment_uid>/vouch/",
        api.VouchForAttachment.as_view(),
        name="vouch",
    ),
    path(
        "applications/<uuid:uid>/attachments/<uuid:attachment_uid>/dismiss/",
        api.DismissAttachment.as_view(),
        name="dismiss",
    ),
    path("applications/<uuid:uid>/uploads/", api.Uploads.as_view(), name="uploads"),
    path("applications/<uuid:uid>/uploads/<uuid:attachment_uid>/", api.UploadDetail.as_view(), name="upload"),
    path(
        "applications/<uuid:uid>/uploads/<uuid:attachment_uid>/finish/",
        api.FinishUpload.as_view(),
        name="finish-upload",
    ),
    path("applications/<uuid:uid>/screeners/", api.Screeners.as_view(), name="screeners"),
    path("applications/<uuid:uid>/reviewers/", api.Reviewers.as_view(), name="reviewers"),
    path("applications/<uuid:uid>/receipt/", api.Receipt.as_view(), name="receipt"),
    path("applications/<uuid:uid>/submit/", api.Submit.as_view(), name="submit"),
    path("applications/<uuid:uid>/resubmit/", api.Resubmit.as_view(), name="resubmit"),
    path("applications/<uuid:uid>/withdraw/", api.Withdraw.as_view(), name="withdraw"),
    path("applications/<uuid:uid>/waivers/", api.Waivers.as_view(), name="waivers"),
    path("applications/<uuid:uid>/take/", api.Take.as_view(), name="take"),
    path("applications/<uuid:uid>/admit/", api.Admit.as_view(), name="admit"),
    path("applications/<uuid:uid>/reject/", api.Reject.as_view(), name="reject"),
    path("applications/<uuid:uid>/correction/", api.Correction.as_view(), name="correction"),
    path("applications/<uuid:uid>/convene/", api.Convene.as_view(), name="convene"),
    path("applications/<uuid:uid>/propose/", api.Propose.as_view(), name="propose"),
    path("applications/<uuid:uid>/confirm/", api.Confirm.as_view(), name="confirm"),
    path("applications/<uuid:uid>/decline/", api.Decline.as_view(), name="decline"),
    path("applications/<uuid:uid>/return/", api.ReturnProposal.as_view(), name="return"),
]

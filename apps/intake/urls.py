"""Addresses of intake: public pages at the root, applications below /intake/."""

from django.urls import path

from apps.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.home, name="home"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/<slug:code>/", views.programme, name="programme"),
    path("calls/", views.calls, name="calls"),
    path("calls/<uuid:uid>/", views.call, name="call"),
    path("calls/<uuid:uid>/deadline.ics", views.calendar, name="calendar"),
    path("intake/calls/new/", views.new_call, name="new-call"),
    path("intake/calls/<uuid:uid>/", views.run_call, name="run-call"),
    path("intake/calls/<uuid:uid>/edit/", views.edit_call, name="edit-call"),
    path("intake/calls/<uuid:uid>/preview/", views.preview, name="preview"),
    path("intake/calls/<uuid:uid>/publish/", views.publish_call, name="publish-call"),
    path("intake/calls/<uuid:uid>/close/", views.close_call, name="close-call"),
    path("intake/calls/<uuid:uid>/committee/", views.found_committee, name="found-committee"),
    path("intake/", views.index, name="list"),
    path("intake/new/<uuid:uid>/", views.new, name="new"),
    path("intake/<uuid:uid>/", views.detail, name="detail"),
    path("intake/<uuid:uid>/edit/<slug:step>/", views.edit, name="edit"),
    path("intake/<uuid:uid>/save/<slug:step>/", views.save, name="save"),
    path("intake/<uuid:uid>/files/", views.add_attachment, name="add-attachment"),
    path("intake/<uuid:uid>/files/<uuid:attachment_uid>/", views.attachment, name="attachment"),
    path("intake/<uuid:uid>/files/<uuid:attachment_uid>/remove/", views.remove_attachment, name="remove-attachment"),
    path("intake/<uuid:uid>/files/<uuid:attachment_uid>/use/", views.reuse_attachment, name="reuse-attachment"),
    path("intake/<uuid:uid>/files/<uuid:attachment_uid>/vouch/", views.vouch, name="vouch"),
    path("intake/<uuid:uid>/files/<uuid:attachment_uid>/dismiss/", views.dismiss, name="dismiss"),
    path("intake/<uuid:uid>/files/list/", views.list_attachments, name="list-attachments"),
    path("intake/<uuid:uid>/check/", views.check, name="check"),
    path("intake/<uuid:uid>/submit/", views.submit, name="submit"),
    path("intake/<uuid:uid>/withdraw/", views.withdraw, name="withdraw"),
    path("intake/<uuid:uid>/receipt/", views.receipt, name="receipt"),
    path("intake/<uuid:uid>/receipt/status/", views.receipt_status, name="receipt-status"),
    path("intake/<uuid:uid>/screen/", views.screen, name="screen"),
    path("intake/<uuid:uid>/take/", views.take, name="take"),
    path("intake/<uuid:uid>/admit/", views.admit, name="admit"),
    path("intake/<uuid:uid>/reject/", views.reject, name="reject"),
    path("intake/<uuid:uid>/correction/", views.correct, name="correct"),
    path("intake/<uuid:uid>/convene/", views.convene, name="convene"),
    path("intake/<uuid:uid>/propose/", views.propose, name="propose"),
    path("intake/<uuid:uid>/decide/", views.decide, name="decide"),
]

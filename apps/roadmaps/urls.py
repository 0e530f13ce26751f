from django.urls import path

from apps.roadmaps import views

app_name = "roadmaps"
urlpatterns = [
    path("", views.index, name="list"),
    path("open/<uuid:assessment_uid>/", views.open_, name="open"),
    path("<uuid:uid>/", views.detail, name="detail"),
    path("<uuid:uid>/settings/", views.settings, name="settings"),
    path("<uuid:uid>/replan/", views.replan, name="replan"),
    path("<uuid:uid>/actions/<slug:code>/", views.choose, name="choose"),
    path("<uuid:uid>/swot/", views.swot, name="swot"),
    path("<uuid:uid>/propose/", views.propose, name="propose"),
    path("<uuid:uid>/approve/", views.approve, name="approve"),
    path("<uuid:uid>/send-back/", views.send_back, name="send-back"),
    path("<uuid:uid>/issue/", views.issue, name="issue"),
    path("<uuid:uid>/revise/", views.revise, name="revise"),
    path("<uuid:uid>/document/", views.document, name="document"),
    path("<uuid:uid>/document/status/", views.document_status, name="document-status"),
]

from django.urls import path

from apps.roadmaps import api

app_name = "roadmaps-api"
urlpatterns = [
    path("", api.Roadmaps.as_view(), name="list"),
    path("<uuid:uid>/", api.RoadmapDetail.as_view(), name="detail"),
    path("<uuid:uid>/plan/", api.Plan.as_view(), name="plan"),
    path("<uuid:uid>/actions/<slug:code>/", api.Choice.as_view(), name="choose"),
    path("<uuid:uid>/swot/", api.Swot.as_view(), name="swot"),
    path("<uuid:uid>/propose/", api.Propose.as_view(), name="propose"),
    path("<uuid:uid>/approve/", api.Approve.as_view(), name="approve"),
    path("<uuid:uid>/send-back/", api.SendBack.as_view(), name="send-back"),
    path("<uuid:uid>/issue/", api.Issue.as_view(), name="issue"),
    path("<uuid:uid>/document/", api.RoadmapDocument.as_view(), name="document"),
    path("<uuid:uid>/revise/", api.Revise.as_view(), name="revise"),
]

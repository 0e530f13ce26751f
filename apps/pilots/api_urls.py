from django.urls import path

from apps.pilots import api

app_name = "pilots-api"
urlpatterns = [
    path("pilots/", api.Pilots.as_view(), name="pilots"),
    path("pilots/<uuid:uid>/", api.PilotDetail.as_view(), name="pilot"),
    path("pilots/<uuid:uid>/kpis/", api.Kpis.as_view(), name="kpis"),
    path("pilots/<uuid:uid>/readings/", api.Readings.as_view(), name="readings"),
    path("pilots/<uuid:uid>/gates/", api.Gates.as_view(), name="gates"),
    path("pilots/<uuid:uid>/resume/", api.Resume.as_view(), name="resume"),
    path("pilots/<uuid:uid>/finish/", api.Finish.as_view(), name="finish"),
    path("pilots/<uuid:uid>/case/", api.AgreeToCase.as_view(), name="agree-to-case"),
    path("pilots/<uuid:uid>/certificate/", api.Certificate.as_view(), name="certificate"),
    path("kpis/<uuid:uid>/", api.KpiDetail.as_view(), name="kpi"),
    path("readings/<uuid:uid>/withdraw/", api.WithdrawReading.as_view(), name="withdraw"),
    path("gates/<uuid:uid>/", api.GateDetail.as_view(), name="gate"),
    path("gates/<uuid:uid>/propose/", api.Propose.as_view(), name="propose"),
    path("gates/<uuid:uid>/confirm/", api.Confirm.as_view(), name="confirm"),
    path("gates/<uuid:uid>/send-back/", api.SendBack.as_view(), name="send-back"),
    path("conditions/<uuid:uid>/meet/", api.MeetCondition.as_view(), name="meet"),
]

from django.urls import path

from apps.pilots.views import acts, gates, pages

app_name = "pilots"
urlpatterns = [
    path("", pages.index, name="list"),
    path("begin/<uuid:agreement_uid>/", acts.begin, name="begin"),
    path("kpis/<uuid:uid>/", acts.kpi_edit, name="kpi"),
    path("kpis/<uuid:uid>/remove/", acts.kpi_remove, name="kpi-remove"),
    path("readings/<uuid:uid>/withdraw/", acts.withdraw, name="withdraw"),
    path("readings/<uuid:uid>/file/", pages.attachment, name="attachment"),
    path("conditions/<uuid:uid>/meet/", acts.meet, name="meet"),
    path("gates/<uuid:uid>/", gates.gate, name="gate"),
    path("gates/<uuid:uid>/confirm/", gates.confirm, name="confirm"),
    path("gates/<uuid:uid>/send-back/", gates.send_back, name="send-back"),
    path("<uuid:uid>/", pages.pilot, name="pilot"),
    path("<uuid:uid>/kpis/new/", acts.kpi_new, name="kpi-new"),
    path("<uuid:uid>/readings/", pages.readings, name="readings"),
    path("<uuid:uid>/readings/record/", acts.reading, name="reading"),
    path("<uuid:uid>/history/", pages.history, name="history"),
    path("<uuid:uid>/gates/call/", gates.call, name="call-gate"),
    path("<uuid:uid>/resume/", acts.resume, name="resume"),
    path("<uuid:uid>/finish/", acts.finish, name="finish"),
    path("<uuid:uid>/case/", acts.agree_to_case, name="agree-to-case"),
    path("<uuid:uid>/certificate/", pages.certificate, name="certificate"),
    path("<uuid:uid>/certificate/status/", pages.certificate_status, name="certificate-status"),
]

from django.urls import path

from apps.catalogue import api

app_name = "catalogue-api"
urlpatterns = [
    path("actions/", api.Actions.as_view(), name="actions"),
    path("actions/<slug:code>/", api.ActionDetail.as_view(), name="action"),
    path("kpis/", api.Kpis.as_view(), name="kpis"),
    path("cases/", api.Cases.as_view(), name="cases"),
    path("cases/<uuid:uid>/", api.CaseDetail.as_view(), name="case"),
    path("cases/<uuid:uid>/take-down/", api.TakeDown.as_view(), name="take-down"),
]

from django.urls import path

from apps.documents import api

app_name = "documents-api"
urlpatterns = [
    path("", api.Documents.as_view(), name="documents"),
    path("<uuid:uid>/", api.DocumentDetail.as_view(), name="document"),
    path("<uuid:uid>/retry/", api.Retry.as_view(), name="retry"),
    path("<uuid:uid>/revoke/", api.Revoke.as_view(), name="revoke"),
]

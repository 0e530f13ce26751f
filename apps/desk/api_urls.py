from django.urls import path

from apps.desk import api

app_name = "desk-api"
urlpatterns = [
    path("inbox/", api.Inbox.as_view(), name="inbox"),
    path("notices/", api.Notices.as_view(), name="notices"),
]

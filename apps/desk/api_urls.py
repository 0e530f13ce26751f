from django.urls import path

from apps.desk import api

app_name = "desk-api"
urlpatterns = [
    path("me/", api.Me.as_view(), name="me"),
    path("inbox/", api.Inbox.as_view(), name="inbox"),
    path("notices/sent/", api.SentNotices.as_view(), name="sent-notices"),
    path("notices/", api.Notices.as_view(), name="notices"),
]

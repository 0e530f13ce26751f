from django.urls import path

from apps.desk.views import cases, inbox, keys, people

app_name = "desk"
urlpatterns = [
    path("", inbox.home, name="home"),
    path("notices/", inbox.notice_list, name="notices"),
    path("notices/sent/", inbox.sent_notices, name="sent-notices"),
    path("notices/read/", inbox.read_notices, name="read-notices"),
    path("cases/", cases.index, name="cases"),
    path("cases/<uuid:uid>/", cases.case, name="case"),
    path("board/", cases.board, name="board"),
    path("funnel/", cases.funnel, name="funnel"),
    path("keys/", keys.index, name="keys"),
    path("keys/revoke/", keys.revoke, name="revoke-key"),
    path("people/", people.index, name="people"),
    path("people/new/", people.invite, name="invite"),
    path("people/<uuid:uid>/", people.person, name="person"),
    path("people/<uuid:uid>/active/", people.activate, name="person-active"),
]

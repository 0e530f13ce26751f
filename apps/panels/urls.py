from django.urls import path

from apps.panels import views

app_name = "panels"
urlpatterns = [
    path("", views.index, name="list"),
    path("profile/", views.profile, name="profile"),
    path("pool/", views.pool, name="pool"),
    path("pool/new/", views.enrol, name="enrol"),
    path("pool/<uuid:uid>/", views.reviewer, name="reviewer"),
    path("pool/<uuid:uid>/declare/", views.declare, name="declare"),
    path("committees/", views.committees, name="committees"),
    path("committees/<uuid:uid>/", views.committee, name="committee"),
    path("committees/<uuid:uid>/pledge/", views.pledge, name="pledge"),
    path("committees/<uuid:uid>/appoint/", views.appoint, name="appoint"),
    path("committees/<uuid:uid>/dismiss/", views.dismiss, name="dismiss"),
    path("committees/<uuid:uid>/proposal/", views.proposal, name="proposal"),
    path("committees/<uuid:uid>/start/", views.start, name="start"),
    path("committees/<uuid:uid>/present/", views.present, name="present"),
    path("committees/<uuid:uid>/conclude/", views.conclude, name="conclude"),
    path("committees/<uuid:uid>/record/", views.record, name="record"),
    path("committees/<uuid:uid>/board/", views.board, name="board"),
    path("committees/<uuid:uid>/board.csv", views.ranking, name="ranking"),
    path("committees/<uuid:uid>/minutes/", views.minutes, name="minutes"),
    path("committees/<uuid:uid>/fees.csv", views.fees, name="fees"),
    path("cases/<uuid:uid>/bonuses/", views.bonuses, name="bonuses"),
    path("seats/<uuid:uid>/", views.seat, name="seat"),
    path("seats/<uuid:uid>/files/<uuid:file_uid>/", views.case_file, name="case-file"),
    path("seats/<uuid:uid>/save/", views.save, name="save"),
    path("seats/<uuid:uid>/recuse/", views.recuse, name="recuse"),
    path("seats/<uuid:uid>/move/", views.move, name="move"),
    path("sittings/", views.sittings, name="sittings"),
    path("sittings/<uuid:uid>/", views.sitting, name="sitting"),
    path("sittings/<uuid:uid>/invite/", views.invite, name="invite"),
    path("sittings/<uuid:uid>/release/", views.release, name="release"),
    path("sittings/<uuid:uid>/set-aside/", views.set_aside, name="set-aside"),
    path("sittings/<uuid:uid>/close/", views.close, name="close"),
]

from django.urls import path

from apps.panels import api

app_name = "panels-api"
urlpatterns = [
    path("pool/", api.Pool.as_view(), name="pool"),
    path("pool/<uuid:uid>/", api.PoolDetail.as_view(), name="reviewer"),
    path("pool/<uuid:uid>/declarations/", api.Declare.as_view(), name="declare"),
    path("committees/", api.Committees.as_view(), name="committees"),
    path("committees/<uuid:uid>/", api.CommitteeDetail.as_view(), name="committee"),
    path("committees/<uuid:uid>/members/", api.Appoint.as_view(), name="appoint"),
    path("committees/<uuid:uid>/dismiss/", api.Dismiss.as_view(), name="dismiss"),
    path("committees/<uuid:uid>/pledge/", api.Pledge.as_view(), name="pledge"),
    path("committees/<uuid:uid>/proposal/", api.ProposalOfCommittee.as_view(), name="proposal"),
    path("committees/<uuid:uid>/start/", api.Start.as_view(), name="start"),
    path("committees/<uuid:uid>/present/", api.Present.as_view(), name="present"),
    path("committees/<uuid:uid>/conclude/", api.Conclude.as_view(), name="conclude"),
    path("committees/<uuid:uid>/record/", api.Record.as_view(), name="record"),
    path("committees/<uuid:uid>/board/", api.BoardOfCommittee.as_view(), name="board"),
    path("cases/<uuid:uid>/bonuses/", api.Bonuses.as_view(), name="bonuses"),
    path("seats/", api.Seats.as_view(), name="seats"),
    path("seats/<uuid:uid>/", api.SeatDetail.as_view(), name="seat"),
    path("seats/<uuid:uid>/files/<uuid:file_uid>/", api.CaseFile.as_view(), name="case-file"),
    path("seats/<uuid:uid>/draft/", api.SheetDraft.as_view(), name="draft"),
    path("seats/<uuid:uid>/hand-in/", api.HandIn.as_view(), name="hand-in"),
    path("seats/<uuid:uid>/move/", api.Move.as_view(), name="move"),
    path("seats/<uuid:uid>/recuse/", api.Recuse.as_view(), name="recuse"),
    path("seats/<uuid:uid>/set-aside/", api.SetAside.as_view(), name="set-aside"),
    path("seats/<uuid:uid>/withhold/", api.Withhold.as_view(), name="withhold"),
    path("sittings/", api.Sittings.as_view(), name="sittings"),
    path("sittings/<uuid:uid>/outcome/", api.SittingOutcome.as_view(), name="outcome"),
]

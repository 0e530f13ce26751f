from django.urls import path

from apps.panels import api

app_name = "panels-api"
urlpatterns = [
    path("seats/", api.Seats.as_view(), name="seats"),
    path("seats/<uuid:uid>/", api.SeatDetail.as_view(), name="seat"),
    path("seats/<uuid:uid>/hand-in/", api.HandIn.as_view(), name="hand-in"),
    path("seats/<uuid:uid>/recuse/", api.Recuse.as_view(), name="recuse"),
    path("sittings/", api.Sittings.as_view(), name="sittings"),
    path("sittings/<uuid:uid>/outcome/", api.SittingOutcome.as_view(), name="outcome"),
]

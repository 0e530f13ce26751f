from django.urls import path

from apps.panels import views

app_name = "panels"
urlpatterns = [
    path("", views.index, name="list"),
    path("seats/<uuid:uid>/", views.seat, name="seat"),
    path("seats/<uuid:uid>/recuse/", views.recuse, name="recuse"),
    path("sittings/", views.sittings, name="sittings"),
    path("sittings/<uuid:uid>/", views.sitting, name="sitting"),
    path("sittings/<uuid:uid>/invite/", views.invite, name="invite"),
    path("sittings/<uuid:uid>/release/", views.release, name="release"),
    path("sittings/<uuid:uid>/close/", views.close, name="close"),
]

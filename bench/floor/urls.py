"""Every address of the service, and the bare floor page."""

from django.urls import include, path

from bench.floor import views

urlpatterns = [
    path("floor/applications/", views.applications),
    path("floor/board/<uuid:uid>/", views.board),
    path("floor/insert/", views.insert),
    path("", include("axcenter.urls")),
]

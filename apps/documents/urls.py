from django.urls import path

from apps.documents import views

app_name = "documents"
urlpatterns = [
    path("verify/", views.find, name="find"),
    path("verify/<str:code>/", views.verify, name="verify"),
    path("documents/", views.register, name="register"),
    path("documents/<uuid:uid>/", views.document, name="document"),
    path("documents/<uuid:uid>/paper/", views.paper, name="paper"),
    path("documents/<uuid:uid>/retry/", views.retry, name="retry"),
    path("documents/<uuid:uid>/revoke/", views.revoke, name="revoke"),
]

from django.urls import path

from apps.documents import views

app_name = "documents"
urlpatterns = [
    path("verify/", views.find, name="find"),
    path("verify/<str:code>/", views.verify, name="verify"),
]

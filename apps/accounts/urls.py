from django.urls import path

from apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("privacy/<slug:code>/", views.consent, name="consent"),
]

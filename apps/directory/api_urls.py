from django.urls import URLPattern

app_name = "directory-api"
urlpatterns: list[URLPattern] = []

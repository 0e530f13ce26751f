from django.urls import URLPattern

app_name = "desk-api"
urlpatterns: list[URLPattern] = []

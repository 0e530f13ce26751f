from django.urls import URLPattern

app_name = "intake-api"
urlpatterns: list[URLPattern] = []

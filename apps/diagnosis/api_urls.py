from django.urls import URLPattern

app_name = "diagnosis-api"
urlpatterns: list[URLPattern] = []

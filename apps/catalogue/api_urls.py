from django.urls import URLPattern

app_name = "catalogue-api"
urlpatterns: list[URLPattern] = []

from django.urls import URLPattern

app_name = "consortia-api"
urlpatterns: list[URLPattern] = []

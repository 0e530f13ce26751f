from django.urls import URLPattern

app_name = "roadmaps-api"
urlpatterns: list[URLPattern] = []

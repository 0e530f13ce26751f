from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    name = "apps.roadmaps"
    label = "roadmaps"

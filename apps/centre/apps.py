from django.apps import AppConfig


class CentreConfig(AppConfig):
    name = "apps.centre"
    label = "centre"

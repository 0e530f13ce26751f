from django.apps import AppConfig


class ConsortiaConfig(AppConfig):
    name = "apps.consortia"
    label = "consortia"

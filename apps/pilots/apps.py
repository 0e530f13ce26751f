from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "apps.pilots"
    label = "pilots"

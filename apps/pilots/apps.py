from django.apps import AppConfig

from apps.workflow import news


class PilotsConfig(AppConfig):
    name = "apps.pilots"
    label = "pilots"

    def ready(self) -> None:
        news.on("consortia.agreement", "sign_centre", job="pilots.agreement_moved")
        news.on("consortia.agreement", "end", job="pilots.agreement_moved")

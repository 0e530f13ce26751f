from django.apps import AppConfig

from apps.workflow import news


class ConsortiaConfig(AppConfig):
    name = "apps.consortia"
    label = "consortia"

    def ready(self) -> None:
        news.on("intake.application", "withdraw", job="consortia.application_gone")
        news.on("intake.application", "cancel_selection", job="consortia.application_gone")

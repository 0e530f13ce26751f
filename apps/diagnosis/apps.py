from django.apps import AppConfig

from apps.workflow import news


class DiagnosisConfig(AppConfig):
    name = "apps.diagnosis"
    label = "diagnosis"

    def ready(self) -> None:
        news.on("intake.application", "admit", job="diagnosis.application_admitted")
        news.on("intake.application", "admit_on_objection", job="diagnosis.application_admitted")
        news.on("intake.application", "withdraw", job="diagnosis.application_withdrawn")

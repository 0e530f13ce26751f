from django.apps import AppConfig

from apps.workflow import news


class IntakeConfig(AppConfig):
    name = "apps.intake"
    label = "intake"

    def ready(self) -> None:
        news.on("documents.attachment", "refuse", job="intake.file_refused")
        news.on("documents.attachment", "dismiss", job="intake.file_refused")
        news.on("documents.attachment", "flag", job="intake.file_flagged")
        news.on("panels.sitting", "complete", job="intake.panel_moved")
        news.on("panels.sitting", "reopen", job="intake.panel_moved")
        news.on("panels.committee", "conclude", job="intake.committee_concluded")

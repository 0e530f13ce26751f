from django.apps import AppConfig

from apps.panels import partners
from apps.workflow import news


class ConsortiaConfig(AppConfig):
    name = "apps.consortia"
    label = "consortia"

    def ready(self) -> None:
        from apps.consortia import selectors  # noqa: PLC0415 models are there only now

        partners.told_by(selectors.early_partners)
        for action in ("admit", "admit_on_objection", "publish_selected", "publish_waitlisted", "promote"):
            news.on("intake.application", action, job="consortia.application_moved")
        for action in ("withdraw", "cancel_selection", "publish_not_selected"):
            news.on("intake.application", action, job="consortia.application_gone")

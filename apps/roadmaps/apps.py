from django.apps import AppConfig

from apps.workflow import news


class RoadmapsConfig(AppConfig):
    name = "apps.roadmaps"
    label = "roadmaps"

    def ready(self) -> None:
        news.on("diagnosis.assessment", "complete", job="roadmaps.assessment_completed")
        news.on("documents.document", "ready", job="roadmaps.document_ready")

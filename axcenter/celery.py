"""The Celery application: a worker runs named jobs, beat runs the sweeper."""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "axcenter.settings.dev")

app = Celery("axcenter")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def warm_the_renderer(**_: object) -> None:
    """Load fonts and templates before the first document is asked for."""
    from apps.documents import paper  # noqa: PLC0415 the web process must not load the renderer

    paper.warm()

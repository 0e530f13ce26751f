"""Jobs are called by name: every name that is called exists, every job of the schedule too."""

import ast

from celery import current_app

from apps.kernel import jobs
from apps.workflow.news import LISTENERS
from tests.architecture import house


def constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def called_names() -> set[str]:
    """First arguments of every `enqueue(…)` call in the apps that are written out as text."""
    names: set[str] = set()
    for path in house.python_files("apps"):
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.Call) and node.args:
                function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if function == "enqueue" and (name := constant(node.args[0])):
                    names.add(name)
    return names


def registered_names() -> set[str]:
    current_app.loader.import_default_modules()
    return jobs.NAMES


def test_every_job_that_is_called_is_registered():
    registered = registered_names()

    assert called_names() - registered == set()


def test_every_listener_to_news_is_a_registered_job():
    registered = registered_names()

    assert {job for names in LISTENERS.values() for job in names} - registered == set()


def test_every_scheduled_job_is_registered(settings):
    registered = registered_names()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} - registered == set()


def test_every_registered_job_is_known_to_the_worker():
    registered = registered_names()

    assert registered - set(current_app.tasks) == set()


def test_every_job_belongs_to_the_app_it_is_named_after():
    registered = registered_names()

    assert {name for name in registered if name.split(".")[0] not in house.app_names()} == set()

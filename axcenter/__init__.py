"""The project package: settings, addresses and process entry points. No app imports it."""

from axcenter.celery import app as celery_app

__all__ = ["celery_app"]

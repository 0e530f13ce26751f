"""Entry point of a server of the bare addresses: Django's own middleware, on the database of the service beside it."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()

with override_settings(MIDDLEWARE=settings.BARE_MIDDLEWARE):
    application = WSGIHandler()

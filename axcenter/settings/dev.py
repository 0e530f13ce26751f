"""A developer's own machine: readable errors, plain static files, any secret will do."""

from axcenter.settings.base import *
from axcenter.settings.base import STORAGES

DEBUG = True
SAMPLE_SIGN_IN = True
SECRET_KEY = "a developer's machine keeps no secrets"  # noqa: S105
ALLOWED_HOSTS = ["*"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

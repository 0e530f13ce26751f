"""Tests: the same house with cheap password hashing and no lockout; PostgreSQL when DATABASE_URL names it."""

import tempfile
from pathlib import Path

from axcenter.settings.base import *
from axcenter.settings.base import STORAGES, env

SECRET_KEY = "tests keep no secrets"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STAFF_SECOND_FACTOR = False
AXES_ENABLED = False
SAMPLE_SIGN_IN = True
FIGURES_FRESH_S = 0
SECOND_READINGS_PCT = 0
ACCOUNT_EMAIL_VERIFICATION = "none"
ALLOWED_HOSTS = ["*"]
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=tempfile.mkdtemp(prefix="axcenter-files-")))
EMAIL_BACKEND = env("TEST_EMAIL_BACKEND", default="django.core.mail.backends.locmem.EmailBackend")
if not env.bool("TEST_HASHED_STATIC", default=False):
    STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

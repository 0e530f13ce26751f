"""The service as tests run it, with the bare floor page beside it and a quiet log."""

import logging

import structlog

from axcenter.settings.test import *  # noqa: F403 - settings extend one another
from axcenter.settings.test import BASE_DIR, DATABASES, LOGGING, TEMPLATES

ROOT_URLCONF = "bench.floor.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "bench" / "floor" / "templates"]}]
# Lines about single requests would stand between the rows of the table.
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "ERROR"}}
# What `django-admin startproject` gives: the bare side of every ratio of pages.
BARE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
# One centre with few rows beside one with many, so that both are measured in turn.
SMALL = "small"
DATABASES = {**DATABASES, SMALL: {**DATABASES["default"], "NAME": f"{DATABASES['default']['NAME']}_small"}}
DATABASE_ROUTERS = ["bench.sides.Router"]
# As an installation has it; tests count anew each time.
FIGURES_FRESH_S = 60

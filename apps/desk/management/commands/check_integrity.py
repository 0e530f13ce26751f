"""``manage.py check_integrity``: lost, doubled or contradictory rows and files, and breaks in the audit chain."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Ask every app for what contradicts itself; exit 1 when anything does."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for app in [name for name in settings.INSTALLED_APPS if name.startswith("apps.")]:
            if find_spec(f"{app}.integrity") is None:
                continue
            for problem in import_module(f"{app}.integrity").problems():
                found += 1
                self.stdout.write(f"{app.removeprefix('apps.')}: {problem}")
        if found:
            raise CommandError(f"{found} contradictions found")
        self.stdout.write("no contradictions found")

"""``manage.py seed``: the reference data of every floor; ``--sample N`` adds a sample centre of N cases."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from apps.desk import sample
from apps.desk.sample import accounts
from apps.kernel import jobs


class Command(BaseCommand):
    help = "Load reference data from seeds/, floor by floor; loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sample", type=int, default=0, metavar="N", help="Also make a sample centre of N cases.")

    def handle(self, *args: Any, **options: Any) -> None:
        base = Path(settings.SEEDS_DIR)
        for app in [name for name in settings.INSTALLED_APPS if name.startswith("apps.")]:
            if find_spec(f"{app}.seeding") is None:
                continue
            with transaction.atomic():
                count = import_module(f"{app}.seeding").load(base, timezone.now())
            self.stdout.write(f"{app.removeprefix('apps.')}: {count}")
        if options["sample"]:
            with jobs.patiently():
                made = sample.make(options["sample"], log=self.stdout.write)
                sample.settle()
            self.stdout.write(f"sample: {made}")
            accounts.write(Path(settings.DATA_DIR) / "demo")

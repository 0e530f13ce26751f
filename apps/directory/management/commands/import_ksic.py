"""``manage.py import_ksic <file>``: every code of the Korean Standard Industrial Classification from a table."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.directory import seeding


class Command(BaseCommand):
    help = (
        "Load a KSIC table (UTF-8 CSV with the columns code, level_name, name_ko, name_en, parent, section); "
        "loading twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        try:
            rows = seeding.read_ksic(file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, seeding.TableRefused) as failure:
            raise CommandError(f"{file}: {failure}") from failure
        with transaction.atomic():
            count = seeding.load_industries(rows)
        self.stdout.write(f"{count}")

"""``manage.py walkthrough``: one manufacturing case from application to certificate through the services.

The documents are made by whoever renders first: a running worker, or this command after a short wait.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.desk.sample import accounts, walk
from apps.documents.models import Document
from apps.documents.states import DocumentState

PATIENCE_SECONDS = 120
FINAL = (DocumentState.READY, DocumentState.FAILED)


class Command(BaseCommand):
    help = "Play one case and leave its receipt, diagnosis, roadmap, agreement and certificate as PDF files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.DATA_DIR) / "demo", help="Folder for the PDFs.")
        parser.add_argument("--render-here", action="store_true", help="Render in this process instead of a worker.")

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        case = walk.play(self._step)
        with self._step("documents by the worker"):
            ready = list(self._rendered(walk.documents_of(case), here=options["render_here"]))
        options["to"].mkdir(parents=True, exist_ok=True)
        for document in ready:
            path = options["to"] / f"{document.kind}-{document.number}.pdf"
            with document.file.open("rb") as stored:
                path.write_bytes(stored.read())
            self.stdout.write(f"  {document.pages:3d} pages  {path}")
        accounts.write(options["to"])
        self.stdout.write(f"walkthrough done in {time.monotonic() - began:.1f} s")

    @contextmanager
    def _step(self, words: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.stdout.write(f"{time.monotonic() - began:7.2f} s  {words}")
        self.stdout.flush()

    def _rendered(self, waiting: list[Document], *, here: bool) -> Iterator[Document]:
        """The documents once they are made; raises CommandError for one that failed or never came."""
        if here:
            self._render_here(waiting)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for document in waiting:
            while document.state not in FINAL and time.monotonic() < deadline:
                time.sleep(0.2)
                document.refresh_from_db()
            if document.state != DocumentState.READY:
                raise CommandError(
                    f"{document.number} is {document.state}: {document.failure or 'no worker took it; is one running?'}"
                )
            yield document

    def _render_here(self, waiting: list[Document]) -> None:
        from apps.documents import services  # noqa: PLC0415 rendering is the worker's; only asked for by the option

        for document in waiting:
            services.render(document_id=document.pk, at=timezone.now())
            document.refresh_from_db()

"""The roadmap as PDF: our gate against the same content, plainly written and plainly handed to WeasyPrint.

Both sides make a tagged PDF/UA-1 with the same fonts. `floor/roadmap.html` is frozen: no fixed tables, no style sheet
kept from one document to the next, fonts loaded by each document, garbage collected as it comes.

    python -m bench.pdf ours     the first document of this process, its seconds on standard output
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from bench.clock import interleaved

ROOT = Path(__file__).resolve().parents[1]
FLOOR = ROOT / "bench" / "floor" / "roadmap.html"
SHEET = ROOT / "tests" / "documents" / "sheets" / "roadmap.json"
ROUNDS = 11
WARM_SECONDS = 1.0
SHARE = 0.8


def ours() -> int:
    """One roadmap through our gate; the number of its pages."""
    from apps.documents import paper  # noqa: PLC0415  loading it is part of a cold start

    done = paper.render(
        "roadmap",
        json.loads(SHEET.read_text(encoding="utf-8")),
        number="AX-R-2026-0001",
        verification_code="7K3M-9QWE-21TX",
        verify_url="https://ax.example/verify/7K3M-9QWE-21TX/",
        issued_on=date(2026, 5, 29),
    )
    return done.pages


def untuned() -> int:
    """The same content by one plain call; the number of its bytes."""
    import weasyprint  # noqa: PLC0415  loading it is part of a cold start
    from django.conf import settings  # noqa: PLC0415  needs Django

    html = FLOOR.read_text(encoding="utf-8")
    return len(weasyprint.HTML(string=html, base_url=f"{settings.PDF_FONTS_DIR}/").write_pdf(pdf_variant="pdf/ua-1"))


SIDES: dict[str, Callable[[], int]] = {"ours": ours, "untuned": untuned}


def warm() -> dict[str, Any]:
    """Medians of documents made one after the other in this process."""
    from apps.documents import paper  # noqa: PLC0415  loads WeasyPrint

    paper.warm()
    pages = ours()
    taken = interleaved(SIDES, rounds=ROUNDS)
    ratio = taken["ours"] / taken["untuned"]
    return {
        "name": "road.pdf_warm",
        "value": taken["ours"],
        "unit": "s",
        "against": taken["untuned"],
        "ratio": ratio,
        "goal": f"<= {WARM_SECONDS} s and <= {SHARE} x untuned",
        "ok": taken["ours"] <= WARM_SECONDS and ratio <= SHARE and pages >= 10,
        "pages": pages,
    }


def cold() -> dict[str, Any]:
    """Medians of the first document of a new process, Django set up before the clock starts."""
    taken: dict[str, list[float]] = {side: [] for side in SIDES}
    for _round in range(ROUNDS):
        for side in SIDES:
            taken[side].append(_first_document(side))
    value, against = (sorted(taken[side])[ROUNDS // 2] for side in SIDES)
    return {
        "name": "road.pdf_cold",
        "value": value,
        "unit": "s",
        "against": against,
        "ratio": value / against,
        "goal": "<= 1.0 x untuned",
        "ok": value <= against,
    }


def _first_document(side: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "bench.pdf", side], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def rows() -> Iterable[dict[str, Any]]:
    """Both figures, for the runner."""
    yield warm()
    yield cold()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "axcenter.settings.test")
    django.setup()
    began = time.perf_counter()
    SIDES[sys.argv[1]]()
    sys.stdout.write(f"{time.perf_counter() - began:.4f}\n")

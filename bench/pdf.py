"""The roadmap as PDF: our gate against the same content, plainly written and plainly handed to WeasyPrint.

Both sides make a tagged PDF/UA-1 with the same fonts. The HTML in `floor/roadmap/` is frozen: no fixed tables, no style
sheet kept from one document to the next, fonts loaded by each document, garbage collected as it comes. Two roadmaps
are measured: one of five actions, whose seconds are promised, and the fullest example with thirteen.

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
from functools import partial
from pathlib import Path
from typing import Any

from bench.clock import interleaved
from bench.families import wanted

ROOT = Path(__file__).resolve().parents[1]
FLOOR = ROOT / "bench" / "floor" / "roadmap"
SHEETS = {"short": FLOOR / "short.json", "full": ROOT / "tests" / "documents" / "sheets" / "roadmap.json"}
ROUNDS = 11
LEAST_PAGES = 10
WARM_SECONDS = 1.0
SHARE = 0.8


def ours(roadmap: str = "full") -> int:
    """One roadmap through our gate; the number of its pages."""
    from apps.documents import paper  # noqa: PLC0415  loading it is part of a cold start

    done = paper.render(
        "roadmap",
        json.loads(SHEETS[roadmap].read_text(encoding="utf-8")),
        number="AX-R-2026-0001",
        verification_code="7K3M-9QWE-21TX",
        verify_url="https://ax.example/verify/7K3M-9QWE-21TX/",
        issued_on=date(2026, 5, 29),
    )
    return done.pages


def untuned(roadmap: str = "full") -> int:
    """The same content by one plain call; the number of its bytes."""
    import weasyprint  # noqa: PLC0415  loading it is part of a cold start
    from django.conf import settings  # noqa: PLC0415  needs Django

    html = "".join((FLOOR / f"{part}.html").read_text(encoding="utf-8") for part in ("head", roadmap))
    return len(weasyprint.HTML(string=html, base_url=f"{settings.PDF_FONTS_DIR}/").write_pdf(pdf_variant="pdf/ua-1"))


SIDES: dict[str, Callable[..., int]] = {"ours": ours, "untuned": untuned}


def warm(name: str, roadmap: str, *, seconds: float | None) -> dict[str, Any]:
    """Medians of documents made one after the other in this process."""
    from apps.documents import paper  # noqa: PLC0415  loads WeasyPrint

    paper.warm()
    pages = ours(roadmap)
    taken = interleaved({side: partial(make, roadmap) for side, make in SIDES.items()}, rounds=ROUNDS)
    ratio = taken["ours"] / taken["untuned"]
    in_time = seconds is None or taken["ours"] <= seconds
    return {
        "name": name,
        "value": taken["ours"],
        "unit": "s",
        "against": taken["untuned"],
        "ratio": ratio,
        "goal": f"<= {SHARE} x untuned" if seconds is None else f"<= {seconds} s and <= {SHARE} x untuned",
        "ok": in_time and ratio <= SHARE and pages >= LEAST_PAGES,
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
    """The three figures, for the runner."""
    if wanted("road.pdf_warm"):
        yield warm("road.pdf_warm", "short", seconds=WARM_SECONDS)
    if wanted("road.pdf_warm_full"):
        yield warm("road.pdf_warm_full", "full", seconds=None)
    if wanted("road.pdf_cold"):
        yield cold()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "axcenter.settings.test")
    django.setup()
    began = time.perf_counter()
    SIDES[sys.argv[1]]()
    sys.stdout.write(f"{time.perf_counter() - began:.4f}\n")

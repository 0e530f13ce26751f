"""The words a consultant adds to a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from apps.accounts.models import User
from apps.audit import services as audit
from apps.roadmaps.drafting import CORNERS, KINDS
from apps.roadmaps.models import Roadmap
from apps.roadmaps.services.locks import editable


@transaction.atomic
def edit_swot(
    *,
    roadmap_id: int,
    corners: Mapping[str, Sequence[str]],
    strategies: Mapping[str, Sequence[str]],
    headline: str,
    by: User,
    at: datetime,
) -> Roadmap:
    """Keep the consultant's SWOT, strategies and headline; from now on planning leaves them alone.

    `corners` maps strengths, weaknesses, opportunities and threats to sentences, `strategies` SO, WO, ST and WT.
    Raises NotFound, NotAllowed, NotEditable.
    """
    roadmap = editable(roadmap_id, by)
    roadmap.swot = {corner: _lines(corners.get(corner, ())) for corner in CORNERS} | {
        "strategies": [{"kind": kind, "text": text} for kind in KINDS for text in _lines(strategies.get(kind, ()))]
    }
    roadmap.headline = headline.strip()
    roadmap.is_swot_edited = True
    roadmap.save(update_fields=["swot", "headline", "is_swot_edited"])
    audit.record(subject=roadmap, action="edit_swot", by=by, at=at)
    return roadmap


def _lines(lines: Sequence[str]) -> list[str]:
    return [line.strip() for line in lines if line.strip()]

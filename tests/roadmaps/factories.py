"""Roadmaps in each state, made through the services on a completed diagnosis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from apps.accounts.roles import Role
from apps.catalogue import seeding as catalogue_seeding
from apps.catalogue.models import CatalogueAction
from apps.roadmaps import seeding, selectors, services
from apps.roadmaps.models import ImpactWeights, Roadmap
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.diagnosis import factories as diagnosis

AT = datetime(2026, 6, 10, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BANDS = dict.fromkeys(diagnosis.CRITERIA, 1) | {"O1": 3, "D2": 0, "D4": 0, "P6": 0}


def seeded() -> None:
    """Catalogue, weights, and what a diagnosis needs."""
    diagnosis.seeded()
    if not CatalogueAction.objects.exists():
        catalogue_seeding.load(settings.SEEDS_DIR, AT)
    if not ImpactWeights.objects.exists():
        seeding.load(settings.SEEDS_DIR, AT)


def opened(bands: Mapping[str, int] | None = None, **changes: Any) -> Roadmap:
    """A draft on a completed diagnosis whose request names a figure and barriers."""
    seeded()
    assessment = diagnosis.completed(bands or BANDS, **changes)
    application = assessment.application
    application.figure_name, application.figure_unit = "외관 불량률", "%"
    application.figure_today, application.figure_wished = Decimal("4.8"), Decimal("1.5")
    application.barriers = ["cost", "data"]
    application.save()
    return services.open(assessment_id=assessment.pk, by=assessment.consultant, at=AT)


def planned(bands: Mapping[str, int] | None = None, **changes: Any) -> Roadmap:
    roadmap = opened(bands, **changes)
    return services.plan(roadmap_id=roadmap.pk, by=roadmap.author, at=AT)


def proposed(**changes: Any) -> Roadmap:
    roadmap = planned(**changes)
    return services.propose(roadmap_id=roadmap.pk, by=roadmap.author, at=AT + HOUR)


def approved(**changes: Any) -> Roadmap:
    return services.approve(roadmap_id=proposed(**changes).pk, by=person(Role.MANAGER), at=AT + 2 * HOUR)


def issued(**changes: Any) -> Roadmap:
    return services.issue(roadmap_id=approved(**changes).pk, by=person(Role.STAFF), at=AT + 3 * HOUR)


def waits(roadmap: Roadmap) -> list[str]:
    """Whose turn it is with a roadmap."""
    rows = Wait.objects.filter(subject_label="roadmaps.roadmap", subject_id=roadmap.pk, closed_at__isnull=True)
    return sorted(rows.values_list("party", flat=True))


def codes(roadmap: Roadmap) -> list[str]:
    """The plan, action by action."""
    return [row.action.code for row in selectors.chosen_actions(roadmap)]


def on_other_bands(roadmap: Roadmap) -> Roadmap:
    """The same plan, as if the diagnosis had said something else of its first criterion when it was made."""
    first, band = next(iter(roadmap.plan["bands"].items()))
    roadmap.plan["bands"][first] = [value + 1 for value in band]
    roadmap.save(update_fields=["plan"])
    return roadmap

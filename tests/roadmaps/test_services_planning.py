"""Settings of a plan."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from apps.roadmaps import services
from apps.roadmaps.errors import BadSettings
from apps.roadmaps.inputs import parse
from apps.roadmaps.models import Roadmap
from tests.roadmaps import factories
from tests.roadmaps.factories import AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "changes", "starts_on"),
    [
        ("budget_short", {"budget_krw": 10**18}, None),
        ("budget_short", {"budget_krw": -1}, None),
        ("staff_short", {"staff_months": Decimal(9999)}, None),
        ("starts_on", {}, date(9999, 12, 1)),
        ("starts_on", {}, date(1, 1, 1)),
        ("starts_on", {}, date(2020, 1, 1)),
        ("starts_on", {}, date(2026, 5, 1)),
        ("starts_on", {}, date(2026, 9, 15)),
    ],
)
def test_figures_and_days_out_of_this_world_are_refused_at_their_field(field, changes, starts_on):
    roadmap = factories.opened()
    settings = parse(roadmap.inputs)
    first, *others = settings.horizons
    asked = replace(settings, horizons=(replace(first, **changes), *others))

    with pytest.raises(BadSettings) as refusal:
        services.plan(roadmap_id=roadmap.pk, settings=asked, starts_on=starts_on, by=roadmap.author, at=AT)

    assert refusal.value.field == field
    assert Roadmap.objects.get().starts_on == roadmap.starts_on

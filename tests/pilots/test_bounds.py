"""Figures and days out of this world, at both doors; nothing of them is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from apps.pilots import services
from apps.pilots.errors import BadDecision, BadKpi, BadReading
from apps.pilots.models import Gate, PilotKpi, Reading
from apps.pilots.rules import Condition, Decision, Stage
from tests.pilots import factories
from tests.pilots.factories import DAY, KPI, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def who():
    return factories.people()


def doors(user):
    page, api = Client(), APIClient()
    page.force_login(user, backend="apps.accounts.backends.HouseBackend")
    api.force_authenticate(user)
    return page, api


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("baseline", "123456789012.3456"),
        ("target", "99999999999999.9999"),
        ("pass_mark", "1e14"),
        ("baseline_end_on", "9999-12-31"),
        ("baseline_start_on", "0001-01-01"),
    ],
)
def test_a_kpi_beyond_the_bounds_is_refused_at_its_field(who, field, value):
    one = factories.pilot(who)
    page, api = doors(who.member)

    typed = page.post(reverse("pilots:kpi-new", args=[one.uid]), {**KPI, field: value})
    sent = api.post(f"/api/v1/pilots/pilots/{one.uid}/kpis/", {**KPI, field: value})

    assert (typed.status_code, set(typed.context["form"].errors)) == (422, {field})
    assert (sent.status_code, sent.json()["errors"][0]["field"]) == (400, field)
    assert not PilotKpi.objects.exists()


def test_services_keep_no_figure_that_a_database_would_change(who):
    one = factories.at_stage(Stage.POC, who)
    open_kpis = factories.pilot(who)

    with pytest.raises(BadReading):
        services.record_reading(
            kpi_uid=one.kpis.get().uid,
            measured_on=(NOW + DAY).date(),
            value=Decimal(10**11),
            by=who.member,
            at=NOW + 2 * DAY,
        )
    with pytest.raises(BadKpi) as refusal:
        factories.kpi(open_kpis, who, baseline=Decimal(10**12))

    assert [problem.field for problem in refusal.value.problems] == ["baseline"]
    assert Reading.objects.count() == 1


def test_the_largest_figure_is_read_back_and_its_share_fits(who):
    one = factories.pilot(who)
    row = factories.kpi(
        one, who, baseline=Decimal("4.0002"), target=Decimal("4.0001"), pass_mark=Decimal("4.0001"), unit="만원"
    )
    gate = factories.decided(one, who)
    figure = Decimal("99999999999.9999")

    services.record_reading(
        kpi_uid=row.uid, measured_on=(NOW + DAY).date(), value=figure, by=who.member, at=NOW + 2 * DAY
    )

    row.refresh_from_db()
    assert (gate.pilot_id, Reading.objects.get().value, row.value) == (one.pk, figure, figure)
    assert row.attainment_bp == -(2**31 - 1)


def test_a_condition_is_due_within_three_years(who):
    one = factories.pilot(who)
    factories.kpi(one, who)
    gate = factories.called(one, who)

    with pytest.raises(BadDecision) as refusal:
        services.propose_decision(
            gate_uid=gate.uid,
            entry=factories.decision(
                gate,
                Decision.CONDITIONAL,
                reason="표본",
                conditions=(Condition("표본", (NOW + timedelta(days=1200)).date()),),
            ),
            by=who.staff,
            at=NOW,
        )

    assert [problem.field for problem in refusal.value.problems] == ["conditions"]
    assert "3년" in str(refusal.value.problems[0].message)
    assert Gate.objects.get().proposed_conditions == []

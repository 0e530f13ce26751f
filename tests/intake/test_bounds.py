"""Versions, figures, keys and moments that cannot be, at both doors; nothing of them is kept."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import services
from apps.intake.models import Application
from apps.kernel.errors import NotHeld, UnknownVersion
from apps.panels.models import Sitting
from tests.accounts.factories import person
from tests.intake.factories import AT, demonstration, draft, fresh
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db
BASE = "/api/v1/intake/applications"


def doors(user):
    page, api = Client(), APIClient()
    page.force_login(user, backend="apps.accounts.backends.HouseBackend")
    api.force_authenticate(user)
    return page, api


def test_a_version_from_the_future_does_not_get_past_the_clash():
    row = draft()
    page, api = doors(row.applicant)

    typed = page.post(reverse("intake:edit", args=[row.uid, "problem"]), {"version": 999, "problem": "덮어쓴 글"})
    sent = api.patch(f"{BASE}/{row.uid}/", {"version": 999, "problem": "덮어쓴 글"})
    with pytest.raises(UnknownVersion):
        services.save_draft(
            application_id=row.pk, version=row.draft_version + 1, values={"problem": "글"}, by=row.applicant, at=AT
        )

    assert typed.status_code == 409
    assert "새로 고쳐" in typed.content.decode()
    assert (sent.status_code, sent.json()["code"]) == (409, "unknown_version")
    assert (fresh(row).problem, fresh(row).draft_version) == (row.problem, row.draft_version)


@pytest.mark.parametrize("figure", ["1234567890123.456", "9999999999999.999", "1e13"])
@pytest.mark.parametrize("field", ["figure_today", "figure_wished"])
def test_a_figure_that_cannot_be_read_back_is_refused_at_its_field(field, figure):
    row = draft()
    page, api = doors(row.applicant)

    body = {"version": row.draft_version, field: figure}
    typed = page.post(reverse("intake:edit", args=[row.uid, "problem"]), body)
    sent = api.patch(f"{BASE}/{row.uid}/", body)
    with pytest.raises(NotHeld):
        services.save_draft(
            application_id=row.pk, version=row.draft_version, values={field: Decimal(figure)}, by=row.applicant, at=AT
        )

    assert (typed.status_code, set(typed.context["form"].errors)) == (422, {field})
    assert (sent.status_code, sent.json()["errors"][0]["field"]) == (400, field)
    assert getattr(Application.objects.get(), field) == getattr(row, field)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("due_at", {"due_at": "0001-01-01T00:00"}),
        ("due_at", {"due_at": "9999-12-31T23:59"}),
        ("due_at", {"due_at": "2100-01-01T00:00"}),
        ("reviewers", {"reviewers": ["9" * 21]}),
    ],
)
def test_a_panel_of_nobody_or_for_no_time_is_refused_at_its_field(field, typed):
    row, staff = demonstration(), person(Role.STAFF)
    services.admit(application_id=row.pk, by=staff, at=AT)
    reviewers = pooled(5)
    page, api = doors(staff)

    shown = page.post(
        reverse("intake:convene", args=[row.uid]),
        {"reviewers": [one.pk for one in reviewers], "due_at": "2026-12-01T09:00", **typed},
    )
    sent = api.post(
        f"{BASE}/{row.uid}/convene/",
        {"reviewers": [str(one.uid) for one in reviewers], "due_at": "2026-12-01T09:00", **typed},
    )

    assert (shown.status_code, field in shown.context["form"].errors) == (422, True)
    assert sent.status_code in {400, 422}
    assert sent.json()["errors"][0]["field"].startswith(field)
    assert not Sitting.objects.exists()

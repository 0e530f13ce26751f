"""A role is reached through its own project only: another project's address does not open it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.consortia.models import BriefRole
from tests.accounts.factories import person
from tests.consortia import factories as make

pytestmark = pytest.mark.django_db
ENTRY = {
    "role": "adviser",
    "organisation_kind": "adviser",
    "skills": [],
    "months": "1.0",
    "budget_krw": 0,
    "duties": "표본: 바꾼 역할",
}


@pytest.fixture
def two():
    """Two projects one person runs."""
    staff = person(Role.STAFF)
    return staff, make.brief(by=staff), make.brief(by=staff)


@pytest.fixture
def api(two):
    found = APIClient()
    found.force_authenticate(two[0])
    return found


def page(brief, role, name="role-edit"):
    return reverse(f"consortia:{name}", args=[brief.uid, role.uid])


def route(brief, role):
    return reverse("consortia-api:role", args=[brief.uid, role.uid])


def test_a_role_is_changed_and_taken_out_through_its_own_project(two, api, client):
    staff, own, _other = two
    role = own.roles.first()
    client.force_login(staff)

    shown = client.get(page(own, role)).status_code
    changed = api.put(route(own, role), ENTRY, format="json").status_code
    removed = client.post(page(own, role, "role-remove")).status_code

    role.refresh_from_db()
    assert (shown, changed, removed) == (200, 200, 302)
    assert (role.duties, role.removed_at is None) == (ENTRY["duties"], False)


def test_another_projects_role_is_neither_shown_nor_changed_nor_taken_out(two, api, client):
    staff, own, other = two
    strange = other.roles.first()
    before = BriefRole.objects.filter(brief=other).values()
    kept = list(before)
    client.force_login(staff)

    answers = [
        client.get(page(own, strange)).status_code,
        client.post(page(own, strange), ENTRY).status_code,
        client.post(page(own, strange, "role-remove")).status_code,
        api.put(route(own, strange), ENTRY, format="json").status_code,
        api.delete(route(own, strange)).status_code,
    ]

    assert answers == [404, 404, 404, 404, 404]
    assert list(before.all()) == kept

"""A stranger learns nothing of what is wrong with a request: whether one may is asked first."""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, get_resolver
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import api_urls as intake
from apps.intake.states import State
from apps.panels import api_urls as panels
from tests.accounts.factories import person
from tests.intake.factories import fresh, submitted

pytestmark = pytest.mark.django_db


def ways() -> list[tuple[str, str]]:
    """Every writing address of the two apps with its method, keys filled in with ones that lead nowhere."""
    found = []
    for prefix, module in (("intake", intake), ("panels", panels)):
        for one in module.urlpatterns:
            assert isinstance(one, URLPattern)
            path = re.sub(r"<uuid:\w+>", str(uuid4()), re.sub(r"<(?:slug|str):\w+>", "nowhere", str(one.pattern)))
            view = one.callback.view_class
            found += [(name, f"/api/v1/{prefix}/{path}") for name in ("post", "put", "patch") if hasattr(view, name)]
    return found


def test_the_addresses_are_those_of_the_service():
    assert len(ways()) > 50
    assert all(get_resolver().resolve(path) for _name, path in ways())


@pytest.mark.parametrize("kind", ["nobody", "stranger"])
def test_a_stranger_is_turned_away_before_the_body_is_read(kind):
    api = APIClient()
    if kind == "stranger":
        api.force_authenticate(person(Role.CONSULTANT))

    answers = {(name, path): getattr(api, name)(path, {}, format="json").status_code for name, path in ways()}

    wrong = {way: status for way, status in answers.items() if status not in (401, 403, 404)}
    assert wrong == {}


def test_a_company_is_turned_away_from_the_centres_acts_on_its_own_application():
    row = submitted()
    api = APIClient()
    api.force_authenticate(row.applicant)
    base = f"/api/v1/intake/applications/{row.uid}"
    acts = ("take", "admit", "reject", "correction", "correction/extend", "convene", "propose", "confirm", "decline")

    answers = {act: api.post(f"{base}/{act}/", {}, format="json").status_code for act in (*acts, "return", "waivers")}

    assert {act: status for act, status in answers.items() if status != 403} == {}
    assert fresh(row).state == State.SUBMITTED

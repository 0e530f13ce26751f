"""Money, months and days out of this world, at both doors; nothing of them is kept."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.consortia import errors, selectors, services
from apps.consortia.models import Agreement, Brief, BriefRole, Proposal
from apps.consortia.services import BriefEntry
from apps.kernel.clocks import local_date
from tests.consortia import factories as make

pytestmark = pytest.mark.django_db
BRIEF = {"title": "표본 과제", "summary": "표본 내용", "months": 6, "budget_krw": 100_000_000}
ROLE = {
    "role": "adviser",
    "organisation_kind": "adviser",
    "months": "1.5",
    "budget_krw": 5_000_000,
    "duties": "",
}


def doors(user):
    page, api = Client(), APIClient()
    page.force_login(user, backend="apps.accounts.backends.HouseBackend")
    api.force_authenticate(user)
    return page, api


def fields_of(answer):
    return {row["field"] for row in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("field", "value"), [("budget_krw", 10**13 + 1), ("budget_krw", 10**30), ("summary", "가" * 4001)]
)
def test_a_brief_beyond_the_bounds_is_refused_at_its_field(field, value):
    brief = make.brief()
    page, api = doors(brief.opened_by)

    typed = page.post(reverse("consortia:edit", args=[brief.uid]), {**BRIEF, field: value})
    sent = api.put(reverse("consortia-api:brief", args=[brief.uid]), {**BRIEF, field: value})

    assert (typed.status_code, set(typed.context["form"].errors)) == (422, {field})
    assert (sent.status_code, fields_of(sent)) == (400, {field})
    assert Brief.objects.get().title == brief.title


def test_a_budget_is_not_cut_below_what_its_roles_cost():
    brief = make.brief()
    page, api = doors(brief.opened_by)

    typed = page.post(reverse("consortia:edit", args=[brief.uid]), {**BRIEF, "budget_krw": 1000})
    sent = api.put(reverse("consortia-api:brief", args=[brief.uid]), {**BRIEF, "budget_krw": 1000})

    assert (typed.status_code, set(typed.context["form"].errors)) == (409, {"budget_krw"})
    assert (sent.status_code, sent.json()["code"]) == (409, "roles_above_budget")
    assert Brief.objects.get().budget_krw == brief.budget_krw
    with pytest.raises(errors.RolesAboveBudget):
        services.edit_brief(
            brief_uid=brief.uid, entry=BriefEntry(**BRIEF | {"budget_krw": 1}), by=brief.opened_by, at=make.AT
        )


@pytest.mark.parametrize(("field", "value"), [("months", "99999.9"), ("months", "600.1"), ("budget_krw", 10**25)])
def test_a_role_beyond_the_bounds_is_refused_at_its_field(field, value):
    brief = make.brief()
    page, api = doors(brief.opened_by)

    typed = page.post(reverse("consortia:role-add", args=[brief.uid]), {**ROLE, field: value})
    sent = api.post(reverse("consortia-api:roles", args=[brief.uid]), {**ROLE, field: value})

    assert (typed.status_code, set(typed.context["form"].errors)) == (422, {field})
    assert (sent.status_code, fields_of(sent)) == (400, {field})
    assert BriefRole.objects.filter(role="adviser").count() == 0


@pytest.mark.parametrize("due", ["0001-01-01T00:00", "9999-12-31T23:59", "2020-01-01T00:00", "far"])
def test_an_answer_is_asked_for_within_a_year(due):
    partners = make.partners()
    brief = make.published()
    due = (timezone.localtime() + timedelta(days=400)).strftime("%Y-%m-%dT%H:%M") if due == "far" else due
    role = make.role_of(brief, "laboratory")
    chosen = str(partners["laboratory"].uid)
    page, api = doors(brief.opened_by)

    typed = page.post(reverse("consortia:propose", args=[brief.uid]), {f"role_{role.uid}": chosen, "due_at": due})
    body = {"partners": {str(role.uid): chosen}, "due_at": due}
    sent = api.post(reverse("consortia-api:propose", args=[brief.uid]), body)

    assert (typed.status_code, set(typed.context["form"].errors)) == (422, {"due_at"})
    assert sent.status_code in {400, 422}
    assert fields_of(sent) == {"due_at"}
    assert not Proposal.objects.exists()


def _terms(brief, **changes):
    today = local_date(timezone.now())
    values = {"starts_on": today, "ends_on": today + timedelta(days=200), "purpose": "표본", "special": ""}
    return values | {"support_krw": 75_000_000, "cash_krw": 15_000_000, "in_kind_krw": 10_000_000} | changes


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("ends_on", {"starts_on": "2020-01-01", "ends_on": "2020-06-01"}),
        ("ends_on", {"ends_on": "9999-12-31"}),
        ("ends_on", {"ends_on": "2099-12-31"}),
        ("starts_on", {"starts_on": "0001-01-01"}),
        ("cash_krw", {"cash_krw": 10**20}),
        ("support_krw", {"support_krw": 10**20}),
    ],
)
def test_terms_beyond_the_bounds_are_refused_at_their_field(field, changes):
    brief = make.cheap(make.accepted())
    page, api = doors(brief.opened_by)
    shares = selectors.ip_defaults(brief, cash_krw=25_000_000)

    pct = {f"ip_{key}": Decimal(share) / 100 for key, share in shares.items()}
    typed = page.post(reverse("consortia:agreement-new", args=[brief.uid]), _terms(brief, **changes) | pct)
    sent = api.post(
        reverse("consortia-api:draft-agreement", args=[brief.uid]), _terms(brief, **changes) | {"ip": shares}
    )

    assert (typed.status_code, set(typed.context["form"].errors)) == (422, {field})
    assert sent.status_code in {400, 422}
    assert fields_of(sent) == {field}
    assert not Agreement.objects.exists()

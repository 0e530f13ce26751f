"""The panel of a single case keeps to the programme's terms as a committee does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory.models import Membership
from apps.intake import services
from apps.intake.models import Application
from apps.intake.states import State
from apps.intake.terms import PanelOfOne, panel_of_one
from apps.panels import selectors
from apps.panels import services as panels
from apps.panels.entries import Profile, Standing
from apps.panels.errors import NotAReviewer, WrongMake
from apps.panels.models import Reviewer, Seat, Sitting
from apps.panels.rules import Make
from tests.accounts.factories import person
from tests.intake.factories import AT, DAY, demonstration, fresh
from tests.intake.selecting import asks
from tests.panels.factories import pooled

pytestmark = pytest.mark.django_db


def admitted(**terms) -> Application:
    row = demonstration()
    services.admit(application_id=row.pk, by=person(Role.STAFF), at=AT)
    if terms:
        asks(row.call, **terms)
    return fresh(row)


def convene(row: Application, people) -> Application:
    return services.convene(application_id=row.pk, reviewers=people, due_at=AT + DAY, by=person(Role.STAFF), at=AT)


@pytest.mark.parametrize(
    ("inside", "outside", "said"),
    [
        (1, 3, ["위원이 4명입니다. 5명 이상이어야 합니다."]),
        (0, 10, ["위원이 10명입니다. 9명 이하여야 합니다."]),
        (3, 2, ["외부 위원이 2명입니다. 3명 이상이어야 합니다."]),
        (2, 0, ["위원이 2명입니다. 5명 이상이어야 합니다.", "외부 위원이 0명입니다. 1명 이상이어야 합니다."]),
    ],
)
def test_a_panel_that_is_not_made_as_the_programme_asks_is_refused_with_figures(inside, outside, said):
    row = admitted()
    people = [*pooled(inside, outsiders=False), *pooled(outside)]

    with pytest.raises(WrongMake) as refusal:
        convene(row, people)

    assert [(one.field, str(one.message)) for one in refusal.value.problems] == [("reviewers", one) for one in said]
    assert (fresh(row).state, Sitting.objects.count()) == (State.ADMITTED, 0)


@pytest.mark.parametrize(("inside", "outside"), [(2, 0), (0, 1), (0, 3)])
def test_where_reviewers_are_assigned_a_case_has_exactly_so_many_and_some_from_outside(inside, outside):
    row = admitted(mode="each", each=2, outsiders_each=1)

    with pytest.raises(WrongMake):
        convene(row, [*pooled(inside, outsiders=False), *pooled(outside)])
    assert not Sitting.objects.exists()

    convene(row, [*pooled(1, outsiders=False), *pooled(1)])
    assert (fresh(row).state, Seat.objects.count()) == (State.IN_REVIEW, 2)


def test_who_comes_later_keeps_the_panel_as_it_was_asked_to_be_made():
    row = admitted(mode="each", each=2, outsiders_each=1, past_years=1)
    inside, (outside,) = pooled(2, outsiders=False), pooled(1)
    convene(row, [inside[0], outside])
    sitting, staff = Sitting.objects.get(), person(Role.STAFF)
    with pytest.raises(WrongMake, match="위원이 3명입니다"):
        panels.invite(sitting_uid=sitting.uid, reviewer=inside[1], by=staff, at=AT)

    panels.release(seat_uid=sitting.seats.get(user=inside[0]).uid, reason="출장", by=staff, at=AT)
    panels.invite(sitting_uid=sitting.uid, reviewer=inside[1], by=staff, at=AT)

    assert sitting.seats.filter(state="invited").count() == 2
    assert selectors.rules_of(sitting) == {"years": 1}


def test_a_place_left_by_one_from_outside_is_taken_by_another_from_outside():
    row = admitted(smallest=5, largest=5, outsiders_pct=60)
    inside, outside = pooled(3, outsiders=False), pooled(4)
    convene(row, [*inside[:2], *outside[:3]])
    sitting, staff = Sitting.objects.get(), person(Role.STAFF)
    panels.release(seat_uid=sitting.seats.get(user=outside[0]).uid, reason="출장", by=staff, at=AT)

    with pytest.raises(WrongMake, match="외부 위원이 2명입니다") as refusal:
        panels.invite(sitting_uid=sitting.uid, reviewer=inside[2], by=staff, at=AT)

    assert [one.field for one in refusal.value.problems] == ["reviewer"]
    panels.invite(sitting_uid=sitting.uid, reviewer=outside[3], by=staff, at=AT)
    assert sitting.seats.filter(state="invited").count() == 5


def test_a_reviewer_outside_of_the_pool_sits_on_no_panel():
    row = admitted()
    stranger = person(Role.REVIEWER, name="표본 낯선 위원")

    with pytest.raises(NotAReviewer, match="표본 낯선 위원"):
        convene(row, [*pooled(4), stranger])

    assert not Sitting.objects.exists()


@pytest.mark.parametrize(
    ("settings", "asked"),
    [
        ({}, PanelOfOne(Make(5, 9, 50), 3, None, 3)),
        ({"reviewers": 4, "trim_from": 5}, PanelOfOne(Make(5, 9, 50), 4, 5, 3)),
        (
            {"reviewers": 4, "panel": {"mode": "each", "each": 2, "outsiders_each": 1, "past_years": 5}},
            PanelOfOne(Make(2, 2, 0, 1), 2, None, 5),
        ),
    ],
)
def test_what_settings_ask_of_a_single_panel(settings, asked):
    assert panel_of_one(settings) == asked


def test_page_and_api_name_the_number_chosen_and_the_number_asked(client):
    row, staff, people = admitted(), person(Role.STAFF), pooled(2)
    api = APIClient()
    api.force_authenticate(staff)
    client.force_login(staff)
    due_at = timezone.localtime() + timedelta(days=7)

    page = client.post(
        reverse("intake:convene", args=[row.uid]),
        {"reviewers": [one.pk for one in people], "due_at": f"{due_at:%Y-%m-%dT%H:%M}"},
    )
    sent = api.post(
        f"/api/v1/intake/applications/{row.uid}/convene/",
        {"reviewers": [str(one.uid) for one in people], "due_at": due_at.isoformat()},
        format="json",
    )

    words = "위원이 2명입니다. 5명 이상이어야 합니다."
    assert (page.status_code, page.context["form"].errors["reviewers"]) == (422, [words])
    assert (sent.status_code, sent.json()["code"]) == (422, "wrong_make")
    assert sent.json()["errors"][0] == {"field": "reviewers", "message": words}
    assert not Sitting.objects.exists()


def test_conflict_standing_and_load_are_shown_before_anything_is_sent(client):
    row, staff = admitted(), person(Role.STAFF)
    tied, resting, insider, free = [*pooled(2), *pooled(1, outsiders=False), *pooled(1)]
    Membership.objects.create(
        organisation=row.company, user=tied, position=Membership.Position.MANAGER, started_on=AT.date()
    )
    panels.update_profile(
        reviewer_uid=Reviewer.objects.get(user=resting).uid,
        profile=Profile(),
        standing=Standing(is_active=False),
        by=staff,
        at=AT,
    )
    api = APIClient()
    api.force_authenticate(staff)
    client.force_login(staff)

    page = client.get(reverse("intake:convene", args=[row.uid]))
    rows = {one["uid"]: one for one in api.get(f"/api/v1/intake/applications/{row.uid}/reviewers/").json()}

    boxes = {
        str(box.data["value"]): "disabled" in box.data["attrs"] for box in page.context["form"]["reviewers"].subwidgets
    }
    assert boxes == {str(tied.pk): True, str(resting.pk): True, str(insider.pk): False, str(free.pk): False}
    html = page.content.decode()
    assert "제척: 현재 소속" in html
    assert "내부 위원, 올해 0건 (한도 30건)" in html
    assert rows[str(tied.uid)]["obstacle"] == "제척: 현재 소속"
    assert rows[str(insider.uid)] == {
        "uid": str(insider.uid),
        "name": insider.name,
        "is_outsider": False,
        "load": 0,
        "yearly_most": 30,
        "obstacle": "",
    }

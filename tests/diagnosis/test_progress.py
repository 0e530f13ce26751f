"""T0, T1, T2: a diagnosis is repeated after the one before, and what changed is told by criterion and by fact."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import given as drawn
from hypothesis import strategies as st
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.diagnosis import progress, rules, selectors, services
from apps.diagnosis.errors import RoundTooEarly
from apps.diagnosis.models import Assessment
from apps.documents import paper
from apps.kernel.errors import NotAllowed
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.diagnosis import factories
from tests.diagnosis.factories import CRITERIA, NOW

LATER = NOW + timedelta(days=200)
HIGHER = {**dict.fromkeys(CRITERIA, 1), "P1": 2, "D1": 0}


def again(first: Assessment, bands=None) -> Assessment:
    """The next diagnosis of the same company, completed with these bands."""
    staff = person(Role.STAFF)
    opened = services.open(application_id=first.application_id, round="T1", by=staff, at=LATER)
    services.assign(assessment_id=opened.pk, consultant_id=first.consultant_id, by=staff, at=LATER)
    answers = factories.given(bands or HIGHER)
    services.save_answers(assessment_id=opened.pk, answers=answers, by=first.consultant, at=LATER)
    return services.complete(assessment_id=opened.pk, by=first.consultant, at=LATER)


@pytest.mark.django_db
def test_the_change_is_told_by_criterion_and_by_fact():
    second = again(factories.completed())

    found = selectors.progress_of(second, selectors.result(second))

    assert [(one.code, one.before, one.after) for one in found.criteria] == [("P1", 1, 2), ("D1", 1, 0)]
    assert [(len(one.won), len(one.lost)) for one in found.criteria] == [(4, 0), (0, 4)]
    assert (found.since, found.unchanged, found.same_instrument) == ("지원 전 진단", 16, True)
    assert [(one.before, one.after) for one in found.figures if one.name == "공정"] == [
        (Decimal("1.00"), selectors.result(second).areas[0].point)
    ]


@pytest.mark.django_db
def test_the_paper_of_a_repeat_tells_what_moved():
    first = factories.completed()
    second = again(first)

    sheet = selectors.document_of(second).sheet

    assert paper.check("diagnosis", sheet) is None
    assert [(one["name"][:2], one["before"], one["after"]) for one in sheet["changes"]["criteria"]] == [
        ("P1", "1", "2"),
        ("D1", "1", "0"),
    ]
    assert [one["name"] for one in sheet["changes"]["figures"]] == ["전체", "공정", "데이터", "운영"]
    assert "changes" not in selectors.document_of(first).sheet


@pytest.mark.django_db
def test_a_first_diagnosis_and_one_whose_earlier_round_is_unfinished_have_nothing_to_compare():
    first = factories.completed()

    assert selectors.progress_of(first, selectors.result(first)) is None


@pytest.mark.django_db
@pytest.mark.parametrize("round_", ["T1", "T2"])
def test_a_round_waits_for_the_one_before(round_):
    first = factories.scored()

    with pytest.raises(RoundTooEarly):
        services.open(application_id=first.application_id, round=round_, by=person(Role.STAFF), at=LATER)

    assert Assessment.objects.count() == 1


@pytest.mark.django_db
def test_only_a_first_diagnosis_asks_for_a_roadmap():
    first = factories.completed()
    Wait.objects.filter(key="open_roadmap").delete()

    again(first)

    assert not Wait.objects.filter(key="open_roadmap").exists()


@pytest.mark.django_db
def test_staff_open_the_next_round_once_from_the_page_and_read_the_change(client):
    first = factories.completed()
    page, act = first.get_absolute_url(), reverse("diagnosis:repeat", args=[first.uid])
    client.force_login(person(Role.STAFF))
    assert act in client.get(page).content.decode()

    done = client.post(act)

    assert done.url == Assessment.objects.get(round="T1").get_absolute_url()
    assert act not in client.get(page).content.decode()
    assert client.post(act).status_code == 409
    assert Assessment.objects.count() == 2
    Assessment.objects.filter(round="T1").delete()
    second = again(first)
    shown = client.get(reverse("diagnosis:result", args=[second.uid])).content.decode()
    assert "지원 전 진단(2026-06-08) 이후의 변화" in shown
    assert "1 → 2" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.REVIEWER])
def test_others_open_no_round(client, role):
    first = factories.completed()
    who = person(role)
    client.force_login(who)

    assert client.post(reverse("diagnosis:repeat", args=[first.uid])).status_code in {403, 404}
    with pytest.raises(NotAllowed):
        services.open(application_id=first.application_id, round="T1", by=who, at=LATER)
    assert Assessment.objects.count() == 1


@pytest.mark.django_db
def test_programs_read_the_change():
    first = factories.completed()
    second = again(first)
    client = APIClient()
    client.force_authenticate(person(Role.STAFF))
    base = "/api/v1/diagnosis/assessments/"

    found = client.get(f"{base}{second.uid}/progress/")
    none = client.get(f"{base}{first.uid}/progress/")

    assert [(one["code"], one["before"], one["after"]) for one in found.data["criteria"]] == [
        ("P1", 1, 2),
        ("D1", 1, 0),
    ]
    assert none.status_code == 404


@drawn(data=st.data())
def test_changes_back_undo_changes_there(data, instrument):
    answers = st.dictionaries(st.sampled_from(sorted(instrument.attribute_codes)), st.sampled_from(list(rules.Answer)))
    first, second = data.draw(answers), data.draw(answers)
    before, after = (rules.score(instrument, one, "general") for one in (first, second))

    there = progress.changes(before, after, first, second)
    back = progress.changes(after, before, second, first)

    assert [(one.code, one.moved, one.won, one.lost) for one in there] == [
        (one.code, -one.moved, one.lost, one.won) for one in back
    ]
    assert all(
        one.won or one.lost
        for one in there
        if one.moved and rules.Answer.NOT_APPLICABLE not in {*first.values(), *second.values()}
    )

"""All cases of a committee at once: what staff are told, sending everything back, and what a call shows of it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.intake import selectors, services
from apps.intake.errors import NothingToConfirm
from apps.intake.states import State
from apps.kernel.errors import NotAllowed
from apps.workflow.services import ReasonMissing
from tests.accounts.factories import person
from tests.intake.factories import AT, fresh
from tests.intake.selecting import concluded, decide, found, propose, waiting

pytestmark = pytest.mark.django_db


def test_staff_are_told_how_many_were_proposed_and_of_ties_only_where_there_are_some(client):
    rows = waiting(3, quota=1)
    one = concluded(rows, (9, 7, 3))
    tied_rows = waiting(3, quota=1)
    tied = concluded(tied_rows, (9, 9, 3))
    client.force_login(person(Role.STAFF))

    told = [
        client.post(
            reverse("intake:propose-results", args=[committee.uid]), {"together-note": "순위대로"}, follow=True
        ).content.decode()
        for committee in (one, tied)
    ]

    assert "순위대로 3건을 제안했습니다." in told[0]
    assert "동점인" not in told[0]
    assert "순위대로 1건을 제안했습니다. 동점인 2건은 한 건씩 제안해 주십시오." in told[1]


def test_the_manager_sends_every_proposal_back_with_one_reason():
    rows = waiting(2)
    one = concluded(rows)
    for row in rows:
        propose(row)

    done = services.return_results(committee_uid=one.uid, reason="예산을 다시 봅니다.", by=person(Role.MANAGER), at=AT)

    assert {row.pk for row in done} == {row.pk for row in rows}
    assert {fresh(row).state for row in rows} == {State.IN_REVIEW}


def test_nothing_is_sent_back_by_others_without_a_reason_or_one_of_one_s_own():
    rows = waiting(2)
    one = concluded(rows)
    manager = person(Role.MANAGER)
    with pytest.raises(NothingToConfirm):
        services.return_results(committee_uid=one.uid, reason="다시", by=manager, at=AT)
    propose(rows[0])
    propose(rows[1], by=manager)

    with pytest.raises(NotAllowed):
        services.return_results(committee_uid=one.uid, reason="다시", by=manager, at=AT)
    with pytest.raises(NotAllowed):
        services.return_results(committee_uid=one.uid, reason="다시", by=person(Role.STAFF), at=AT)
    with pytest.raises(ReasonMissing):
        services.return_results(committee_uid=one.uid, reason=" ", by=person(Role.MANAGER), at=AT)

    assert {fresh(row).state for row in rows} == {State.PROPOSED}


def test_sending_back_is_a_form_beside_confirming_and_an_address_for_programs(client):
    rows = waiting(1)
    one = concluded(rows)
    propose(rows[0])
    manager = person(Role.MANAGER)
    client.force_login(manager)
    api = APIClient()
    api.force_authenticate(manager)
    address = reverse("intake:return-results", args=[one.uid])

    empty = client.post(address, {"return-reason": ""})
    client.post(address, {"return-reason": "다시 봅니다."})
    state = fresh(rows[0]).state
    propose(rows[0])
    answer = api.post(f"/api/v1/intake/committees/{one.uid}/return/", {"reason": "한 번 더"}, format="json")

    assert (empty.status_code, "모두 돌려보내기" in empty.content.decode()) == (422, True)
    assert state == State.IN_REVIEW
    assert (answer.status_code, answer.data[0]["state"]) == (200, "in_review")


def test_a_proposal_is_offered_only_when_the_panel_has_its_result(client):
    rows = waiting(1)
    found(rows)
    client.force_login(person(Role.STAFF))
    address, offer = reverse("intake:screen", args=[rows[0].uid]), reverse("intake:propose", args=[rows[0].uid])

    before = client.get(address).content.decode()
    done = waiting(1)
    concluded(done)
    after = client.get(reverse("intake:screen", args=[done[0].uid])).content.decode()

    assert offer not in before
    assert reverse("intake:propose", args=[done[0].uid]) in after


def test_a_call_shows_what_became_of_its_applications(client):
    rows = waiting(2, quota=2)
    one = concluded(rows)
    for row in rows:
        decide(row)
    services.publish_results(committee_uid=one.uid, by=person(Role.MANAGER), at=AT)
    client.force_login(person(Role.STAFF))

    _at, outcomes = selectors.outcomes_of(rows[0].call, timezone.now())
    page = client.get(reverse("intake:run-call", args=[rows[0].call.uid])).content.decode()

    assert [(one.label, one.count, one.support_krw) for one in outcomes] == [
        (str(State.SELECTED.label), 2, sum(row.support_krw for row in rows))
    ]
    assert f"{outcomes[0].support_krw:,}" in page

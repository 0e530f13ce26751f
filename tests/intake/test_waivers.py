"""A condition is waived by two people, and the verdict stays beside the exception."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.roles import Role
from apps.directory.models import Company, CompanyYear
from apps.intake import labels, selectors, services
from apps.intake.errors import ConditionsUnknown, ConditionsUnmet, NothingToWaive
from apps.intake.models import Application, Waiver, Word
from apps.intake.rules import Proposal, RuleCode
from apps.intake.states import State
from apps.kernel.errors import NotAllowed, NotFound, WrongState
from apps.workflow.models import Wait
from apps.workflow.moves import ReasonMissing
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.intake import factories
from tests.intake.factories import AT

pytestmark = pytest.mark.django_db
RULE = "business_status"


def failing() -> Application:
    """An application of a company that has suspended its business."""
    member = directory.member_of(directory.company())
    Company.objects.update(business_status="suspended")
    return factories.submitted(member)


def asked(row, by, **changes) -> Waiver:
    values = {"application_id": row.pk, "rule": RULE, "reason": "휴업은 다음 달에 끝납니다.", "by": by, "at": AT}
    return services.propose_waiver(**{**values, **changes})


def reject(row, by) -> None:
    code = Word.objects.filter(list=Word.List.REJECT).order_by("position").first().code
    services.reject(application_id=row.pk, codes=(code,), reason="휴업 중입니다.", by=by, at=AT)


def decided(waiver, by, *, approve=True, note="확인했습니다.") -> Waiver:
    return services.decide_waiver(waiver_uid=waiver.uid, approve=approve, note=note, by=by, at=AT)


def test_a_waived_condition_counts_as_met_and_its_verdict_stays():
    row, one, other = failing(), person(Role.STAFF), person(Role.MANAGER)
    assert selectors.proposal_of(row.eligibility) is Proposal.NOT_ELIGIBLE
    waiver = asked(row, one)
    assert Wait.objects.get(subject_label="intake.waiver", closed_at=None).party == "role:manager"

    decided(waiver, other)

    after = factories.fresh(row)
    (shown,) = [one for one in selectors.finding_rows(after.eligibility, selectors.vocabulary()) if one.waived]
    assert selectors.proposal_of(after.eligibility) is Proposal.ELIGIBLE
    assert (shown.rule, shown.verdict) == (RULE, "not_met")
    assert "휴업은 다음 달에" in shown.waived
    assert not Wait.objects.filter(subject_label="intake.waiver", closed_at=None).exists()


def test_an_unmet_condition_keeps_one_person_from_finding_an_application_eligible():
    row, one, other = failing(), person(Role.STAFF), person(Role.MANAGER)
    waiver = asked(row, one)

    with pytest.raises(ConditionsUnmet, match=str(labels.RULES[RuleCode.BUSINESS_STATUS])):
        services.admit(application_id=row.pk, by=one, at=AT)

    assert factories.fresh(row).state == State.SUBMITTED
    decided(waiver, other)
    services.admit(application_id=row.pk, by=one, at=AT)
    assert factories.fresh(row).state == State.ADMITTED


def test_what_the_rules_cannot_tell_is_admitted_only_by_who_says_what_they_checked():
    member = directory.member_of(directory.company())
    row, one = factories.submitted(member), person(Role.STAFF)
    CompanyYear.objects.all().delete()

    with pytest.raises(ConditionsUnknown, match=str(labels.RULES[RuleCode.SIZE_CLASS])) as refusal:
        services.admit(application_id=row.pk, by=one, at=AT)

    assert refusal.value.field == "note"
    assert factories.fresh(row).state == State.SUBMITTED
    services.admit(application_id=row.pk, by=one, at=AT, note="2025년 재무제표를 보았습니다.")
    after = factories.fresh(row)
    assert (after.state, after.decision_note) == (State.ADMITTED, "2025년 재무제표를 보았습니다.")


def test_the_exception_outlives_the_decision():
    row, one, other = failing(), person(Role.STAFF), person(Role.MANAGER)
    decided(asked(row, one), other)

    services.admit(application_id=row.pk, by=one, at=AT)

    assert [one["rule"] for one in factories.fresh(row).eligibility if one.get("waived")] == [RULE]


def test_nobody_decides_on_what_they_asked_for():
    row, one = failing(), person(Role.MANAGER)
    waiver = asked(row, one)

    with pytest.raises(NotAllowed, match="두 사람"):
        decided(waiver, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Waiver.objects.update(decided_by=one)

    assert selectors.proposal_of(factories.fresh(row).eligibility) is Proposal.NOT_ELIGIBLE


def test_a_refused_exception_changes_nothing_and_may_be_asked_for_again():
    row, one, other = failing(), person(Role.STAFF), person(Role.STAFF)
    decided(asked(row, one), other, approve=False)

    assert selectors.proposal_of(factories.fresh(row).eligibility) is Proposal.NOT_ELIGIBLE
    assert asked(row, one).state == "proposed"


def test_only_a_failing_condition_is_waived_and_only_once_at_a_time():
    row, one = failing(), person(Role.STAFF)
    uid = uuid4()

    with pytest.raises(NothingToWaive):
        asked(row, one, rule="window")
    first = asked(row, one, uid=uid)
    assert asked(row, one, uid=uid) == first
    with pytest.raises(NothingToWaive):
        asked(row, one)
    assert Waiver.objects.count() == 1


def test_reasons_states_and_people_are_demanded():
    row, one, other = failing(), person(Role.STAFF), person(Role.STAFF)
    with pytest.raises(ReasonMissing):
        asked(row, one, reason=" ")
    with pytest.raises(NotFound):
        asked(row, person(Role.REVIEWER))
    with pytest.raises(NotAllowed):
        asked(row, row.applicant)
    waiver = asked(row, one)
    with pytest.raises(ReasonMissing):
        decided(waiver, other, note=" ")
    reject(row, one)
    with pytest.raises(WrongState):
        decided(waiver, other)
    with pytest.raises(WrongState):
        asked(row, one)


@pytest.mark.parametrize("ended", ["reject", "withdraw"])
def test_what_nobody_decided_on_ends_with_the_screening(ended):
    row, one = failing(), person(Role.STAFF)
    waiver = asked(row, one)

    if ended == "reject":
        reject(row, one)
    else:
        services.withdraw(application_id=row.pk, reason="사정이 바뀌었습니다.", by=row.applicant, at=AT)

    waiver.refresh_from_db()
    assert (waiver.state, waiver.decided_by) == ("refused", None)
    assert not Wait.objects.filter(subject_label="intake.waiver", closed_at=None).exists()


def test_two_people_waive_in_pages(client):
    row, one, other = failing(), person(Role.STAFF), person(Role.MANAGER)
    address = reverse("intake:exceptions", args=[row.uid])
    client.force_login(one)

    asked_for = client.post(
        address,
        {"waiver-uid": uuid4(), "waiver-rule": RULE, "waiver-reason": "휴업은 다음 달에 끝납니다."},
        follow=True,
    )
    waiver = Waiver.objects.get()
    own = client.post(address, {"waiver": waiver.uid, "decision": "approve", "note": "제가 합니다"})
    client.force_login(other)
    shown = client.get(address).content.decode()
    client.post(address, {"waiver": waiver.uid, "decision": "approve", "note": "확인했습니다."})

    assert str(labels.RULES[RULE]) in asked_for.content.decode()
    assert own.status_code == 403
    assert "두 사람이 함께" in own.content.decode()
    assert "결정하기" in shown
    assert "예외 승인 (2" in client.get(reverse("intake:screen", args=[row.uid])).content.decode()


def test_programs_waive_too_with_the_same_refusals():
    row, one, other = failing(), person(Role.STAFF), person(Role.MANAGER)
    api, address = APIClient(), f"/api/v1/intake/applications/{row.uid}/waivers/"
    api.force_authenticate(one)
    body = {"uid": str(uuid4()), "rule": RULE, "reason": "휴업은 다음 달에 끝납니다."}

    made = api.post(address, body, format="json")
    again = api.post(address, {**body, "uid": str(uuid4())}, format="json")
    decide = f"/api/v1/intake/waivers/{body['uid']}/decide/"
    own = api.post(decide, {"approve": True, "note": "-"}, format="json")
    api.force_authenticate(other)
    done = api.post(decide, {"approve": True, "note": "확인"}, format="json")

    assert made.status_code == 201
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_waive")
    assert own.status_code == 403
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert [one["state"] for one in api.get(address).json()] == ["approved"]
    api.force_authenticate(row.applicant)
    assert api.get(address).status_code == 403
    assert api.post(decide, {"approve": True, "note": "-"}, format="json").status_code == 404

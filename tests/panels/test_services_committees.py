"""Committees: founded, appointed, pledged, scored in one round or two, concluded and recorded."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.directory.models import Membership, Relation
from apps.kernel.errors import NotAllowed
from apps.notices.models import Notice
from apps.panels import services
from apps.panels.entries import CommitteeEntry
from apps.panels.errors import (
    AlreadyMember,
    AlreadySitting,
    BadCommitteeTerms,
    BadMake,
    CasesShort,
    NoCases,
    NotAMember,
    NotAReviewer,
    PledgeMissing,
)
from apps.panels.models import Committee, Exclusion, Seat, Sitting
from apps.panels.states import CommitteeState
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.panels.factories import (
    CRITERIA,
    DUE,
    NOW,
    case_entry,
    committee,
    company,
    pooled,
    reviewers,
    started,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


def seats(one: Committee) -> list[Seat]:
    return list(
        Seat.objects.filter(sitting__case__committee=one).select_related("user", "sitting__case").order_by("pk")
    )


def entry(**given) -> CommitteeEntry:
    return CommitteeEntry(
        **{"title": "표본", "mode": "all", "terms": {}, "criteria": CRITERIA, "due_at": DUE, "uid": uuid4(), **given}
    )


def found(cases, **given):
    return services.found(
        entry=entry(**given), about=company(), about_title="표본 공고", cases=cases, by=person(Role.STAFF), at=NOW
    )


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"terms": {"fame": 1}}, BadCommitteeTerms),
        ({"terms": {"each": 0}}, BadCommitteeTerms),
        ({"terms": {"cut_off": "many"}}, BadCommitteeTerms),
        ({"terms": {"smallest": 9, "largest": 3}}, BadCommitteeTerms),
        ({"mode": "some"}, BadCommitteeTerms),
    ],
)
def test_terms_that_no_committee_can_keep_are_refused(given, refusal):
    with pytest.raises(refusal):
        found([case_entry()], **given)

    assert Committee.objects.count() == 0


def test_a_committee_needs_cases_that_nobody_else_judges():
    one = case_entry()
    with pytest.raises(NoCases):
        found([])
    found([one])

    with pytest.raises(AlreadySitting):
        found([one])


def test_nothing_is_shown_before_everybody_pledged():
    people = pooled(3)
    one = committee(people, pledged=False)
    staff = person(Role.STAFF)
    services.pledge(committee_uid=one.uid, by=people[0], at=NOW)

    with pytest.raises(PledgeMissing):
        services.start(committee_uid=one.uid, by=staff, at=NOW)

    assert Sitting.objects.count() == 0
    waiting = Wait.objects.filter(closed_at=None, key__startswith="pledge")
    assert set(waiting.values_list("party", flat=True)) == {f"user:{user.pk}" for user in people[1:]}


def test_a_committee_that_is_not_made_as_asked_says_everything_it_lacks():
    one = committee(pooled(2, outsiders=False), smallest=3)

    with pytest.raises(BadMake, match=r"3명 이상이어야 합니다.*외부 위원이 0명"):
        services.start(committee_uid=one.uid, by=person(Role.STAFF), at=NOW)


def test_only_people_of_the_pool_are_appointed_and_once():
    people = pooled(1)
    one = committee(people)
    give = {"committee_uid": one.uid, "chair_uid": None, "by": person(Role.STAFF), "at": NOW}

    with pytest.raises(NotAReviewer):
        services.appoint(**give, user_uids=[reviewers(1)[0].uid])
    with pytest.raises(AlreadyMember):
        services.appoint(**give, user_uids=[people[0].uid])
    with pytest.raises(NotAMember):
        services.appoint(**{**give, "chair_uid": uuid4()}, user_uids=[])
    with pytest.raises(NotAllowed):
        services.appoint(**{**give, "by": people[0]}, user_uids=[])


def test_every_member_scores_every_case_and_hears_of_it_once():
    people = pooled(3)

    one = started(people)

    assert one.state == CommitteeState.DOCUMENT
    given = {(seat.user_id, seat.sitting.case.position) for seat in seats(one)}
    assert given == {(user.pk, position) for user in people for position in (1, 2)}
    assert Notice.objects.filter(kind="panels.started").count() == 3
    assert Notice.objects.filter(kind="panels.invited").count() == 0


def test_a_member_too_close_to_a_company_is_kept_off_that_case_alone_with_the_grounds():
    people = pooled(3)
    applicant = company()
    Relation.objects.create(user=people[0], organisation=applicant, kind=Relation.Kind.FAMILY, noted_at=NOW)

    one = started(people, cases=[case_entry(applicant), case_entry()])

    exclusion = Exclusion.objects.get()
    assert (exclusion.user, exclusion.grounds) == (people[0], ["relative"])
    assert [seat.sitting.case.position for seat in seats(one) if seat.user == people[0]] == [2]


def test_too_few_left_for_a_case_is_refused_with_its_title():
    people = pooled(3)
    applicant = company()
    for user in people[:2]:
        Relation.objects.create(user=user, organisation=applicant, kind=Relation.Kind.FAMILY, noted_at=NOW)
    one = committee(people, cases=[case_entry(applicant, title="표본 안건 갑")])

    with pytest.raises(CasesShort, match="표본 안건 갑"):
        services.start(committee_uid=one.uid, by=person(Role.STAFF), at=NOW)

    assert Committee.objects.get().state == CommitteeState.PREPARING
    assert Exclusion.objects.count() == 0


def test_a_member_of_an_applicant_judges_none_of_the_round():
    people = pooled(3)
    applicant = company()
    Membership.objects.create(
        user=people[0], organisation=applicant, position=Membership.Position.MEMBER, started_on=NOW.date()
    )

    started(people, cases=[case_entry(applicant), case_entry()])

    assert sorted(one.grounds for one in Exclusion.objects.all()) == [["co_applicant"], ["employer"]]

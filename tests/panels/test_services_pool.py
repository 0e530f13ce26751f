"""The pool: enrolling, profiles, declared ties, and what they keep a reviewer from."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from apps.accounts.roles import Role
from apps.directory.models import Membership, Organisation, Skill
from apps.kernel.errors import NotAllowed, NotFound
from apps.panels import selectors, services
from apps.panels.entries import DeclarationEntry, Profile, Standing
from apps.panels.errors import (
    AlreadyDeclared,
    AlreadyEnrolled,
    BadLoad,
    BadNumber,
    Conflicted,
    NotAReviewer,
    UnknownExpertise,
)
from apps.panels.models import Declaration, Reviewer
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.directory.factories import company as registered_company
from tests.panels.factories import NOW, company, hand_in, pooled, reviewers, seat_of, sitting

pytestmark = pytest.mark.django_db
NUMBER = "124-81-00998"


def enrol(user, **given):
    return services.enrol(
        **{
            "user_uid": user.uid,
            "profile": Profile(),
            "standing": Standing(),
            "by": person(Role.STAFF),
            "at": NOW,
            **given,
        }
    )


def test_a_reviewer_enters_the_pool_with_expertise_and_standing():
    Skill.objects.create(code="vision", name_ko="비전 검사", name_en="Vision")
    (user,) = reviewers(1)

    enrol(user, profile=Profile(("vision",), ("manufacturing",), 12), standing=Standing(is_outsider=False))

    found = Reviewer.objects.get()
    assert (found.industries, found.yearly_most, found.is_outsider) == (["manufacturing"], 12, False)
    assert selectors.skills_of([found.pk]) == {found.pk: ["vision"]}


@pytest.mark.parametrize(
    ("profile", "refusal"),
    [
        (Profile(skills=("magic",)), UnknownExpertise),
        (Profile(industries=("magic",)), UnknownExpertise),
        (Profile(yearly_most=0), BadLoad),
        (Profile(yearly_most=201), BadLoad),
    ],
)
def test_a_profile_beyond_the_lists_is_refused_and_nothing_is_written(profile, refusal):
    (user,) = reviewers(1)

    with pytest.raises(refusal):
        enrol(user, profile=profile)

    assert Reviewer.objects.count() == 0


def test_only_reviewers_enter_and_once_and_by_the_centre():
    (user,) = reviewers(1)
    enrol(user)

    with pytest.raises(AlreadyEnrolled):
        enrol(user)
    with pytest.raises(NotAReviewer):
        enrol(person(Role.COMPANY))
    with pytest.raises(NotAllowed):
        enrol(reviewers(1)[0], by=user)


def test_reviewers_change_what_they_judge_but_not_how_the_centre_sees_them():
    (user,) = pooled(1)
    profile = Reviewer.objects.get()

    services.update_profile(reviewer_uid=profile.uid, profile=Profile(yearly_most=5), by=user, at=NOW)
    with pytest.raises(NotAllowed):
        services.update_profile(
            reviewer_uid=profile.uid, profile=Profile(), standing=Standing(is_outsider=False), by=user, at=NOW
        )
    with pytest.raises(NotFound):
        services.update_profile(reviewer_uid=profile.uid, profile=Profile(), by=reviewers(1)[0], at=NOW)

    profile.refresh_from_db()
    assert (profile.yearly_most, profile.is_outsider) == (5, True)


def test_a_reviewer_who_rests_is_not_seated():
    (user,) = pooled(1)
    services.update_profile(
        reviewer_uid=Reviewer.objects.get().uid,
        profile=Profile(),
        standing=Standing(is_active=False),
        by=person(Role.STAFF),
        at=NOW,
    )

    with pytest.raises(NotAReviewer, match="쉬는 위원"):
        sitting(people=[user])


def declare(user, number=NUMBER, kind="contract"):
    return services.declare(
        reviewer_uid=Reviewer.objects.get(user=user).uid,
        entry=DeclarationEntry(number, "표본정밀", kind),
        by=user,
        at=NOW,
    )


def test_a_declared_tie_keeps_its_reviewer_from_the_company_even_when_it_registers_later():
    (user,) = pooled(1)
    declare(user)
    applicant = registered_company(business_number=NUMBER.replace("-", ""))

    with pytest.raises(Conflicted, match=r"용역·자문 계약"):
        sitting(people=[user], organisation=applicant)


def test_a_declaration_is_made_once_and_needs_a_true_number():
    (user,) = pooled(1)
    declare(user)

    with pytest.raises(AlreadyDeclared):
        declare(user)
    with pytest.raises(BadNumber):
        declare(user, number="123-45-67890")
    with pytest.raises(NotFound):
        services.declare(reviewer_uid=uuid4(), entry=DeclarationEntry(NUMBER, "표본", "contract"), by=user, at=NOW)

    assert Declaration.objects.count() == 1


def test_a_past_place_counts_for_three_years():
    (user,) = pooled(1)
    applicant = company()
    place = Membership.objects.create(
        user=user,
        organisation=applicant,
        position=Membership.Position.MEMBER,
        started_on=NOW.date() - timedelta(days=3000),
        ended_on=NOW.date() - timedelta(days=300),
    )

    with pytest.raises(Conflicted, match="이전 소속"):
        sitting(people=[user], organisation=applicant)
    Membership.objects.filter(pk=place.pk).update(ended_on=NOW.date() - timedelta(days=1200))

    assert sitting(people=[user], organisation=applicant).seats.count() == 1


def test_a_laboratory_and_its_university_are_one_family():
    (user,) = pooled(1)
    university = Organisation.objects.create(kind="university", name_ko="표본대학", created_at=NOW)
    laboratories = [
        Organisation.objects.create(kind="laboratory", name_ko=f"표본 연구실 {n}", parent=university, created_at=NOW)
        for n in range(2)
    ]
    Membership.objects.create(
        user=user, organisation=laboratories[0], position="professor", started_on=NOW.date() - timedelta(days=9)
    )

    found = selectors.conflict_pairs([user.pk], [laboratories[1].pk], on=NOW.date())

    assert [one.ground for one in found[user.pk, laboratories[1].pk]] == ["same_family"]


def test_a_tie_declared_after_scoring_asks_staff_and_is_shown_until_the_sheet_is_set_aside(client):
    firm = registered_company()
    people = pooled(3)
    one = sitting(people=people, subject=firm, organisation=firm)
    hand_in(one, people[0])
    number = firm.company.business_number

    services.declare(
        reviewer_uid=Reviewer.objects.get(user=people[0]).uid,
        entry=DeclarationEntry(number, firm.name_ko, "family"),
        by=people[0],
        at=NOW,
    )
    hand_in(one, people[1])

    wait = Wait.objects.get(key="conflict", closed_at=None)
    assert (wait.party, wait.subject_id) == ("role:staff", one.pk)
    staff = person(Role.STAFF)
    services.release(seat_uid=seat_of(one, people[2]).uid, reason="일정", by=staff, at=NOW + timedelta(days=1))
    client.force_login(staff)
    before = client.get(one.get_absolute_url()).content.decode()
    services.set_aside(seat_uid=seat_of(one, people[0]).uid, reason="친족", by=staff, at=NOW + timedelta(days=2))
    after = client.get(one.get_absolute_url()).content.decode()
    assert ("이해관계가 드러난 위원이 있습니다" in before, "이해관계가 드러난 위원이 있습니다" in after) == (
        True,
        False,
    )
    assert not Wait.objects.filter(key="conflict", closed_at=None).exists()

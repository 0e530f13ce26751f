"""Companies, partners, people and capacity."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.utils.translation import override

from apps.accounts.roles import Role
from apps.audit import selectors as audit
from apps.directory import selectors, services
from apps.directory.entries import PartnerEntry, SiteEntry
from apps.directory.models import Claim, Company, Membership, Organisation, Relation
from apps.directory.services import CapacityFull, NumberRefused, UnknownCode
from apps.directory.services.locks import NotYours
from apps.directory.services.organisations import CapacityBelowUse
from apps.directory.services.people import LastMember
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.notices.models import Notice
from tests.accounts.factories import person
from tests.directory.factories import AT, EOK, company, entry, figures, member_of, number, partner, seeded

pytestmark = pytest.mark.django_db


def test_registering_keeps_the_verdict_with_its_figures_and_paragraphs():
    own = company()

    verdict = selectors.size_verdict(own.company, clocks.local_date(AT))
    assert (own.company.size_class, verdict.average.krw, verdict.thresholds) == ("small", 30 * EOK, ("C25",))
    assert own.company.size_until == date(2027, 4, 1)
    assert [step.rule for step in verdict.steps] == [
        "revenue_cap",
        "assets",
        "group",
        "large_owner",
        "small_cap",
        "workers",
    ]
    assert [event.action for event in audit.history(own)] == ["register", "add_member"]


def test_a_size_class_is_worked_out_anew_once_its_year_is_over():
    own = company()
    late = AT + timedelta(days=400)

    services.renew_size(organisation_id=own.pk, at=AT)
    assert own.pk not in selectors.sizes_over(AT)
    assert own.pk in selectors.sizes_over(late)
    services.renew_size(organisation_id=own.pk, at=late)

    own.company.refresh_from_db()
    assert own.company.size_until == date(2028, 4, 1)
    # The figures of the year that the new class rests on are not told yet.
    assert own.company.size_class == ""


def test_a_wrong_number_writes_nothing():
    seeded()

    with pytest.raises(NumberRefused):
        services.register_company(uid=uuid4(), entry=entry(business_number="1"), by=person(Role.COMPANY), at=AT)
    with pytest.raises(UnknownCode):
        services.register_company(uid=uuid4(), entry=entry(industry_code="Z"), by=person(Role.COMPANY), at=AT)
    assert (Organisation.objects.companies().count(), Membership.objects.count()) == (0, 0)


def test_an_unknown_district_leaves_no_half_company():
    seeded()
    head = SiteEntry(kind="head", name="본점", district_code="00000")

    with pytest.raises(UnknownCode):
        services.register_company(uid=uuid4(), entry=entry(head=head), by=person(Role.COMPANY), at=AT)
    assert Company.objects.count() == 0


def test_claiming_twice_opens_one_dispute_and_refusing_tells_the_claimant():
    known, stranger = company(), person(Role.COMPANY)
    for _try in range(2):
        done = services.register_company(
            uid=uuid4(), entry=entry(business_number=known.company.business_number), by=stranger, at=AT
        )
        assert done.organisation is None
    claim = Claim.objects.get()

    services.settle_claim(claim_uid=claim.uid, accept=False, reason="재직 확인 안 됨", by=person(Role.STAFF), at=AT)

    assert not selectors.organisations_of(stranger).exists()
    assert Notice.objects.get(to=stranger).kind == "directory.claim_refused"
    with pytest.raises(WrongState):
        services.settle_claim(claim_uid=claim.uid, accept=True, reason="", by=person(Role.STAFF), at=AT)


def test_a_member_who_registers_again_is_led_to_their_company():
    known = company()
    member = member_of(known)

    done = services.register_company(
        uid=uuid4(), entry=entry(business_number=known.company.business_number), by=member, at=AT
    )

    assert (done.organisation, done.is_known) == (known, True)
    assert Claim.objects.count() == 0


def test_strangers_change_nothing_of_a_company():
    own = company()
    stranger = member_of(company())

    with pytest.raises(NotFound):
        services.update_figures(organisation_id=own.pk, entry=figures(), by=stranger, at=AT)
    with pytest.raises(NotFound):
        services.add_site(organisation_id=own.pk, entry=SiteEntry(kind="lab", name="연구소"), by=stranger, at=AT)
    assert own.company.sites.count() == 1


def test_moving_the_head_office_moves_the_company():
    own = company()

    services.add_site(
        organisation_id=own.pk,
        entry=SiteEntry(kind="head", name="본점", district_code="11680"),
        by=member_of(own),
        at=AT,
    )

    own.refresh_from_db()
    assert (own.district.code, own.company.sites.count()) == ("11680", 1)


def test_capacity_is_taken_and_given_back():
    lab = partner(capacity_months=Decimal(6), max_projects=2)

    services.reserve_capacity(organisation_id=lab.pk, months=Decimal("4.0"), by=None, at=AT)
    with pytest.raises(CapacityFull):
        services.reserve_capacity(organisation_id=lab.pk, months=Decimal("2.1"), by=None, at=AT)
    services.reserve_capacity(organisation_id=lab.pk, months=Decimal("2.0"), by=None, at=AT)
    with pytest.raises(CapacityFull):
        services.reserve_capacity(organisation_id=lab.pk, months=Decimal(0), by=None, at=AT)
    services.release_capacity(organisation_id=lab.pk, months=Decimal("4.0"), by=None, at=AT)

    lab.refresh_from_db()
    assert (lab.capacity_used_months, lab.projects_running, lab.capacity_left_months) == (2, 1, 4)


def test_a_closed_partner_has_no_capacity():
    lab, staff = partner(), person(Role.STAFF)
    services.close(organisation_id=lab.pk, reason="협약 종료", by=staff, at=AT)

    with pytest.raises(CapacityFull):
        services.reserve_capacity(organisation_id=lab.pk, months=Decimal(1), by=None, at=AT)
    assert services.reopen(organisation_id=lab.pk, reason="재개", by=staff, at=AT).state == "active"


def test_a_profile_cannot_offer_less_than_is_promised():
    there = person(Role.SUPPLIER)
    own = partner("supplier", member=there, capacity_months=Decimal(6), max_projects=2)
    services.reserve_capacity(organisation_id=own.pk, months=Decimal(4), by=None, at=AT)

    with pytest.raises(CapacityBelowUse):
        services.update_profile(
            organisation_id=own.pk,
            entry=PartnerEntry(kind="supplier", name_ko="표본", capacity_months=Decimal(3), max_projects=2),
            by=there,
            at=AT,
        )


def test_only_their_own_people_edit_a_profile():
    lab = partner()

    with pytest.raises(NotYours):
        services.update_profile(
            organisation_id=lab.pk,
            entry=PartnerEntry(kind="laboratory", name_ko="표본"),
            by=person(Role.UNIVERSITY),
            at=AT,
        )


def test_partners_are_registered_by_the_centre_once():
    seeded()
    uid, staff = uuid4(), person(Role.STAFF)
    new = PartnerEntry(kind="adviser", name_ko="표본 자문", skill_codes=("training",))

    first = services.register_partner(entry=new, by=staff, at=AT, uid=uid)
    second = services.register_partner(entry=new, by=staff, at=AT, uid=uid)

    assert first == second
    with pytest.raises(NotAllowed):
        services.register_partner(entry=new, by=person(Role.COMPANY), at=AT)
    with pytest.raises(UnknownCode):
        services.register_partner(entry=PartnerEntry(kind="company", name_ko="표본"), by=staff, at=AT)


def test_the_last_member_stays():
    own = company()
    member = member_of(own)

    with pytest.raises(LastMember):
        services.end_member(organisation_id=own.pk, user_id=member.pk, by=member, at=AT)
    other = person(Role.COMPANY)
    services.add_member(organisation_id=own.pk, user_id=other.pk, position="manager", by=member, at=AT)
    services.end_member(organisation_id=own.pk, user_id=member.pk, by=other, at=AT)

    assert list(selectors.members_of(own)) == [other]
    assert not Organisation.objects.visible_to(member).filter(pk=own.pk).exists()


def test_conflicts_come_from_places_past_and_present_and_from_declared_ties():
    own, staff = company(), person(Role.STAFF)
    member, consultant = member_of(own), person(Role.CONSULTANT)
    other = person(Role.COMPANY)
    services.add_member(organisation_id=own.pk, user_id=other.pk, position="member", by=member, at=AT)
    services.end_member(organisation_id=own.pk, user_id=other.pk, by=member, at=AT)

    assert selectors.conflicts(consultant, own) == ()
    assert [reason.code for reason in selectors.conflicts(other, own)] == ["employment"]
    services.serve(user_id=consultant.pk, organisation_id=own.pk, by=staff, at=AT)
    assert selectors.conflicts(consultant, own) == ()
    services.add_relation(
        user_id=consultant.pk, organisation_id=own.pk, kind=Relation.Kind.FAMILY, note="사촌", by=consultant, at=AT
    )
    assert [(one.code, one.note) for one in selectors.conflicts(consultant, own)] == [("family", "사촌")]
    with pytest.raises(NotAllowed):
        services.add_relation(user_id=other.pk, organisation_id=own.pk, kind="family", by=consultant, at=AT)


def test_a_partner_whose_people_are_tied_to_a_company_is_paired_with_the_reason():
    own, professor = company(), person(Role.UNIVERSITY)
    lab, free = partner(member=professor), partner()
    services.add_relation(user_id=professor.pk, organisation_id=own.pk, kind="ownership", by=professor, at=AT)

    pairs = selectors.conflict_pairs([own.pk], [lab.pk, free.pk])

    assert {pair: [one.code for one in reasons] for pair, reasons in pairs.items()} == {(own.pk, lab.pk): ["ownership"]}


def test_parties_name_the_person_their_roles_and_their_organisations():
    professor = person(Role.UNIVERSITY)
    university = partner("university", member=professor)
    lab = partner("laboratory", parent_id=university.pk)

    assert set(selectors.parties_of(professor)) == {
        f"user:{professor.pk}",
        "role:university",
        f"org:{university.pk}",
        f"org:{lab.pk}",
    }


def test_the_number_taken_meanwhile_is_a_dispute_not_an_error():
    known = company()
    taken = known.company.business_number

    done = services.register_company(
        uid=uuid4(),
        entry=entry(business_number=f"{taken[:3]}-{taken[3:5]}-{taken[5:]}"),
        by=person(Role.COMPANY),
        at=AT,
    )

    assert done.organisation is None
    assert number() != taken


def test_a_claim_is_never_settled_by_who_made_it():
    known, both = company(), person(Role.COMPANY, Role.STAFF)
    services.register_company(uid=uuid4(), entry=entry(business_number=known.company.business_number), by=both, at=AT)

    with pytest.raises(NotAllowed):
        services.settle_claim(claim_uid=Claim.objects.get().uid, accept=True, reason="", by=both, at=AT)

    assert not selectors.organisations_of(both).exists()


def test_nobody_gives_themselves_a_company_to_serve():
    own, consultant = company(), person(Role.CONSULTANT)

    with pytest.raises(NotAllowed):
        services.add_relation(
            user_id=consultant.pk, organisation_id=own.pk, kind=Relation.Kind.SERVES, by=consultant, at=AT
        )

    assert not Organisation.objects.visible_to(consultant).companies().exists()


def test_identifiers_of_others_are_refused():
    own, other = company(), company()
    head = other.company.sites.get()

    with pytest.raises(UidTaken):
        services.register_company(uid=other.uid, entry=entry(), by=person(Role.COMPANY), at=AT)
    with pytest.raises(UidTaken):
        services.add_site(
            organisation_id=own.pk, entry=SiteEntry("factory", "2공장"), uid=head.uid, by=member_of(own), at=AT
        )


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("서울특별시 구로구 표본로 1", "서울특별시 구로구 표본로 1"),
        ("1 Sample-ro, Guro-gu, Seoul", "1 Sample-ro, Guro-gu, Seoul"),
        ("표본로 1", "구로구 표본로 1"),
        ("", "구로구"),
    ],
)
def test_an_address_names_its_district_once(address, place):
    head = SiteEntry(kind="head", name="본점", district_code="11530", address=address)
    one = company(head=head)

    assert selectors.company_sheet(one)["address"] == place
    assert Company.objects.get(pk=one.pk).sites.get().place == place


def test_an_address_in_korean_stays_as_it_is_on_an_english_page():
    head = SiteEntry(kind="head", name="본점", district_code="11530", address="서울특별시 구로구 표본로 1")

    with override("en"):
        assert selectors.company_facts(company(head=head)).place == "서울특별시 구로구 표본로 1"

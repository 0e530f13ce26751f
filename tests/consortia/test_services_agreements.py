"""Terms, signatures, the paper, and the end of a project."""

from datetime import date
from decimal import Decimal

import pytest

from apps.accounts.roles import Role
from apps.consortia import errors, selectors, services
from apps.consortia.models import Agreement, BriefRole
from apps.consortia.services import RoleEntry
from apps.consortia.states import AgreementState, BriefState
from apps.directory import services as organisations
from apps.directory.errors import Tied
from apps.directory.models import Organisation
from apps.documents import services as documents
from apps.documents.states import DocumentState
from apps.kernel.errors import NotAllowed, NotFound, UidTaken, WrongState
from apps.notices.models import Notice
from apps.workflow.models import Wait
from tests.accounts.factories import person
from tests.consortia import factories as make
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
ROLE = RoleEntry("adviser", "adviser", [], Decimal("1.5"), 5_000_000, "표본 자문")


def open_waits(row) -> list[tuple[str, str]]:
    rows = Wait.objects.filter(subject_label=row._meta.label_lower, subject_id=row.pk, closed_at__isnull=True)
    return sorted(rows.values_list("party", "key"))


def used(kind: str) -> tuple[Decimal, int]:
    row = Organisation.objects.get(kind=kind)
    return row.capacity_used_months, row.projects_running


def test_terms_need_every_acceptance():
    brief = make.proposed()

    with pytest.raises(errors.RolesOpen):
        services.draft_agreement(brief_uid=brief.uid, draft=make.terms(brief), by=brief.opened_by, at=make.AT)


def test_bad_terms_name_every_fault_at_its_field():
    brief = make.cheap(make.accepted())
    draft = make.terms(
        brief, ends_on=date(2026, 6, 1), support_krw=500_000_000, cash_krw=0, in_kind_krw=0, ip={"company": 9_000}
    )

    with pytest.raises(errors.BadTerms) as refusal:
        services.draft_agreement(brief_uid=brief.uid, draft=draft, by=brief.opened_by, at=make.AT)

    assert [problem.field for problem in refusal.value.problems] == [
        "ends_on",
        "support_krw",
        "support_krw",
        "cash_krw",
        "ip",
    ]
    assert not Agreement.objects.exists()


def test_a_share_of_a_stranger_is_refused():
    brief = make.cheap(make.accepted())

    with pytest.raises(errors.BadTerms):
        services.draft_agreement(
            brief_uid=brief.uid, draft=make.terms(brief, ip={"centre": 10_000}), by=brief.opened_by, at=make.AT
        )


def test_an_agreement_is_signed_by_two_sides_and_put_on_paper():
    agreement = make.active()

    brief = make.fresh(agreement.brief)
    assert (agreement.state, brief.state) == (AgreementState.ACTIVE, BriefState.AGREED)
    assert agreement.number.split("-")[2] == "G"
    assert agreement.document.party == f"org:{agreement.company_id}"
    documents.render(document_id=agreement.document_id, at=make.AT)
    agreement.document.refresh_from_db()
    assert (agreement.document.state, agreement.document.failure) == (DocumentState.READY, "")
    assert Notice.objects.filter(kind="consortia.agreed").count() == 3


def test_who_wrote_the_terms_does_not_sign_for_the_centre():
    manager = person(Role.MANAGER)
    brief = make.cheap(make.accepted(by=manager))
    agreement = services.draft_agreement(brief_uid=brief.uid, draft=make.terms(brief), by=manager, at=make.AT)
    member = directory.member_of(agreement.company)
    services.sign_as_company(agreement_uid=agreement.uid, by=member, at=make.AT)

    with pytest.raises(NotAllowed):
        services.sign_as_centre(agreement_uid=agreement.uid, by=manager, at=make.AT)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.number, agreement.document) == (AgreementState.SIGNED, None, None)


def test_a_person_tied_to_the_company_neither_writes_nor_signs_its_terms():
    brief = make.cheap(make.accepted())
    tied = person(Role.STAFF, Role.MANAGER)
    directory.tied(tied, brief.company)
    with pytest.raises(Tied):
        services.draft_agreement(brief_uid=brief.uid, draft=make.terms(brief), by=tied, at=make.AT)
    assert not Agreement.objects.exists()

    agreement = services.draft_agreement(
        brief_uid=brief.uid, draft=make.terms(brief), by=person(Role.STAFF), at=make.AT
    )
    services.sign_as_company(agreement_uid=agreement.uid, by=directory.member_of(agreement.company), at=make.AT)
    with pytest.raises(Tied):
        services.sign_as_centre(agreement_uid=agreement.uid, by=tied, at=make.AT)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.number) == (AgreementState.SIGNED, None)


def test_another_company_cannot_sign():
    agreement = make.drafted()
    stranger = directory.member_of(directory.company())

    with pytest.raises(NotFound):
        services.sign_as_company(agreement_uid=agreement.uid, by=stranger, at=make.AT)


def test_the_centre_does_not_sign_before_the_company():
    agreement = make.drafted()

    with pytest.raises(WrongState):
        services.sign_as_centre(agreement_uid=agreement.uid, by=person(Role.MANAGER), at=make.AT)


def test_terms_sent_back_are_rewritten_and_signed_again():
    agreement = make.signed()
    brief = make.fresh(agreement.brief)
    services.send_back(agreement_uid=agreement.uid, reason=make.REASON, by=person(Role.MANAGER), at=make.AT)

    services.revise_terms(
        agreement_uid=agreement.uid, draft=make.terms(brief, support_krw=60_000_000), by=brief.opened_by, at=make.AT
    )

    agreement.refresh_from_db()
    assert (agreement.state, agreement.support_krw) == (AgreementState.DRAFT, 60_000_000)
    assert agreement.company_signatory is None


def test_dropped_terms_leave_the_partners_and_ask_for_new_ones():
    agreement = make.drafted()
    brief = make.fresh(agreement.brief)
    with pytest.raises(errors.UnderAgreement):
        services.cancel(brief_uid=brief.uid, reason=make.REASON, by=brief.opened_by, at=make.AT)

    services.drop_agreement(agreement_uid=agreement.uid, reason=make.REASON, by=brief.opened_by, at=make.AT)

    assert open_waits(brief) == [("role:staff", "draft_agreement")]
    again = services.draft_agreement(brief_uid=brief.uid, draft=make.terms(brief), by=brief.opened_by, at=make.AT)
    assert again.state == AgreementState.DRAFT


def test_the_end_of_a_project_frees_its_partners_and_counts_for_their_record():
    agreement = make.active()
    manager = person(Role.MANAGER)

    for _time in range(2):
        services.end_agreement(agreement_id=agreement.pk, outcome="passed", by=manager, at=make.AT)

    assert (used("laboratory"), used("supplier")) == ((Decimal(0), 0), (Decimal(0), 0))
    laboratory = Organisation.objects.get(kind="laboratory")
    field = selectors.needs_and_profiles(list(BriefRole.objects.select_related("brief__application")))
    profile = next(one for one in field.profiles if one.code == str(laboratory.uid))
    assert (profile.finished, profile.passed) == (1, 1)


def test_one_person_never_signs_for_both_sides():
    agreement = make.drafted()
    both = person(Role.COMPANY, Role.MANAGER)
    member = directory.member_of(agreement.company)
    organisations.add_member(
        organisation_id=agreement.company_id, user_id=both.pk, position="member", by=member, at=make.AT
    )
    services.sign_as_company(agreement_uid=agreement.uid, by=both, at=make.AT)

    with pytest.raises(NotAllowed):
        services.sign_as_centre(agreement_uid=agreement.uid, by=both, at=make.AT)

    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED


def test_a_role_under_an_identifier_of_another_projects_role_is_refused():
    theirs = make.brief().roles.first()
    own = make.brief()

    with pytest.raises(UidTaken):
        services.add_role(brief_uid=own.uid, entry=ROLE, uid=theirs.uid, by=own.opened_by, at=make.AT)


def test_the_paper_says_who_signed_and_who_took_on_a_role():
    sheet = selectors.agreement_sheet(make.active())

    said = {party["key"]: (bool(party["signed_on"]), bool(party["accepted_on"])) for party in sheet["parties"]}
    assert said.pop("company") == said.pop("centre") == (True, False)
    assert said
    assert set(said.values()) == {(False, True)}


def test_the_annex_puts_the_companys_burden_in_the_companys_lines_and_names_what_is_made():
    agreement = make.active()

    sheet = selectors.agreement_sheet(agreement)

    budget = sheet["budget"]
    own = [line for line in budget["lines"] if line["party"] == "company"]
    others = [line for line in budget["lines"] if line["party"] != "company"]
    assert sum(line["cash_krw"] + line["in_kind_krw"] for line in own) == budget["cash_krw"] + budget["in_kind_krw"]
    assert not any(line["cash_krw"] or line["in_kind_krw"] for line in others)
    assert sum(line["support_krw"] for line in budget["lines"]) == budget["support_krw"]
    made = agreement.brief.planned_action.action.deliverables_ko
    assert made
    assert {role["role"]: role["deliverables"] for role in sheet["roles"]}["공급기업"] == made

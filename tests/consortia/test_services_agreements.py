"""Terms, signatures, the paper, and the end of a project."""

from datetime import date
from decimal import Decimal

import pytest

from apps.accounts.roles import Role
from apps.audit.selectors import history
from apps.consortia import errors, selectors, services
from apps.consortia.models import Agreement, BriefRole, Signature
from apps.consortia.services import RoleEntry
from apps.consortia.states import AgreementState, BriefState
from apps.directory import services as organisations
from apps.directory.errors import Tied
from apps.directory.models import Organisation
from apps.documents import services as documents
from apps.documents.states import DocumentState
from apps.kernel.errors import NotAllowed, NotFound, UidTaken
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


def parties_of(agreement: Agreement) -> list[Organisation]:
    """The company, the laboratory and the supplier."""
    return [agreement.company, *(Organisation.objects.get(kind=kind) for kind in ("laboratory", "supplier"))]


def sign_for(party: Organisation, agreement: Agreement) -> None:
    services.sign(agreement_uid=agreement.uid, by=directory.member_of(party), at=make.AT)


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


def test_an_agreement_is_signed_by_all_and_put_on_paper():
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
    make.all_sign(agreement)

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
    make.all_sign(agreement)
    with pytest.raises(Tied):
        services.sign_as_centre(agreement_uid=agreement.uid, by=tied, at=make.AT)

    agreement.refresh_from_db()
    assert (agreement.state, agreement.number) == (AgreementState.SIGNED, None)


def test_another_company_cannot_sign():
    agreement = make.drafted()
    stranger = directory.member_of(directory.company())

    with pytest.raises(NotFound):
        services.sign(agreement_uid=agreement.uid, by=stranger, at=make.AT)
    assert not Signature.objects.exists()


def test_company_and_partners_sign_in_any_order_and_the_centre_last():
    agreement = make.drafted()
    company, laboratory, supplier = parties_of(agreement)
    manager = person(Role.MANAGER)

    sign_for(supplier, agreement)
    assert {party for party, _key in open_waits(agreement)} == {f"org:{company.pk}", f"org:{laboratory.pk}"}
    with pytest.raises(errors.SignaturesMissing) as refusal:
        services.sign_as_centre(agreement_uid=agreement.uid, by=manager, at=make.AT)
    assert company.name_ko in str(refusal.value.message)
    assert laboratory.name_ko in str(refusal.value.message)
    assert supplier.name_ko not in str(refusal.value.message)
    sign_for(company, agreement)
    sign_for(laboratory, agreement)

    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED
    assert open_waits(agreement) == [("role:manager", "state")]
    assert [event.action for event in history(agreement)].count("sign") == 3


def test_signing_twice_or_by_two_people_of_one_party_is_one_signature():
    agreement = make.drafted()
    company = agreement.company
    first, second = directory.member_of(company), person(Role.COMPANY)
    organisations.add_member(organisation_id=company.pk, user_id=second.pk, position="member", by=first, at=make.AT)

    for one in (first, first, second):
        services.sign(agreement_uid=agreement.uid, by=one, at=make.AT)

    signature = Signature.objects.get()
    assert (signature.organisation, signature.signatory) == (company, first)
    assert [event.action for event in history(agreement)].count("sign") == 1


def test_the_centres_people_do_not_sign_for_a_party():
    agreement = make.drafted()

    for one in (person(Role.STAFF), person(Role.MANAGER), person(Role.MANAGER, Role.COMPANY)):
        with pytest.raises((NotAllowed, errors.NoParty)):
            services.sign(agreement_uid=agreement.uid, by=one, at=make.AT)

    assert not Signature.objects.exists()


def test_new_terms_are_signed_anew_and_everybody_hears_of_them():
    agreement = make.drafted()
    brief = make.fresh(agreement.brief)
    company, _laboratory, supplier = parties_of(agreement)
    sign_for(company, agreement)
    sign_for(supplier, agreement)

    services.revise_terms(
        agreement_uid=agreement.uid,
        draft=make.terms(brief, support_krw=60_000_000),
        by=brief.opened_by,
        at=make.AT + make.HOUR,
    )

    assert not Signature.objects.exists()
    assert len(open_waits(agreement)) == 3
    told = Notice.objects.filter(kind="consortia.terms").order_by("pk").values_list("to", flat=True)
    assert len(told) == 6
    assert len(set(told)) == 3


def test_terms_sent_back_are_rewritten_and_signed_again():
    agreement = make.signed()
    brief = make.fresh(agreement.brief)
    services.send_back(agreement_uid=agreement.uid, reason=make.REASON, by=person(Role.MANAGER), at=make.AT)

    services.revise_terms(
        agreement_uid=agreement.uid, draft=make.terms(brief, support_krw=60_000_000), by=brief.opened_by, at=make.AT
    )

    agreement.refresh_from_db()
    assert (agreement.state, agreement.support_krw) == (AgreementState.DRAFT, 60_000_000)
    assert not Signature.objects.exists()
    assert len(open_waits(agreement)) == 3


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
    services.sign(agreement_uid=agreement.uid, by=both, at=make.AT)
    make.all_sign(agreement)

    with pytest.raises(NotAllowed):
        services.sign_as_centre(agreement_uid=agreement.uid, by=both, at=make.AT)

    agreement.refresh_from_db()
    assert agreement.state == AgreementState.SIGNED


def test_a_role_under_an_identifier_of_another_projects_role_is_refused():
    theirs = make.brief().roles.first()
    own = make.brief()

    with pytest.raises(UidTaken):
        services.add_role(brief_uid=own.uid, entry=ROLE, uid=theirs.uid, by=own.opened_by, at=make.AT)


def test_the_paper_says_who_signed_and_when_a_role_was_taken_on():
    sheet = selectors.agreement_sheet(make.active())

    said = {party["key"]: (bool(party["signed_on"]), bool(party["accepted_on"])) for party in sheet["parties"]}
    assert said.pop("company") == said.pop("centre") == (True, False)
    assert said
    assert set(said.values()) == {(True, True)}
    assert sheet["all_signed"]


def test_an_older_agreement_whose_partners_only_accepted_says_so_on_paper():
    agreement = make.active()
    Signature.objects.exclude(organisation=agreement.company).delete()

    sheet = selectors.agreement_sheet(agreement)

    partners = [party for party in sheet["parties"] if party["accepted_on"]]
    assert not sheet["all_signed"]
    assert {party["signed_on"] for party in partners} == {None}
    assert all(party["signatory"] for party in partners)


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

"""Pages: the walk through a browser without JavaScript, who sees what, and what a list costs."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.consortia import services
from apps.consortia.models import Agreement, Brief, MatchRun, Proposal
from apps.consortia.states import AgreementState, BriefState, ProposalState
from apps.directory import services as directory_services
from apps.documents import services as documents
from tests.accounts.factories import person
from tests.consortia import factories as make
from tests.counting import counted
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
SOON = (timezone.localtime() + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="apps.accounts.backends.HouseBackend")
    return client


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def values_of(form) -> dict[str, object]:
    """What a browser would send back untouched."""
    found = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in found.items() if value is not None}


def test_from_a_selected_application_to_proposals_in_a_browser():
    application = make.selected()
    partners = make.partners()
    desk = signed_in(person(Role.STAFF))
    assert application.receipt_number in text(desk.get(reverse("consortia:list")))

    page = desk.get(reverse("consortia:new", args=[application.uid]))
    assert application.cited_roadmap_number in text(page)
    choice = page.context["form"].fields["planned_action"].choices[0][0]
    desk.post(reverse("consortia:new", args=[application.uid]), {"planned_action": choice})
    brief = Brief.objects.get()
    desk.post(reverse("consortia:publish", args=[brief.uid]))
    assert "점수의 근거" in text(desk.get(brief.get_absolute_url()))

    desk.post(reverse("consortia:request-run"))
    run = MatchRun.objects.get()
    assert "data-poll" in text(desk.get(run.get_absolute_url()))
    services.solve(run_id=run.pk, at=timezone.now())
    assert "최적으로 증명됨" in text(desk.get(run.get_absolute_url()))
    assert "data-poll" not in text(desk.get(reverse("consortia:run-progress", args=[run.uid])))

    propose = reverse("consortia:propose", args=[brief.uid])
    filled = values_of(desk.get(f"{propose}?run={run.uid}").context["form"])
    chosen = {value for name, value in filled.items() if name.startswith("role_")}
    assert chosen == {str(partner.uid) for partner in partners.values()}
    answer = desk.post(propose, {**filled, "due_at": SOON, "message": "표본"})
    assert answer.status_code == 302
    for kind in partners:
        proposal = make.proposal_to(brief, kind)
        partner = signed_in(make.answerer(proposal))
        assert brief.title in text(partner.get(reverse("consortia:proposals")))
        assert "참여 수락" in text(partner.get(proposal.get_absolute_url()))
        partner.post(reverse("consortia:accept", args=[proposal.uid]))
    assert "협약 조건 작성" in text(desk.get(brief.get_absolute_url()))


def test_from_acceptance_to_the_paper_in_a_browser():
    brief = make.cheap(make.accepted())
    desk, boss = signed_in(brief.opened_by), signed_in(person(Role.MANAGER))
    company = signed_in(directory.member_of(brief.company))
    terms = reverse("consortia:agreement-new", args=[brief.uid])

    values = values_of(desk.get(terms).context["form"])
    answer = desk.post(terms, {**values, "support_krw": 75_000_000, "cash_krw": 25_000_000, "special": "표본 특약"})
    assert answer.status_code == 302
    agreement = Agreement.objects.get()
    form = reverse("consortia:sign", args=[agreement.uid])
    assert form in text(company.get(agreement.get_absolute_url()))
    company.post(form)
    assert form not in text(company.get(agreement.get_absolute_url()))
    early = boss.post(reverse("consortia:sign-centre", args=[agreement.uid]))
    assert early.status_code == 409
    assert "아직 서명하지 않은 당사자가 있습니다" in early.content.decode()
    for kind in ("laboratory", "supplier"):
        partner = signed_in(make.answerer(make.proposal_to(brief, kind)))
        assert form in text(partner.get(agreement.get_absolute_url()))
        partner.post(form)
    boss.post(reverse("consortia:sign-centre", args=[agreement.uid]))
    agreement.refresh_from_db()
    assert agreement.state == AgreementState.ACTIVE
    assert "협약서를 작성하고 있습니다" in text(boss.get(agreement.get_absolute_url()))

    documents.render(document_id=agreement.document_id, at=timezone.now())
    lab = signed_in(make.answerer(make.proposal_to(brief, "laboratory")))
    assert "협약서 PDF 열기" in text(lab.get(reverse("consortia:document-status", args=[agreement.uid])))
    paper = lab.get(reverse("consortia:document", args=[agreement.uid]))
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_partners_see_their_proposal_alone():
    brief = make.proposed()
    laboratory, supplier = make.proposal_to(brief, "laboratory"), make.proposal_to(brief, "supplier")
    client = signed_in(make.answerer(laboratory))

    page = client.get(laboratory.get_absolute_url())
    assert page.status_code == 200
    assert "외관 불량률 4.8% → " in text(page)
    assert client.get(supplier.get_absolute_url()).status_code == 404
    assert client.get(brief.get_absolute_url()).status_code == 404
    assert client.get(reverse("consortia:list")).url == reverse("consortia:proposals")


def test_a_company_sees_its_own_project_without_candidates_and_no_other():
    one, other = make.proposed(), make.brief()
    client = signed_in(directory.member_of(one.company))

    page = text(client.get(one.get_absolute_url()))
    assert "점수의 근거" not in page
    assert "표본 laboratory" in page
    assert client.get(other.get_absolute_url()).status_code == 404
    assert other.title not in text(client.get(reverse("consortia:list")))


@pytest.mark.parametrize("role", [Role.COMPANY, Role.CONSULTANT, Role.UNIVERSITY, Role.REVIEWER, Role.OFFICIAL])
def test_strangers_find_nothing(role):
    agreement = make.drafted()
    brief = agreement.brief
    proposal = make.proposal_to(brief, "supplier")
    client = signed_in(person(role))

    for row in (brief, proposal, agreement):
        assert client.get(row.get_absolute_url()).status_code == 404
    assert client.post(reverse("consortia:publish", args=[brief.uid])).status_code in {403, 404}
    for act, row in (("cancel", brief), ("decline", proposal), ("drop", agreement), ("send-back", agreement)):
        assert client.post(reverse(f"consortia:{act}", args=[row.uid])).status_code in {403, 404}


def test_a_project_links_to_the_proposals_one_may_read():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "supplier")
    staff, consultant = person(Role.STAFF), person(Role.CONSULTANT)
    directory_services.serve(user_id=consultant.pk, organisation_id=brief.company_id, by=staff, at=make.AT)

    assert proposal.get_absolute_url() in text(signed_in(staff).get(brief.get_absolute_url()))
    page = text(signed_in(consultant).get(brief.get_absolute_url()))
    assert "표본 supplier" in page
    assert proposal.get_absolute_url() not in page


def test_refusals_are_said_where_they_happen():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "laboratory")
    client = signed_in(make.answerer(proposal))

    with time_machine.travel(make.AT, tick=False):
        said = client.post(reverse("consortia:decline", args=[proposal.uid]), {"reason": ""})
        assert (said.status_code, said.context["decline_form"].errors["reason"]) == (422, ["빠짐없이 입력해 주십시오."])
        client.post(reverse("consortia:accept", args=[proposal.uid]))
        again = client.post(reverse("consortia:accept", args=[proposal.uid]))
    assert again.status_code == 409
    assert "이미 답변했거나" in again.content.decode()


def test_bad_terms_are_shown_at_their_fields():
    brief = make.cheap(make.accepted())
    client = signed_in(person(Role.STAFF))
    address = reverse("consortia:agreement-new", args=[brief.uid])
    values = values_of(client.get(address).context["form"])

    answer = client.post(address, {**values, "support_krw": 500_000_000})

    assert answer.status_code == 422
    assert "support_krw" in answer.context["form"].errors
    assert not Agreement.objects.exists()


def test_editing_roles_in_a_browser():
    brief = make.brief()
    client = signed_in(brief.opened_by)
    role = {"role": "adviser", "months": "1.5", "budget_krw": "5000000", "duties": "표본 자문"}

    assert client.post(reverse("consortia:role-add", args=[brief.uid]), role).status_code == 302
    added = brief.roles.get(role="adviser")
    assert (added.organisation_kind, added.months_needed) == ("adviser", Decimal("1.5"))
    edit = reverse("consortia:role-edit", args=[brief.uid, added.uid])
    assert client.post(edit, {**role, "months": "0"}).status_code == 422
    assert client.post(edit, {**role, "months": "2"}).status_code == 302
    client.post(reverse("consortia:role-remove", args=[brief.uid, added.uid]))
    assert not brief.roles.filter(role="adviser", removed_at__isnull=True).exists()
    words = {"title": "새 과제", "summary": "새 설명", "months": "4", "budget_krw": "900000000"}
    assert client.post(reverse("consortia:edit", args=[brief.uid]), words).status_code == 302
    assert "새 과제" in text(client.get(brief.get_absolute_url()))


def copies(agreement: Agreement, count: int) -> None:
    """More rows of each list, as cheaply as a test may make them."""
    brief, role = agreement.brief, agreement.brief.roles.first()
    staff = brief.opened_by
    for _number in range(count):
        twin = make.copied(brief.application)
        values = {
            f.attname: getattr(brief, f.attname) for f in Brief._meta.concrete_fields if f.name not in {"id", "uid"}
        }
        more = Brief.objects.create(**{**values, "number": twin.receipt_number, "application_id": twin.pk})
        asked = more.roles.create(
            position=1, role=role.role, organisation_kind="supplier", months_needed=1, budget_krw=0
        )
        Proposal.objects.create(
            brief=more,
            brief_role=asked,
            organisation=make.proposal_to(brief, "supplier").organisation,
            company=brief.company,
            months=1,
            budget_krw=0,
            due_at=make.DUE,
            proposed_by=staff,
            proposed_at=make.AT,
        )
        Agreement.objects.create(
            brief=more,
            company=brief.company,
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
            support_krw=0,
            company_cash_krw=0,
            company_in_kind_krw=0,
            drafted_by=staff,
            drafted_at=make.AT,
        )
        MatchRun.objects.create(requested_by=staff, requested_at=make.AT, touched_at=make.AT, state="done")


@pytest.mark.parametrize("name", ["list", "proposals", "agreements", "runs"])
def test_a_list_costs_the_same_with_one_row_and_with_thirty(name):
    agreement = make.drafted()
    client = signed_in(person(Role.STAFF))
    address = reverse(f"consortia:{name}")
    copies(agreement, 1)
    client.get(address)
    few = counted(lambda: client.get(address))

    copies(agreement, 29)
    many = counted(lambda: client.get(address))

    assert (many.queries, many.instances) == (few.queries, few.instances)
    assert many.queries <= 15


@pytest.mark.parametrize("kind", ["brief", "agreement", "proposal"])
def test_a_page_stays_within_fifteen_queries(kind):
    agreement = make.drafted()
    rows = {
        "brief": agreement.brief,
        "agreement": agreement,
        "proposal": make.proposal_to(agreement.brief, "supplier"),
    }
    client = signed_in(person(Role.STAFF))
    address = rows[kind].get_absolute_url()
    client.get(address)

    assert counted(lambda: client.get(address)).queries <= 15


def test_states_have_their_words_on_the_page():
    brief = make.proposed()
    proposal = make.proposal_to(brief, "supplier")

    assert str(BriefState.PROPOSED.label) in text(signed_in(brief.opened_by).get(brief.get_absolute_url()))
    assert str(ProposalState.PROPOSED.label) in text(
        signed_in(make.answerer(proposal)).get(proposal.get_absolute_url())
    )


def test_the_city_reads_an_agreement_without_its_people(client):
    agreement = make.active()
    for role, shown in ((Role.OFFICIAL, False), (Role.STAFF, True)):
        client.force_login(person(role))
        page = client.get(agreement.get_absolute_url()).content.decode()
        assert agreement.brief.title in page
        assert (agreement.signatures.get(organisation=agreement.company).signatory.name in page) is shown


def test_the_agreement_on_paper_names_people_and_so_is_not_the_citys(client):
    agreement = make.active()
    client.force_login(person(Role.OFFICIAL))

    page = client.get(agreement.get_absolute_url()).content.decode()

    assert client.get(reverse("consortia:document", args=[agreement.uid])).status_code == 403
    assert client.get(f"/api/v1/consortia/agreements/{agreement.uid}/document/").status_code == 403
    assert reverse("consortia:document", args=[agreement.uid]) not in page

"""The API: the same acts, the same refusals, as problem documents."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.consortia import services
from apps.consortia.models import Agreement, Brief, BriefRole, MatchRun, Proposal
from apps.documents import services as documents
from apps.documents.models import Document
from apps.roadmaps.selectors import chosen_actions, issued_by_number
from tests.accounts.factories import person
from tests.consortia import factories as make
from tests.directory import factories as directory

pytestmark = pytest.mark.django_db
SOON = (timezone.now() + timedelta(days=7)).isoformat()


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"consortia-api:{name}", args=args)


def test_the_whole_way_by_program():
    application = make.selected()
    partners = make.partners()
    desk, boss = client_of(person(Role.STAFF)), client_of(person(Role.MANAGER))
    company = client_of(directory.member_of(application.company))
    planned = chosen_actions(issued_by_number(application.cited_roadmap_number)).first()

    key = {"HTTP_IDEMPOTENCY_KEY": str(uuid4())}
    body = {"application": str(application.uid), "planned_action": str(planned.uid)}
    first = desk.post(at("briefs"), body, **key)
    assert (first.status_code, desk.post(at("briefs"), body, **key).data["uid"]) == (201, str(first.data["uid"]))
    brief = make.cheap(Brief.objects.get())
    assert desk.post(at("publish", brief.uid)).data["state"] == "open"
    judged = desk.get(at("candidates", brief.uid)).data
    assert all(row["candidates"][0]["parts"] for row in judged)

    run = MatchRun.objects.get(uid=desk.post(at("runs")).data["uid"])
    services.solve(run_id=run.pk, at=make.AT)
    answer = desk.get(at("run", run.uid)).data
    assert (answer["state"], answer["status"], answer["formed"]) == ("done", "optimal", 1)
    asked = {row["role"]: row["organisation"] for row in answer["result"]["filled"]}
    due = {"partners": asked, "due_at": SOON}
    assert desk.post(at("propose", brief.uid), due).status_code == 201
    for partner in partners.values():
        own = client_of(directory.member_of(partner))
        row = own.get(at("proposals")).data["results"][0]
        assert own.post(at("accept", row["uid"])).data["state"] == "accepted"
        assert own.post(at("accept", row["uid"])).status_code == 409

    terms = {
        "starts_on": "2026-07-01",
        "ends_on": "2027-02-01",
        "support_krw": 75_000_000,
        "cash_krw": 15_000_000,
        "in_kind_krw": 10_000_000,
        "ip": {"company": 10_000},
    }
    agreement = desk.post(at("draft-agreement", brief.uid), terms).data
    assert company.post(at("sign", agreement["uid"])).data["state"] == "draft"
    early = boss.post(at("sign-centre", agreement["uid"]))
    assert (early.status_code, early.data["code"]) == (409, "signatures_missing")
    for partner in partners.values():
        answer = client_of(directory.member_of(partner)).post(at("sign", agreement["uid"])).data
    assert answer["state"] == "signed"
    assert [one["organisation"] for one in answer["signatures"]] == [
        str(one.uid) for one in (brief.company, *partners.values())
    ]
    done = boss.post(at("sign-centre", agreement["uid"])).data
    assert (done["state"], done["document_state"]) == ("active", "requested")
    assert company.get(at("document", agreement["uid"])).status_code == 409
    documents.render(document_id=Document.objects.get(kind="agreement").pk, at=make.AT)
    assert company.get(at("document", agreement["uid"]))["Content-Type"] == "application/pdf"


@pytest.mark.parametrize("role", [Role.COMPANY, Role.UNIVERSITY, Role.SUPPLIER, Role.CONSULTANT, Role.OFFICIAL])
def test_other_peoples_rows_are_not_found(role):
    agreement = make.drafted()
    proposal = make.proposal_to(agreement.brief, "laboratory")
    client = client_of(person(role))

    assert client.get(at("brief", agreement.brief.uid)).status_code == 404
    assert client.get(at("proposal", proposal.uid)).status_code == 404
    assert client.get(at("agreement", agreement.uid)).status_code == 404
    assert client.get(at("briefs")).data["results"] == []
    assert client.get(at("proposals")).data["results"] == []
    assert client.get(at("agreements")).data["results"] == []


def test_a_company_does_not_read_the_candidates():
    brief = make.proposed()
    client = client_of(directory.member_of(brief.company))

    answer = client.get(at("candidates", brief.uid))

    assert (answer.status_code, answer.data["code"]) == (403, "not_allowed")


def test_a_refused_proposal_names_the_reason_and_is_a_problem_document():
    brief = make.published()
    role = BriefRole.objects.filter(brief=brief).first()
    company_itself = brief.company.uid
    desk = client_of(brief.opened_by)

    body = {"partners": {str(role.uid): str(company_itself)}, "due_at": SOON}
    answer = desk.post(at("propose", brief.uid), body)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

    answer = desk.post(at("propose", brief.uid), {"partners": {"x": str(uuid4())}, "due_at": SOON})
    assert answer.status_code == 404
    answer = desk.post(at("propose", brief.uid), {"partners": {str(role.uid): "no"}, "due_at": "soon"})
    assert answer.status_code == 400
    assert {row["field"].split(".")[0] for row in answer.data["errors"]} == {"partners", "due_at"}
    assert not Proposal.objects.exists()


def test_declining_withdrawing_and_cancelling_need_their_reasons():
    brief = make.proposed()
    desk = client_of(brief.opened_by)
    laboratory, supplier = make.proposal_to(brief, "laboratory"), make.proposal_to(brief, "supplier")
    Proposal.objects.update(due_at="2099-01-01T00:00:00Z")
    own = client_of(make.answerer(laboratory))

    assert own.post(at("decline", laboratory.uid), {}).status_code == 400
    assert own.post(at("decline", laboratory.uid), {"reason": "표본"}).data["state"] == "declined"
    assert desk.post(at("withdraw", supplier.uid), {"reason": "표본"}).data["state"] == "withdrawn"
    role = {"role": "adviser", "organisation_kind": "adviser", "months": "1.0", "budget_krw": 0, "uid": str(uuid4())}
    for _time in range(2):
        assert len(desk.post(at("roles", brief.uid), role).data["roles"]) == 3
    assert desk.post(at("cancel", brief.uid), {"reason": "표본"}).data["state"] == "cancelled"


def test_terms_are_offered_rewritten_sent_back_and_dropped():
    brief = make.accepted()
    desk, boss = client_of(person(Role.STAFF)), client_of(person(Role.MANAGER))
    company = client_of(directory.member_of(brief.company))

    offered = desk.get(at("draft-agreement", brief.uid)).data
    assert offered["parties"][0]["key"] == "company"
    assert sum(offered["terms"]["ip"].values()) == 10_000
    assert company.get(at("draft-agreement", brief.uid)).status_code == 403
    money = {"support_krw": 75_000_000, "cash_krw": 15_000_000, "in_kind_krw": 10_000_000}
    terms = {**offered["terms"], **money, "purpose": "표본 목적"}
    make.cheap(brief)
    agreement = desk.post(at("draft-agreement", brief.uid), terms).data
    again = desk.put(at("agreement", agreement["uid"]), {**terms, "special": "표본 특약"}).data
    assert again["terms"]["special"] == "표본 특약"
    make.all_sign(Agreement.objects.get(uid=agreement["uid"]))
    back = boss.post(at("send-back", agreement["uid"]), {"reason": "기간을 고쳐 주십시오."}).data
    assert (back["state"], back["signatures"]) == ("draft", [])
    assert desk.post(at("drop", agreement["uid"]), {"reason": "표본"}).data["state"] == "void"


def test_a_brief_and_its_roles_are_edited():
    brief = make.published()
    desk = client_of(brief.opened_by)
    role = make.role_of(brief, "supplier")
    entry = {
        "role": "supplier",
        "organisation_kind": "supplier",
        "skills": [],
        "months": "2.5",
        "budget_krw": 1_000_000,
    }

    words = {"title": "고친 과제", "summary": "표본 요약", "months": 5, "budget_krw": 900_000_000}
    assert desk.put(at("brief", brief.uid), words).data["title"] == "고친 과제"
    roles = desk.put(at("role", brief.uid, role.uid), entry).data["roles"]
    assert next(row["months"] for row in roles if row["uid"] == str(role.uid)) == "2.5"
    assert desk.delete(at("role", brief.uid, role.uid)).status_code == 204
    assert str(role.uid) not in [row["uid"] for row in desk.get(at("brief", brief.uid)).data["roles"]]

"""Projects, proposals and agreements for tests, made through the services on a selected application."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.catalogue.models import CatalogueAction
from apps.consortia import selectors, services
from apps.consortia.models import Agreement, Brief, BriefRole, Proposal
from apps.consortia.services import Draft
from apps.directory.models import Organisation
from apps.intake.models import Application
from apps.intake.states import State
from apps.roadmaps import selectors as roadmaps
from apps.roadmaps.models import ImpactWeights, PlannedAction, Roadmap
from apps.roadmaps.states import RoadmapState
from tests.accounts.factories import person
from tests.diagnosis import factories as diagnosis
from tests.directory import factories as directory
from tests.intake import factories as intake
from tests.roadmaps import factories as roadmap_factories

AT = datetime(2026, 6, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DUE = AT + timedelta(days=7)
REASON = "표본 사유"
_count = iter(range(1, 1_000_000))


def issued_roadmap(company: Organisation | None = None) -> Roadmap:
    """An issued roadmap of two use cases, written as the planner's floor leaves it; that floor tests how it gets
    there.
    """
    intake.seeded()
    roadmap_factories.seeded()
    assessment = diagnosis.assigned(company)
    document = intake.issued_roadmap(assessment.company, at=AT)
    roadmap = Roadmap.objects.create(
        assessment=assessment,
        company=assessment.company,
        application=assessment.application,
        state=RoadmapState.ISSUED,
        author=assessment.consultant,
        approver=person(Role.MANAGER),
        weights=ImpactWeights.objects.first(),
        starts_on=date(2026, 7, 1),
        inputs={},
        number=document.number,
        document=document,
        created_at=AT,
        issued_at=AT,
    )
    for position, code in enumerate(("U01", "U03"), start=1):
        action = CatalogueAction.objects.get(code=code)
        PlannedAction.objects.create(
            roadmap=roadmap,
            action=action,
            action_version=action.version,
            horizon="short",
            start_month=position,
            months=action.months,
            staff_months=action.staff_months,
            cost_krw=action.cost_typical_krw,
            impact=Decimal("10"),
            choice=PlannedAction.Choice.SOLVER,
            reasons={},
            position=position,
        )
    return roadmap


def selected(roadmap: Roadmap | None = None) -> Application:
    """A selected demonstration application that cites an issued roadmap; the panel is the lower floors' test."""
    roadmap = roadmap or issued_roadmap()
    applicant = directory.member_of(roadmap.company)
    filled = {**intake.MONEY, "cited_roadmap_number": roadmap.number}
    row = intake.draft(applicant, at=AT, code="demonstration-rolling-2026", **filled)
    intake.services.submit(application_id=row.pk, by=applicant, at=AT, consents=["review_use"])
    Application.objects.filter(pk=row.pk).update(state=State.SELECTED, published_at=AT)
    chosen = intake.fresh(row)
    intake.services.ask_for_brief(chosen, at=AT)
    return chosen


def brief(application: Application | None = None, *, by: User | None = None) -> Brief:
    """A draft of the first chosen action."""
    application = application or selected()
    roadmap = roadmaps.issued_by_number(application.cited_roadmap_number)
    planned = roadmaps.chosen_actions(roadmap).first()
    staff = by or person(Role.STAFF)
    return services.open_brief(application_id=application.pk, planned_action_id=planned.pk, by=staff, at=AT)


def partners() -> dict[str, Organisation]:
    """A laboratory and a supplier, each with one member and room for two projects of ten staff-months together."""
    made = {}
    for kind, role in (("laboratory", Role.UNIVERSITY), ("supplier", Role.SUPPLIER)):
        made[kind] = directory.partner(
            kind, member=person(role), capacity_months=Decimal(20), max_projects=2, summary="표본 비전 결함 검사"
        )
    return made


def published(**changes: Any) -> Brief:
    """An open brief with its candidates judged; partners are there beforehand."""
    one = brief(**changes)
    return services.publish(brief_uid=one.uid, by=one.opened_by, at=AT)


def role_of(one: Brief, kind: str) -> BriefRole:
    return BriefRole.objects.get(brief=one, organisation_kind=kind, removed_at__isnull=True)


def proposed(**changes: Any) -> Brief:
    """Both roles proposed to the partners of `partners()`."""
    chosen = partners()
    one = published(**changes)
    uids = {role_of(one, kind).uid: partner.uid for kind, partner in chosen.items()}
    services.propose(brief_uid=one.uid, partners=uids, due_at=DUE, message="표본 제안", by=one.opened_by, at=AT)
    return fresh(one)


def proposal_to(one: Brief, kind: str) -> Proposal:
    return Proposal.objects.select_related("organisation", "brief").get(
        brief=one, brief_role__organisation_kind=kind, state__in=["proposed", "accepted"]
    )


def answerer(proposal: Proposal) -> User:
    """The member who answers for the partner."""
    return directory.member_of(proposal.organisation)


def accepted(**changes: Any) -> Brief:
    """Both partners have said yes."""
    one = proposed(**changes)
    for kind in ("laboratory", "supplier"):
        proposal = proposal_to(one, kind)
        services.accept(proposal_uid=proposal.uid, by=answerer(proposal), at=AT + HOUR)
    return fresh(one)


def terms(one: Brief, **changes: Any) -> Draft:
    """Terms that hold: the application's money, shares by what each puts in."""
    values: dict[str, Any] = {
        "starts_on": date(2026, 7, 1),
        "ends_on": date(2027, 2, 1),
        "support_krw": 75_000_000,
        "cash_krw": 15_000_000,
        "in_kind_krw": 10_000_000,
        "ip": selectors.ip_defaults(one, cash_krw=25_000_000),
        "purpose": "표본 목적",
    }
    return Draft(**{**values, **changes})


def cheap(one: Brief) -> Brief:
    """The roles' money within the application's, whatever the catalogue's action costs."""
    BriefRole.objects.filter(brief=one).update(budget_krw=30_000_000)
    Proposal.objects.filter(brief=one).update(budget_krw=30_000_000)
    return one


def drafted(**changes: Any) -> Agreement:
    """Terms put before company and partners."""
    one = cheap(accepted(**changes))
    return services.draft_agreement(brief_uid=one.uid, draft=terms(one), by=one.opened_by, at=AT + 2 * HOUR)


def signed(**changes: Any) -> Agreement:
    """Signed by the company and every partner."""
    return all_sign(drafted(**changes))


def all_sign(agreement: Agreement, at: datetime = AT + 3 * HOUR) -> Agreement:
    """The signatures of company and partners, each by one of its people."""
    parties = {party.organisation_id for party in selectors.sharers_of(agreement.brief)}
    for organisation in Organisation.objects.filter(pk__in=parties).order_by("pk"):
        agreement = services.sign(agreement_uid=agreement.uid, by=directory.member_of(organisation), at=at)
    return agreement


def active(**changes: Any) -> Agreement:
    """In force."""
    agreement = signed(**changes)
    return services.sign_as_centre(agreement_uid=agreement.uid, by=person(Role.MANAGER), at=AT + 4 * HOUR)


def fresh(one: Brief) -> Brief:
    """The row as it now stands."""
    return Brief.objects.select_related("company", "application", "roadmap", "opened_by").get(pk=one.pk)


def copied(application: Application) -> Application:
    """The same application once more, under another receipt number."""
    left_out = {"id", "uid", "receipt_number"}
    kept = [field.attname for field in Application._meta.concrete_fields if field.name not in left_out]
    values = {name: getattr(application, name) for name in kept}
    return Application.objects.create(**values, receipt_number=f"COPY-{next(_count)}")

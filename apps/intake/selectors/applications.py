"""Applications for lists, for the thread of a case, and for the floors above."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models import District, Organisation
from apps.intake import permissions
from apps.intake.models import Application, Call
from apps.intake.selectors.settings import forms_at
from apps.intake.states import TONES, WAIT_FOR_BRIEF, WAIT_FOR_DIAGNOSIS, Door, State, shown_to
from apps.intake.terms import Consortium, panel_of_one
from apps.kernel.errors import Text
from apps.kernel.language import is_english
from apps.panels import selectors as panels
from apps.workflow import selectors as workflow

MOST_EARLIER = 10
ROW = (
    "pk",
    "uid",
    "receipt_number",
    "company__name_ko",
    "company__district__name_ko",
    "company__district__name_en",
    "call__programme__name_ko",
    "call__programme__name_en",
    "state",
    "submitted_at",
    "screener__name",
)
# What the centre takes away as a file: what it would otherwise copy from page to page.
FILED_ROW = (
    *ROW,
    *("call__title_ko", "call__title_en", "former_number", "cited_roadmap_number"),
    *("company__company__business_number", "company__company__size_class"),
    *(f"company__company__industry__{name}" for name in ("code", "name_ko", "name_en")),
    *("site__name", "site__district__name_ko", "site__district__name_en"),
    *("problem", "figure_name", "figure_unit", "figure_today", "figure_wished", "figure_method", "barriers"),
    *("budget_krw", "self_burden_krw", "staff_months", "screening_due_at", "correction_due_at"),
    *("decided_at", "decision_codes", "decision_note", "proposed_outcome", "proposal_note"),
    *("approval_number", "approved_on", "published_at", "waitlist_rank"),
)
OWN_ROW = (
    "pk",
    "uid",
    "receipt_number",
    "call__programme__name_ko",
    "call__programme__name_en",
    "state",
    "created_at",
    "submitted_at",
    "figure_name",
)
LABEL = Application._meta.label_lower
# States of demonstrations whose consortium may form; before the selection only where the settings say so.
FORMING = (State.ADMITTED, State.IN_REVIEW, State.PROPOSED, State.DECIDED, State.SELECTED)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Where an application stands, for the thread of its case."""

    uid: UUID
    title: str
    door: str
    receipt_number: str
    state: str
    state_label: Text
    tone: str
    company_id: int
    company_name: str
    path: str
    problem: str
    cited_roadmap_number: str
    submitted_at: datetime | None
    decided_at: datetime | None
    published_at: datetime | None


def application_rows(
    user: User, *, state: str = "", programme: str = "", district: str = "", text: str = ""
) -> QuerySet[Application]:
    """Handed-in applications a person may see; a list shows `ROW`. The search reads receipt number and company.

    Outside the centre nothing tells a review from a decision that is not published.
    """
    rows = Application.objects.visible_to(user).submitted()
    if state and user.can(permissions.SCREEN):
        rows = rows.filter(state=state)
    elif state:
        rows = rows.filter(state__in=[one for one in State if shown_to(one, to_centre=False) == state])
    if programme:
        rows = rows.filter(call__programme__code=programme)
    if district:
        # Its key and not its code, so that the database knows how many there are.
        chosen = District.objects.filter(code=district).first()
        rows = rows.filter(company__district=chosen) if chosen else rows.none()
    if text.strip():
        wanted = text.strip()
        rows = rows.filter(Q(receipt_number__iendswith=wanted) | Q(company__name_ko__icontains=wanted))
    return rows


def own_rows(user: User) -> QuerySet[Application]:
    """Applications of one's own companies, drafts too; a list shows the fields of `OWN_ROW`."""
    return Application.objects.visible_to(user)


def draft_rows(user: User) -> QuerySet[Application]:
    """Drafts of one's own companies; nobody else sees them. A list shows `ROW`."""
    return Application.objects.visible_to(user).filter(state=State.DRAFT)


def draft_to(call: Call, company: Organisation) -> UUID | None:
    """The draft that a company is writing to a call; the oldest where there are several."""
    drafts = Application.objects.filter(company=company, call=call, state=State.DRAFT)
    return drafts.order_by("pk").values_list("uid", flat=True).first()


def earlier_of(company: Organisation, user: User) -> list[tuple[UUID, str]]:
    """The company's newest applications that were handed in, by number and programme, to begin a new one from."""
    rows = Application.objects.visible_to(user).submitted().filter(company=company).order_by("-submitted_at", "-pk")
    named = rows.values_list("uid", "receipt_number", "call__programme__name_ko", "call__programme__name_en")
    return [
        (uid, f"{number} {(is_english() and name_en) or name_ko}")
        for uid, number, name_ko, name_en in named[:MOST_EARLIER]
    ]


def for_case(application: Application, user: User) -> CaseFacts:
    """The application's part of a case as this person reads it; give it with its company fetched."""
    state = shown_to(application.state, to_centre=user.can(permissions.SCREEN))
    return CaseFacts(
        uid=application.uid,
        title=application.title,
        door=application.door,
        receipt_number=application.receipt_number or "",
        state=state,
        state_label=state.label,
        tone=TONES[state],
        company_id=application.company_id,
        company_name=application.company.name_ko,
        path=application.get_absolute_url(),
        problem=application.problem,
        cited_roadmap_number=application.cited_roadmap_number,
        submitted_at=application.submitted_at,
        decided_at=application.decided_at,
        published_at=application.published_at,
    )


def citing(roadmap_number: str) -> QuerySet[Application]:
    """Handed-in applications that cite a roadmap, newest first."""
    rows = Application.objects.submitted().filter(cited_roadmap_number=roadmap_number)
    return rows.order_by("-submitted_at", "-pk")


def admitted_without_assessment(user: User, most: int) -> QuerySet[Application]:
    """Admitted diagnosis requests whose diagnosis has not been opened: those that wait longest, the oldest first."""
    rows = Application.objects.visible_to(user).filter(state=State.ADMITTED)
    return workflow.longest_waiting(rows, WAIT_FOR_DIAGNOSIS, most).order_by("decided_at", "pk")


def may_form(application: Application) -> bool:
    """Whether a consortium may form: selected, or already admitted under settings that form it before the selection."""
    if application.door != Door.DEMONSTRATION or application.state not in FORMING:
        return False
    return application.state == State.SELECTED or forms_at(application.call.settings) == Consortium.BEFORE_SELECTION


def without_brief(user: User, most: int) -> QuerySet[Application]:
    """Demonstrations that wait for their project brief: those that wait longest, the oldest first."""
    rows = Application.objects.visible_to(user).filter(state__in=FORMING)
    return workflow.longest_waiting(rows, WAIT_FOR_BRIEF, most).order_by("decided_at", "pk")


def candidates_for(application: Application, at: datetime) -> dict[int, panels.Candidate]:
    """Everybody who reviews, beside this case, by the key of the person."""
    years = panel_of_one(application.call.settings).years
    reviewers = people.users_with_role(Role.REVIEWER)
    return panels.candidates(reviewers, application.company_id, at=at, years=years)


def waiting_for_panel(call: Call, user: User) -> list[tuple[str, str]]:
    """Admitted applications of a call that no panel has yet, in the order they came: outside name and title."""
    rows = Application.objects.visible_to(user).filter(call=call, state=State.ADMITTED)
    named = rows.order_by("submitted_at", "pk").values_list("uid", "receipt_number", "company__name_ko")
    return [(str(uid), f"{number} {company}") for uid, number, company in named]

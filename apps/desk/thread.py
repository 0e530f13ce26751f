"""The thread of one case: every step from problem to certificate that this person may see, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.consortia.models import Agreement, Brief
from apps.consortia.states import TONES as CONSORTIUM_TONES
from apps.consortia.states import AgreementState, BriefState
from apps.diagnosis.models import Assessment
from apps.diagnosis.states import AssessmentState
from apps.intake import selectors as intake
from apps.intake.models import Application
from apps.kernel.errors import Text
from apps.pilots.models import Pilot
from apps.pilots.states import PilotState
from apps.roadmaps import selectors as roadmaps

DONE = "success"


@dataclass(frozen=True, slots=True)
class Knot:
    """One step of the thread: what it is, where it stands, since when, and where to read on."""

    step: Text
    title: str
    state: Text
    tone: str
    at: datetime | None
    text: str
    url: str

    @property
    def badge(self) -> tuple[str, Text]:
        return self.tone, self.state

    @property
    def link_text(self) -> str:
        return _("%(step)s 열기") % {"step": self.step}


def thread(application: Application, user: User) -> list[Knot]:
    """The steps that followed from a diagnosis request, as far as this person may see each of them."""
    return [*_diagnosis(application, user), *_roadmaps(application, user), *_project(application, user)]


def _application(application: Application, step: Text, user: User) -> Knot:
    facts = intake.for_case(application, user)
    return Knot(
        step=step,
        title=facts.receipt_number or facts.title,
        state=facts.state_label,
        tone=facts.tone,
        at=facts.submitted_at,
        text=facts.problem,
        url=facts.path,
    )


def _diagnosis(application: Application, user: User) -> Iterator[Knot]:
    yield _application(application, _("진단 신청"), user)
    for row in (
        Assessment.objects.visible_to(user)
        .diagnoses()
        .filter(application=application)
        .select_related("company")
        .order_by("opened_at", "pk")
    ):
        completed = row.state == AssessmentState.COMPLETED
        found = _("준비도 %(level)d단계, 종합 %(overall)s점") % {
            "level": row.level or 0,
            "overall": f"{row.overall or 0:.2f}",
        }
        yield Knot(
            step=_("진단"),
            title=row.get_round_display(),
            state=AssessmentState(row.state).label,
            tone=DONE if completed else "progress",
            at=row.completed_at or row.opened_at,
            text=found if completed else "",
            url=row.get_absolute_url(),
        )


def _roadmaps(application: Application, user: User) -> Iterator[Knot]:
    for row in roadmaps.for_case(application.pk, user):
        yield Knot(
            step=_("전환 로드맵"),
            title=row.number or row.title,
            state=row.state_label,
            tone=row.tone,
            at=row.issued_at or row.approved_at or row.proposed_at or row.created_at,
            text="",
            url=row.path,
        )


def _project(application: Application, user: User) -> Iterator[Knot]:
    numbers = [row.number for row in roadmaps.for_case(application.pk, user) if row.number]
    for asked in (
        Application.objects.visible_to(user)
        .filter(cited_roadmap_number__in=numbers, company=application.company_id)
        .select_related("company", "call__programme")
        .order_by("created_at", "pk")
    ):
        yield _application(asked, _("실증 신청"), user)
    briefs = Brief.objects.visible_to(user).filter(roadmap__application=application).select_related("company")
    for brief in briefs.order_by("opened_at", "pk"):
        yield _plain(_("컨소시엄"), brief, CONSORTIUM_TONES[BriefState(brief.state)], brief.opened_at)
    agreements = Agreement.objects.visible_to(user).filter(brief__roadmap__application=application)
    for agreement in agreements.select_related("brief", "company").order_by("drafted_at", "pk"):
        yield _plain(_("협약"), agreement, CONSORTIUM_TONES[AgreementState(agreement.state)], agreement.drafted_at)
    pilots = Pilot.objects.visible_to(user).filter(agreement__brief__roadmap__application=application)
    for pilot in pilots.select_related("company").order_by("opened_at", "pk"):
        finished = pilot.state == PilotState.FINISHED
        tone = DONE if finished else "danger" if pilot.state == PilotState.STOPPED else "progress"
        yield _plain(_("실증과제"), pilot, tone, pilot.ended_at or pilot.opened_at, text=pilot.certificate_number or "")


def _plain(step: Text, row: Any, tone: str, at: datetime | None, *, text: str = "") -> Knot:
    return Knot(
        step=step,
        title=str(row.title),
        state=row.get_state_display(),
        tone=tone,
        at=at,
        text=text,
        url=row.get_absolute_url(),
    )

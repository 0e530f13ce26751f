"""Completing a diagnosis: the result is frozen and its document ordered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.diagnosis import frozen, rules, selectors
from apps.diagnosis.errors import Unanswered, WithoutEvidence
from apps.diagnosis.models import Assessment
from apps.diagnosis.services import calibrating
from apps.diagnosis.services.locks import locked
from apps.diagnosis.services.opening import SELF_SCORE
from apps.diagnosis.services.papers import issue
from apps.diagnosis.states import WAIT_FOR_MEETING, WAIT_FOR_ROADMAP, AssessmentAction
from apps.directory import selectors as directory
from apps.intake import services as intake
from apps.kernel import clocks
from apps.notices import services as notices
from apps.workflow import services as workflow


@transaction.atomic
def complete(*, assessment_id: int, by: User, at: datetime, visit_on: date | None = None) -> Assessment:
    """Freeze the result and have its document made; from here on only reopening changes it.

    A second reading ends here: no document, nothing for the company. A share of first diagnoses gets one now.
    Raises Unanswered with the attributes nobody looked at, WithoutEvidence with the criteria that rest on nothing,
    WrongState, NotAllowed and Tied. Nothing is written then.
    """
    assessment = locked(assessment_id, by)
    workflow.check(assessment, AssessmentAction.COMPLETE, by=by)
    directory.demand_untied(by, assessment.company)
    instrument = selectors.instrument_of(assessment)
    findings = selectors.findings(assessment)
    missing = rules.outstanding(instrument, selectors.values(dict(findings.given)))
    if missing:
        raise Unanswered(missing)
    bare = selectors.without_evidence(assessment, dict(findings.given), findings.score)
    if bare:
        raise WithoutEvidence(bare)
    if assessment.second_of_id is None:
        intake.fulfil(application_id=assessment.application_id, at=at)
        visit_on = visit_on or assessment.visit_on or clocks.local_date(at)
    figures = {area.code: area.point for area in findings.score.areas}
    workflow.fire(
        assessment,
        AssessmentAction.COMPLETE,
        by=by,
        at=at,
        result=frozen.freeze(findings),
        bands={one.code: one.point for one in findings.score.criteria},
        level=findings.score.level,
        overall=findings.score.point,
        process=figures.get("process"),
        data=figures.get("data"),
        operations=figures.get("operations"),
        completed_at=at,
        visit_on=visit_on,
    )
    if assessment.second_of_id is None:
        workflow.close_waits(assessment, at=at, key=SELF_SCORE)
        _ask(assessment, at=at)
        issue(assessment, by=by, at=at)
        _tell_company(assessment, at=at)
        calibrating.draw(assessment, at=at)
    return assessment


def _ask(assessment: Assessment, *, at: datetime) -> None:
    """Its consultant is asked for a roadmap, and to talk over what the company sees quite differently."""
    if assessment.round == Assessment.Round.T0:
        workflow.open_wait(
            assessment,
            key=WAIT_FOR_ROADMAP,
            party=f"user:{assessment.consultant_id}",
            what=_("로드맵 수립 시작"),
            path=assessment.get_absolute_url(),
            at=at,
        )
    if any(gap.is_wide for gap in selectors.agenda(assessment)):
        workflow.open_wait(
            assessment,
            key=WAIT_FOR_MEETING,
            party=f"user:{assessment.consultant_id}",
            what=_("기업과 차이가 큰 항목을 이야기하고 합의한 수준 적기"),
            path=reverse("diagnosis:agree", args=[assessment.uid]),
            at=at,
        )


def _tell_company(assessment: Assessment, *, at: datetime) -> None:
    for member in directory.members_of(assessment.company):
        notices.queue(
            "diagnosis.completed",
            to=member,
            context={"company": assessment.company.name_ko},
            path=f"{assessment.get_absolute_url()}result/",
            about=assessment,
            at=at,
            round_=at.isoformat(),
        )

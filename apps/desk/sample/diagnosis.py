"""The second act: a consultant is assigned, scores with evidence and completes."""

from datetime import timedelta

from apps.accounts.roles import Role
from apps.catalogue.models import CatalogueAction
from apps.desk.sample.cast import Cast
from apps.desk.sample.intake import Case
from apps.desk.sample.stories import bands, drawn, uid_of
from apps.diagnosis import selectors
from apps.diagnosis import services as diagnosis
from apps.diagnosis.frozen import Given
from apps.diagnosis.instrument import Criterion
from apps.diagnosis.models import Assessment, Evidence
from apps.diagnosis.rules import Answer
from apps.intake.models import Application


def open_and_assign(cast: Cast, case: Case, application: Application) -> Assessment:
    staff = cast.one(Role.STAFF)
    assessment = diagnosis.open(application_id=application.pk, by=staff, at=case.later(days=1))
    return diagnosis.assign(
        assessment_id=assessment.pk,
        consultant_id=cast.one(Role.CONSULTANT, case.serial).pk,
        by=staff,
        at=case.later(hours=3),
        visit_on=(case.at + timedelta(days=5)).date(),
    )


def score(cast: Cast, case: Case, assessment: Assessment, *, share: int = 100) -> Assessment:
    """Answer ``share`` per cent of the criteria, each with a piece of evidence."""
    consultant = cast.one(Role.CONSULTANT, case.serial)
    instrument = selectors.parsed(assessment.instrument_id)
    criteria = [criterion for area in instrument.areas for criterion in area.criteria]
    found = bands(case.serial, [criterion.code for criterion in criteria])
    # Companies of the sample stand where the project they ask for can begin.
    for code, band in CatalogueAction.objects.get(code=case.story.use_case).required.items():
        found[code] = max(found[code], band)
    case.later(days=5)
    for criterion in criteria[: len(criteria) * share // 100]:
        answers = _answers(case.serial, criterion, found[criterion.code])
        diagnosis.save_answers(assessment_id=assessment.pk, answers=answers, by=consultant, at=case.at)
        diagnosis.add_evidence(
            assessment_id=assessment.pk,
            criterion=criterion.code,
            kind=Evidence.Kind.OBSERVATION,
            title=f"{criterion.name_ko} 현장 확인",
            note="현장을 둘러보고 담당자에게 물어 확인했습니다. (표본)",
            attributes=[code for code, given in answers.items() if given.value is Answer.YES],
            by=consultant,
            at=case.at,
            seen_on=case.at.date(),
            uid=uid_of("evidence", case.serial, assessment.round, criterion.code),
        )
    return assessment


def complete(cast: Cast, case: Case, assessment: Assessment) -> Assessment:
    return diagnosis.complete(
        assessment_id=assessment.pk, by=cast.one(Role.CONSULTANT, case.serial), at=case.later(days=2)
    )


def _answers(serial: int, criterion: Criterion, band: int) -> dict[str, Given]:
    """Everything up to the band holds; of the next band one attribute does, and now and then one is unproven."""
    answers = {}
    for step in criterion.bands:
        for place, attribute in enumerate(step.attributes):
            if step.band <= band:
                value = Answer.YES
            elif step.band == band + 1:
                unproven = place == 1 and drawn(serial, attribute.code, below=3) == 0
                value = Answer.YES if place == 0 else Answer.NEEDS_EVIDENCE if unproven else Answer.NO
            else:
                continue
            answers[attribute.code] = Given(value)
    return answers

"""The second act: a consultant is assigned, scores with evidence and completes."""

from datetime import datetime, timedelta

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.catalogue.models import CatalogueAction
from apps.desk.sample.cast import Cast
from apps.desk.sample.intake import Case
from apps.desk.sample.stories import bands, drawn, uid_of
from apps.diagnosis import selectors
from apps.diagnosis import services as diagnosis
from apps.diagnosis.frozen import Given
from apps.diagnosis.instrument import HIGHEST_BAND, Criterion
from apps.diagnosis.meeting import Settled
from apps.diagnosis.models import Assessment, Evidence, Visit
from apps.diagnosis.rules import Answer
from apps.directory import selectors as directory
from apps.directory.models import District
from apps.intake.models import Application
from apps.intake.states import Door
from apps.kernel import clocks

# Of the cases read again, every so manieth is one to train with.
TRAINED_EVERY = 10


def know_consultants(cast: Cast, at: datetime) -> None:
    """What each consultant knows and where they work, in turn over the pilot industries and the districts."""
    codes = [code for code, _name in directory.pilot_industry_choices()]
    districts = list(District.objects.order_by("code"))
    for turn, user in enumerate(cast.people[Role.CONSULTANT]):
        diagnosis.keep_profile(
            user_uid=user.uid,
            base=districts[turn * 7 % len(districts)],
            industries=[codes[turn * 2 % len(codes)], codes[(turn * 2 + 1) % len(codes)]],
            most_open=6,
            by=cast.one(Role.STAFF),
            at=at,
        )


def open_and_assign(cast: Cast, case: Case, application: Application, round_: str = Assessment.Round.T0) -> Assessment:
    staff = cast.one(Role.STAFF)
    assessment = diagnosis.open(application_id=application.pk, by=staff, at=case.later(days=1), round=round_)
    consultant = cast.one(Role.CONSULTANT, case.serial)
    assigned = diagnosis.assign(
        assessment_id=assessment.pk, consultant_id=consultant.pk, by=staff, at=case.later(hours=3)
    )
    ten = clocks.local(case.at + timedelta(days=5)).replace(hour=10, minute=0, second=0, microsecond=0)
    note = "공정을 아는 분과 함께 둘러보겠습니다. 불량 기록을 준비해 주십시오. (표본)"
    diagnosis.appoint(assessment_id=assigned.pk, starts_at=ten, minutes=180, note=note, by=consultant, at=case.at)
    return Assessment.objects.get(pk=assigned.pk)


def repeat(cast: Cast, case: Case) -> Assessment:
    """Some weeks after its project the company is diagnosed again, and stands higher in a third of the criteria."""
    application = Application.objects.get(company=case.company, door=Door.DIAGNOSIS)
    case.later(days=20)
    assessment = open_and_assign(cast, case, application, Assessment.Round.T1)
    return complete(cast, case, score(cast, case, assessment, gain=1))


def score(cast: Cast, case: Case, assessment: Assessment, *, share: int = 100, gain: int = 0) -> Assessment:
    """Answer ``share`` per cent of the criteria, each with a piece of evidence; some stand ``gain`` bands higher."""
    consultant = cast.one(Role.CONSULTANT, case.serial)
    _say_of_oneself(case, assessment)
    instrument = selectors.instrument_of(assessment)
    criteria = [criterion for area in instrument.areas for criterion in area.criteria]
    found = bands(case.serial, [criterion.code for criterion in criteria])
    # Companies of the sample stand where the project they ask for can begin.
    for code, band in CatalogueAction.objects.get(code=case.story.use_case).required.items():
        found[code] = max(found[code], band)
    for code in found:
        if drawn(case.serial, code, "gain", below=3) == 0:
            found[code] = min(found[code] + gain, HIGHEST_BAND - 1)
    case.later(days=4)
    _visit(case, assessment, consultant)
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


def _visit(case: Case, assessment: Assessment, consultant: User) -> None:
    """A visit of three hours, signed at its end."""
    said = diagnosis.Said(
        photos=Visit.Photos.GRANTED,
        permitted_by="표본 담당자",
        began_at=case.at - timedelta(hours=3),
        ended_at=case.at,
        people="표본 공장장, 표본 품질담당",
        summary="핵심 공정을 차례로 둘러보고 기록과 설비를 확인했습니다. (표본)",
        signer="표본 담당자",
        signature=[[[80, 180], [180, 90], [240, 200]], [[300, 120], [420, 170], [560, 110]]],
    )
    uid = uid_of("visit", case.serial, assessment.round)
    diagnosis.keep_visit(assessment_id=assessment.pk, uid=uid, said=said, pledged=True, by=consultant, at=case.at)


def _say_of_oneself(case: Case, assessment: Assessment) -> None:
    """The company's own bands: near what will be found, now and then too high, and one it does not know."""
    codes = [criterion.code for criterion in selectors.instrument_of(assessment).criteria]
    near = bands(case.serial, codes)
    proud = {code for code in codes if drawn(case.serial, code, "own", below=4) == 0}
    own: dict[str, int | None] = {code: min(near[code] + 2 * (code in proud), HIGHEST_BAND) for code in codes}
    own[codes[drawn(case.serial, "unknown", below=len(codes))]] = None
    asked = sorted(selectors.asked_claims(assessment, own))
    claims = {code: (True, True, True, False, None)[drawn(case.serial, code, "claim", below=5)] for code in asked}
    diagnosis.save_self_scores(
        assessment_id=assessment.pk, bands=own, claims=claims, by=case.member, at=case.later(days=1)
    )


def complete(cast: Cast, case: Case, assessment: Assessment) -> Assessment:
    """Complete, and talk the result over with the company."""
    consultant = cast.one(Role.CONSULTANT, case.serial)
    done = diagnosis.complete(assessment_id=assessment.pk, by=consultant, at=case.later(days=2))
    settled = {
        gap.code: Settled(gap.found, "증빙을 함께 보고 컨설턴트의 판단에 합의했습니다. (표본)" if gap.is_wide else "")
        for gap in selectors.agenda(done)
    }
    at = case.later(days=1)
    return diagnosis.agree(assessment_id=done.pk, settled=settled, held_on=at.date(), by=consultant, at=at)


def read_again(cast: Cast, case: Case, first: Assessment) -> None:
    """Another consultant reads the same evidence: mostly the same bands, the second of the cast a little milder."""
    staff, reader = cast.one(Role.STAFF), cast.one(Role.CONSULTANT, case.serial + 1)
    at = case.at + timedelta(days=1)
    if case.serial % TRAINED_EVERY == 0:
        diagnosis.set_training(assessment_id=first.pk, is_training=True, by=staff, at=at)
    waiting = first.readings.filter(consultant=None).first()
    reading = waiting or diagnosis.read_again(assessment_id=first.pk, by=staff, at=at)
    diagnosis.assign(assessment_id=reading.pk, consultant_id=reader.pk, by=staff, at=at + timedelta(hours=2))
    is_mild = reader == cast.one(Role.CONSULTANT, 1)
    answers: dict[str, Given] = {}
    for criterion in selectors.instrument_of(first).criteria:
        band = (first.bands or {})[criterion.code] + _swerve(case.serial, criterion.code, is_mild=is_mild)
        found = _answers(case.serial, criterion, max(0, min(band, HIGHEST_BAND - 1)))
        answers |= {code: Given(one.value, note="증빙을 다시 읽었습니다. (표본)") for code, one in found.items()}
    at += timedelta(days=2)
    diagnosis.save_answers(assessment_id=reading.pk, answers=answers, by=reader, at=at)
    diagnosis.complete(assessment_id=reading.pk, by=reader, at=at)


def _swerve(serial: int, code: str, *, is_mild: bool) -> int:
    """How many bands the second reader lies above the first: in three of four criteria none."""
    throw = drawn(serial, code, "again", below=12)
    return 1 if throw < 1 + is_mild else -1 if throw == 2 else 2 if throw == 3 and is_mild else 0


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

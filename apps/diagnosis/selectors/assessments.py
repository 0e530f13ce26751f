"""Reads of assessments: lists, the visit's forms, and what is known so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.selectors import users_with_role
from apps.diagnosis import permissions, rules
from apps.diagnosis.frozen import Findings, Given
from apps.diagnosis.instrument import Criterion, Instrument
from apps.diagnosis.meeting import Settled
from apps.diagnosis.models import Assessment, Evidence, LateRecord
from apps.diagnosis.selectors.instruments import instrument_of
from apps.diagnosis.states import AssessmentState
from apps.directory.models import Membership, Relation
from apps.documents import selectors as documents
from apps.documents.models import Document, Kind
from apps.intake import selectors as intake
from apps.kernel.errors import NotFound
from apps.kernel.language import localized

ORDER = ("-opened_at", "-pk")


ROW = (
    "pk",
    "uid",
    "state",
    "round",
    "opened_at",
    "visit_on",
    "completed_at",
    "level",
    "overall",
    "company__name_ko",
    "application__receipt_number",
    "consultant_id",
    "consultant__name",
    "second_of_id",
)


def assessments_for(user: User, *, state: str = "", words: str = "") -> QuerySet[Assessment]:
    """For lists, to be read as `ROW`, newest first by `ORDER`; `words` looks in company's name and receipt number.

    Of second readings only those that this person does.
    """
    rows = Assessment.objects.visible_to(user).filter(Q(second_of=None) | Q(consultant=user))
    if state in AssessmentState.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(Q(company__name_ko__icontains=words) | Q(application__receipt_number__icontains=words))
    return rows


def waiting_applications(user: User, most: int = 20) -> Sequence[Mapping[str, Any]]:
    """Admitted diagnosis requests nobody has opened a diagnosis for, the oldest first."""
    rows = intake.admitted_without_assessment(user, most)
    return list(rows.values("uid", "receipt_number", "submitted_at", "company__name_ko"))


def seen(uid: Any, user: User) -> Assessment:
    """The assessment with company, application, consultant and what it reads a second time, or NotFound."""
    told = ("company", "consultant", "application__site__district", "second_of", "appointment")
    late = LateRecord.objects.filter(assessment=OuterRef("pk"), outcome="")
    return _one(Assessment.objects.visible_to(user).select_related(*told).annotate(has_late=Exists(late)), uid)


def seen_to_read(uid: Any, user: User) -> Assessment:
    """The assessment with the names of company and application alone, as its result is read, or NotFound."""
    own = [field.name for field in Assessment._meta.concrete_fields]
    named = Assessment.objects.visible_to(user).select_related("company", "application")
    return _one(named.only(*own, "company__name_ko", "application__receipt_number"), uid)


def _one(rows: QuerySet[Assessment], uid: Any) -> Assessment:
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def may_read_findings(assessment: Assessment, user: User) -> bool:
    """Whether answers and evidence of a case this person sees are open to them (for a company: once completed)."""
    if user.can(permissions.VIEW_ALL):
        return True
    return Assessment.objects.with_findings_for(user).filter(pk=assessment.pk).exists()


def given(assessment: Assessment) -> dict[str, Given]:
    """The consultant's answers by attribute."""
    rows = assessment.answers.values_list("attribute", "value", "reason", "note")
    return {code: Given(rules.Answer(value), reason, note) for code, value, reason, note in rows}


def values(answers: dict[str, Given]) -> dict[str, rules.Answer]:
    """The bare answers, as rules read them."""
    return {code: one.value for code, one in answers.items()}


def self_bands(assessment: Assessment) -> dict[str, int | None]:
    """The bands the company gave itself, by criterion; None is "don't know"."""
    return dict(assessment.self_scores.values_list("criterion", "band"))


def agreed(assessment: Assessment) -> dict[str, Settled]:
    """What was agreed on in the meeting, by criterion; empty before it."""
    if assessment.agreed_on is None:
        return {}
    rows = assessment.agreed_scores.values_list("criterion", "band", "note")
    return {code: Settled(band, note) for code, band, note in rows}


def findings(assessment: Assessment) -> Findings:
    """What the answers given so far amount to, worked out now."""
    instrument = instrument_of(assessment)
    answers = given(assessment)
    plain = values(answers)
    score = rules.score(instrument, plain, assessment.profile)
    return Findings(
        score=score,
        given=answers,
        self_bands=self_bands(assessment),
        swings=rules.sensitivity(instrument, plain, assessment.profile),
        levels_by_profile=rules.levels_by_profile(instrument, {c.code: c.point for c in score.criteria}),
    )


def evidence_of(assessment: Assessment, criterion: str = "") -> QuerySet[Evidence]:
    """Evidence that was not taken back, oldest first, with its file; a second reading has that of the first too."""
    read = [one for one in (assessment.pk, assessment.second_of_id) if one is not None]
    rows = Evidence.objects.filter(assessment__in=read, removed_at__isnull=True).select_related("attachment")
    if criterion:
        rows = rows.filter(criterion=criterion)
    return rows.order_by("criterion", "at", "pk")


def evidence_to_read(assessment: Assessment, criterion: str = "") -> list[Evidence]:
    """The evidence as its reader may see it: a second reading is not told which attributes the first tied it to."""
    rows = list(evidence_of(assessment, criterion))
    for one in rows:
        if one.assessment_id != assessment.pk:
            one.attributes = []
    return rows


def consultants_for(assessment: Assessment) -> QuerySet[User]:
    """Consultants who have no tie to the company and have not read the case before, by name."""
    tied = Relation.objects.filter(organisation=assessment.company_id, kind__in=Relation.CONFLICTS)
    places = Membership.objects.filter(organisation=assessment.company_id)
    free = users_with_role(Role.CONSULTANT).exclude(pk__in=tied.values("user_id"))
    return free.exclude(pk__in=places.values("user_id")).exclude(pk__in=readers_of(assessment))


def readers_of(assessment: Assessment) -> set[int]:
    """Who has read, or is to read, the case beside the consultant of this assessment; nobody for a first diagnosis."""
    if assessment.second_of_id is None:
        return set()
    same = Q(pk=assessment.second_of_id) | Q(second_of=assessment.second_of_id)
    rows = Assessment.objects.filter(same, consultant__isnull=False).exclude(pk=assessment.pk)
    return set(rows.exclude(state=AssessmentState.CANCELLED).values_list("consultant_id", flat=True))


def document_of(assessment: Assessment) -> Document | None:
    """The newest result document."""
    return documents.latest(assessment, Kind.DIAGNOSIS)


@dataclass(frozen=True, slots=True)
class CriterionProgress:
    """How far one criterion is scored."""

    code: str
    name: str
    low: int
    high: int
    answered: int
    outstanding: int
    evidence: int
    self_band: int | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """How far one area is scored."""

    code: str
    name: str
    criteria: tuple[CriterionProgress, ...]
    done: int


def progress(assessment: Assessment, own: Mapping[str, int | None]) -> tuple[AreaProgress, ...]:
    """The visit's table of contents: what is done, what is left, area by area, beside the company's own bands."""
    instrument = instrument_of(assessment)
    answers = values(given(assessment))
    evidence = list(evidence_of(assessment).values_list("criterion", flat=True))
    left = rules.outstanding(instrument, answers)
    scores = {c.code: c for c in rules.score(instrument, answers, assessment.profile).criteria}
    areas = []
    for area in instrument.areas:
        criteria = tuple(
            _criterion_progress(c, scores[c.code], answers=answers, left=left, evidence=evidence, own=own.get(c.code))
            for c in area.criteria
        )
        areas.append(AreaProgress(area.code, localized(area, "name"), criteria, sum(c.is_done for c in criteria)))
    return tuple(areas)


def without_evidence(assessment: Assessment, answers: dict[str, Given], score: rules.Score) -> tuple[str, ...]:
    """Criteria above band 0 that rest on no evidence and no observation."""
    noted = {code.partition(".")[0] for code, one in answers.items() if one.note.strip()}
    covered = noted | set(evidence_of(assessment).values_list("criterion", flat=True))
    return tuple(c.code for c in score.criteria if c.low > 0 and c.code not in covered)


def neighbours(instrument: Instrument, code: str) -> tuple[Criterion | None, Criterion | None]:
    """The criteria before and after one, in the instrument's order."""
    criteria = instrument.criteria
    place = next(index for index, criterion in enumerate(criteria) if criterion.code == code)
    before = criteria[place - 1] if place else None
    after = criteria[place + 1] if place + 1 < len(criteria) else None
    return before, after


def _criterion_progress(
    criterion: Criterion,
    score: rules.CriterionScore,
    *,
    answers: dict[str, rules.Answer],
    left: Iterable[str],
    evidence: list[str],
    own: int | None,
) -> CriterionProgress:
    prefix = f"{criterion.code}."
    outstanding = sum(code.startswith(prefix) for code in left)
    return CriterionProgress(
        code=criterion.code,
        name=localized(criterion, "name"),
        low=score.low,
        high=score.high,
        answered=sum(code.startswith(prefix) for code in answers),
        outstanding=outstanding,
        evidence=evidence.count(criterion.code),
        self_band=own,
        is_done=not outstanding,
    )

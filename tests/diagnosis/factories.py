"""Admitted requests and assessments for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.diagnosis import instrument as instruments
from apps.diagnosis import rules, seeding, selectors, services
from apps.diagnosis.frozen import Given
from apps.diagnosis.models import Assessment, Instrument
from apps.diagnosis.rules import Answer
from apps.directory.models import Organisation
from apps.intake.models import Application, Call, Programme
from apps.intake.states import WAIT_FOR_DIAGNOSIS, CallState, Door, State
from apps.notices import seeding as notices
from apps.notices.models import NoticeText
from apps.workflow import services as workflow
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.seeds import once

NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
VISIT = date(2026, 6, 7)
CRITERIA = tuple(f"{letter}{number}" for letter in "PDO" for number in range(1, 7))
_count = iter(range(1, 1_000_000))


def seeded() -> None:
    """The centre, the codes, the words of messages, and the shipped instrument."""
    directory.seeded()
    if not NoticeText.objects.filter(kind="diagnosis.opened").exists():
        notices.load(settings.SEEDS_DIR, NOW)
    if not Instrument.objects.exists():
        once("diagnosis", lambda: seeding.load(settings.SEEDS_DIR, NOW), [Instrument])


@cache
def shipped() -> instruments.Instrument:
    """The instrument of the seeds, without a database."""
    return instruments.parse(seeding.read(settings.SEEDS_DIR / "instrument" / "ax-readiness.json"))


def application(company: Organisation | None = None, **changes: Any) -> Application:
    """An admitted diagnosis request."""
    seeded()
    company = company or directory.company()
    programme, _created = Programme.objects.get_or_create(
        code="diagnosis", defaults={"door": Door.DIAGNOSIS, "name_ko": "표본 진단", "name_en": "Sample diagnosis"}
    )
    call, _created = Call.objects.get_or_create(
        programme=programme, defaults={"title_ko": "표본 상시 진단", "opens_at": NOW, "state": CallState.OPEN}
    )
    values = {
        "call": call,
        "door": Door.DIAGNOSIS,
        "company": company,
        "applicant": directory.member_of(company),
        "state": State.ADMITTED,
        "receipt_number": f"TEST-A-{next(_count):06d}",
        "problem": "표본: 검사 시간이 길어 납기가 늦습니다.",
        "created_at": NOW - timedelta(days=9),
        "changed_at": NOW - timedelta(days=8),
        "submitted_at": NOW - timedelta(days=8),
    }
    row = Application.objects.create(**{**values, **changes})
    workflow.open_wait(row, key=WAIT_FOR_DIAGNOSIS, party="role:staff", what="진단 시작", path="/", at=NOW)
    return row


def opened(company: Organisation | None = None, *, by: User | None = None) -> Assessment:
    return services.open(application_id=application(company).pk, by=by or person(Role.STAFF), at=NOW)


def assigned(company: Organisation | None = None, *, consultant: User | None = None) -> Assessment:
    """An assessment whose consultant is about to visit."""
    staff = person(Role.STAFF)
    assessment = opened(company, by=staff)
    consultant = consultant or person(Role.CONSULTANT)
    return services.assign(assessment_id=assessment.pk, consultant_id=consultant.pk, by=staff, at=NOW)


def given(bands: Mapping[str, int], note: str = "표본: 현장에서 확인") -> dict[str, Given]:
    """The answers of these bands, each yes with an observation."""
    instrument = selectors.parsed(Instrument.objects.values_list("pk", flat=True).get())
    return {
        code: Given(value, note=note if value is Answer.YES else "")
        for code, value in rules.claim(instrument, bands).items()
    }


def scored(bands: Mapping[str, int] | None = None, **changes: Any) -> Assessment:
    """An assessment with all answers given, ready to be completed."""
    assessment = assigned(**changes)
    answers = given(bands or dict.fromkeys(CRITERIA, 1))
    return services.save_answers(assessment_id=assessment.pk, answers=answers, by=assessment.consultant, at=NOW)


def completed(bands: Mapping[str, int] | None = None, **changes: Any) -> Assessment:
    assessment = scored(bands, **changes)
    return services.complete(assessment_id=assessment.pk, by=assessment.consultant, at=NOW, visit_on=VISIT)

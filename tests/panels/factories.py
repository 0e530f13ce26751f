"""Panels for tests, convened the way the house convenes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models import Organisation
from apps.panels import services
from apps.panels.entries import CaseEntry, CommitteeEntry, Profile, Standing
from apps.panels.models import Committee, Seat, Sitting
from apps.panels.states import SeatState
from tests.accounts.factories import person

NOW = datetime(2026, 4, 6, 1, 0, tzinfo=UTC)
DUE = NOW + timedelta(days=7)
CRITERIA = [
    {"code": "need", "label": "문제의 절실함", "weight": 40, "max": 10},
    {"code": "plan", "label": "수행 계획", "weight": 60, "max": 20},
]
SHEET = {
    "facts": [{"label": "업종", "value": "금속 가공 제조업"}, {"label": "요청 지원금", "value": "60,000,000원"}],
    "texts": [{"title": "풀 문제", "text": "표본: 검사 공정의 불량 유출을 줄이고 싶습니다."}],
}
GOOD = {"need": Decimal("8"), "plan": Decimal("15")}
FAIR = {"need": Decimal("6"), "plan": Decimal("11")}


def company(name: str = "표본정밀") -> Organisation:
    return Organisation.objects.create(kind=Organisation.Kind.COMPANY, name_ko=name, created_at=NOW, is_sample=True)


def reviewers(count: int = 2) -> list[User]:
    return [person(Role.REVIEWER, name=f"표본 위원 {number}") for number in range(1, count + 1)]


def sitting(*, by: User | None = None, people: list[User] | None = None, **given: Any) -> Sitting:
    subject = given.pop("subject", None) or company()
    return services.convene(
        **{
            "subject": subject,
            "title": "표본 안건",
            "sheet": SHEET,
            "criteria": CRITERIA,
            "reviewers": reviewers() if people is None else people,
            "due_at": DUE,
            "by": by or person(Role.STAFF),
            "at": NOW,
            **given,
        }
    )


def seat_of(one: Sitting, user: User) -> Seat:
    return Seat.objects.get(sitting=one, user=user)


def hand_in(one: Sitting, user: User, scores: dict[str, Decimal] | None = None) -> None:
    services.hand_in(
        seat_uid=seat_of(one, user).uid, scores=scores or GOOD, comment="표본 의견", by=user, at=NOW + timedelta(days=1)
    )


TERMS = {"smallest": 3, "largest": 9, "outsiders_pct": 50, "fewest": 2}


def pooled(count: int = 3, *, outsiders: bool = True, **profile: Any) -> list[User]:
    """Reviewers who are in the pool."""
    staff = person(Role.STAFF)
    people = reviewers(count)
    for user in people:
        services.enrol(
            user_uid=user.uid, profile=Profile(**profile), standing=Standing(is_outsider=outsiders), by=staff, at=NOW
        )
    return people


def case_entry(organisation: Organisation | None = None, **given: Any) -> CaseEntry:
    applicant = organisation or company()
    return CaseEntry(
        **{
            "subject": company("표본 신청"),
            "title": "표본 안건",
            "sheet": SHEET,
            "organisation": applicant,
            "amount_krw": 60_000_000,
            **given,
        }
    )


def committee(
    people: list[User],
    *,
    cases: list[CaseEntry] | None = None,
    mode: str = "all",
    pledged: bool = True,
    **terms: Any,
) -> Committee:
    """A committee of these people with the first in the chair, all of them pledged."""
    staff = person(Role.STAFF)
    founded = services.found(
        entry=CommitteeEntry(
            title="표본 1차 평가위원회", mode=mode, terms={**TERMS, **terms}, criteria=CRITERIA, due_at=DUE
        ),
        about=company("표본 모집공고"),
        about_title="표본 모집공고",
        cases=[case_entry(title="표본 안건 1"), case_entry(title="표본 안건 2")] if cases is None else cases,
        by=staff,
        at=NOW,
    )
    if people:
        services.appoint(
            committee_uid=founded.uid,
            user_uids=[one.uid for one in people],
            chair_uid=people[0].uid,
            by=staff,
            at=NOW,
        )
    for one in people if pledged else ():
        services.pledge(committee_uid=founded.uid, by=one, at=NOW)
    return founded


def started(people: list[User], **given: Any) -> Committee:
    founded = committee(people, **given)
    return services.start(committee_uid=founded.uid, by=person(Role.STAFF), at=NOW)


def score(seat: Seat, *, need: str = "8", plan: str = "15", at: datetime | None = None) -> None:
    """Hand one sheet in."""
    services.hand_in(
        seat_uid=seat.uid,
        scores={"need": Decimal(need), "plan": Decimal(plan)},
        comment="표본 의견",
        by=seat.user,
        at=at or NOW + timedelta(days=1),
    )


def score_all(one: Committee) -> None:
    """Every seat that owes a sheet hands in, each reviewer a little milder than the one before."""
    owed = Seat.objects.filter(sitting__case__committee=one, state=SeatState.INVITED)
    for number, seat in enumerate(owed.select_related("user").order_by("user_id", "pk")):
        score(seat, need=str(5 + number % 5))

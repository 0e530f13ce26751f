"""Panels for tests, convened the way the house convenes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory.models import Organisation
from apps.panels import services
from apps.panels.models import Seat, Sitting
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

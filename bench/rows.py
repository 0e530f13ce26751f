"""A centre with many applications, written in bulk; every name is plainly invented and marked 표본."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import cycle

from django.core.management import call_command
from django.db import connections, transaction

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.accounts.services import create_user
from apps.directory.models import Company, District, Industry, Organisation
from apps.intake.models import Application, Call
from apps.intake.states import State
from bench import sides

BEGAN = datetime(2026, 1, 5, 0, 0, tzinfo=UTC)
COMPANIES = 2000
STAFF = "bench-staff@sample.invalid"
STATES = (State.SUBMITTED, State.CORRECTING, State.ADMITTED, State.ADMITTED, State.REJECTED)


def centre(name: str = sides.LARGE) -> User:
    """Tables, reference data and one member of staff on one side."""
    sides.create(name)
    call_command("migrate", verbosity=0, database=name)
    with transaction.atomic(using=name):
        call_command("seed", verbosity=0, stdout=StringIO())
        known = User.objects.with_roles().filter(email=STAFF).first()
        return known or create_user(email=STAFF, name="표본 담당자", roles=[Role.STAFF, Role.MANAGER], at=BEGAN)


def applications(total: int, staff: User) -> None:
    """Bring the number of submitted applications to `total`."""
    companies = _companies()
    calls = cycle(Call.objects.select_related("programme").order_by("pk")[:4])
    have = Application.objects.count()
    rows = [
        _application(number, next(calls), companies[number % len(companies)], staff) for number in range(have, total)
    ]
    Application.objects.bulk_create(rows, batch_size=1000)
    with connections[Application.objects.db].cursor() as cursor:
        cursor.execute("ANALYZE")


def _application(number: int, call: Call, company: Organisation, staff: User) -> Application:
    at = BEGAN + timedelta(minutes=17 * number)
    state = STATES[number % len(STATES)]
    return Application(
        call=call,
        door=call.programme.door,
        company=company,
        applicant=staff,
        state=state,
        receipt_number=f"BENCH-{number:06d}",
        problem="교대마다 검사 판정이 달라 반품이 늘고 있습니다.",
        created_at=at,
        changed_at=at,
        submitted_at=at,
        screener=staff if state != State.SUBMITTED else None,
    )


def _companies() -> list[Organisation]:
    known = list(Organisation.objects.filter(source="bench").order_by("pk"))
    if known:
        return known
    districts = cycle(District.objects.order_by("code"))
    industry = Industry.objects.order_by("code").first()
    organisations = Organisation.objects.bulk_create(
        [
            Organisation(
                kind=Organisation.Kind.COMPANY,
                name_ko=f"표본기업 {number:04d}",
                district=next(districts),
                source="bench",
                is_sample=True,
                created_at=BEGAN,
            )
            for number in range(COMPANIES)
        ]
    )
    Company.objects.bulk_create(
        [
            Company(
                organisation=organisation,
                business_number=f"{number:010d}",
                representative="표본 대표",
                industry=industry,
                figures_changed_at=BEGAN,
            )
            for number, organisation in enumerate(organisations)
        ]
    )
    return organisations

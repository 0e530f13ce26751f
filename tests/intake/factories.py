"""Programmes and applications for tests, made through the services."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts import seeding as accounts_seeding
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.directory import selectors
from apps.directory.models import Organisation
from apps.documents import services as documents
from apps.documents.models import Document, Kind
from apps.intake import seeding, services, tasks
from apps.intake.models import Application, Call, Programme
from apps.kernel import clocks, jobs
from apps.workflow.models import Delivery, Wait
from tests.accounts.factories import person
from tests.directory import factories as directory
from tests.documents import files
from tests.documents.factories import inspect_all as inspect_every_file
from tests.documents.factories import sheet as example_sheet

AT = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PROBLEM = {
    "problem": "교대마다 외관 검사 판정이 달라 반품이 늘고 있습니다.",
    "figure_name": "외관 불량률",
    "figure_unit": "%",
    "figure_today": Decimal("4.8"),
    "figure_wished": Decimal("1.5"),
    "figure_method": "일 단위 검사일지",
    "barriers": ["cost", "data"],
}
MONEY = {"budget_krw": 100_000_000, "self_burden_krw": 25_000_000, "staff_months": Decimal("6.0")}
# What the seeded programmes must be agreed to.
AGREED = ("review_use",)
PANEL_NEWS = (tasks.PANEL_MOVED, tasks.COMMITTEE_CONCLUDED)
_count = iter(range(1, 1_000_000))


def seeded() -> None:
    """Codes, programmes, calls and notice texts, once a test database."""
    directory.seeded()
    if not Programme.objects.exists():
        accounts_seeding.load(settings.SEEDS_DIR, AT)
        seeding.load(settings.SEEDS_DIR, AT)


def call(code: str = "diagnosis-rolling-2026") -> Call:
    seeded()
    return Call.objects.select_related("programme").get(uid=seeding.call_uid(code))


def draft(
    by: User | None = None,
    *,
    at: datetime = AT,
    code: str = "diagnosis-rolling-2026",
    papers: bool = True,
    **values,
) -> Application:
    """A draft with the problem filled in and its papers attached; `by` needs a company, else one is registered."""
    seeded()
    applicant = by or directory.member_of(directory.company())
    application = services.start(uid=uuid4(), call_uid=call(code).uid, by=applicant, at=at)
    saved = services.save_draft(
        application_id=application.pk, version=1, values={**PROBLEM, **values}, by=applicant, at=at
    )
    if papers:
        attach_papers(saved.application)
    return saved.application


def attach_papers(row: Application) -> None:
    """One file of every kind the programme requires."""
    for asked in row.call.settings["documents"]:
        if asked["required"]:
            kind = asked["kind"]
            services.add_attachment(
                application_id=row.pk,
                file=pdf(f"{kind}.pdf"),
                kind=kind,
                issued_on=clocks.local_date(row.created_at),
                by=row.applicant,
                at=row.created_at,
            )


def submitted(by: User | None = None, *, at: datetime = AT, **values) -> Application:
    row = draft(by, at=at, **values)
    services.submit(application_id=row.pk, by=row.applicant, at=at, consents=AGREED)
    return fresh(row)


def admitted(by: User | None = None, *, at: datetime = AT, staff: User | None = None, **values) -> Application:
    row = submitted(by, at=at, **values)
    services.admit(application_id=row.pk, by=staff or person(Role.STAFF), at=at)
    return fresh(row)


def issued_roadmap(company: Organisation, *, at: datetime = AT) -> Document:
    """A roadmap document of a company, as intake sees it: a number that documents know."""
    return documents.request(
        Kind.ROADMAP,
        example_sheet("roadmap"),
        number=f"SAX-2026-R-{900_000 + next(_count)}",
        name="표본 로드맵",
        subject=company,
        path="/",
        party=f"org:{company.pk}",
        by=None,
        at=at,
    )


def demonstration(by: User | None = None, *, at: datetime = AT, **values) -> Application:
    """A handed-in demonstration that cites an issued roadmap."""
    applicant = by or directory.member_of(directory.company())
    company = selectors.own_company(applicant)
    roadmap = issued_roadmap(company, at=at)
    filled = {**MONEY, "cited_roadmap_number": roadmap.number, **values}
    row = draft(applicant, at=at, code="demonstration-rolling-2026", **filled)
    services.submit(application_id=row.pk, by=applicant, at=at, consents=AGREED)
    return fresh(row)


def fresh(row: Application) -> Application:
    """The row as it now stands, with what pages read."""
    return Application.objects.select_related("call__programme", "company", "applicant").get(pk=row.pk)


def hear_panels() -> None:
    """What the worker does with the news of panels."""
    for delivery in Delivery.objects.filter(job__in=PANEL_NEWS, state=Delivery.State.PENDING).order_by("pk"):
        jobs.run(delivery.job, delivery_id=delivery.pk)


def inspect_all(at: datetime = AT) -> None:
    """What the worker does with every file that waits, and with the news of what it refused."""
    inspect_every_file(at)
    for delivery in Delivery.objects.filter(job="intake.file_refused", state=Delivery.State.PENDING):
        tasks.file_refused(delivery_id=delivery.pk)
    for delivery in Delivery.objects.filter(job="intake.file_flagged", state=Delivery.State.PENDING):
        tasks.file_flagged(delivery_id=delivery.pk)


def attached(row: Application, data: bytes | None = None, kind: str = "other", name: str = "서류.pdf", **given):
    """A file of an application as its applicant gives it."""
    file = SimpleUploadedFile(name, files.pdf() if data is None else data)
    return services.add_attachment(application_id=row.pk, file=file, kind=kind, by=row.applicant, at=AT, **given)


def pdf(name: str = "사업자등록증.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.pdf(), content_type="application/pdf")


def waits(application: Application) -> list[tuple[str, str]]:
    """Whose turn it is with an application, and what is asked."""
    rows = Wait.objects.filter(subject_label="intake.application", subject_id=application.pk, closed_at=None)
    return sorted(rows.values_list("party", "what"))

"""The first acts of a case: a company registers, applies, is screened and, for money, selected."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.audit.services import label_of
from apps.centre import selectors as centre
from apps.desk.sample.cast import DOMAIN, Cast, person
from apps.desk.sample.stories import Story, business_number, company_name, drawn, uid_of
from apps.directory import services as directory
from apps.directory.entries import CompanyEntry, FiguresEntry, SiteEntry, YearEntry
from apps.directory.models import District, Membership, Organisation
from apps.documents import services as documents
from apps.intake import services as intake
from apps.intake.entries import Approval
from apps.intake.models import Application, Call, Programme, Word
from apps.intake.rules import required_burden_krw
from apps.intake.states import Door, Outcome, RevisionKind
from apps.kernel.clocks import local_date
from apps.panels import services as panel_services
from apps.panels.models import Seat

APRIL = 4
# Reviewers over a case of the rolling call; the others sit in the committee of the dated call.
PANEL = 5
# What reviewers write, each by their turn.
OPINIONS = (
    "문제와 바꾸려는 수치가 분명하고 현장 준비가 되어 있습니다. (표본)",
    "수치를 재는 방법이 적혀 있어 성과를 확인하기 쉽습니다. 데이터를 모으는 일정은 한 달 더 잡는 것이 좋습니다. (표본)",
    "현장 인력이 참여하는 시간이 계획에 들어 있습니다. 기준을 정하는 사람을 한 명 정해 주십시오. (표본)",
    "비용에 비해 효과가 큽니다. 같은 공정이 있는 다른 사업장에도 쓸 수 있습니다. (표본)",
    "데이터의 양이 아직 적습니다. 실증 초기에 부족한 유형을 먼저 모아 주십시오. (표본)",
)
# The smallest PDF with a line to read: a stand-in for the certificate a real company uploads.
LINE = b"BT /F1 12 Tf 50 780 Td (Sample paper of the sample centre) Tj ET"
SAMPLE_PDF = (
    b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n"
    b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%%%EOF\n" % (len(LINE), LINE)
)


@dataclass(slots=True)
class Case:
    """One case on its way: its story, its people, and what has come of it so far."""

    serial: int
    story: Story
    round: int
    member: User
    company: Organisation
    at: datetime

    def later(self, *, days: int = 0, hours: int = 0) -> datetime:
        """Let time pass and say what time it is."""
        self.at += timedelta(days=days, hours=hours)
        return self.at


def register(cast: Cast, story: Story, *, serial: int, round_: int, at: datetime) -> Case:
    """A person signs up and registers the company; the centre confirms who they are."""
    first = not User.objects.filter(email=f"company@{DOMAIN}").exists()
    name = company_name(story, round_)
    email = f"company@{DOMAIN}" if first else f"company{serial + 1:03d}@{DOMAIN}"
    member = person(email=email, name=f"{name} 담당", roles=[Role.COMPANY], at=at)
    registered = directory.register_company(
        uid=uid_of("company", serial),
        entry=_entry(story, serial=serial, name=name, at=at),
        by=member,
        at=at,
        position=Membership.Position.REPRESENTATIVE,
        is_sample=True,
    )
    company = registered.organisation
    if company is None:
        raise LookupError(f"{name} is registered by somebody else")
    directory.confirm_authority(organisation_id=company.pk, by=cast.one(Role.STAFF), at=at)
    directory.record_business_status(
        organisation_id=company.pk, status="active", on=at.date(), by=cast.one(Role.STAFF), at=at
    )
    return Case(serial=serial, story=story, round=round_, member=member, company=company, at=at)


def _entry(story: Story, *, serial: int, name: str, at: datetime) -> CompanyEntry:
    districts = list(District.objects.order_by("code").values_list("code", "name_ko"))
    code, district = districts[drawn(serial, "district", below=len(districts))]
    city = centre.profile().city_ko
    closed = at.year - 1
    # Until March the size class rests on the year before last: a fourth year serves both halves of the calendar.
    revenue = (*story.revenue_krw, story.revenue_krw[-1] * 95 // 100)
    years = tuple(
        YearEntry(year=closed - back, revenue_krw=amount, assets_krw=amount * 7 // 10, workers=story.workers - back)
        for back, amount in enumerate(revenue)
    )
    return CompanyEntry(
        business_number=business_number(serial + 1),
        name_ko=name,
        representative="표본 대표",
        industry_code=story.ksic,
        head=SiteEntry(kind="head", name="본점", district_code=code, address=f"{city} {district} 표본로 {serial + 1}"),
        figures=FiguresEntry(
            years=years,
            group="none",
            has_large_owner=False,
            is_public=False,
            equity_krw=story.revenue_krw[0] // 3,
            capital_stock_krw=500_000_000,
        ),
        founded_on=date(2004 + drawn(serial, "founded", below=14), 3, 2),
        business_status="active",
        sme_number=f"표본-{serial + 1:04d}",
        # Certificates run until the end of March.
        sme_until=date(at.year + (at.month >= APRIL), 3, 31),
    )


def draft(
    case: Case, door: Door, *, roadmap_number: str = "", budget_krw: int | None = None, call: Call | None = None
) -> Application:
    """Begin a request and fill it in, with what the project costs by the roadmap once there is one."""
    call = call or Call.objects.filter(programme__door=door, closes_at__isnull=True).order_by("pk")[0]
    application = intake.start(
        uid=uid_of("application", case.serial, door), call_uid=call.uid, by=case.member, at=case.at
    )
    intake.save_draft(
        application_id=application.pk,
        version=application.draft_version,
        values=_answers(case, call.programme, roadmap_number, budget_krw or case.story.budget_krw),
        by=case.member,
        at=case.later(hours=1),
    )
    return application


def _answers(case: Case, programme: Programme, roadmap_number: str, budget_krw: int) -> dict[str, Any]:
    story = case.story
    answers: dict[str, Any] = {
        "problem": story.problem,
        "figure_name": story.figure_name,
        "figure_unit": story.figure_unit,
        "figure_today": story.figure_today,
        "figure_wished": story.figure_wished,
        "figure_method": story.figure_method,
        "barriers": list(story.barriers),
        "process_note": story.process_note,
        "data_note": story.data_note,
        "budget_krw": budget_krw,
        "staff_months": Decimal("6.0"),
    }
    if programme.door == Door.DEMONSTRATION:
        answers |= {"self_burden_krw": own_part(budget_krw, programme), "cited_roadmap_number": roadmap_number}
    return answers


def own_part(budget_krw: int, programme: Programme) -> int:
    """What the company bears at least."""
    return required_burden_krw(budget_krw, programme.settings["self_burden_pct"])


def submit(case: Case, application: Application) -> Application:
    """Attach the asked papers and hand the request in."""
    for kind in asked_papers(application):
        file = SimpleUploadedFile(f"{kind}.pdf", SAMPLE_PDF, "application/pdf")
        attachment = intake.add_attachment(
            application_id=application.pk,
            file=file,
            kind=kind,
            by=case.member,
            at=case.at,
            uid=_paper_uid(application.uid, kind),
            issued_on=local_date(case.at),
            valid_until=local_date(case.at) + timedelta(days=365),
        )
        documents.inspect(attachment_id=attachment.pk, at=case.at)
    consents = [row["code"] for row in application.call.settings.get("consents") or ()]
    return intake.submit(application_id=application.pk, by=case.member, at=case.later(hours=2), consents=consents)


def _paper_uid(application: UUID, kind: str) -> UUID:
    return uid_of("paper", application, kind)


def asked_papers(application: Application) -> list[str]:
    """Kinds of paper the programme must have, and those its reviewers open."""
    documents_asked = application.call.programme.settings.get("documents", [])
    return [row["kind"] for row in documents_asked if row["required"] or row.get("for_review")]


def admit(cast: Cast, case: Case, application: Application) -> Application:
    """Centre staff find the request eligible."""
    return intake.admit(application_id=application.pk, by=cast.one(Role.STAFF), at=case.later(days=2))


def reason_code(kind: str) -> str:
    """The first reason of the list that staff choose from."""
    return Word.objects.filter(list=kind).order_by("position", "pk")[0].code


def convene(cast: Cast, case: Case, application: Application) -> Application:
    """Staff seat a small panel over a request for money."""
    return intake.convene(
        application_id=application.pk,
        reviewers=cast.people[Role.REVIEWER][:PANEL],
        due_at=case.at + timedelta(days=10),
        by=cast.one(Role.STAFF),
        at=case.later(days=1),
    )


def review(cast: Cast, case: Case, application: Application) -> Application:
    """A panel scores a request for money."""
    application = convene(cast, case, application)
    reviewers = cast.people[Role.REVIEWER][:PANEL]
    for number, reviewer in enumerate(reviewers):
        seat = Seat.objects.select_related("sitting").get(
            user=reviewer, sitting__subject_label=label_of(application), sitting__subject_id=application.pk
        )
        _hand_in(case, seat, reviewer, number)
    return application


def _hand_in(case: Case, seat: Seat, reviewer: User, number: int) -> None:
    scores = {
        row["code"]: Decimal(row["max"] * (75 + drawn(case.serial, number, row["code"], below=20))) / 100
        for row in seat.sitting.criteria
    }
    panel_services.hand_in(
        seat_uid=seat.uid,
        scores=scores,
        comment=OPINIONS[number % len(OPINIONS)],
        by=reviewer,
        at=case.later(days=1),
    )


def select(cast: Cast, case: Case, application: Application) -> Application:
    """Staff propose the selection; the manager, another person, confirms it."""
    propose(cast, case, application)
    at = case.later(days=1)
    paper = _paper(application, at)
    return intake.confirm_selection(application_id=application.pk, approval=paper, by=cast.one(Role.MANAGER), at=at)


def decline(cast: Cast, case: Case, application: Application) -> Application:
    """Staff propose not to select; the manager confirms it."""
    propose(cast, case, application, Outcome.DECLINE)
    at = case.later(days=1)
    paper = _paper(application, at)
    return intake.decline_selection(application_id=application.pk, approval=paper, by=cast.one(Role.MANAGER), at=at)


def _paper(application: Application, at: datetime) -> Approval:
    """The approval system's paper of a decision, numbered like the receipt."""
    return Approval(f"표본센터-선정-{str(application.receipt_number)[-6:]}", local_date(at))


def propose(cast: Cast, case: Case, application: Application, outcome: Outcome = Outcome.SELECT) -> Application:
    return intake.propose_selection(
        application_id=application.pk,
        outcome=outcome,
        note="평가 결과와 예산을 함께 보았습니다. (표본)",
        by=cast.one(Role.STAFF),
        at=case.later(days=1),
    )


def cancel(cast: Cast, case: Case, application: Application) -> None:
    """Two people cancel a selection before there is an agreement."""
    revision = intake.propose_revision(
        application_id=application.pk,
        kind=RevisionKind.CANCEL,
        reason="기업이 다른 기관의 같은 지원에 선정되어 중복 지원이 됩니다. (표본)",
        uid=uid_of("revision", case.serial),
        by=cast.one(Role.STAFF),
        at=case.later(days=1),
    )
    intake.confirm_revision(revision_uid=revision.uid, by=cast.one(Role.MANAGER), at=case.later(days=1))


def object_to(case: Case, application_id: int) -> None:
    """The company objects; nobody has looked at it yet."""
    intake.file_objection(
        application_id=application_id,
        grounds="공장이 지원 지역 안에 있습니다. 등기부와 임대차계약서로 확인해 주십시오. (표본)",
        uid=uid_of("objection", case.serial),
        by=case.member,
        at=case.later(days=1),
    )

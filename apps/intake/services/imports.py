"""Applications taken over from a table: all of it or nothing, in queries that do not grow with its rows."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.centre import rules as clock_rules
from apps.centre import selectors as centre
from apps.centre import services as numbers
from apps.directory.models import Company
from apps.directory.rules.numbers import business_number
from apps.documents import services as documents
from apps.documents.models import Batch
from apps.documents.reading import Line
from apps.intake import permissions, selectors
from apps.intake.entries import ImportEntry
from apps.intake.models import Application, Call
from apps.intake.rules import in_window
from apps.intake.selectors import imports as reading
from apps.intake.selectors.eligibility import ASKED, ASKED_FOR_MONEY
from apps.intake.states import Action, CallState, Door
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, NotFound, RowProblem, RowsRefused
from apps.workflow import services as workflow

APPLICATIONS = "intake.applications"
NUMBER, RECEIVED, FORMER = _("사업자등록번호"), _("접수일시"), _("이전 접수번호")
Rows = Sequence[tuple[int, ImportEntry]]


def keep_applications(
    *, uid: UUID, call_uid: UUID, name: str, data: bytes, lines: Sequence[Line], by: User, at: datetime
) -> Batch:
    """Keep a table of applications to a published call, to be looked through. Raises NotAllowed, NotFound, UidTaken."""
    if not by.can(permissions.TAKE_IN):
        raise NotAllowed
    call_of(call_uid, by)
    return documents.keep_batch(
        uid=uid,
        purpose=APPLICATIONS,
        name=name,
        data=data,
        lines=lines,
        by=by,
        at=at,
        chosen={"call": str(call_uid)},
    )


def call_of(call_uid: UUID | str, by: User) -> Call:
    """The published call that a table is for. Raises NotFound."""
    rows = Call.objects.visible_to(by).exclude(state=CallState.DRAFT).select_related("programme")
    found = rows.filter(uid=call_uid).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def import_applications(*, batch_uid: UUID, rows: Rows, by: User, at: datetime) -> Batch:
    """Take over the applications of a table that was kept, all of them or none; asked twice is the same as once.

    Each gets a receipt number of the year it was received in, keeps its former one, and waits to be screened from
    now on; nobody is written to. Raises NotAllowed, NotFound, RowsRefused.
    """
    if not by.can(permissions.TAKE_IN):
        raise NotAllowed
    batch = documents.locked_batch(batch_uid=batch_uid, purpose=APPLICATIONS, by=by)
    if batch.applied_at is not None:
        return batch
    call = call_of(batch.chosen["call"], by)
    # Two tables for one programme come one after the other, or both would find a company without an application.
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    problems = refused_applications(call, rows, at)
    missing = {number for number, _cells in batch.rows} - {number for number, _entry in rows}
    problems += [RowProblem(number, "", _("읽을 수 없는 줄입니다.")) for number in sorted(missing)]
    if problems:
        raise RowsRefused(problems)
    workflow.fire_births(_applications(call, rows, by, at), Action.TAKE_IN, by=by, at=at)
    documents.close_batch(batch, by=by, at=at)
    return batch


def refused_applications(call: Call, rows: Rows, at: datetime) -> list[RowProblem]:
    """What the house refuses of a table: unknown and doubled companies, days that cannot be, what handing in needs."""
    companies = reading.companies_by_number({business_number(one.business_number).digits for _n, one in rows})
    alive, former = reading.alive_in(call), reading.former_numbers(call)
    seen: dict[tuple[str, str], int] = {}
    problems: list[RowProblem] = []
    for number, entry in rows:
        digits = business_number(entry.business_number).digits
        problems += _doubled(number, {("company", digits): NUMBER, ("former", entry.former_number): FORMER}, seen)
        company = companies.get(digits)
        if company is None:
            words = _("등록되지 않은 기업입니다. 기업을 먼저 가져오거나 등록해 주십시오.")
            problems.append(RowProblem(number, NUMBER, words))
        elif numbers := reading.doubled_on(call, alive.get(company.pk, ()), entry.received_at):
            words = _("이 기업은 같은 사업에 이미 낸 신청이 있습니다: %(number)s")
            problems.append(RowProblem(number, NUMBER, words % {"number": ", ".join(numbers)}))
        if entry.former_number in former:
            problems.append(RowProblem(number, FORMER, _("이미 가져온 접수번호입니다. 이 줄을 지워 주십시오.")))
        problems += _wrong_day(number, call, entry, at) + _missing(number, call, entry)
    return problems


def _doubled(number: int, told: dict[tuple[str, str], object], seen: dict[tuple[str, str], int]) -> list[RowProblem]:
    problems = []
    for key, heading in told.items():
        if not key[1]:
            continue
        if key in seen:
            words = _("%(row)s번째 줄과 겹칩니다. 한 줄만 남겨 주십시오.")
            problems.append(RowProblem(number, str(heading), words % {"row": seen[key]}))
        seen.setdefault(key, number)
    return problems


def _wrong_day(number: int, call: Call, entry: ImportEntry, at: datetime) -> list[RowProblem]:
    if entry.received_at > at:
        return [RowProblem(number, RECEIVED, _("접수일시는 지금보다 늦을 수 없습니다."))]
    if not in_window(entry.received_at, call.opens_at, call.closes_at):
        return [RowProblem(number, RECEIVED, _("모집 기간 안의 접수일시가 아닙니다. 공고의 기간을 확인해 주십시오."))]
    return []


def _missing(number: int, call: Call, entry: ImportEntry) -> list[RowProblem]:
    asked = {**ASKED, **(ASKED_FOR_MONEY if call.programme.door == Door.DEMONSTRATION else {})}
    return [
        RowProblem(number, "", message) for name, message in asked.items() if entry.values.get(name) in (None, "", [])
    ]


def _applications(call: Call, rows: Rows, by: User, at: datetime) -> list[Application]:
    """The rows as they will be written, with receipt numbers and every rule's verdict."""
    entries = [entry for _number, entry in rows]
    digits = [business_number(entry.business_number).digits for entry in entries]
    companies = reading.companies_by_number(set(digits))
    people = reading.people_of({company.pk for company in companies.values()})
    due_at = _screening_due(call, at)
    applications = [
        _application(call, companies[one], entry, people.get(companies[one].pk, by.pk), at)
        for one, entry in zip(digits, entries, strict=True)
    ]
    by_id = {company.pk: company for company in companies.values()}
    findings = reading.examine_all(applications, [entry.received_at for entry in entries], by_id)
    for application, found in zip(applications, findings, strict=True):
        application.eligibility, application.eligibility_at = selectors.as_json(found), at
        application.screening_due_at = due_at
    _number(applications)
    return applications


def _application(call: Call, company: Company, entry: ImportEntry, applicant_id: int, at: datetime) -> Application:
    head = next((site for site in company.sites.all() if site.kind == site.Kind.HEAD), None)
    return Application(
        call=call,
        door=call.programme.door,
        company=company.organisation,
        applicant_id=applicant_id,
        site=head,
        created_at=at,
        changed_at=at,
        submitted_at=entry.received_at,
        is_from_elsewhere=True,
        former_number=entry.former_number,
        **entry.values,
    )


def _number(applications: Sequence[Application]) -> None:
    """Receipt numbers in the order the applications were received, of the year each was received in."""

    def received(application: Application) -> datetime:
        return application.submitted_at or application.created_at

    ordered = sorted(applications, key=received)
    for _year, group in groupby(ordered, key=lambda one: clocks.local_date(received(one)).year):
        rows = list(group)
        given = numbers.next_numbers("receipt", received(rows[0]), len(rows))
        for application, number in zip(rows, given, strict=True):
            application.receipt_number = number


def _screening_due(call: Call, at: datetime) -> datetime:
    setting = call.settings["screening"]
    return centre.due_at(at, int(setting["length"]), clock_rules.Basis(setting["basis"]))

"""Handing in, answering a correction request, withdrawing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts import selectors as people
from apps.accounts import services as accounts
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.centre import selectors as centre
from apps.centre import services as numbers
from apps.directory import selectors as directory
from apps.documents import services as documents
from apps.documents.models import Attachment, Kind
from apps.documents.selectors import attachments_of
from apps.intake import mended, selectors, sheets
from apps.intake.errors import CallClosed, CorrectionLate, Incomplete, NothingMended, UnknownConsent
from apps.intake.models import Application, Correction
from apps.intake.rules import in_window
from apps.intake.services.locks import clock, editable, locked_own
from apps.intake.services.revisions import leave_place
from apps.intake.services.waivers import close_waivers
from apps.intake.states import Action, CallState, State
from apps.kernel import clocks
from apps.kernel.errors import NotFound, Problem, WrongState
from apps.notices import services as notices
from apps.panels import services as panels
from apps.workflow import services as workflow

CONSENTS = "consents"


@transaction.atomic
def submit(*, application_id: int, by: User, at: datetime, consents: Sequence[str] = ()) -> Application:
    """Hand a draft to the centre; from here on the applicant only reads it.

    Judged by the server's receipt time `at`. Gives a receipt number, keeps every rule's verdict, starts the
    screening clock and has the receipt made; `consents` are the codes of what the person agrees to. Handing in twice
    is the same as once. Raises NotFound, CallClosed, UnknownConsent, Incomplete with every missing field.
    """
    application = locked_own(application_id, by)
    if application.state == State.SUBMITTED and application.applicant_id == by.pk:
        return application
    workflow.check(application, Action.SUBMIT, by=by)
    call = application.call
    if call.state != CallState.OPEN or not in_window(at, call.opens_at, call.closes_at):
        raise CallClosed
    papers = list(attachments_of(application))
    _complete(application, papers, consents)
    given = [accounts.give_consent(user=by, code=code, at=at) for code in sorted(set(consents))]
    company = directory.company_of(application.company)
    findings = selectors.examine(application, at, papers, company)
    application.submitted_at, application.screening_due_at = at, clock(application, "screening", at)
    with override(by.language):
        sheet = sheets.receipt(application, directory.facts_of(company), papers, given)
    # Everybody who hands in now waits for the number's row: everything that can be worked out before is.
    number = numbers.next_number("receipt", at)
    workflow.fire(
        application,
        Action.SUBMIT,
        by=by,
        at=at,
        receipt_number=number,
        submitted_at=at,
        changed_at=at,
        screening_due_at=application.screening_due_at,
        eligibility=selectors.as_json(findings),
        eligibility_at=at,
    )
    _receipt(application, {**sheet, "receipt_number": number}, by, at)
    return application


@transaction.atomic
def resubmit(*, application_id: int, answer: str, by: User, at: datetime) -> Application:
    """Answer the open correction request and hand the application in again; its receipt number stays.

    Raises NotFound, NotEditable, CorrectionLate, NothingMended, Incomplete.
    """
    application = editable(application_id, by)
    workflow.check(application, Action.RESUBMIT, by=by)
    correction = Correction.objects.select_for_update().filter(application=application, answered_at=None).first()
    if correction is None:
        raise NotFound
    if at > correction.due_at:
        raise CorrectionLate
    papers = list(attachments_of(application))
    correction.answer, correction.answered_at, correction.after = answer.strip(), at, mended.said(application, papers)
    _complete(application, papers)
    if not correction.answer and not mended.differing(correction.before, correction.after):
        raise NothingMended(field="answer")
    correction.save(update_fields=["answer", "answered_at", "after"])
    findings = selectors.examine(application, at, papers)
    workflow.fire(
        application,
        Action.RESUBMIT,
        by=by,
        at=at,
        correction_due_at=None,
        changed_at=at,
        screening_due_at=clock(application, "screening", at),
        eligibility=selectors.with_waivers(application, selectors.as_json(findings)),
        eligibility_at=at,
    )
    _tell_screeners(application, at)
    return application


@transaction.atomic
def withdraw(*, application_id: int, reason: str, by: User, at: datetime) -> Application:
    """Take an application back before what it asks for is done or agreed: a draft is thrown away, a panel sent home,
    a place given to the next on the waitlist.

    Raises NotFound, NotAllowed, WrongState.
    """
    application = locked_own(application_id, by)
    before = application.state
    workflow.fire(application, Action.WITHDRAW, by=by, at=at, reason=reason, correction_due_at=None)
    leave_place(application, before, at)
    workflow.close_waits(application, at=at)
    close_waivers(application, at=at)
    with override(settings.LANGUAGE_CODE):
        panels.cancel(subject=application, reason=_("신청 기업이 신청을 철회했습니다."), at=at)
    return application


@transaction.atomic
def fulfil(*, application_id: int, at: datetime) -> None:
    """What was asked for is done: from here on it cannot be taken back. Raises WrongState for one that was."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    if application.state in (State.WITHDRAWN, State.CANCELLED):
        raise WrongState
    if application.fulfilled_at is None:
        application.fulfilled_at = at
        application.save(update_fields=["fulfilled_at"])


def _complete(application: Application, papers: Sequence[Attachment], consents: Sequence[str] | None = None) -> None:
    """Everything asked for is there; where it is handed in for the first time, with what must be agreed to."""
    missing = selectors.missing_fields(application, papers)
    if consents is not None:
        asked = selectors.asked_consents(application.call.settings)
        if unknown := sorted(set(consents) - {text.code for text, _required in asked}):
            raise UnknownConsent(unknown[0])
        told = _("다음 내용에 동의해야 제출할 수 있습니다: %(title)s")
        open_ones = [text for text, required in asked if required and text.code not in consents]
        missing += [(CONSENTS, told % {"title": text.title}) for text in open_ones]
    if missing:
        raise Incomplete(problems=[Problem(name, message) for name, message in missing])


def _receipt(application: Application, sheet: dict[str, Any], by: User, at: datetime) -> None:
    """The receipt PDF and the message to the applicant."""
    number = sheet["receipt_number"]
    language = by.language
    with override(language):
        name = _("접수증 %(number)s") % {"number": number}
    documents.request(
        Kind.RECEIPT,
        sheet,
        number=number,
        name=name,
        subject=application,
        path=application.get_absolute_url(),
        party=f"org:{application.company_id}",
        by=by,
        at=at,
        language=language,
    )
    notices.queue(
        "intake.receipt",
        to=application.applicant,
        context={
            "centre": centre.profile().short_name_ko,
            "name": application.applicant.name,
            "programme": application.call.programme.name_ko,
            "number": number,
            "at": timezone.localtime(at).strftime("%Y-%m-%d %H:%M"),
        },
        path=application.get_absolute_url(),
        about=application,
        at=at,
    )


def _tell_screeners(application: Application, at: datetime) -> None:
    screeners = [application.screener] if application.screener else list(people.users_with_role(Role.STAFF))
    for person in screeners:
        notices.queue(
            "intake.resubmitted",
            to=person,
            context={
                "centre": centre.profile().short_name_ko,
                "company": application.company.name_ko,
                "number": application.receipt_number,
            },
            path=application.get_absolute_url(),
            about=application,
            at=at,
            round_=clocks.local(at).isoformat(timespec="seconds"),
        )

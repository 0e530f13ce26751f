"""Files of an application: attached, taken from an earlier one, looked at by a person, and asked for again."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts import selectors as people
from apps.accounts.models import User
from apps.accounts.roles import Role
from apps.centre import selectors as centre
from apps.documents import labels
from apps.documents import selectors as documents
from apps.documents import services as files
from apps.documents.errors import DateInFuture, DateMissing, DatesCrossed, NotReusable, PaperExpired
from apps.documents.models import Attachment
from apps.documents.rules import DateProblem, Term, Validity, validity
from apps.documents.states import AttachmentState
from apps.intake import mended, permissions, selectors
from apps.intake.errors import UnknownReason
from apps.intake.models import Application, Correction, Word
from apps.intake.services.locks import correction_due, editable, locked_to_decide
from apps.intake.services.telling import tell_correction
from apps.intake.states import EDITABLE, UNDECIDED, WAIT_FOR_FILES, Action, State
from apps.kernel import clocks
from apps.kernel.errors import NotAllowed, NotFound
from apps.notices import services as notices
from apps.workflow import services as workflow

UNUSABLE = ("document_unreadable",)


@transaction.atomic
def add_attachment(
    *,
    application_id: int,
    file: File,
    kind: str,
    by: User,
    at: datetime,
    uid: UUID | None = None,
    issued_on: date | None = None,
    valid_until: date | None = None,
) -> Attachment:
    """Attach a file to a draft; it stays in quarantine until inspected.

    Raises RefusedFile, UnknownReason, and for the dates on the paper DateMissing, DateInFuture, DatesCrossed,
    PaperExpired.
    """
    application = editable(application_id, by)
    dates = _dates(kind, issued_on, valid_until, at)
    return files.attach(
        file=file,
        kind=kind,
        subject=application,
        by=by,
        at=at,
        uid=uid,
        issued_on=dates.issued_on,
        valid_until=dates.until,
    )


@transaction.atomic
def begin_upload(
    *,
    application_id: int,
    uid: UUID,
    kind: str,
    name: str,
    size: int,
    by: User,
    at: datetime,
    issued_on: date | None = None,
    valid_until: date | None = None,
) -> documents.Progress:
    """Announce a file that comes in pieces, or ask how much of it is here. Raises what `add_attachment` does."""
    application = editable(application_id, by)
    dates = _dates(kind, issued_on, valid_until, at)
    return files.begin_upload(
        uid=uid,
        kind=kind,
        name=name,
        size=size,
        subject=application,
        by=by,
        at=at,
        issued_on=dates.issued_on,
        valid_until=dates.until,
    )


def receive_part(
    *, application_id: int, uid: UUID, offset: int, data: bytes, by: User, at: datetime
) -> documents.Progress:
    """Take the piece that begins at `offset`. Raises NotFound, WrongOffset with where to go on, BadPart."""
    return files.receive_part(uid=uid, offset=offset, data=data, subject=_own(application_id, by), by=by, at=at)


def discard_upload(*, application_id: int, uid: UUID, by: User) -> None:
    """Throw away what came of a file. Raises NotFound."""
    files.abandon_upload(uid=uid, subject=_own(application_id, by), by=by)


@transaction.atomic
def finish_upload(*, application_id: int, uid: UUID, by: User, at: datetime) -> Attachment:
    """Attach what came in pieces. Raises NotFound, UploadUnfinished, RefusedFile."""
    return files.finish_upload(uid=uid, subject=editable(application_id, by), by=by, at=at)


@transaction.atomic
def reuse_attachment(*, application_id: int, attachment_uid: UUID, by: User, at: datetime) -> Attachment:
    """Use a paper of the company that an earlier application holds and that still counts. Raises NotReusable."""
    application = editable(application_id, by)
    offered = selectors.reusable_papers(application, clocks.local_date(at))
    found = next((row for row in offered if row.uid == attachment_uid), None)
    if found is None:
        raise NotReusable
    return files.reuse(attachment_id=found.pk, subject=application, by=by, at=at)


@transaction.atomic
def remove_attachment(*, application_id: int, attachment_uid: UUID, by: User, at: datetime) -> None:
    """Take a file out of a draft. Raises NotFound for a file of something else."""
    found = _file_of(editable(application_id, by), attachment_uid)
    files.remove_attachment(attachment_id=found.pk, by=by, at=at)


@transaction.atomic
def vouch_for_file(*, application_id: int, attachment_uid: UUID, by: User, at: datetime) -> None:
    """A screener has looked at a flagged file and takes it. Raises NotFound, NotAllowed, Tied, WrongState."""
    found = _to_judge(application_id, attachment_uid, by)
    files.vouch(attachment_id=found.pk, by=by, at=at)
    _end_asking(application_id, at)


@transaction.atomic
def dismiss_file(*, application_id: int, attachment_uid: UUID, reason: str, by: User, at: datetime) -> None:
    """A screener has looked at a flagged file and does not take it; the company is asked for another.

    Raises NotFound, NotAllowed, Tied, WrongState, ReasonMissing.
    """
    found = _to_judge(application_id, attachment_uid, by)
    files.dismiss(attachment_id=found.pk, reason=reason, by=by, at=at)
    _end_asking(application_id, at)


@transaction.atomic
def ask_about_flagged_file(*, attachment_id: int, at: datetime) -> None:
    """A file was flagged after its application had been found eligible: staff are asked to look at it."""
    attachment = documents.attachment_of(attachment_id, Application)
    if attachment is None or attachment.state != AttachmentState.FLAGGED:
        return
    rows = Application.objects.select_for_update(of=("self",)).select_related("company")
    application = rows.get(pk=attachment.subject_id)
    if application.state in UNDECIDED and application.state not in (*EDITABLE, State.SUBMITTED):
        workflow.open_wait(
            application,
            key=WAIT_FOR_FILES,
            party=f"role:{Role.STAFF}",
            what=_("검사에서 남긴 서류 확인"),
            path=reverse("intake:screen", args=[application.uid]) + "#to-judge",
            at=at,
        )


@transaction.atomic
def answer_refused_file(*, attachment_id: int, at: datetime) -> None:
    """A file was refused: its company is asked for another, and whoever screens hears of it.

    What was handed in gets a correction request, or one more line in the one that is open; a draft's writer is told.
    An application past its screening stays where it is, and staff decide.
    """
    attachment = documents.attachment_of(attachment_id, Application)
    if attachment is None:
        return
    rows = Application.objects.select_for_update(of=("self",)).select_related("call__programme", "company", "applicant")
    application = rows.get(pk=attachment.subject_id)
    if application.state == State.DRAFT:
        _tell_refused(application, attachment, [application.applicant], at)
        return
    if application.state not in UNDECIDED:
        return
    if application.state in (State.SUBMITTED, State.CORRECTING):
        _ask_again(application, attachment, at)
    screeners = [application.screener] if application.screener else list(people.users_with_role(Role.STAFF))
    _tell_refused(application, attachment, screeners, at)


def _end_asking(application_id: int, at: datetime) -> None:
    """Nobody is asked to look at files any more once none is left."""
    application = Application.objects.get(pk=application_id)
    if not documents.flagged_of(application).exists():
        workflow.close_waits(application, at=at, key=WAIT_FOR_FILES)


def _own(application_id: int, by: User) -> Application:
    application = Application.objects.visible_to(by).filter(pk=application_id).first()
    if application is None:
        raise NotFound
    return application


def _dates(kind: str, issued_on: date | None, valid_until: date | None, at: datetime) -> Validity:
    """The dates a paper of a kind is kept with, or the refusal of what is wrong with them."""
    word = Word.objects.filter(list=Word.List.DOCUMENT, code=kind).first()
    if word is None:
        raise UnknownReason(field="kind")
    today = clocks.local_date(at)
    found = validity(Term(word.term), days=word.valid_days, issued_on=issued_on, until=valid_until, today=today)
    if found.problem is DateProblem.ISSUED_MISSING:
        raise DateMissing(_("서류에 적힌 발급일을 적어 주십시오."), field="issued_on")
    if found.problem is DateProblem.UNTIL_MISSING:
        raise DateMissing(_("서류에 적힌 유효기간의 마지막 날을 적어 주십시오."), field="valid_until")
    if found.problem is DateProblem.ISSUED_IN_FUTURE:
        raise DateInFuture(field="issued_on")
    if found.problem is DateProblem.CROSSED:
        raise DatesCrossed(field="valid_until")
    if found.problem is DateProblem.EXPIRED:
        words = _("유효기간이 %(until)s에 끝난 서류입니다. 새로 발급받아 올려 주십시오.")
        field = "valid_until" if word.term == Term.UNTIL else "issued_on"
        raise PaperExpired(words % {"until": found.until}, field=field)
    return found


def _file_of(application: Application, attachment_uid: UUID) -> Attachment:
    found = documents.attachments_of(application).filter(uid=attachment_uid).first()
    if found is None:
        raise NotFound
    return found


def _to_judge(application_id: int, attachment_uid: UUID, by: User) -> Attachment:
    if not by.can(permissions.SCREEN):
        raise NotAllowed
    return _file_of(locked_to_decide(application_id, by), attachment_uid)


def _ask_again(application: Application, attachment: Attachment, at: datetime) -> None:
    """A correction request about the file, or one more line in the one that is open."""
    with override(settings.LANGUAGE_CODE):
        line = _("서류 ‘%(name)s’: %(reason)s") % {
            "name": attachment.original_name,
            "reason": str(labels.told(attachment)),
        }
    correction = Correction.objects.select_for_update().filter(application=application, answered_at=None).first()
    if correction is not None:
        correction.text = f"{correction.text}\n\n{line}"
        correction.codes = sorted({*correction.codes, *UNUSABLE})
        correction.save(update_fields=["text", "codes"])
    else:
        due_at = correction_due(application, at)
        correction = Correction.objects.create(
            application=application,
            codes=list(UNUSABLE),
            text=line,
            requested_at=at,
            due_at=due_at,
            before=mended.said(application, documents.attachments_of(application)),
        )
        workflow.fire(application, Action.REQUEST_CORRECTION, by=None, at=at, reason=line, correction_due_at=due_at)
    tell_correction(correction, application, line, at, round_=f"{correction.pk}-{attachment.pk}")


def _tell_refused(application: Application, attachment: Attachment, persons: list[User], at: datetime) -> None:
    for person in persons:
        with override(person.language):
            context = {
                "centre": centre.profile().short_name_ko,
                "name": person.name,
                "file": attachment.original_name,
                "reason": str(labels.told(attachment)),
                "title": application.title,
            }
        notices.queue(
            "intake.file_refused",
            to=person,
            context=context,
            path=application.get_absolute_url(),
            about=application,
            at=at,
            round_=str(attachment.uid),
        )

"""What applicants hear: that a call was changed or closes soon, and what was decided or is to be mended."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.models import User
from apps.centre import selectors as centre
from apps.intake import selectors
from apps.intake.models import Amendment, Application, Call, Correction
from apps.intake.states import UNDECIDED, State
from apps.notices import services as notices

REMIND_BEFORE = timedelta(days=3)


@transaction.atomic
def tell_amendment(*, amendment_id: int, at: datetime) -> None:
    """Tell everybody whose application to the call is not decided what was changed and why; once."""
    found = Amendment.objects.select_for_update(of=("self",)).select_related("call").get(pk=amendment_id)
    if found.told_at is not None:
        return
    call = found.call
    for person in _applicants(call, UNDECIDED):
        with override(person.language):
            changes = "\n".join(str(change) for change in selectors.changes_of(found))
            context = {**_greeting(call, person), "changes": changes, "reason": found.reason}
        notices.queue(
            "intake.call_amended", to=person, context=context, path=call.get_absolute_url(), about=found, at=at
        )
    found.told_at = at
    found.save(update_fields=["told_at"])


@transaction.atomic
def remind_drafts(*, call_id: int, at: datetime) -> None:
    """Remind those who are still writing that the call closes soon; once for each end of the call."""
    call = Call.objects.taking(at).select_for_update(of=("self",)).filter(pk=call_id, reminded_at=None).first()
    if call is None or call.closes_at is None:
        return
    closes_at = f"{timezone.localtime(call.closes_at):%Y-%m-%d %H:%M}"
    for person in _applicants(call, (State.DRAFT,)):
        with override(person.language):
            context = {**_greeting(call, person), "closes_at": closes_at}
        notices.queue(
            "intake.closing_soon",
            to=person,
            context=context,
            path=call.get_absolute_url(),
            about=call,
            at=at,
            round_=closes_at,
        )
    call.reminded_at = at
    call.save(update_fields=["reminded_at"])


def tell_correction(correction: Correction, application: Application, text: str, at: datetime, *, round_: str) -> None:
    """Tell the applicant what to mend and by when."""
    due = timezone.localtime(correction.due_at).strftime("%Y-%m-%d %H:%M")
    tell_applicant(application, "intake.correction", at, round_=round_, text=text, due=due)


def tell_applicant(application: Application, kind: str, at: datetime, *, round_: str = "", **words: str) -> None:
    """Queue a notice to whoever wrote an application, in their language."""
    with override(application.applicant.language):
        context = {
            "centre": centre.profile().short_name_ko,
            "name": application.applicant.name,
            "number": application.receipt_number,
            **words,
        }
        notices.queue(
            kind,
            to=application.applicant,
            context=context,
            path=application.get_absolute_url(),
            about=application,
            at=at,
            round_=round_,
        )


def _greeting(call: Call, person: User) -> dict[str, str]:
    return {"centre": centre.profile().short_name_ko, "name": person.name, "title": call.title}


def _applicants(call: Call, states: tuple[str, ...]) -> list[User]:
    ids = Application.objects.filter(call=call, state__in=states).values("applicant_id")
    return list(User.objects.filter(pk__in=ids, is_active=True).order_by("pk"))

"""Taking an application's row to work on it, and what must hold before it is decided."""

from datetime import datetime
from typing import Any

from apps.accounts.models import User
from apps.centre import rules as clock_rules
from apps.centre import selectors as centre
from apps.directory import selectors as directory
from apps.documents import selectors as documents
from apps.intake import permissions, selectors
from apps.intake.entries import Approval
from apps.intake.errors import (
    ApprovedTooSoon,
    BadApproval,
    FilesUnseen,
    NoPlace,
    NotEditable,
    NoWaitlist,
    ReviewNotDone,
    StatusUnchecked,
    UnknownReason,
)
from apps.intake.models import Application, Programme, Word
from apps.intake.rules import support_krw
from apps.intake.states import EDITABLE
from apps.kernel.clocks import local_date
from apps.kernel.errors import NotAllowed, NotFound
from apps.panels import rules as panel_rules
from apps.panels import selectors as panels
from apps.panels.models import Committee


def locked(application_id: int, by: User) -> Application:
    """The row under lock with call and company, for a person who may see it; raises NotFound."""
    row = (
        Application.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("call__programme", "company", "applicant")
        .filter(pk=application_id)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def locked_to_decide(application_id: int, by: User) -> Application:
    """The row under lock, for a person without any tie to its company. Raises NotFound, Tied."""
    application = locked(application_id, by)
    directory.demand_untied(by, application.company)
    return application


def locked_own(application_id: int, by: User) -> Application:
    """The row under lock, for people of its own company. Raises NotFound, NotAllowed."""
    application = locked(application_id, by)
    if application.company not in directory.organisations_of(by) or not by.can(permissions.APPLY):
        raise NotAllowed
    return application


def editable(application_id: int, by: User) -> Application:
    """The row under lock, for its own company while it may still be written. Raises NotFound, NotEditable."""
    application = locked_own(application_id, by)
    if application.state not in EDITABLE:
        raise NotEditable
    return application


def clock(application: Application, name: str, at: datetime) -> datetime:
    """When one of the centre's own clocks in the programme, started now, runs out."""
    setting = application.call.settings[name]
    return centre.due_at(at, int(setting["length"]), clock_rules.Basis(setting["basis"]))


def correction_due(application: Application, at: datetime) -> datetime:
    """Until when the applicant has time for a correction asked now."""
    setting = application.call.settings["correction"]
    return centre.given_until(at, int(setting["length"]), clock_rules.Basis(setting["basis"]))


def checked_codes(codes: tuple[str, ...], list_: str, field: str) -> list[str]:
    """Codes of reasons that the list has; raises UnknownReason."""
    known = set(Word.objects.filter(list=list_, code__in=codes).values_list("code", flat=True))
    if known != set(codes):
        raise UnknownReason(field=field)
    return sorted(known)


def approved(approval: Approval | None, at: datetime, *, since: datetime | None) -> dict[str, Any]:
    """The approval system's paper as a decision keeps it. Nobody can have approved before the day of `since`, when what
    is decided was found or asked for. Raises BadApproval.
    """
    if approval is None:
        return {}
    if not approval.number.strip():
        raise BadApproval(field="approval_number")
    if approval.on > local_date(at):
        raise BadApproval(field="approved_on")
    if since is not None and approval.on < local_date(since):
        raise ApprovedTooSoon(local_date(since))
    return {"approval_number": approval.number.strip()[:60], "approved_on": approval.on}


def demand_status(application: Application, at: datetime) -> None:
    """Somebody checked that the company is in business; its verdicts are renewed. Raises StatusUnchecked."""
    application.eligibility = selectors.as_of_now(application, at=at)
    if selectors.lacks_status(application):
        raise StatusUnchecked


def demand_seen(application: Application) -> None:
    """Somebody looked at every file that inspection left to a person. Raises FilesUnseen naming the others."""
    unseen = list(documents.flagged_of(application))
    if unseen:
        raise FilesUnseen(unseen)


def demand_result(subject: Any) -> panels.Outcome:
    """What a panel found; a sheet set aside after the proposal may have taken it away. Raises ReviewNotDone."""
    result = final_result(subject)
    if result is None:
        raise ReviewNotDone
    return result


def final_result(subject: Any) -> panels.Outcome | None:
    """What a panel on a subject found, once it has come to its end."""
    result = panels.outcome(subject)
    return result if result is not None and result.is_final else None


def demand_waitlist(application: Application) -> Committee:
    """The committee whose order makes a waitlist. Raises NoWaitlist for a case that was judged alone."""
    committee = panels.committee_of(application)
    if committee is None:
        raise NoWaitlist(field="outcome")
    return committee


def locked_committee(application: Application) -> Committee | None:
    """The committee that judged an application, under lock, so that two people do not give its last place away.

    Take it after the application's own row.
    """
    found = panels.committee_of(application)
    return Committee.objects.select_for_update(of=("self",)).get(pk=found.pk) if found else None


def demand_place(application: Application, at: datetime) -> None:
    """Quota and budget of its committee and of the year have a place for it beside those selected. Raises NoPlace."""
    committee = locked_committee(application)
    if committee is not None:
        keys = [place.subject_id for place in panels.places(committee)]
        holding = Application.objects.holding_places().filter(pk__in=keys).exclude(pk=application.pk)
        verdict = panels.place_for(committee, application.pk, list(holding.values_list("pk", flat=True)))
        if verdict is not panel_rules.Verdict.SELECTED:
            raise NoPlace(verdict)
    _demand_budget(application, at)


def _demand_budget(application: Application, at: datetime) -> None:
    """The programme's budget of this year, under its lock. Raises NoPlace."""
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=application.call.programme_id)
    line = selectors.budget_of(programme, at=at)
    if line is None:
        return
    if line.quota is not None and line.selected >= line.quota:
        raise NoPlace(panel_rules.Verdict.OVER_QUOTA, year=line.year)
    asked = support_krw(application.budget_krw or 0, application.self_burden_krw or 0)
    if line.left_krw is not None and asked > line.left_krw:
        raise NoPlace(panel_rules.Verdict.OVER_BUDGET, year=line.year, left_krw=max(line.left_krw, 0))

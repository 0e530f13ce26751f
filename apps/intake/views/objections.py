"""Objections: filed by the applicant; others than before look at the case, two others than before decide."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.accounts.models import User
from apps.documents import doors
from apps.documents import selectors as documents
from apps.intake import permissions, selectors, services, tables
from apps.intake.errors import NothingToObject
from apps.intake.forms import AppointForm, ApprovalForm, ObjectForm, PaperForm, RulingForm
from apps.intake.models import Objection
from apps.intake.models.appeals import last_day
from apps.intake.selectors import pages
from apps.intake.states import (
    OBJECTION_TONES,
    OPEN_OBJECTION,
    ObjectionAction,
    ObjectionState,
    Ruling,
    State,
    objection_shown_to,
)
from apps.intake.views.reading import visible
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.kernel.reasons import ReasonForm
from apps.panels import selectors as panels
from apps.workflow import selectors as workflow

PAGE = 50
REVIEW_DAYS = 7
FINAL = (ObjectionState.DISMISSED, ObjectionState.UPHELD)


@require_GET
@allowed(permissions.SCREEN)
def objections(request: HttpRequest) -> HttpResponseBase:
    """Every objection, the newest first."""
    state = request.GET.get("state", "")
    rows = selectors.objections_for(request.user, state=state)
    order, values = ("-filed_at", "-pk"), selectors.OBJECTION_ROW
    file = files.answer(request, _("이의신청 목록"), rows, order, tables.OBJECTIONS, values=values)
    if file is not None:
        return file
    page = keyset.page(rows, order, request.GET, size=PAGE, values=values)
    now = timezone.now()
    context = {
        "page": page,
        "rows": [
            {
                **row,
                "label": ObjectionState(row["state"]).label,
                "tone": OBJECTION_TONES[ObjectionState(row["state"])],
                "contested_label": State(row["contested"]).label,
                "due_on": last_day(row["due_at"]),
                "is_late": row["due_at"] < now and row["state"] in OPEN_OBJECTION,
            }
            for row in page
        ],
        "state": state,
        "states": ObjectionState.choices,
        "base": reverse("intake:objections"),
        "crumbs": [(pgettext("list", "신청"), reverse("intake:list")), (_("이의신청"), "")],
    }
    return render(request, "intake/objections.html", context)


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def file_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Object to the decision on one's own application."""
    found = visible(request.user, uid)
    contest = selectors.contest_of(found)
    if contest is None:
        raise NothingToObject
    known = selectors.objected(found, contest)
    if known is not None and request.method == "GET":
        messages.info(request, _("이 결정에는 이미 이의신청하셨습니다. 진행 상황은 이 화면에서 보실 수 있습니다."))
        return redirect(known)
    form = ObjectForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            made = services.file_objection(
                application_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, _("이의신청을 접수했습니다. 결과를 알려 드립니다."))
            return redirect(made)
    context = {
        "application": found,
        "contest": contest,
        "form": form,
        "crumbs": [
            (pgettext("list", "신청"), reverse("intake:list")),
            (found.receipt_number or "", found.get_absolute_url()),
            (_("이의신청"), ""),
        ],
    }
    return render(request, "intake/object.html", context, status=web.status_of(form))


@require_GET
@allowed(permissions.SCREEN, permissions.APPLY)
def objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One objection: for the applicant where it stands and what was decided, for the centre all of it."""
    return _page(request, _visible(request.user, uid))


@require_POST
@allowed(permissions.APPLY)
def add_to_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The applicant adds a paper."""
    return _act(
        request,
        _visible(request.user, uid),
        PaperForm(request.POST, request.FILES),
        lambda data: services.add_to_objection(objection_uid=uid, by=request.user, at=timezone.now(), **data),
        _("파일을 올렸습니다. 파일 검사는 잠시 뒤 끝납니다."),
    )


@require_GET
@allowed(permissions.SCREEN, permissions.APPLY)
def objection_file(request: HttpRequest, uid: UUID, file_uid: UUID) -> HttpResponseBase:
    """A file of an objection, for its company and the centre."""
    papers = documents.attachments_of(_visible(request.user, uid))
    return doors.stream_attachment(get_object_or_404(papers, uid=file_uid), request)


@require_POST
@allowed(permissions.PROPOSE)
def appoint_to_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Appoint reviewers who had no part in the decision."""
    found = _visible(request.user, uid)
    form = _appoint_form(found, request.POST)
    return _act(
        request,
        found,
        form,
        lambda data: services.appoint_to_objection(
            objection_uid=uid,
            reviewers=list(data["reviewers"]),
            due_at=data["due_at"],
            by=request.user,
            at=timezone.now(),
        ),
        _("평가위원을 위촉하고 알렸습니다."),
    )


@require_POST
@allowed(permissions.PROPOSE)
def propose_on_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to dismiss it or to change the decision."""
    found = _visible(request.user, uid)
    return _act(
        request,
        found,
        RulingForm(request.POST, rulings=selectors.rulings(found)),
        lambda data: services.propose_on_objection(
            objection_uid=uid,
            ruling=Ruling(data["ruling"]),
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        _("제안을 저장했습니다. 센터 책임자가 확정합니다."),
    )


@require_POST
@allowed(permissions.CONFIRM)
def decide_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm what another person proposed."""
    form = ApprovalForm(request.POST)
    return _act(
        request,
        _visible(request.user, uid),
        form,
        lambda _data: services.decide_objection(
            objection_uid=uid, approval=form.approval(), by=request.user, at=timezone.now()
        ),
        _("이의신청을 결정하고 신청인에게 알렸습니다."),
    )


@require_POST
@allowed(permissions.CONFIRM)
def return_on_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send the proposal back."""
    return _act(
        request,
        _visible(request.user, uid),
        ReasonForm(request.POST),
        lambda data: services.return_on_objection(
            objection_uid=uid, reason=data["reason"], by=request.user, at=timezone.now()
        ),
        _("제안을 돌려보냈습니다."),
    )


@require_POST
@allowed(permissions.APPLY)
def withdraw_objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The applicant takes it back."""
    found = _visible(request.user, uid)
    return web.act(
        request,
        lambda: services.withdraw_objection(objection_uid=uid, by=request.user, at=timezone.now()),
        success=_("이의신청을 취하했습니다."),
        to=found.get_absolute_url(),
    )


def _visible(user: User, uid: UUID) -> Objection:
    rows = Objection.objects.visible_to(user).select_related(
        "application__company", "application__call__programme", "filed_by", "proposed_by", "decided_by"
    )
    return get_object_or_404(rows, uid=uid)


def _act(
    request: HttpRequest, found: Objection, form: forms.Form, call: Callable[[dict[str, Any]], Any], success: str
) -> HttpResponse:
    """One act from the page: back to it, with the form's errors in their place when refused."""
    return web.act_in_place(
        request, form, call, success=success, to=found.get_absolute_url(), page=lambda: _page(request, found, form)
    )


def _page(request: HttpRequest, found: Objection, sent: forms.Form | None = None) -> HttpResponse:
    to_centre = request.user.can(permissions.SCREEN)
    if to_centre:
        access.shown(request, [found.filed_by_id], purpose=_("이의신청 확인"))
    actions = {transition.action for transition in workflow.available_actions(found, request.user)}
    shown = objection_shown_to(found.state, to_centre=to_centre)
    is_final = found.state in FINAL
    is_judged = found.state != ObjectionState.FILED
    outcome = panels.outcome(found) if is_judged and (to_centre or is_final) else None
    if not isinstance(sent, RulingForm) and (outcome is None or not outcome.is_final):
        actions.discard(ObjectionAction.PROPOSE)
    context = {
        "objection": found,
        "application": found.application,
        "label": shown.label,
        "tone": OBJECTION_TONES[shown],
        "contested_label": State(found.contested).label,
        "is_final": is_final,
        "opinions": [one.text for one in panels.opinions(found) if not one.withheld] if is_final else [],
        "took_part": to_centre and found.state in OPEN_OBJECTION and request.user.pk in found.deciders,
        "has_unseen": to_centre and _has_unseen(found),
        "is_late": found.due_at < timezone.now() and found.state in OPEN_OBJECTION,
        "to_centre": to_centre,
        "outcome": outcome,
        "earlier": panels.outcome(found.application) if to_centre else None,
        "files": pages.papers_of(found),
        "proposes": to_centre and found.state == ObjectionState.PROPOSED,
        "may_withdraw": ObjectionAction.WITHDRAW in actions and not to_centre,
        **_forms(found, actions, sent),
        "crumbs": _crumbs(found, to_centre=to_centre),
    }
    return render(request, "intake/objection.html", context, status=web.status_of(sent))


def _has_unseen(found: Objection) -> bool:
    """Whether an admission on objection would be refused for papers that nobody has looked at."""
    is_open = found.contested == State.REJECTED and found.state in OPEN_OBJECTION
    return is_open and documents.flagged_of(found.application).exists()


def _forms(found: Objection, actions: set[str], sent: forms.Form | None) -> dict[str, forms.Form | None]:
    """The acts that are possible now, with what was just sent in its place."""
    offered: dict[str, tuple[bool, type[forms.Form], Callable[[], forms.Form]]] = {
        "appoint_form": (ObjectionAction.APPOINT in actions, AppointForm, lambda: _appoint_form(found)),
        "ruling_form": (
            ObjectionAction.PROPOSE in actions,
            RulingForm,
            lambda: RulingForm(rulings=selectors.rulings(found)),
        ),
        "approval_form": (ObjectionAction.RETURN in actions, ApprovalForm, ApprovalForm),
        "return_form": (ObjectionAction.RETURN in actions, ReasonForm, ReasonForm),
        "paper_form": (ObjectionAction.WITHDRAW in actions, PaperForm, PaperForm),
    }
    return {
        name: (sent if isinstance(sent, kind) else make()) if possible else None
        for name, (possible, kind, make) in offered.items()
    }


def _appoint_form(found: Objection, data: Any = None) -> AppointForm:
    due_at = timezone.localtime() + timedelta(days=REVIEW_DAYS)
    return AppointForm(data, reviewers=selectors.other_reviewers(found), due_at=due_at)


def _crumbs(found: Objection, *, to_centre: bool) -> list[tuple[str, str]]:
    if to_centre:
        return [(_("이의신청"), reverse("intake:objections")), (found.application.receipt_number or "", "")]
    return [
        (pgettext("list", "신청"), reverse("intake:list")),
        (found.application.receipt_number or "", found.application.get_absolute_url()),
        (_("이의신청"), ""),
    ]

"""Screening, review and selection by the centre's people."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts import access
from apps.accounts.doors import allowed
from apps.documents import selectors as documents
from apps.intake import labels, permissions, selectors, services
from apps.intake.forms import (
    AdmitForm,
    ApprovalForm,
    CommitteeForm,
    ConveneForm,
    CorrectionForm,
    ExtendForm,
    ProposeForm,
    RejectForm,
    TakeForm,
)
from apps.intake.models import Application, Call
from apps.intake.selectors import pages
from apps.intake.states import Action, Door, Outcome, State
from apps.intake.terms import panel_of_one
from apps.intake.views.reading import visible
from apps.kernel import clocks, web
from apps.kernel.reasons import ReasonForm
from apps.panels import selectors as panels
from apps.workflow import selectors as workflow

REVIEW_DAYS = 14
REVISABLE = (State.SELECTED, State.WAITLISTED, State.CANCELLED)


@require_GET
@allowed(permissions.SCREEN)
def screen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything one needs to decide, and the decisions that are possible now."""
    return _screen(request, visible(request.user, uid))


@require_POST
@allowed(permissions.SCREEN)
def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a person in charge of the screening."""
    return _decide(
        request,
        uid,
        TakeForm(request.POST),
        lambda found, data: services.take(
            application_id=found.pk, screener_id=data["screener"], by=request.user, at=timezone.now()
        ),
        _("검토 담당자를 정했습니다."),
    )


@require_POST
@allowed(permissions.SCREEN)
def admit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Eligible."""
    return _decide(
        request,
        uid,
        AdmitForm(request.POST),
        lambda found, data: services.admit(
            application_id=found.pk, note=data["note"], by=request.user, at=timezone.now()
        ),
        _("적격으로 결정하고 신청인에게 알렸습니다."),
    )


@require_POST
@allowed(permissions.SCREEN)
def reject(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Not eligible."""
    due_at = visible(request.user, uid).correction_due_at
    return _decide(
        request,
        uid,
        RejectForm(request.POST, words=selectors.vocabulary(), due_at=due_at),
        lambda found, data: services.reject(
            application_id=found.pk,
            codes=tuple(data["codes"]),
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        ),
        _("부적격으로 결정하고 신청인에게 알렸습니다."),
    )


@require_POST
@allowed(permissions.SCREEN)
def correct(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask the company to mend something."""
    return _decide(
        request,
        uid,
        CorrectionForm(request.POST, words=selectors.vocabulary()),
        lambda found, data: services.request_correction(
            application_id=found.pk,
            codes=tuple(data["codes"]),
            text=data["text"],
            by=request.user,
            at=timezone.now(),
        ),
        _("보완을 요청했습니다. 기한은 신청 화면에 표시됩니다."),
    )


@require_POST
@allowed(permissions.SCREEN)
def extend_correction(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give more time to mend."""
    return _decide(
        request,
        uid,
        ExtendForm(request.POST, now_due=visible(request.user, uid).correction_due_at),
        lambda found, data: services.extend_correction(
            application_id=found.pk, **data, by=request.user, at=timezone.now()
        ),
        _("보완 기한을 미루고 신청인에게 알렸습니다."),
    )


@require_http_methods(["GET", "POST"])
@allowed(permissions.PROPOSE)
def convene(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put an admitted demonstration before a panel."""
    found = visible(request.user, uid)
    known = selectors.candidates_for(found, timezone.now())
    access.shown(request, known, purpose=_("평가위원회 구성"))
    form = ConveneForm(request.POST or None, known=known, due_at=timezone.localtime() + timedelta(days=REVIEW_DAYS))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.convene(
                application_id=found.pk,
                reviewers=list(form.cleaned_data["reviewers"]),
                due_at=form.cleaned_data["due_at"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("평가위원회를 구성하고 평가위원에게 알렸습니다."))
            return redirect("intake:screen", uid=uid)
    context = {
        "application": found,
        "form": form,
        "make": panel_of_one(found.call.settings).make,
        "crumbs": _crumbs(found, _("평가위원회 구성")),
    }
    return render(request, "intake/convene.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.PROPOSE)
def found_committee(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put admitted demonstrations of a call before one committee."""
    calls = Call.objects.visible_to(request.user).select_related("programme")
    call = get_object_or_404(calls, uid=uid, programme__door=Door.DEMONSTRATION)
    waiting = selectors.waiting_for_panel(call, request.user)
    initial = {
        "title": _("%(call)s 평가위원회") % {"call": call.title_ko[:100]},
        "due_at": timezone.localtime() + timedelta(days=REVIEW_DAYS),
        "applications": [uid for uid, _title in waiting],
    }
    form = CommitteeForm(request.POST or None, applications=waiting, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with web.refusals(form):
            made = services.found_committee(
                call_uid=uid,
                application_uids=[UUID(text) for text in data["applications"]],
                title=data["title"],
                due_at=data["due_at"],
                uid=data["uid"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("평가위원회를 만들었습니다. 이제 위원을 위촉해 주십시오."))
            return redirect(made)
    back = reverse("intake:run-call", args=[uid])
    context = {
        "form": form,
        "title": _("평가위원회 열기"),
        "back": back,
        "crumbs": [(call.title, back), (_("평가위원회 열기"), "")],
    }
    return render(request, "intake/call_form.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.PROPOSE)
def propose(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Propose to select or not, on the panel's result."""
    found = visible(request.user, uid)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.propose_selection(
                application_id=found.pk,
                outcome=Outcome(form.cleaned_data["outcome"]),
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("제안을 저장했습니다. 센터 책임자가 확정합니다."))
            return redirect("intake:screen", uid=uid)
    context = {
        "application": found,
        "form": form,
        "outcome": panels.outcome(found),
        "opinions": panels.opinions(found),
        "crumbs": _crumbs(found, _("선정 여부 제안")),
    }
    return render(request, "intake/propose.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.CONFIRM)
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Confirm what another person proposed, or send it back with a reason."""
    found = visible(request.user, uid)
    returns = "return" in request.POST
    form = ReasonForm(request.POST if returns else None)
    sent = request.POST if request.method == "POST" and not returns else None
    approval_form = ApprovalForm(sent, is_demanded=True)
    if approval_form.is_bound and approval_form.is_valid():
        confirm = services.CONFIRMING[Outcome(found.proposed_outcome)]
        with web.refusals(approval_form):
            approval = approval_form.approval()
            done = confirm(application_id=found.pk, by=request.user, at=timezone.now(), approval=approval)
            told = _("결정을 확정하고 신청인에게 알렸습니다.")
            later = _("결정을 확정했습니다. 선정 결과를 발표하면 신청인에게 알립니다.")
            messages.success(request, later if done.state == State.DECIDED else told)
            return redirect("intake:screen", uid=uid)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            services.return_proposal(
                application_id=found.pk, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, _("제안을 돌려보냈습니다."))
            return redirect("intake:screen", uid=uid)
    context = {
        "application": found,
        "form": form,
        "approval_form": approval_form,
        "outcome": panels.outcome(found),
        "opinions": panels.opinions(found),
        "is_decided": found.state == State.DECIDED,
        "is_own": found.proposed_by_id == request.user.pk,
        "crumbs": _crumbs(found, _("선정 확정")),
    }
    status = max(web.status_of(form), web.status_of(approval_form))
    return render(request, "intake/decide.html", context, status=status)


def _decide(
    request: HttpRequest,
    uid: UUID,
    form: forms.Form,
    call: Callable[[Application, dict[str, Any]], Any],
    success: str,
) -> HttpResponse:
    """One decision from the screening page: back to it, with the form's errors in their place when refused."""
    found = visible(request.user, uid)
    return web.act_in_place(
        request,
        form,
        lambda data: call(found, data),
        success=success,
        to=reverse("intake:screen", args=[uid]),
        page=lambda: _screen(request, found, form),
    )


def _screen(request: HttpRequest, found: Application, form: forms.Form | None = None) -> HttpResponse:
    access.shown(request, [found.applicant_id], purpose=_("요건검토"))
    actions = {transition.action for transition in workflow.available_actions(found, request.user)}
    label, tone = pages.shown_state(found, to_centre=True)
    words = selectors.vocabulary()
    is_screened = found.state not in (State.SUBMITTED, State.CORRECTING)
    outcome = panels.outcome(found) if is_screened else None
    papers = list(documents.attachments_of(found))
    may_admit = Action.ADMIT in actions or found.state == State.REJECTED
    if may_admit:
        found.eligibility = selectors.with_status(found, found.company.company)
    context = {
        "application": found,
        "company": found.company.company,
        "lacks_authority": Action.ADMIT in actions and selectors.lacks_authority(found),
        "lacks_status": may_admit and selectors.lacks_status(found),
        "today": clocks.local_date(timezone.now()).isoformat(),
        "findings": selectors.finding_rows(found.eligibility, words),
        "proposal": labels.PROPOSALS[selectors.proposal_of(found.eligibility)] if found.eligibility else "",
        "answers": pages.answers(found, words),
        "files": pages.files_of(found, words, papers, to_centre=True),
        "to_judge": pages.files_to_judge(found, words, papers),
        "corrections": pages.corrections(found, words),
        "outcome": outcome,
        "may_propose": Action.PROPOSE_SELECTION in actions and outcome is not None and outcome.is_final,
        "consents": selectors.consents_to(found),
        "label": label,
        "tone": tone,
        "steps": pages.way(found),
        "results_url": _results_url(found) if outcome is not None and outcome.total is not None else "",
        "may_revise": found.state in REVISABLE and found.fulfilled_at is None,
        "actions": actions,
        "crumbs": _crumbs(found, _("검토")),
        **_forms(found, actions, words, form),
    }
    return render(request, "intake/screen.html", context, status=web.status_of(form))


def _forms(
    application: Application, actions: set[str], words: selectors.Vocabulary, sent: forms.Form | None
) -> dict[str, forms.Form | None]:
    """The decisions that are possible now, with what was just sent in its place."""
    found: dict[str, forms.Form | None] = {
        "take_form": None,
        "admit_form": None,
        "reject_form": None,
        "correct_form": None,
        "extend_form": None,
    }
    if Action.ADMIT in actions:
        found["take_form"] = TakeForm()
        found["admit_form"] = AdmitForm()
        found["correct_form"] = CorrectionForm(words=words)
    if application.state == State.CORRECTING:
        found["extend_form"] = ExtendForm(now_due=application.correction_due_at)
    if Action.REJECT in actions:
        found["reject_form"] = RejectForm(words=words, due_at=application.correction_due_at)
    if sent is not None:
        found[f"{sent.prefix}_form"] = sent
    return found


def _results_url(found: Application) -> str:
    """The list of results of the committee that judged it, if one did."""
    committee = panels.committee_of(found) if found.door == Door.DEMONSTRATION else None
    return reverse("intake:results", args=[committee.uid]) if committee else ""


def _crumbs(found: Application, here: str) -> list[tuple[str, str]]:
    return [
        (pgettext("list", "신청"), reverse("intake:list")),
        (found.receipt_number or "", found.get_absolute_url()),
        (here, ""),
    ]

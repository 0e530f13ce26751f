"""Writing an application: steps that save themselves, files, the pre-check, handing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.accounts.doors import allowed
from apps.directory import selectors as directory
from apps.documents import selectors as documents
from apps.intake import labels, permissions, selectors, services
from apps.intake.errors import DraftExists
from apps.intake.forms import CHANGED, AnswerForm, StartForm, StepForm, SubmitForm
from apps.intake.models import Application, Call
from apps.intake.selectors import pages
from apps.intake.states import State
from apps.intake.views.files import files_step
from apps.intake.views.reading import visible
from apps.intake.views.steps import FORMS, step_context, steps_of, writable
from apps.kernel import web
from apps.kernel.errors import DomainError


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin an application to a call."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), uid=uid)
    company = directory.own_company(request.user)
    if company is None:
        messages.info(request, _("먼저 기업을 등록해 주십시오. 등록이 끝나면 바로 신청할 수 있습니다."))
        return redirect("directory:register")
    begun = selectors.draft_to(call, company)
    if begun is not None and request.method == "GET":
        return _go_on(request, begun)
    form = StartForm(request.POST or None, earlier=selectors.earlier_of(company, request.user))
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            try:
                application = services.start(
                    call_uid=uid, by=request.user, at=timezone.now(), organisation=company, **form.cleaned_data
                )
            except DraftExists as refusal:
                return _go_on(request, refusal.application)
            return redirect("intake:edit", uid=application.uid, step="problem")
    context = {
        "call": call,
        "company": company,
        "facts": directory.company_facts(company),
        "form": form,
        "crumbs": [(call.programme.name, call.get_absolute_url()), (_("신청 시작"), "")],
    }
    return render(request, "intake/new.html", context, status=web.status_of(form))


def _go_on(request: HttpRequest, draft: UUID) -> HttpResponse:
    """To the draft that the company is writing to the call already."""
    messages.info(request, DraftExists.message)
    return redirect("intake:edit", uid=draft, step="problem")


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def edit(request: HttpRequest, uid: UUID, step: str) -> HttpResponse:
    """One step of the draft, as a plain form; the page saves itself where scripts run."""
    found = writable(request, uid)
    names = steps_of(found)
    if step not in names:
        raise Http404
    if step == "files":
        return files_step(request, found, None)
    form = FORMS[step](request.POST or None, application=found)
    theirs: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            saved = _save(request, found, form)
            if not saved.theirs:
                return redirect("intake:edit", uid=uid, step=names[names.index(step) + 1])
            theirs = _both(form, saved)
            form = FORMS[step](_with_version(request, saved.version), application=saved.application)
    written = [name for name in request.POST.getlist(CHANGED) if name in form.fields]
    context = {**step_context(found, step), "form": form, "theirs": theirs, "written": written}
    if step == "problem":
        context["hints"] = pages.hints_for(found)
    return render(request, f"intake/edit_{step}.html", context, status=409 if theirs else web.status_of(form))


@require_http_methods(["POST", "PATCH"])
@allowed(permissions.APPLY)
def save(request: HttpRequest, uid: UUID, step: str) -> JsonResponse:
    """Save a step while it is written. 200 with the version, 409 with others' texts, 422 with what is wrong."""
    found = writable(request, uid)
    if step not in FORMS:
        raise Http404
    form = FORMS[step](request.POST, application=found)
    if not form.is_valid():
        return JsonResponse({"detail": web.first_error(form)}, status=422)
    try:
        saved = _save(request, found, form)
    except DomainError as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status)
    if saved.theirs:
        theirs = {name: _text(value) for name, value in saved.theirs.items()}
        return JsonResponse({"version": saved.version, "theirs": theirs}, status=409)
    return JsonResponse({"version": saved.version})


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Before handing in: what is missing, and every rule's verdict with its figures."""
    found = writable(request, uid)
    return _checked(request, found, _handing_in(found))


@require_POST
@allowed(permissions.APPLY)
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand in, or answer a correction request; judged by the time the server receives it."""
    now = timezone.now()
    found = visible(request.user, uid)
    form = _handing_in(found, request.POST)
    if form.is_valid():
        with web.refusals(form):
            if found.state == State.CORRECTING:
                answer = form.cleaned_data["answer"]
                services.resubmit(application_id=found.pk, answer=answer, by=request.user, at=now)
                messages.success(request, _("보완을 제출했습니다."))
            else:
                consents = form.cleaned_data["consents"]
                services.submit(application_id=found.pk, consents=consents, by=request.user, at=now)
                messages.success(request, _("신청을 접수했습니다. 접수번호를 확인해 주십시오."))
            return redirect(found)
    if found.state not in services.EDITABLE:
        raise services.NotEditable
    return _checked(request, found, form)


def _handing_in(found: Application, typed: Any = None) -> AnswerForm | SubmitForm:
    """What is asked beside the button: an answer to the correction request, else consents."""
    if found.state == State.CORRECTING:
        return AnswerForm(typed)
    return SubmitForm(typed, asked=selectors.asked_consents(found.call.settings))


def _checked(request: HttpRequest, found: Application, form: AnswerForm | SubmitForm) -> HttpResponse:
    papers = list(documents.attachments_of(found))
    words = selectors.vocabulary()
    proposal, findings = selectors.precheck(found, timezone.now(), papers, words)
    is_correcting = found.state == State.CORRECTING
    asked_of = pages.corrections(found, words) if is_correcting else []
    asked = form.asked if isinstance(form, SubmitForm) else []
    agreed = form.data.getlist("consents") if asked and form.is_bound else []
    context = {
        **step_context(found, "check", papers),
        "findings": findings,
        "proposal": labels.PROPOSALS[proposal],
        "answers": pages.answers(found, words),
        "form": form,
        "correction": next((one for one in asked_of if one.answered_at is None), None),
        "consents": [text for text, _must in asked],
        "must_agree": ", ".join(text.title for text, must in asked if must and text.code not in agreed),
    }
    return render(request, "intake/check.html", context, status=web.status_of(form))


def _save(request: HttpRequest, found: Application, form: StepForm) -> services.Saved:
    return services.save_draft(
        application_id=found.pk,
        version=form.cleaned_data["version"],
        values=form.values(),
        by=request.user,
        at=timezone.now(),
    )


def _with_version(request: HttpRequest, version: int) -> Any:
    """What was typed, to be sent again knowing the other's text."""
    typed = request.POST.copy()
    typed["version"] = str(version)
    return typed


def _both(form: StepForm, saved: services.Saved) -> list[tuple[str, str, str]]:
    """Label, the other's text and one's own, for each field two people wrote."""
    return [
        (str(form.fields[name].label), _text(value), _text(form.cleaned_data[name]))
        for name, value in saved.theirs.items()
    ]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "normalize"):
        return pages.plain(value)
    return str(value.uid) if hasattr(value, "uid") else str(value)

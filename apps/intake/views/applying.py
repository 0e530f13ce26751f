"""Writing an application: steps that save themselves, files, the pre-check, handing in."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.accounts.doors import allowed, signed_in
from apps.directory import selectors as directory
from apps.documents import doors
from apps.documents import selectors as documents
from apps.intake import labels, permissions, selectors, services
from apps.intake.forms import AnswerForm, AttachForm, MoneyForm, ProblemForm, SituationForm, StartForm, StepForm
from apps.intake.models import Application, Call
from apps.intake.selectors import pages
from apps.intake.states import Door, State
from apps.intake.views.reading import visible
from apps.kernel import web
from apps.kernel.errors import DomainError

FORMS: dict[str, type[StepForm]] = {"problem": ProblemForm, "situation": SituationForm, "money": MoneyForm}


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Begin an application to a call."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("programme"), uid=uid)
    company = directory.own_company(request.user)
    if company is None:
        messages.info(request, _("먼저 기업을 등록해 주십시오. 등록이 끝나면 바로 신청할 수 있습니다."))
        return redirect("directory:register")
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            application = services.start(
                uid=form.cleaned_data["uid"], call_uid=uid, by=request.user, at=timezone.now(), organisation=company
            )
            return redirect("intake:edit", uid=application.uid, step="problem")
    context = {
        "call": call,
        "company": company,
        "facts": directory.company_facts(company),
        "form": form,
        "crumbs": [(call.programme.name, call.get_absolute_url()), (_("신청 시작"), "")],
    }
    return render(request, "intake/new.html", context, status=web.status_of(form))


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def edit(request: HttpRequest, uid: UUID, step: str) -> HttpResponse:
    """One step of the draft, as a plain form; the page saves itself where scripts run."""
    found = _writable(request, uid)
    names = steps_of(found)
    if step not in names:
        raise Http404
    if step == "files":
        return _files(request, found, None)
    form = FORMS[step](request.POST or None, application=found)
    theirs: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        with web.refusals(form):
            saved = _save(request, found, form)
            if not saved.theirs:
                return redirect("intake:edit", uid=uid, step=names[names.index(step) + 1])
            theirs = _both(form, saved)
            form = FORMS[step](_with_version(request, saved.version), application=saved.application)
    context = {**_step_context(found, step), "form": form, "theirs": theirs}
    return render(request, f"intake/edit_{step}.html", context, status=409 if theirs else web.status_of(form))


@require_http_methods(["POST", "PATCH"])
@allowed(permissions.APPLY)
def save(request: HttpRequest, uid: UUID, step: str) -> JsonResponse:
    """Save a step while it is written. 200 with the version, 409 with others' texts, 422 with what is wrong."""
    found = _writable(request, uid)
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


@require_POST
@allowed(permissions.APPLY)
def add_attachment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Attach a file to the draft."""
    found = _writable(request, uid)
    form = AttachForm(request.POST, request.FILES, words=selectors.vocabulary())
    if form.is_valid():
        with web.refusals(form):
            services.add_attachment(
                application_id=found.pk,
                file=form.cleaned_data["file"],
                kind=form.cleaned_data["kind"],
                uid=form.cleaned_data["uid"],
                by=request.user,
                at=timezone.now(),
            )
            messages.success(request, _("파일을 올렸습니다. 파일 검사는 잠시 뒤 끝납니다."))
            return redirect("intake:edit", uid=uid, step="files")
    return _files(request, found, form)


@require_POST
@allowed(permissions.APPLY)
def remove_attachment(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponse:
    """Take a file out of the draft."""
    found = _writable(request, uid)
    return web.act(
        request,
        lambda: services.remove_attachment(
            application_id=found.pk, attachment_uid=attachment_uid, by=request.user, at=timezone.now()
        ),
        success=_("파일을 지웠습니다."),
        to=reverse("intake:edit", args=[uid, "files"]),
    )


@require_GET
@signed_in
def attachment(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> FileResponse:
    """A file of an application, for its company and the centre."""
    found = visible(request.user, uid)
    if not (request.user.can(permissions.SCREEN) or request.user.can(permissions.APPLY)):
        raise Http404
    return doors.stream_attachment(get_object_or_404(documents.attachments_of(found), uid=attachment_uid), request)


@require_http_methods(["GET", "POST"])
@allowed(permissions.APPLY)
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Before handing in: what is missing, and every rule's verdict with its figures."""
    found = _writable(request, uid)
    return _checked(request, found, AnswerForm())


@require_POST
@allowed(permissions.APPLY)
def submit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Hand in, or answer a correction request; judged by the time the server receives it."""
    now = timezone.now()
    found = visible(request.user, uid)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with web.refusals(form):
            if found.state == State.CORRECTING:
                answer = form.cleaned_data["answer"]
                services.resubmit(application_id=found.pk, answer=answer, by=request.user, at=now)
                messages.success(request, _("보완을 제출했습니다."))
            else:
                services.submit(application_id=found.pk, by=request.user, at=now)
                messages.success(request, _("신청을 접수했습니다. 접수번호를 확인해 주십시오."))
            return redirect(found)
    if found.state not in services.EDITABLE:
        raise services.NotEditable
    return _checked(request, found, form)


def _checked(request: HttpRequest, found: Application, form: AnswerForm) -> HttpResponse:
    kept = selectors.as_json(selectors.examine(found, timezone.now()))
    words = selectors.vocabulary()
    is_correcting = found.state == State.CORRECTING
    correction = found.corrections.filter(answered_at=None).first() if is_correcting else None
    context = {
        **_step_context(found, "check"),
        "findings": selectors.finding_rows(kept, words),
        "proposal": labels.PROPOSALS[selectors.proposal_of(kept)],
        "missing": [message for _name, message in selectors.missing_fields(found)],
        "answers": pages.answers(found, words),
        "form": form,
        "correction": correction,
    }
    return render(request, "intake/check.html", context, status=web.status_of(form))


def _files(request: HttpRequest, found: Application, sent: AttachForm | None) -> HttpResponse:
    words = selectors.vocabulary()
    context = {
        **_step_context(found, "files"),
        "form": sent or AttachForm(words=words),
        "files": pages.files_of(found, words, removable=True),
        "asked": selectors.asked_documents(found.call.settings, words),
    }
    return render(request, "intake/edit_files.html", context, status=422 if sent else 200)


def _writable(request: HttpRequest, uid: UUID) -> Application:
    """A draft of one's own company; what was handed in is read on its page instead."""
    found = visible(request.user, uid)
    if found.state not in services.EDITABLE:
        raise services.NotEditable
    return found


def steps_of(application: Application) -> list[str]:
    """The steps of an application of its door, in order."""
    money = ["money"] if application.door == Door.DEMONSTRATION else []
    return ["problem", "situation", *money, "files", "check"]


def step_titles() -> dict[str, str]:
    """What the steps are called."""
    return {
        "problem": _("문제와 수치"),
        "situation": _("현황"),
        "money": _("예산과 로드맵"),
        "files": _("서류"),
        "check": _("확인과 제출"),
    }


def _step_context(found: Application, step: str) -> dict[str, Any]:
    titles = step_titles()
    names = steps_of(found)
    place = names.index(step)
    steps = [
        pages.Step(
            label=titles[name],
            state="done" if number < place else "current" if number == place else "todo",
            url=_address(found, name),
        )
        for number, name in enumerate(names)
    ]
    return {
        "application": found,
        "step": step,
        "steps": steps,
        "title": titles[step],
        "back": _address(found, names[place - 1]) if place else "",
        "next": _address(found, names[place + 1]) if place + 1 < len(names) else "",
        "crumbs": [
            (pgettext("list", "신청"), reverse("intake:list")),
            (found.receipt_number or _("작성 중인 신청"), found.get_absolute_url()),
            (titles[step], ""),
        ],
    }


def _address(found: Application, step: str) -> str:
    if step == "check":
        return reverse("intake:check", args=[found.uid])
    return reverse("intake:edit", args=[found.uid, step])


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

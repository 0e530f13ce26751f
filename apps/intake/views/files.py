"""Files of an application: the step of the draft, what a person decides about them, and the bytes."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import allowed, signed_in
from apps.documents import doors
from apps.documents import selectors as documents
from apps.intake import permissions, selectors, services
from apps.intake.forms import AttachForm
from apps.intake.models import Application, Word
from apps.intake.selectors import pages
from apps.intake.views.reading import visible
from apps.intake.views.steps import step_context, writable
from apps.kernel import clocks, web
from apps.kernel.reasons import ReasonForm


def files_step(request: HttpRequest, found: Application, sent: AttachForm | None) -> HttpResponse:
    """The step in which papers are given: what is asked, what is here, and what an earlier application holds."""
    words = selectors.vocabulary()
    terms = {word.code: word.term for word in words.of(Word.List.DOCUMENT)}
    context = {
        **step_context(found, "files"),
        **_list(found, words),
        "form": sent or AttachForm(words=words),
        "terms": json.dumps(terms),
        "asked": selectors.asked_documents(found.call.settings, words),
        "for_review": selectors.kinds_for_review(found.call.settings),
        "offered": pages.offered_of(found, words, clocks.local_date(timezone.now())),
    }
    return render(request, "intake/edit_files.html", context, status=web.status_of(sent))


@require_GET
@allowed(permissions.APPLY)
def list_attachments(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A fragment that the page asks for until every file is inspected."""
    found = writable(request, uid)
    return render(request, "intake/_attachments.html", _list(found, selectors.vocabulary()))


@require_POST
@allowed(permissions.APPLY)
def add_attachment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Attach a file to the draft."""
    found = writable(request, uid)
    form = AttachForm(request.POST, request.FILES, words=selectors.vocabulary())
    if form.is_valid():
        with web.refusals(form):
            services.add_attachment(application_id=found.pk, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("파일을 올렸습니다. 파일 검사는 잠시 뒤 끝납니다."))
            return redirect("intake:edit", uid=uid, step="files")
    return files_step(request, found, form)


@require_POST
@allowed(permissions.APPLY)
def reuse_attachment(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponse:
    """Use a paper that an earlier application of the company holds."""
    found = writable(request, uid)
    return web.act(
        request,
        lambda: services.reuse_attachment(
            application_id=found.pk, attachment_uid=attachment_uid, by=request.user, at=timezone.now()
        ),
        success=_("이미 낸 서류를 이 신청에도 넣었습니다."),
        to=reverse("intake:edit", args=[uid, "files"]),
    )


@require_POST
@allowed(permissions.APPLY)
def remove_attachment(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponse:
    """Take a file out of the draft."""
    found = writable(request, uid)
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
def attachment(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponseBase:
    """A file of an application, for its company and the centre."""
    found = visible(request.user, uid)
    if not (request.user.can(permissions.SCREEN) or request.user.can(permissions.APPLY)):
        raise Http404
    return doors.stream_attachment(get_object_or_404(documents.attachments_of(found), uid=attachment_uid), request)


@require_POST
@allowed(permissions.SCREEN)
def vouch(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponse:
    """A person has looked at a flagged file and takes it."""
    found = visible(request.user, uid)
    return web.act(
        request,
        lambda: services.vouch_for_file(
            application_id=found.pk, attachment_uid=attachment_uid, by=request.user, at=timezone.now()
        ),
        success=_("서류를 확인한 것으로 적었습니다."),
        to=reverse("intake:screen", args=[uid]),
    )


@require_POST
@allowed(permissions.SCREEN)
def dismiss(request: HttpRequest, uid: UUID, attachment_uid: UUID) -> HttpResponse:
    """A person has looked at a flagged file and asks the company for another."""
    found = visible(request.user, uid)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return web.act(
        request,
        lambda: services.dismiss_file(
            application_id=found.pk, attachment_uid=attachment_uid, reason=reason, by=request.user, at=timezone.now()
        ),
        success=_("서류를 돌려보냈습니다. 기업에 보완요청이 나갑니다."),
        to=reverse("intake:screen", args=[uid]),
    )


def _list(found: Application, words: selectors.Vocabulary) -> dict[str, Any]:
    files = pages.files_of(found, words, removable=True)
    return {"application": found, "files": files, "is_inspecting": any(file.is_inspected is False for file in files)}

"""The public page that says whether a document is genuine, and the centre's register of what it issued."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.doors import allowed
from apps.audit import selectors as audit
from apps.documents import doors, permissions, selectors, services, tables
from apps.documents.models import Document, Kind
from apps.documents.states import TONES, DocumentState
from apps.kernel import keyset, web
from apps.kernel import tables as files
from apps.workflow import selectors as workflow

PAGE = 50


class RevokeForm(forms.Form):
    """Why a document is taken back."""

    reason = forms.CharField(label=gettext_lazy("취소 사유"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the document that carries this code is the centre's, and still valid."""
    document = selectors.by_verification_code(code)
    if document is None:
        return _unknown(request, code)
    return render(request, "documents/verify.html", {"document": document})


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in."""
    code = request.GET.get("code", "").strip().upper()
    found = selectors.by_verification_code(code) if code else None
    if found is not None:
        return redirect("documents:verify", code=found.verification_code)
    return _unknown(request, code) if code else render(request, "documents/find.html", {"code": ""})


def _unknown(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "documents/find.html", {"code": code, "is_unknown": True}, status=404)


@require_GET
@allowed(permissions.MANAGE)
def register(request: HttpRequest) -> HttpResponseBase:
    """Every document the centre issued or is about to, the newest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("kind", "state", "text")}
    found, order = selectors.register(request.user, **asked), ("-requested_at", "-pk")
    file = files.answer(request, _("발급 문서 목록"), found, order, tables.REGISTER)
    if file is not None:
        return file
    page = keyset.page(found, order, request.GET, size=PAGE)
    context = {
        "page": page,
        "rows": [
            {
                **row,
                "kind_label": Kind(row["kind"]).label,
                "label": DocumentState(row["state"]).label,
                "tone": TONES[row["state"]],
            }
            for row in page
        ],
        "asked": asked,
        "kinds": Kind.choices,
        "states": DocumentState.choices,
        "base": reverse("documents:register"),
    }
    return render(request, "documents/register.html", context)


@require_GET
@allowed(permissions.MANAGE)
def document(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One document: how it came to be, and what can be done when that went wrong."""
    return _page(request, _seen(request, uid), RevokeForm())


@require_GET
@allowed(permissions.MANAGE)
def paper(request: HttpRequest, uid: UUID) -> FileResponse:
    """The paper itself; one that is not ready has none."""
    return doors.stream(_seen(request, uid))


@require_POST
@allowed(permissions.MANAGE)
def retry(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have a failed document made again."""
    found = _seen(request, uid)
    return web.act(
        request,
        lambda: services.retry(document_id=found.pk, by=request.user, at=timezone.now()),
        success=_("문서를 다시 작성합니다."),
        to=found.get_absolute_url(),
    )


@require_POST
@allowed(permissions.MANAGE)
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a document back, with a reason."""
    found = _seen(request, uid)
    form = RevokeForm(request.POST)
    if form.is_valid():
        with web.refusals(form):
            services.revoke(
                document_id=found.pk, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, _("발급을 취소했습니다. 확인 화면에도 취소로 나옵니다."))
            return redirect(found)
    return _page(request, found, form)


def _seen(request: HttpRequest, uid: UUID) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user).defer("sheet"), uid=uid)


def _page(request: HttpRequest, found: Document, form: RevokeForm) -> HttpResponse:
    actions = {transition.action for transition in workflow.available_actions(found, request.user)}
    labels = {transition.action: transition.label for transition in found.machine.transitions}
    context = {
        "document": found,
        "tone": TONES[DocumentState(found.state)],
        "may_retry": "retry" in actions,
        "revoke_form": form if "revoke" in actions else None,
        "events": [
            {"title": labels[event.action], "at": event.at, "text": event.reason}
            for event in audit.history(found)
            if event.action in labels
        ],
        "crumbs": [(pgettext("list", "발급 문서"), reverse("documents:register")), (found.number, "")],
    }
    return render(request, "documents/document.html", context, status=web.status_of(form))

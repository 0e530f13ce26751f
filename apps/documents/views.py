"""The public page that says whether a document is genuine."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.documents import selectors


@require_GET
def verify(request: HttpRequest, code: str) -> HttpResponse:
    document = selectors.by_verification_code(code)
    if document is None:
        raise Http404
    return render(request, "documents/verify.html", {"document": document})


@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in."""
    code = request.GET.get("code", "").strip().upper()
    if code and selectors.by_verification_code(code):
        return redirect("documents:verify", code=code)
    return render(request, "documents/find.html", {"code": code, "is_unknown": bool(code)})

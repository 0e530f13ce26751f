"""Refusals that reach the edge of a web door become plain pages."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from apps.kernel.errors import DomainError, NotFound


class PlainRefusals:
    """A ``DomainError`` that a view did not place itself is shown as a page with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if isinstance(failure, NotFound):
            raise Http404(str(failure)) from failure
        if isinstance(failure, DomainError):
            return render(request, "refused.html", {"refusal": failure}, status=failure.status)
        return None

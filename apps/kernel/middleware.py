"""What every request passes: the address it came from, and refusals that become plain pages."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from apps.kernel import problems, web
from apps.kernel.errors import DomainError, Invalid, NotFound


class ClientAddress:
    """The address a request came from: what our own proxy says last, never what a visitor claims."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        if told and settings.BEHIND_PROXY:
            request.META["REMOTE_ADDR"] = told.rpartition(",")[2].strip()
        return self.get_response(request)


class UnreadableAddress(Invalid):
    """An address that carries a NUL byte, which no database takes in text."""

    status = 400
    message = _("주소에 쓸 수 없는 글자가 있습니다. 주소를 확인해 주십시오.")
    code = "unreadable_address"


class ReadableAddresses:
    """Refuse at the edge what would break every search: NUL bytes in an address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
            refusal = UnreadableAddress()
            if request.path_info.startswith("/api/"):
                return problems.refused(refusal)
            return refused(request, refusal)
        return self.get_response(request)


def refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """What a person reads when something cannot be done, with the way back to where they came from."""
    context = {"refusal": refusal, "back": web.page_before(request)}
    return render(request, "refused.html", context, status=refusal.status)


class NotByThisMethod(DomainError):
    """An address that only takes what a button sends, opened as a page, or the other way round."""

    status = 405
    message = _("이 주소는 화면의 단추로만 쓸 수 있습니다. 앞 화면으로 돌아가 단추를 다시 눌러 주십시오.")
    code = "method_not_allowed"


class PlainRefusals:
    """A ``DomainError`` that a view did not place itself is shown as a page with the right status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content:
            page = refused(request, NotByThisMethod())
            page["Allow"] = answer["Allow"]
            return page
        return answer

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        if isinstance(failure, NotFound):
            raise Http404(str(failure)) from failure
        if isinstance(failure, DomainError):
            return refused(request, failure)
        return None

"""What holds for every page that belongs to somebody."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from apps.accounts import services
from apps.accounts.roles import INSIDE

Answer = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """A signed-in person's pages are never kept by a shared cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


class SecondFactor:
    """People who work for the centre set up a second factor before anything else, where the setting asks it."""

    OPEN = ("/accounts/", "/static/", "/healthz", "/readyz", "/i18n/")
    SESSION_KEY = "has_second_factor"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            messages.info(request, _("센터 업무를 보려면 먼저 2단계 인증을 설정해 주십시오."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if not settings.STAFF_SECOND_FACTOR or request.path.startswith(self.OPEN):
            return False
        if not request.user.is_authenticated or request.user.roles.isdisjoint(INSIDE):
            return False
        if request.session.get(self.SESSION_KEY):
            return False
        enabled = is_mfa_enabled(request.user)
        if enabled:
            request.session[self.SESSION_KEY] = True
        return not enabled


class AccessLogging:
    """One row for each request that showed other people's data."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for purpose, persons in request.__dict__.get("_shown", {}).items():
            if persons and response.status_code < 400:
                services.log_access(
                    actor_id=request.user.pk,
                    address=request.META.get("REMOTE_ADDR") or None,
                    route=request.resolver_match.view_name if request.resolver_match else request.path[:120],
                    purpose=purpose,
                    persons=persons,
                    at=timezone.now(),
                )
        return response

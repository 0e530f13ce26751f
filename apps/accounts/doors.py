"""Gates that web doors stand behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.accounts.models import User
from apps.kernel import web
from apps.kernel.errors import NotAllowed

View = Callable[..., HttpResponseBase]


def demand(user: User, code: str) -> None:
    """Nobody without the permission is told what is wrong with what they sent. Raises NotAllowed."""
    if not user.can(code):
        raise NotAllowed


def signed_in(view: View) -> View:
    """Only for signed-in people; after signing in they come back to the page they were on."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        is_page = request.method in {"GET", "HEAD"}
        return redirect_to_login(request.get_full_path() if is_page else web.page_before(request))

    return guarded


def allowed(*codes: str) -> Callable[[View], View]:
    """Only for signed-in people who hold one of the permissions."""

    def gate(view: View) -> View:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.can(code) for code in codes):
                raise NotAllowed
            return view(request, *args, **kwargs)

        return guarded

    return gate

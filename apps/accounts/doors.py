"""Gates that web doors stand behind."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from apps.kernel.errors import NotAllowed

View = Callable[..., HttpResponseBase]

signed_in = login_required


def allowed(*codes: str) -> Callable[[View], View]:
    """Only for signed-in people who hold one of the permissions."""

    def gate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not any(request.user.can(code) for code in codes):
                raise NotAllowed
            return view(request, *args, **kwargs)

        return guarded

    return gate

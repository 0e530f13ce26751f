"""``Idempotency-Key`` for creating requests of the API."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from apps.centre import services
from apps.kernel.errors import Invalid

HEADER = "Idempotency-Key"
LONGEST = 120
Method = Callable[..., Response]


class KeyTooLong(Invalid):
    status = 400
    message = _("Idempotency-Key는 120자까지 쓸 수 있습니다.")
    code = "key_too_long"


def idempotent(method: Method) -> Method:
    """Give the first answer again to a request that is sent twice with the same key."""

    @wraps(method)
    def guarded(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "")
        if len(key) > LONGEST:
            raise KeyTooLong
        if not key:
            return method(view, request, *args, **kwargs)

        def call() -> tuple[int, Any]:
            response = method(view, request, *args, **kwargs)
            return response.status_code, response.data

        status, body = services.once(
            key=key, route=f"{request.method} {request.path}", payload=request.data, by_id=request.user.pk,
            at=timezone.now(), call=call,
        )  # fmt: skip
        return Response(body, status=status)

    return guarded

"""Too many wrong passwords: which account they were for, and what the person reads."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.kernel.errors import DomainError
from apps.kernel.middleware import refused


class LockedOut(DomainError):
    status = 429
    message = _(
        "비밀번호를 여러 번 잘못 입력하여 이 계정의 로그인을 잠시 막았습니다. "
        "15분 뒤에 다시 시도하거나 비밀번호 재설정을 이용해 주십시오."
    )
    code = "locked_out"


def tried_account(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """The address somebody tried to sign in with, so that others in the same office are not locked out with them."""
    given = credentials or {}
    tried = given.get("email") or given.get("username") or request.POST.get("login")
    return str(tried).strip().lower() if tried else None


def locked_out(request: HttpRequest, _answer: HttpResponse | None = None, _credentials: Any = None) -> HttpResponse:
    """The page for somebody who has to wait."""
    answer = refused(request, LockedOut())
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer

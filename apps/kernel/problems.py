"""Errors of the API as problem documents (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, server_error
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.kernel import parsers
from apps.kernel.errors import DomainError

MEDIA_TYPE = "application/problem+json"


class ProblemField(serializers.Serializer):
    field = serializers.CharField(help_text="Name of the field; empty for the whole request.")
    message = serializers.CharField()


class ProblemDocument(serializers.Serializer):
    """The shape of every error, for the schema."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = ProblemField(many=True)


class MeanwhileDocument(ProblemDocument):
    """Somebody else changed the same things since they were read: their values, and the version to send next."""

    version = serializers.IntegerField()
    theirs = serializers.DictField()


def problem(description: str) -> OpenApiResponse:
    return OpenApiResponse(ProblemDocument, description=description)


# Ready for ``@extend_schema(responses={200: …, **PROBLEMS})``.
PROBLEMS: dict[Any, OpenApiResponse] = {
    (400, MEDIA_TYPE): problem("The request cannot be read"),
    (401, MEDIA_TYPE): problem("Sign in first"),
    (403, MEDIA_TYPE): problem("Not allowed"),
    (404, MEDIA_TYPE): problem("No such thing, or not yours to see"),
    (409, MEDIA_TYPE): problem("The state forbids it"),
    (422, MEDIA_TYPE): problem("The input cannot be taken"),
}
MEANWHILE: dict[Any, OpenApiResponse] = {
    **PROBLEMS,
    (409, MEDIA_TYPE): OpenApiResponse(MeanwhileDocument, description="Changed by somebody else meanwhile"),
}


def handler(failure: Exception, context: dict[str, Any]) -> Response | None:  # noqa: ARG001 the framework's signature
    """Answer domain refusals and the framework's own errors in one shape."""
    if isinstance(failure, DomainError):
        set_rollback()
        fields = [{"field": one.field, "message": str(one.message)} for one in failure.problems]
        document = _document(failure.status, failure.code, str(failure), fields, **failure.extra)
        if failure.title is not None:
            document.data["title"] = str(failure.title)
        return document
    if isinstance(failure, Http404):
        return _document(404, "not_found", _("찾을 수 없습니다. 주소를 확인해 주십시오."), [])
    if isinstance(failure, PermissionDenied):
        failure = exceptions.PermissionDenied()
    if not isinstance(failure, exceptions.APIException):
        return None  # Something is broken: told in the log, and to the program by `broken`.
    set_rollback()
    if isinstance(failure, exceptions.ParseError):
        known = failure.get_codes() == parsers.EXPLAINED
        detail = str(failure.detail) if known else _("본문을 읽을 수 없습니다. JSON 형식을 확인해 주십시오.")
        return _document(failure.status_code, "unreadable", detail, [])
    if isinstance(failure, exceptions.PermissionDenied) and "CSRF" in str(failure.detail):
        return _document(
            403, "csrf", _("보안 토큰이 없거나 오래되었습니다. X-CSRFToken 머리말을 함께 보내 주십시오."), []
        )
    fields = list(_fields(failure.detail)) if isinstance(failure, exceptions.ValidationError) else []
    detail = fields[0]["message"] if fields else str(failure.detail)
    code = "invalid" if fields else str(failure.default_code)
    answer = _document(failure.status_code, code, detail, fields)
    if getattr(failure, "auth_header", None):
        answer["WWW-Authenticate"] = failure.auth_header
    return answer


def _fields(detail: Any, prefix: str = "") -> Any:
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _fields(inner, ".".join(part for part in (prefix, own) if part))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _fields(inner, prefix)
    else:
        yield {"field": prefix, "message": str(detail)}


def broken(request: HttpRequest) -> HttpResponse:
    """What answers when something fails that nobody foresaw: a problem document to programs, a page to people."""
    if not request.path.startswith("/api/"):
        return server_error(request)
    detail = _("요청을 마치지 못했습니다. 잠시 뒤 다시 시도해 주십시오. 계속되면 센터에 알려 주십시오.")
    return JsonResponse(_body(500, "broken", detail, []), status=500, content_type=MEDIA_TYPE)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What answers a request that the framework cannot take, such as one with thousands of fields."""
    if not request.path.startswith("/api/"):
        return bad_request(request, exception)
    detail = _("요청을 읽을 수 없습니다. 내용을 줄이거나 형식을 확인해 주십시오.")
    return JsonResponse(_body(400, "unreadable", detail, []), status=400, content_type=MEDIA_TYPE)


def refused(refusal: DomainError) -> JsonResponse:
    """A refusal at the edge, before any view of the API was found."""
    return JsonResponse(
        _body(refusal.status, refusal.code, str(refusal), []), status=refusal.status, content_type=MEDIA_TYPE
    )


def _document(status: int, code: str, detail: str, fields: list[dict[str, str]], **extra: Any) -> Response:
    return Response(_body(status, code, detail, fields, **extra), status=status, content_type=MEDIA_TYPE)


def _body(status: int, code: str, detail: str, fields: list[dict[str, str]], **extra: Any) -> dict[str, Any]:
    titles = {
        400: _("요청을 읽을 수 없습니다"),
        401: _("로그인이 필요합니다"),
        403: _("권한이 없습니다"),
        404: _("찾을 수 없습니다"),
        405: _("이 주소에서는 할 수 없는 요청입니다"),
        406: _("드릴 수 없는 형식입니다"),
        409: _("지금은 할 수 없습니다"),
        415: _("받지 않는 형식입니다"),
        422: _("입력을 확인해 주십시오"),
        429: _("요청이 너무 잦습니다"),
        500: _("잠시 문제가 생겼습니다"),
    }
    return {
        "type": f"/problems/{code}/",
        "title": titles.get(status, _("지금은 할 수 없습니다")),
        "status": status,
        "code": code,
        "detail": detail,
        "errors": fields,
        **extra,
    }

"""The centre's register of documents for programs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.documents import selectors, services
from apps.documents.models import Document, Kind
from apps.documents.states import DocumentState
from apps.kernel import keyset
from apps.kernel.api import ReasonSerializer, answer_page, checked, one_of, page_of
from apps.kernel.problems import PROBLEMS


class DocumentSerializer(serializers.Serializer):
    """One line of the register."""

    uid = serializers.UUIDField()
    number = serializers.CharField()
    holder = serializers.CharField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=DocumentState.choices)
    requested_at = serializers.DateTimeField()
    issued_at = serializers.DateTimeField(allow_null=True)
    pages = serializers.IntegerField()


class Documents(APIView):
    @extend_schema(operation_id="documents", responses={200: page_of(DocumentSerializer), **PROBLEMS})
    def get(self, request: Request) -> Response:
        """The register, the newest first, by `kind`, `state` and `text`: how a number begins, or part of a company."""
        kind, state = one_of(request, "kind", Kind), one_of(request, "state", DocumentState)
        rows = selectors.register(request.user, kind=kind, state=state, text=request.GET.get("text", ""))
        return answer_page(keyset.page(rows, ("-requested_at", "-pk"), request.GET), DocumentSerializer)


class DocumentDetail(APIView):
    @extend_schema(operation_id="document", responses={200: DocumentSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """One document of the register."""
        return Response(DocumentSerializer(_found(request, uid)).data)


class Retry(APIView):
    @extend_schema(operation_id="document_retry", request=None, responses={200: DocumentSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID) -> Response:
        """Have a failed document made again."""
        services.retry(document_id=_found(request, uid).pk, by=request.user, at=timezone.now())
        return Response(DocumentSerializer(_found(request, uid)).data)


class Revoke(APIView):
    @extend_schema(
        operation_id="document_revoke", request=ReasonSerializer, responses={200: DocumentSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Take a document back; it verifies as revoked from then on."""
        found = _found(request, uid)
        reason = checked(ReasonSerializer, request.data)["reason"]
        services.revoke(document_id=found.pk, reason=reason, by=request.user, at=timezone.now())
        return Response(DocumentSerializer(_found(request, uid)).data)


def _found(request: Request, uid: UUID) -> Document:
    return get_object_or_404(Document.objects.visible_to(request.user).defer("sheet"), uid=uid)

"""Files of an application and its receipt, over the API."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.documents import doors
from apps.documents import selectors as documents
from apps.documents.models import Kind
from apps.intake import permissions, services
from apps.intake.api.applying import visible
from apps.intake.models import Application
from apps.kernel.api import checked
from apps.kernel.problems import PROBLEMS


class AttachSerializer(serializers.Serializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one file.")
    kind = serializers.CharField(max_length=40)
    file = serializers.FileField(allow_empty_file=True)


class AttachmentSerializer(serializers.Serializer):
    uid = serializers.UUIDField()
    kind = serializers.CharField()
    original_name = serializers.CharField()
    size = serializers.IntegerField()
    state = serializers.CharField()
    finding = serializers.CharField()


class Attachments(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="attachments", responses={200: AttachmentSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Files of an application, for its company and the centre."""
        rows = documents.attachments_of(_with_papers(request, uid))
        return Response(AttachmentSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="attachment_add",
        request={"multipart/form-data": AttachSerializer},
        responses={201: AttachmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Attach a file to a draft; it is inspected afterwards."""
        found = visible(request, uid)
        data = checked(AttachSerializer, request.data)
        row = services.add_attachment(
            application_id=found.pk,
            file=data["file"],
            kind=data["kind"],
            uid=data.get("uid"),
            by=request.user,
            at=timezone.now(),
        )
        return Response(AttachmentSerializer(row).data, status=status.HTTP_201_CREATED)


class AttachmentDetail(APIView):
    @extend_schema(
        operation_id="attachment",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID, attachment_uid: UUID) -> FileResponse:
        """The bytes as they were received; 409 for a file that inspection refused."""
        rows = documents.attachments_of(_with_papers(request, uid))
        return doors.stream_attachment(get_object_or_404(rows, uid=attachment_uid), request)

    @extend_schema(operation_id="attachment_remove", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Take a file out of a draft."""
        services.remove_attachment(
            application_id=visible(request, uid).pk, attachment_uid=attachment_uid, by=request.user, at=timezone.now()
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class Receipt(APIView):
    @extend_schema(
        operation_id="application_receipt",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID) -> FileResponse:
        """The receipt as PDF; 409 while it is being made."""
        document = documents.latest(_with_papers(request, uid), Kind.RECEIPT)
        if document is None:
            raise Http404
        return doors.stream(document)


def _with_papers(request: Request, uid: UUID) -> Application:
    """The application, for those who read its papers: the city's officials read cases, not people's names."""
    found = visible(request, uid)
    if not request.user.can(permissions.SCREEN) and not request.user.can(permissions.APPLY):
        raise Http404
    return found

"""Files of an application and its receipt, over the API."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.documents import doors
from apps.documents import labels as file_labels
from apps.documents import selectors as documents
from apps.documents.models import Attachment, Kind
from apps.documents.states import AttachmentState
from apps.intake import permissions, selectors, services
from apps.intake.api.applying import visible
from apps.intake.models import Application
from apps.kernel import clocks, shapes
from apps.kernel.api import ReasonSerializer, checked
from apps.kernel.problems import PROBLEMS


class PaperSerializer(serializers.Serializer):
    """What a file is, and the dates on it where its kind has some."""

    kind = serializers.CharField(max_length=40)
    issued_on = shapes.DayField(required=False, allow_null=True, help_text="The day of issue printed on the paper.")
    valid_until = shapes.DayField(required=False, allow_null=True, help_text="The last day printed on the paper.")


class AttachSerializer(PaperSerializer):
    uid = serializers.UUIDField(required=False, help_text="Made by the client: sent twice, it is one file.")
    file = serializers.FileField(allow_empty_file=True)


class AttachmentSerializer(serializers.Serializer):
    """A file; `finding` is a code and `message` its words."""

    uid = serializers.UUIDField()
    kind = serializers.CharField()
    original_name = serializers.CharField()
    size = serializers.IntegerField()
    state = serializers.ChoiceField(choices=AttachmentState.choices)
    finding = serializers.CharField()
    message = serializers.SerializerMethodField()
    issued_on = serializers.DateField(allow_null=True)
    valid_until = serializers.DateField(allow_null=True)

    def get_message(self, row: Attachment) -> str:
        return str(file_labels.told(row))


class ReuseSerializer(serializers.Serializer):
    uid = serializers.UUIDField(help_text="A paper that `attachments/reusable/` lists.")


class Attachments(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="attachments", responses={200: AttachmentSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Files of an application, for its company and the centre."""
        rows = documents.attachments_of(with_papers(request, uid))
        return Response(AttachmentSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="attachment_add",
        request={"multipart/form-data": AttachSerializer},
        responses={201: AttachmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Attach a file to a draft; it is inspected afterwards."""
        found = visible(request, uid)
        demand(request.user, permissions.APPLY)
        given = checked(AttachSerializer, request.data)
        row = services.add_attachment(application_id=found.pk, by=request.user, at=timezone.now(), **given)
        return Response(AttachmentSerializer(row).data, status=status.HTTP_201_CREATED)


class AttachmentDetail(APIView):
    @extend_schema(
        operation_id="attachment",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID, attachment_uid: UUID) -> HttpResponseBase:
        """The bytes as they were received; 409 until they are inspected and for a file that inspection refused."""
        return doors.stream_attachment(_file(request, uid, attachment_uid), request)

    @extend_schema(operation_id="attachment_remove", responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Take a file out of a draft."""
        services.remove_attachment(
            application_id=visible(request, uid).pk, attachment_uid=attachment_uid, by=request.user, at=timezone.now()
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


class ReusableAttachments(APIView):
    @extend_schema(operation_id="attachments_reusable", responses={200: AttachmentSerializer(many=True), **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """Papers of the company that earlier applications hold and that still count."""
        rows = selectors.reusable_papers(with_papers(request, uid), clocks.local_date(timezone.now()))
        return Response(AttachmentSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="attachment_reuse",
        request=ReuseSerializer,
        responses={201: AttachmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Use one of them for this application; twice is once."""
        found = visible(request, uid)
        demand(request.user, permissions.APPLY)
        row = services.reuse_attachment(
            application_id=found.pk,
            attachment_uid=checked(ReuseSerializer, request.data)["uid"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(AttachmentSerializer(row).data, status=status.HTTP_201_CREATED)


class VouchForAttachment(APIView):
    @extend_schema(operation_id="attachment_vouch", request=None, responses={200: AttachmentSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Say that a person has looked at a flagged file and takes it."""
        services.vouch_for_file(
            application_id=visible(request, uid).pk, attachment_uid=attachment_uid, by=request.user, at=timezone.now()
        )
        return Response(AttachmentSerializer(_file(request, uid, attachment_uid)).data)


class DismissAttachment(APIView):
    @extend_schema(
        operation_id="attachment_dismiss",
        request=ReasonSerializer,
        responses={200: AttachmentSerializer, **PROBLEMS},
    )
    def post(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Send a flagged file back; the company is asked for another."""
        found = visible(request, uid)
        demand(request.user, permissions.SCREEN)
        services.dismiss_file(
            application_id=found.pk,
            attachment_uid=attachment_uid,
            reason=checked(ReasonSerializer, request.data)["reason"],
            by=request.user,
            at=timezone.now(),
        )
        return Response(AttachmentSerializer(_file(request, uid, attachment_uid)).data)


class Receipt(APIView):
    @extend_schema(
        operation_id="application_receipt",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, uid: UUID) -> FileResponse:
        """The receipt as PDF; 409 while it is being made."""
        document = documents.latest(with_papers(request, uid), Kind.RECEIPT)
        if document is None:
            raise Http404
        return doors.stream(document)


def with_papers(request: Request, uid: UUID) -> Application:
    """The application, for those who read its papers: the city's officials read cases, not people's names."""
    found = visible(request, uid)
    if not request.user.can(permissions.SCREEN) and not request.user.can(permissions.APPLY):
        raise Http404
    return found


def _file(request: Request, uid: UUID, attachment_uid: UUID) -> Attachment:
    return get_object_or_404(documents.attachments_of(with_papers(request, uid)), uid=attachment_uid)

"""A file that comes in pieces: announce it, send piece after piece, finish.

After a cut one asks how much is here (`GET`, or the same announcement once more) and goes on from there.
"""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.documents import selectors as documents
from apps.documents.selectors import Progress
from apps.intake import permissions, services
from apps.intake.api.applying import visible
from apps.intake.api.files import AttachmentSerializer, PaperSerializer, with_papers
from apps.kernel import shapes
from apps.kernel.api import checked
from apps.kernel.parsers import PieceParser
from apps.kernel.problems import PROBLEMS

OFFSET = OpenApiParameter(
    "Upload-Offset", int, OpenApiParameter.HEADER, required=True, description="Where this piece begins."
)


class UploadSerializer(PaperSerializer):
    uid = serializers.UUIDField(help_text="Made by the client; the file keeps it.")
    name = serializers.CharField(max_length=200)
    size = shapes.CountField()


class ProgressSerializer(serializers.Serializer):
    """How many bytes are here; `attachment` once the file was taken."""

    uid = serializers.UUIDField()
    size = serializers.IntegerField()
    offset = serializers.IntegerField()
    attachment = AttachmentSerializer(allow_null=True)


class OffsetSerializer(serializers.Serializer):
    offset = shapes.CountField()


class Uploads(APIView):
    @extend_schema(
        operation_id="upload_begin", request=UploadSerializer, responses={200: ProgressSerializer, **PROBLEMS}
    )
    def post(self, request: Request, uid: UUID) -> Response:
        """Announce a file, or ask how much of it is here; twice is the same as once."""
        found = visible(request, uid)
        demand(request.user, permissions.APPLY)
        given = checked(UploadSerializer, request.data)
        progress = services.begin_upload(application_id=found.pk, by=request.user, at=timezone.now(), **given)
        return _told(progress)


class UploadDetail(APIView):
    parser_classes = [PieceParser]

    @extend_schema(operation_id="upload", responses={200: ProgressSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """How much of a file is here."""
        return _told(documents.progress(attachment_uid, with_papers(request, uid)))

    @extend_schema(
        operation_id="upload_send",
        parameters=[OFFSET],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={200: ProgressSerializer, **PROBLEMS},
    )
    def patch(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Send the piece that begins at `Upload-Offset`: 64 KiB to 4 MiB, the last one may be shorter.

        409 `wrong_offset` tells in `offset` where to go on.
        """
        found = visible(request, uid)
        documents.progress(attachment_uid, found)  # one that is not there is said before what the header lacks
        given = checked(OffsetSerializer, {"offset": request.headers.get("Upload-Offset", "")})
        progress = services.receive_part(
            application_id=found.pk,
            uid=attachment_uid,
            offset=given["offset"],
            data=request.data,
            by=request.user,
            at=timezone.now(),
        )
        return _told(progress)

    @extend_schema(operation_id="upload_discard", request=None, responses={204: None, **PROBLEMS})
    def delete(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Throw away what came of a file."""
        services.discard_upload(application_id=visible(request, uid).pk, uid=attachment_uid, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class FinishUpload(APIView):
    @extend_schema(operation_id="upload_finish", request=None, responses={201: AttachmentSerializer, **PROBLEMS})
    def post(self, request: Request, uid: UUID, attachment_uid: UUID) -> Response:
        """Attach the file when all of it is here; twice is once. It is inspected afterwards."""
        row = services.finish_upload(
            application_id=visible(request, uid).pk, uid=attachment_uid, by=request.user, at=timezone.now()
        )
        return Response(AttachmentSerializer(row).data, status=status.HTTP_201_CREATED)


def _told(progress: Progress) -> Response:
    return Response(ProgressSerializer(progress).data)

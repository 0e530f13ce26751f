"""Applications from a table, for programs."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts.doors import demand
from apps.centre.idempotency import idempotent
from apps.documents import reading
from apps.documents import selectors as documents
from apps.documents.models import Batch
from apps.intake import permissions, services
from apps.intake.api.deciding import NothingSerializer
from apps.intake.entries import ImportEntry
from apps.intake.forms import application_headings, read_applications, required_headings
from apps.kernel.api import BatchSerializer, batch_answer, checked
from apps.kernel.errors import RowProblem, RowsRefused
from apps.kernel.problems import PROBLEMS


class ApplicationTableSerializer(serializers.Serializer):
    uid = serializers.UUIDField(help_text="Made by the client: sent twice, it is one table.")
    call = serializers.UUIDField(help_text="The published call that the applications answered.")
    file = serializers.FileField(allow_empty_file=True, help_text="XLSX, or CSV in UTF-8 or CP949.")


class ApplicationImports(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="application_import",
        request={"multipart/form-data": ApplicationTableSerializer},
        responses={201: BatchSerializer, **PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        """Hand in a table of applications and read what is wrong with it; nothing is received yet."""
        demand(request.user, permissions.TAKE_IN)
        given = checked(ApplicationTableSerializer, request.data)
        file = given["file"]
        data = file.read(reading.MOST_BYTES + 1)
        batch = services.keep_applications(
            uid=given["uid"],
            call_uid=given["call"],
            name=file.name,
            data=data,
            lines=reading.read(data, file.name, application_headings().values(), required_headings()),
            by=request.user,
            at=timezone.now(),
        )
        return batch_answer(batch, _looked_through(request, batch)[1], status=status.HTTP_201_CREATED)


class ApplicationImport(APIView):
    @extend_schema(operation_id="application_import_read", responses={200: BatchSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What is wrong with a table that was handed in, as of now."""
        demand(request.user, permissions.TAKE_IN)
        batch = documents.batch(uid, services.APPLICATIONS, request.user)
        return batch_answer(batch, _looked_through(request, batch)[1])


class ApplyApplicationImport(APIView):
    @extend_schema(
        operation_id="application_import_apply",
        request=NothingSerializer,
        responses={200: BatchSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Receive every application of a table, or none of them."""
        demand(request.user, permissions.TAKE_IN)
        batch = documents.batch(uid, services.APPLICATIONS, request.user)
        rows, problems = _looked_through(request, batch)
        if problems:
            raise RowsRefused(problems)
        done = services.import_applications(batch_uid=uid, rows=rows, by=request.user, at=timezone.now())
        return batch_answer(done, [])


def _looked_through(request: Request, batch: Batch) -> tuple[list[tuple[int, ImportEntry]], list[RowProblem]]:
    """The applications that can be read, and everything that is wrong; of a table that was taken over nothing is."""
    if batch.applied_at is not None:
        return [], []
    call = services.call_of(batch.chosen["call"], request.user)
    rows, problems = read_applications(documents.lines_of(batch))
    found = services.refused_applications(call, rows, timezone.now())
    return rows, sorted([*problems, *found], key=lambda one: one.row)

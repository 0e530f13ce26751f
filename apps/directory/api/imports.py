"""Companies from a table, for programs."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.centre.idempotency import idempotent
from apps.directory import permissions, services
from apps.directory.entries import CompanyEntry
from apps.directory.forms import company_headings, read_companies, required_headings
from apps.documents import reading
from apps.documents import selectors as documents
from apps.documents.models import Batch
from apps.kernel import clocks
from apps.kernel.api import BatchSerializer, batch_answer, checked
from apps.kernel.errors import NotAllowed, RowProblem, RowsRefused
from apps.kernel.problems import PROBLEMS


class TableSerializer(serializers.Serializer):
    uid = serializers.UUIDField(help_text="Made by the client: sent twice, it is one table.")
    file = serializers.FileField(allow_empty_file=True, help_text="XLSX, or CSV in UTF-8 or CP949.")


class NothingToTellSerializer(serializers.Serializer):
    """No input."""


class CompanyImports(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="company_import",
        request={"multipart/form-data": TableSerializer},
        responses={201: BatchSerializer, **PROBLEMS},
    )
    def post(self, request: Request) -> Response:
        """Hand in a table of companies and read what is wrong with it; nothing is registered yet."""
        _demand(request)
        given, now = checked(TableSerializer, request.data), timezone.now()
        today, file = clocks.local_date(now), given["file"]
        data = file.read(reading.MOST_BYTES + 1)
        lines = reading.read(data, file.name, company_headings(today).values(), required_headings(today))
        batch = services.keep_companies(
            uid=given["uid"], name=file.name, data=data, lines=lines, by=request.user, at=now
        )
        return batch_answer(batch, _looked_through(batch)[1], status=status.HTTP_201_CREATED)


class CompanyImport(APIView):
    @extend_schema(operation_id="company_import_read", responses={200: BatchSerializer, **PROBLEMS})
    def get(self, request: Request, uid: UUID) -> Response:
        """What is wrong with a table that was handed in, as of now."""
        _demand(request)
        batch = documents.batch(uid, services.COMPANIES, request.user)
        return batch_answer(batch, _looked_through(batch)[1])


class ApplyCompanyImport(APIView):
    @extend_schema(
        operation_id="company_import_apply",
        request=NothingToTellSerializer,
        responses={200: BatchSerializer, **PROBLEMS},
    )
    @idempotent
    def post(self, request: Request, uid: UUID) -> Response:
        """Register every company of a table, or none of them."""
        _demand(request)
        batch = documents.batch(uid, services.COMPANIES, request.user)
        rows, problems = _looked_through(batch)
        if problems:
            raise RowsRefused(problems)
        done = services.import_companies(batch_uid=uid, rows=rows, by=request.user, at=timezone.now())
        return batch_answer(done, [])


def _demand(request: Request) -> None:
    if not request.user.can(permissions.MANAGE):
        raise NotAllowed


def _looked_through(batch: Batch) -> tuple[list[tuple[int, CompanyEntry]], list[RowProblem]]:
    """The companies that can be read, and everything that is wrong; of a table that was taken over nothing is."""
    if batch.applied_at is not None:
        return [], []
    now = timezone.now()
    rows, problems = read_companies(documents.lines_of(batch), clocks.local_date(now))
    return rows, sorted([*problems, *services.refused_companies(rows, now)], key=lambda one: one.row)
